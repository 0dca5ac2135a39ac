"""Indoor places: sealed under their own key, with the history of how much care a visit takes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, premises
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.models import Premises, PremisesVisit
from yarrow.vault import erasing, keyring, trail
from yarrow.vault.errors import Locked

DAY = date(2026, 3, 6)
MARK = "Quillfeather House"


@pytest.fixture
def place(shift):
    return shift.act(actions.add_premises, name=MARK, address="4 Quay", way_in="Top bell", zone=shift.docks)


def opened(shift, place):
    return premises.place_page(shift.outreach, shift.project, place, "contacts.show_premises")


def concern(shift, place, level, reason="", at=NIGHT):
    return shift.act(actions.set_concern, at=at, premises=place, level=level, reason=reason)


def test_add_premises_seals_everything_but_the_zone(shift, place):
    kept = Premises.objects.get()
    assert (kept.zone, str(kept.name), kept.phone) == (shift.docks, "[sealed]", None)
    assert kept.sealing_subject == kept.id != shift.project.id
    assert opened(shift, kept).texts == {"name": MARK, "address": "4 Quay", "phone": "", "way_in": "Top bell"}


def test_add_premises_twice_under_one_entry_is_one(shift):
    entry_id = uuid4()
    made = [shift.act(actions.add_premises, name="Flat", entry_id=entry_id) for _ in range(2)]
    assert made[0] == made[1] and Premises.objects.count() == 1


def test_add_premises_needs_a_name_a_key_and_the_role(shift):
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.add_premises, name="  ")
    assert refused.value.field == "name"
    locked = type(shift.outreach)(shift.outreach.id, "outreach")
    with pytest.raises(Locked):
        shift.act(actions.add_premises, by=locked, name="Flat")
    with pytest.raises(NotAllowed):
        shift.act(actions.add_premises, by=shift.world.worker("evaluator"), name="Flat")


def test_change_premises_leaves_what_is_not_named_and_writes_over_nothing_unseen(shift, place):
    change = {"premises": place, "zone": None}
    shift.act(actions.change_premises, **change, version=1, phone="0117")
    texts = opened(shift, Premises.objects.get()).texts
    assert (texts["name"], texts["phone"]) == (MARK, "0117") and Premises.objects.get().zone is None
    with pytest.raises(Conflict):
        shift.act(actions.change_premises, **change, version=1, phone="0118")


def test_concern_has_words_and_a_shape_of_its_own_and_keeps_its_history(shift, place):
    assert opened(shift, place).concern is None
    concern(shift, place, "green")
    concern(shift, place, "red", "The new man on the door", at=NIGHT + timedelta(days=1))
    page = opened(shift, place)
    assert [one.level for one in page.concerns] == ["red", "green"]
    assert page.concern.words.startswith("Red: ") and page.concern.reason == "The new man on the door"
    assert len(set(premises.SHAPES.values())) == len(premises.SHAPES) == 3


@pytest.mark.parametrize(
    ("level", "reason", "field"), [("purple", "x", "level"), ("amber", " ", "reason"), ("red", "", "reason")]
)
def test_concern_without_a_level_or_a_reason_is_refused(shift, place, level, reason, field):
    with pytest.raises(CannotBe) as refused:
        concern(shift, place, level, reason)
    assert refused.value.field == field


def test_neither_rows_nor_trail_tell_the_level(shift, place):
    row = concern(shift, place, "red", MARK)
    assert (str(row.level), str(row.reason)) == ("[sealed]", "[sealed]")
    said = trail.rows_about(shift.project.id, place.id).get(act="contacts.set_concern")
    assert "red" not in f"{said.reason} {said.fields}"


def test_erasing_a_place_leaves_nothing_of_it_and_everybody_else(shift, place):
    kim = shift.person("Kim")
    concern(shift, place, "amber", MARK)
    erasing.erase_subject(shift.project.id, place.id, reason="ended", at=NIGHT)
    fresh = shift.world.account("outreach").actor()
    lines = premises.place_lines(fresh, shift.project, DAY)
    assert [(line.name, line.concern.level) for line in lines] == [("", "")]
    assert any(subject == kim.id for _project, subject, _compartment in keyring.subjects())


def test_visit_premises_says_when_it_was_and_when_next(shift, place):
    due = DAY + timedelta(days=28)
    shift.act(actions.visit_premises, premises=place, note="Ask for Ana", next_due_on=due)
    page = opened(shift, Premises.objects.get())
    assert [(line.visit.visited_on, line.note) for line in page.visits] == [(DAY, "Ask for Ana")]
    lines = [premises.place_lines(shift.outreach, shift.project, day)[0] for day in (DAY, due)]
    assert [(line.last_on, line.is_due) for line in lines] == [(DAY, False), (DAY, True)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"visited_on": DAY + timedelta(days=1)}, "visited_on"),
        ({"visited_on": DAY, "next_due_on": DAY}, "next_due_on"),
    ],
)
def test_visit_that_can_not_be_is_refused_at_its_field(shift, place, said, field):
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.visit_premises, premises=place, **said)
    assert refused.value.field == field


def test_visit_in_session_is_once_and_only_in_an_indoor_one(shift, place):
    with pytest.raises(CannotBe):
        shift.act(actions.visit_in_session, session=shift.van, places=[place])
    indoor = shift.act(actions.open_session, kind="indoor")
    for _ in range(2):
        shift.act(actions.visit_in_session, session=indoor, places=[place])
    assert PremisesVisit.objects.get().visited_on == DAY
    assert premises.places_to_choose(shift.outreach, shift.project, indoor) == []


def test_end_premises_takes_it_off_the_list(shift, place):
    shift.act(actions.end_premises, premises=place)
    assert premises.place_lines(shift.outreach, shift.project, DAY) == []
    assert shift.act(actions.end_premises, premises=place, at=NIGHT + timedelta(days=3)).ended_on == DAY


def test_another_projects_place_is_no_place(shift):
    other = shift.world.other
    with other.inside():
        theirs = actions.add_premises(
            project=other.project, by=other.worker("outreach"), at=NIGHT, name="Flat"
        )
    for act, said in [
        (actions.set_concern, {"level": "green", "reason": ""}),
        (actions.visit_premises, {}),
        (actions.end_premises, {}),
    ]:
        with pytest.raises(NotHere):
            shift.act(act, premises=theirs, **said)


def test_list_takes_the_same_few_queries_however_many_places(shift, place, django_assert_max_num_queries):
    for n in range(5):
        concern(shift, shift.act(actions.add_premises, name=f"Flat {n}"), "green")
    with django_assert_max_num_queries(12):
        assert len(premises.place_lines(shift.outreach, shift.project, DAY)) == 6
