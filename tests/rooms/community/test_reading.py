"""What pages read: lists in their order, what is overdue, what leaves with the project, rows for counting."""

from datetime import date, timedelta

import pytest

from tests.rooms.community.conftest import NOW, TODAY
from tests.worlds import make_project
from yarrow.community import actions, export, extract, lists, models, outside, queries
from yarrow.community.models import Breach, Complaint
from yarrow.vault import telling
from yarrow.vault.privacy import our_models

TOMORROW = TODAY + timedelta(days=1)


def test_overdue_complaints_come_with_the_longest_silent_first(around):
    late, later = around.complaint(due_on=TODAY), around.complaint(due_on=date(2026, 11, 5))
    around.complaint()
    assert list(queries.silent_complaints(around.project, TOMORROW)) == [later, late]


def test_a_list_never_reads_what_is_sealed(around):
    around.complaint()
    row = queries.complaints_of(around.project, "").get()
    assert {"words", "where", "contact"} <= row.get_deferred_fields()
    around.breach()
    assert {"words", "where", "answer"} <= queries.breaches_of(
        queries.agreements_of(around.project).get()
    ).get().get_deferred_fields()


def test_a_state_that_is_none_is_no_filter(around):
    around.complaint()
    assert queries.complaints_of(around.project, "' OR 1=1").count() == 1
    assert queries.complaints_of(around.project, "settled").count() == 0


@pytest.mark.parametrize(
    ("role", "n"), [("coordinator", 1), ("manager", 1), ("outreach", 0), ("case_worker", 0)]
)
def test_today_asks_for_those_who_arrange_alone(around, role, n):
    around.complaint(due_on=TODAY)
    owed = queries.Owed(around.world.worker(role), around.project, NOW + timedelta(days=1))
    assert (owed.n_complaints, owed.n_breaches) == (n, 0)


def test_today_of_one_project_owes_nothing_for_another(around):
    around.complaint(due_on=TODAY)
    other = make_project("elsewhere")
    owed = queries.Owed(other.worker("coordinator"), other.project, NOW + timedelta(days=1))
    assert owed.n_complaints == 0


def test_agreements_that_stand_come_before_those_that_ended(around):
    ended = around.agreement(title="Before")
    told = {"title": "Before", "parties": "Us", "starts_on": ended.starts_on, "review_on": ended.review_on}
    around.do(actions.change_agreement, agreement=ended, version=1, ended_on=TODAY, **told)
    standing = around.agreement(title="Now")
    assert list(queries.agreements_of(around.project)) == [standing, ended]


def test_rows_for_counting_are_codes_and_days(around):
    row = around.complaint(due_on=TODAY)
    around.step(row)
    told = list(extract.complaints(around.project, date(2026, 11, 1), TODAY))
    assert [(one.on, one.kind, one.answered_on, one.due_on) for one in told] == [
        (date(2026, 11, 2), "litter", TODAY, TODAY)
    ]
    assert not list(extract.complaints(around.project, date(2026, 11, 3), TODAY))


def test_rows_about_policing_are_of_one_agreement_where_that_is_asked(around):
    one, two = around.breach(), around.breach(around.agreement(title="Another"))
    span = (date(2026, 10, 1), TODAY)
    assert len(list(extract.breaches(around.project, *span))) == 2
    assert len(list(extract.breaches(around.project, *span, one.agreement_id))) == 1
    assert one.agreement_id != two.agreement_id


@pytest.mark.parametrize(
    ("from_on", "to_on", "is_there"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), True),
        (date(2026, 10, 12), date(2026, 10, 31), True),
        (date(2026, 10, 13), date(2026, 10, 31), False),
        (date(2026, 9, 1), date(2026, 10, 7), True),
        (date(2026, 9, 1), date(2026, 10, 6), False),
    ],
)
def test_an_event_touches_its_days_and_no_others(around, from_on, to_on, is_there):
    around.event(to_on=date(2026, 10, 12))
    found = outside.between(around.project.id, from_on, to_on)
    assert [one.title for one in found] == ["Raid on Mill Road"] * is_there


def test_every_act_of_the_room_has_words_and_every_action_an_act():
    written = {f"community.{name}" for name in actions.__all__}
    looked = {"community.show_complaint", "community.show_breach", "community.show_agreement"}
    assert set(export.TRAIL) == written | looked
    assert len({telling.act_in_words(act) for act in export.TRAIL}) == len(export.TRAIL)


def test_every_model_of_the_room_goes_with_the_project():
    ours = [one for one in our_models() if one._meta.app_label == "community"]
    assert {one.__name__ for one in ours} == set(models.__all__)
    assert {one.Privacy.retention for one in ours} == {"project_life"}


@pytest.mark.parametrize("name", sorted(lists._file().keys() - {"version"}))
def test_codes_of_a_list_are_said_once_and_fit_their_column(name):
    items = lists.items(name)
    assert len({item.code for item in items}) == len(items) == len({item.label for item in items})
    assert all(len(item.code) <= 20 for item in items)
    assert lists.label(name, "gone") == "gone"


def test_states_and_kinds_of_the_lists_are_those_of_the_code():
    from_lists = {name: [item.code for item in lists.items(name)] for name in ("moments", "breach_kinds")}
    assert from_lists == {"moments": list(lists.MOMENTS), "breach_kinds": list(lists.BREACH_KINDS)}
    assert Complaint._meta.get_field("state").max_length >= 11 and Breach._meta.get_field("state").default
