"""The cupboard: deliveries, counts, losses; what contacts gave out; who is told that it runs low."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, stock
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.models import Movement
from yarrow.methods.stock import COUNT, DELIVERY, LOSS
from yarrow.staff.actions.leaving import remove_worker
from yarrow.vault.trail import rows_about

DAY = date(2026, 3, 6)


def move(shift, what, n, on=DAY, supply="condoms", **said):
    return shift.act(actions.move_stock, what=what, n=n, moved_on=on, supply=supply, **said)


def there(shift, supply="condoms", today=DAY):
    return {line.supply: line.n for line in stock.stocked(shift.project, today)}.get(supply)


def test_contacts_take_from_the_cupboard_and_corrections_are_followed(shift):
    move(shift, DELIVERY, 100)
    contact = shift.record(n_people=1, supplies={"condoms": 6})
    gone = shift.record(n_people=1, supplies={"condoms": 20})
    assert there(shift) == 74
    shift.act(actions.correct_contact, contact=contact, version=1, supplies={"condoms": 10})
    shift.act(actions.void_contact, contact=gone, version=1, reason="mistake")
    assert there(shift) == 90


def test_linking_later_who_it_was_gives_nothing_out_twice(shift):
    move(shift, DELIVERY, 100)
    contact = shift.record(n_people=2, supplies={"condoms": 6})
    shift.act(actions.link_contact, contact=contact, person=shift.person())
    assert there(shift) == 94


def test_returned_needles_are_counted_apart_and_never_come_in(shift):
    move(shift, DELIVERY, 50, supply="needles_out")
    shift.record(n_people=1, supplies={"needles_out": 20, "needles_in": 15})
    back = stock.returned(shift.project, DAY - timedelta(days=9), DAY)
    assert (back.n_given, back.n_returned, there(shift, "needles_out")) == (20, 15, 30)
    assert there(shift, "needles_in") is None and "needles_in" not in dict(stock.keepable(shift.project))
    with pytest.raises(CannotBe) as refused:
        move(shift, DELIVERY, 5, supply="needles_in")
    assert refused.value.field == "supply"


def test_count_that_differs_asks_why_and_shows_the_difference(shift):
    move(shift, DELIVERY, 100, on=DAY - timedelta(days=2))
    shift.record(n_people=1, supplies={"condoms": 6})
    with pytest.raises(CannotBe) as refused:
        move(shift, COUNT, 90)
    assert refused.value.field == "count_reason"
    line = move(shift, COUNT, 90, reason="not_written_down")
    step = stock.stocked_or_404(shift.project, "condoms", DAY).steps[-1]
    assert (step.n_before, step.change, line.reason, there(shift)) == (94, -4, "not_written_down", 90)
    assert rows_about(shift.project.id, line.id).get().reason == "not_written_down"


def test_count_as_in_the_book_needs_no_reason_and_the_first_one_neither(shift):
    assert move(shift, COUNT, 40, on=DAY - timedelta(days=1)).reason == ""
    assert move(shift, COUNT, 40, reason="found").reason == ""


def test_count_before_the_shift_leaves_what_is_given_that_night_to_be_taken_off(shift):
    move(shift, COUNT, 40, at_end=False)
    shift.record(n_people=1, supplies={"condoms": 6})
    assert there(shift) == 34


def test_loss_needs_a_reason(shift):
    move(shift, DELIVERY, 100)
    with pytest.raises(CannotBe) as refused:
        move(shift, LOSS, 10)
    assert refused.value.field == "loss_reason"
    move(shift, LOSS, 10, reason="expired")
    assert there(shift) == 90


def test_more_given_than_counted_in_is_said_so(shift):
    move(shift, DELIVERY, 5)
    shift.record(n_people=1, supplies={"condoms": 9})
    line = stock.stocked_or_404(shift.project, "condoms", DAY)
    assert (line.n, line.n_more_given, line.why) == (-4, 4, "more_given")


def test_same_line_sent_twice_is_one_and_other_figures_under_it_are_refused(shift):
    entry_id = uuid4()
    first = move(shift, DELIVERY, 5, entry_id=entry_id)
    assert move(shift, DELIVERY, 5, entry_id=entry_id) == first
    with pytest.raises(Conflict):
        move(shift, DELIVERY, 6, entry_id=entry_id)
    assert there(shift) == 5


def test_taking_a_line_back_keeps_it_in_the_book(shift):
    move(shift, DELIVERY, 5)
    wrong = move(shift, DELIVERY, 500)
    back = shift.act(actions.take_back_movement, movement=wrong)
    assert shift.act(actions.take_back_movement, movement=wrong) == back
    assert there(shift) == 5 and Movement.objects.count() == 3
    lines = stock.book(shift.project, stock.stocked_or_404(shift.project, "condoms", DAY))
    assert sorted((line.movement.n, line.is_taken_back) for line in lines) == [(5, False), (500, True)]
    with pytest.raises(CannotBe):
        shift.act(actions.take_back_movement, movement=back)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"supply": "gold"}, "supply"),
        ({"what": "given"}, "what"),
        ({"n": 0}, "n"),
        ({"n": 1_000_000}, "n"),
        ({"on": DAY + timedelta(days=1)}, "moved_on"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(shift, said, field):
    with pytest.raises(CannotBe) as refused:
        move(shift, **{"what": DELIVERY, "n": 5, **said})
    assert refused.value.field == field


def test_runs_low_by_the_projects_own_level_or_by_weeks_left(shift):
    begun = DAY - timedelta(days=28)
    move(shift, DELIVERY, 100, on=begun)
    for weeks in range(4):
        shift.record(
            n_people=1,
            session=None,
            kind="phone",
            happened_on=begun + timedelta(days=7 * weeks),
            supplies={"condoms": 20},
        )
    line = stock.stocked_or_404(shift.project, "condoms", DAY)
    assert (line.n, line.rate.n_given, line.rate.n_weeks, line.weeks_left, line.why) == (
        20,
        80,
        4,
        1,
        "weeks",
    )
    keep(shift, levels={"condoms": 10})
    assert low(shift, "coordinator") == []
    keep(shift, levels={"condoms": 20})
    assert low(shift, "coordinator") == ["level"]


def low(shift, role):
    """Why each supply is on Today, for whoever reads it."""
    found = stock.Low(shift.world.worker(role), shift.project, DAY)
    return [line.why for line in found.lines()]


def test_what_runs_low_is_asked_for_its_keeper_alone_and_where_there_is_none_for_those_who_arrange(shift):
    move(shift, DELIVERY, 1)
    keep(shift, levels={"condoms": 20})
    assert [low(shift, role) for role in ("coordinator", "manager", "outreach")] == [["level"], ["level"], []]
    keep(shift, levels={"condoms": 20}, keeper=shift.world.account("outreach").worker)
    assert [low(shift, role) for role in ("coordinator", "manager", "outreach")] == [[], [], ["level"]]
    keep(shift, levels={"condoms": 10}, keeper=shift.world.account("manager").worker)
    assert [low(shift, role) for role in ("coordinator", "manager", "outreach")] == [[], ["level"], []]


def keep(shift, **said):
    said = {"by": shift.world.worker("coordinator"), "keeper": None, "weeks": 3, "levels": {}, **said}
    return shift.act(actions.keep_cupboard, **said)


def test_keeping_the_cupboard_is_the_co_ordinators(shift):
    with pytest.raises(NotAllowed):
        keep(shift, by=shift.outreach)
    stranger = shift.world.other.account("coordinator").worker
    with pytest.raises(CannotBe) as refused:
        keep(shift, keeper=stranger)
    assert refused.value.field == "keeper"


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_keeper_is_somebody_who_meets_people(shift, role):
    """Whoever keeps it sees on their Today what runs low; these two have none."""
    worker = shift.world.account(role).worker
    with pytest.raises(CannotBe, match="meets people") as refused:
        keep(shift, keeper=worker)
    assert refused.value.field == "keeper"
    page = shift.world.client("coordinator").get(shift.project.url("contacts:keep_cupboard"))
    assert str(worker.pk) not in page.content.decode()


def test_keeper_who_left_is_not_chosen_again(shift):
    place = shift.world.account("peer").place
    keep(shift, keeper=place.worker)
    remove_worker(membership=place, project=shift.project, by=shift.world.worker("manager"), at=NIGHT)
    with pytest.raises(CannotBe):
        keep(shift, keeper=place.worker)
    with pytest.raises(CannotBe):
        keep(shift, weeks=0)
    with pytest.raises(CannotBe):
        keep(shift, levels={"gold": 4})


def test_another_projects_line_is_no_line(shift):
    other = shift.world.other
    with other.inside():
        theirs = actions.move_stock(
            project=other.project,
            by=other.worker("outreach"),
            at=NIGHT,
            supply="condoms",
            what=DELIVERY,
            n=5,
            moved_on=DAY,
        )
    with pytest.raises(NotHere):
        shift.act(actions.take_back_movement, movement=theirs)
    assert there(shift) is None


def test_stock_takes_one_query_however_much_there_is(shift, django_assert_num_queries):
    for supply in ("condoms", "lube", "foil", "dams"):
        move(shift, DELIVERY, 50, supply=supply)
        shift.record(n_people=1, supplies={supply: 4})
    with django_assert_num_queries(1):
        assert len(stock.stocked(shift.project, DAY)) == 4
