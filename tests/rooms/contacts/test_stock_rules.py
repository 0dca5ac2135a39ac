"""What the cupboard's book refuses and with which words; contacts changed after a count."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, stock
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed
from yarrow.contacts.models import Cupboard, Movement, SupplyLevel
from yarrow.methods.stock import COUNT, DELIVERY, LOSS
from yarrow.vault.trail import rows_about

DAY = date(2026, 3, 6)
EVE = DAY - timedelta(days=1)


def move(shift, what, n, on=DAY, supply="condoms", **said):
    return shift.act(actions.move_stock, what=what, n=n, moved_on=on, supply=supply, **said)


def line_of(shift, supply="condoms", today=DAY):
    return stock.stocked_or_404(shift.project, supply, today)


def keep(shift, **said):
    said = {"by": shift.world.worker("coordinator"), "keeper": None, "weeks": 3, "levels": {}, **said}
    return shift.act(actions.keep_cupboard, **said)


REFUSED = [
    ({"supply": "needles_in"}, "supply", "What comes back from people never goes into"),
    ({"supply": "gold"}, "supply", "This project does not count that supply yet."),
    ({"what": "found"}, "what", "Say whether it came in, was counted or was lost."),
    ({"n": 0}, "n", "Write how many"),
    ({"what": LOSS, "n": 0, "reason": "lost"}, "n", "Write how many"),
    ({"what": COUNT, "n": -1}, "n", "Write how many"),
    ({"on": date(1979, 12, 31)}, "moved_on", "That is before 1980. Check the year."),
    ({"on": DAY + timedelta(days=1)}, "moved_on", "That day has not come yet."),
    ({"what": LOSS, "reason": "found"}, "loss_reason", "Say why they are gone."),
]


def test_refused_line_says_why_at_its_field_and_writes_nothing(shift):
    for said, field, words in REFUSED:
        with pytest.raises(CannotBe) as refused:
            move(shift, **{"what": DELIVERY, "n": 5, **said})
        assert refused.value.field == field and refused.value.message.startswith(words), said
    assert not Movement.objects.exists()


def test_least_and_most_that_a_line_may_say(shift):
    for what, n in [(DELIVERY, 1), (DELIVERY, 999_999), (LOSS, 1), (COUNT, 0), (COUNT, 999_999)]:
        reason = {LOSS: "lost", COUNT: "nobody_knows"}.get(what, "")
        assert move(shift, what, n, on=date(1980, 1, 1), reason=reason).n == n


def test_count_is_not_excused_by_a_reason_for_a_loss(shift):
    move(shift, DELIVERY, 10, on=EVE)
    with pytest.raises(CannotBe) as refused:
        move(shift, COUNT, 9, reason="expired")
    assert (refused.value.field, Movement.objects.count()) == ("count_reason", 1)


def test_delivery_keeps_neither_a_reason_nor_a_place_in_its_day(shift):
    line = move(shift, DELIVERY, 10, reason="expired", at_end=False)
    assert (line.reason, line.at_end) == ("", True)


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_book_is_written_by_who_meets_people_only(shift, role):
    line, by = move(shift, DELIVERY, 10), shift.world.worker(role)
    with pytest.raises(NotAllowed):
        move(shift, DELIVERY, 5, by=by)
    with pytest.raises(NotAllowed):
        shift.act(actions.take_back_movement, movement=line, by=by)
    assert Movement.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "is_over"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 22, 1, tzinfo=UTC), True),
    ],
)
def test_today_is_the_day_where_the_project_is(shift, at, is_over):
    shift.project.time_zone = "Europe/Berlin"
    said = {"what": DELIVERY, "n": 5, "on": date(2026, 7, 2), "at": at}
    if is_over:
        assert move(shift, **said).moved_on == date(2026, 7, 2)
        return
    with pytest.raises(CannotBe) as refused:
        move(shift, **said)
    assert refused.value.field == "moved_on"


def test_other_facts_under_a_known_entry_are_a_conflict(shift):
    entry_id = uuid4()
    move(shift, DELIVERY, 5, entry_id=entry_id)
    for said in ({"n": 6}, {"supply": "lube"}, {"what": COUNT}, {"on": EVE}, {"n": 5_000_000}):
        with pytest.raises(Conflict):
            move(shift, **{"what": DELIVERY, "n": 5, "entry_id": entry_id, **said})
    assert Movement.objects.get().n == 5


def test_count_sent_again_after_it_stands_is_not_asked_why(shift):
    move(shift, DELIVERY, 10, on=EVE)
    entry_id = uuid4()
    first = move(shift, COUNT, 7, entry_id=entry_id, reason="found")
    assert move(shift, COUNT, 7, entry_id=entry_id) == first
    assert rows_about(shift.project.id, first.id).count() == 1


def test_entry_of_another_project_is_not_this_projects(shift):
    other, entry_id = shift.world.other, uuid4()
    said = {"supply": "condoms", "what": DELIVERY, "moved_on": DAY, "entry_id": entry_id}
    with other.inside():
        theirs = actions.move_stock(project=other.project, by=other.worker("outreach"), at=NIGHT, n=9, **said)
    assert move(shift, DELIVERY, 5, entry_id=entry_id) != theirs
    assert line_of(shift).n == 5
    with other.inside():
        assert stock.expected(other.project, "condoms", DAY, at_end=True) == 9


def test_correction_of_a_contact_after_a_count_changes_how_far_it_was_off_only(shift):
    move(shift, DELIVERY, 100, on=EVE)
    contact = shift.record(n_people=1, supplies={"condoms": 6})
    move(shift, COUNT, 90, reason="nobody_knows")
    shift.act(actions.correct_contact, contact=contact, version=1, supplies={"condoms": 10})
    step = line_of(shift).steps[-1]
    assert (step.n_before, step.change, step.n_after) == (90, 0, 90)


def test_removal_of_a_contact_after_a_count_leaves_what_was_counted(shift):
    move(shift, DELIVERY, 100, on=EVE)
    contact = shift.record(n_people=1, supplies={"condoms": 6})
    move(shift, COUNT, 94)
    shift.act(actions.void_contact, contact=contact, version=1, reason="mistake")
    assert (line_of(shift).n, line_of(shift).steps[-1].change) == (94, -6)


def test_contact_moved_to_a_day_before_a_count_is_given_before_it(shift):
    move(shift, COUNT, 50, on=EVE)
    contact = shift.record(session=None, kind="phone", n_people=1, supplies={"condoms": 6}, happened_on=DAY)
    assert line_of(shift).n == 44
    shift.act(actions.correct_contact, contact=contact, version=1, happened_on=EVE)
    assert line_of(shift).n == 50


def test_expected_tells_the_beginning_from_the_end_of_a_day(shift):
    assert stock.expected(shift.project, "condoms", DAY, at_end=True) is None
    move(shift, DELIVERY, 20, on=EVE)
    move(shift, DELIVERY, 30)
    shift.record(n_people=1, supplies={"condoms": 6})
    found = [stock.expected(shift.project, "condoms", DAY, at_end=end) for end in (False, True)]
    assert found == [20, 44]
    assert stock.expected(shift.project, "condoms", EVE - timedelta(days=1), at_end=True) is None
    assert stock.expected(shift.project, "lube", DAY, at_end=True) is None


def test_count_before_the_day_of_the_first_line_is_asked_nothing(shift):
    move(shift, DELIVERY, 20)
    assert move(shift, COUNT, 3, on=EVE).reason == "" and line_of(shift).n == 23


def test_count_taken_back_lets_the_book_stand_as_before(shift):
    move(shift, DELIVERY, 100, on=EVE)
    count = move(shift, COUNT, 4, reason="miscounted")
    shift.act(actions.take_back_movement, movement=count)
    line = line_of(shift)
    assert (line.n, line.counted_on, stock.expected(shift.project, "condoms", DAY, at_end=True)) == (
        100,
        None,
        100,
    )


def test_taking_the_only_line_back_takes_the_supply_out_of_the_cupboard(shift):
    shift.act(actions.take_back_movement, movement=move(shift, DELIVERY, 5))
    assert stock.stocked(shift.project, DAY) == []
    move(shift, COUNT, 0)
    assert (line_of(shift).n, line_of(shift).counted_on, line_of(shift).why) == (0, DAY, "")


def test_book_shows_how_far_a_count_was_off_and_who_wrote_it(shift):
    move(shift, DELIVERY, 10, on=EVE)
    move(shift, COUNT, 7, reason="found", by=shift.case_worker)
    latest, first = stock.book(shift.project, line_of(shift))
    assert (latest.step.n_before, latest.step.change, latest.movement.reason_label) == (10, -3, "Found again")
    names = [shift.world.account(role).worker.name for role in ("case_worker", "outreach")]
    assert [latest.by, first.by] == names
    assert len(stock.book(shift.project, line_of(shift), most=1)) == 1


def test_returned_counts_both_ends_of_its_days_and_no_removed_contact(shift):
    for days in (0, 9, 10):
        on = DAY - timedelta(days=days)
        shift.record(
            session=None,
            kind="phone",
            n_people=1,
            happened_on=on,
            supplies={"needles_out": 3, "needles_in": 1},
        )
    gone = shift.record(n_people=1, supplies={"needles_in": 50})
    shift.act(actions.void_contact, contact=gone, version=1, reason="mistake")
    back = stock.returned(shift.project, DAY - timedelta(days=9), DAY)
    assert (back.n_given, back.n_returned) == (6, 2)
    assert stock.returned(shift.world.other.project, EVE, DAY).n_given == 0


def test_weeks_ahead_out_of_range_are_refused_at_their_field(shift):
    for weeks in (0, -1, 53):
        with pytest.raises(CannotBe) as refused:
            keep(shift, weeks=weeks)
        assert refused.value.field == "weeks" and not Cupboard.objects.exists()


def test_cupboard_is_one_however_often_it_is_said(shift):
    for weeks in (3, 1, 52):
        keep(shift, weeks=weeks)
        assert Cupboard.objects.get().weeks == weeks


def test_level_of_none_is_kept_and_one_that_is_left_out_goes(shift):
    keep(shift, levels={"condoms": 0, "lube": 30})
    assert stock.levels_of(shift.project) == {"condoms": 0, "lube": 30}
    keep(shift, levels={"condoms": 0})
    assert stock.levels_of(shift.project) == {"condoms": 0}
    move(shift, COUNT, 0)
    assert line_of(shift).why == "level"


def test_refused_keeping_leaves_the_levels_as_they_were(shift):
    keep(shift, levels={"condoms": 5})
    with pytest.raises(CannotBe):
        keep(shift, levels={"gold": 5})
    assert SupplyLevel.objects.get().n == 5


def test_another_projects_levels_stay_when_ours_are_said(shift):
    other = shift.world.other
    with other.inside():
        SupplyLevel.objects.create(project=other.project, supply="lube", n=8)
    keep(shift, levels={})
    assert stock.levels_of(shift.project) == {}
    with other.inside():
        assert stock.levels_of(other.project) == {"lube": 8}
