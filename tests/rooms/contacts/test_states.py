"""The life of a session, act by act."""

from datetime import timedelta

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, rules
from yarrow.contacts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.contacts.models import Session
from yarrow.contacts.states import LABELS, RECORDING, SESSION_STATES, diagram
from yarrow.vault.trail import rows_about

DO = {
    "open_session": actions.open_session,
    "close_session": actions.close_session,
    "cancel_session": actions.cancel_session,
}
# What each act makes of each state, written out; None: refused.
TABLE = """
            open_session  close_session  cancel_session  record
planned     open          -              cancelled       no
open        -             closed         cancelled       yes
closed      open          -              -               yes
cancelled   -             -              -               no
"""
HEAD, *LINES = [line.split() for line in TABLE.strip().splitlines()]
CASES = [(line[0], act, line[n + 1]) for line in LINES for n, act in enumerate(HEAD) if act != "record"]


@pytest.fixture
def session(shift):
    """A session nobody has met anybody at."""
    return shift.act(actions.plan_session, kind="street", planned_on=NIGHT.date(), zones=[shift.docks])


@pytest.mark.parametrize(("state", "act", "after"), CASES)
def test_session_states_follow_the_table(shift, session, state, act, after):
    Session.objects.filter(id=session.id).update(state=state)
    session.refresh_from_db()
    assert rules.can_act(session, act) == (after != "-")
    if after == "-":
        with pytest.raises(CannotBe):
            shift.act(DO[act], session=session)
    else:
        assert shift.act(DO[act], session=session).state == after
        assert rows_about(shift.project.id, session.id)[0].act == f"contacts.{act}"
        session.refresh_from_db()
        assert (session.state, session.version) == (after, 2)


@pytest.mark.parametrize(("state", "records"), [(line[0], line[-1]) for line in LINES])
def test_session_states_say_when_contacts_are_written_down(shift, session, state, records):
    Session.objects.filter(id=session.id).update(state=state)
    session.refresh_from_db()
    if records == "yes":
        assert shift.record(session=session).session == session
    else:
        with pytest.raises(CannotBe):
            shift.record(session=session)


def test_session_states_are_all_in_the_table_and_on_the_diagram():
    assert {line[0] for line in LINES} == set(SESSION_STATES) == set(LABELS)
    assert {line[0] for line in LINES if line[-1] == "yes"} == RECORDING
    drawn = "\n".join(diagram())
    for state, act, after in CASES:
        assert (f"{state} --> {after}: {act}" in drawn) == (after != "-")


def test_cancel_session_that_met_somebody_is_refused_until_it_is_removed(shift):
    contact = shift.record(n_people=2)
    with pytest.raises(CannotBe):
        shift.act(actions.cancel_session, session=shift.van)
    shift.act(actions.void_contact, contact=contact, version=1, reason="mistake")
    assert shift.act(actions.cancel_session, session=shift.van).state == "cancelled"


def test_open_session_again_keeps_when_it_first_opened(shift):
    first = shift.van.opened_at
    shift.act(actions.close_session, session=shift.van, at=NIGHT + timedelta(hours=3))
    again = shift.act(actions.open_session, session=shift.van, at=NIGHT + timedelta(hours=4))
    assert (again.opened_at, again.closed_at) == (first, None)


def test_open_session_puts_whoever_opens_it_on_it(shift, session):
    shift.act(actions.open_session, by=shift.case_worker, session=session)
    assert session.workers.get().worker_id == shift.case_worker.id


def test_open_session_tapped_twice_is_one_and_a_minute_later_another(shift):
    first = shift.act(actions.open_session, kind="street")
    assert shift.act(actions.open_session, kind="street", at=NIGHT + timedelta(seconds=5)) == first
    assert shift.act(actions.open_session, by=shift.case_worker, kind="street") != first
    assert shift.act(actions.open_session, kind="street", at=NIGHT + timedelta(minutes=1)) != first


def test_join_session_with_a_part_and_leave_it(shift):
    shift.act(actions.join_session, by=shift.case_worker, session=shift.van, part="driver")
    shift.act(actions.join_session, by=shift.case_worker, session=shift.van, part="lead")
    assert shift.van.workers.get(worker_id=shift.case_worker.id).part == "lead"
    shift.act(actions.leave_session, by=shift.case_worker, session=shift.van)
    assert not shift.van.workers.filter(worker_id=shift.case_worker.id).exists()
    with pytest.raises(CannotBe):
        shift.act(actions.join_session, session=shift.van, part="captain")


def test_plan_session_with_everything_around_it(shift):
    session = shift.act(
        actions.plan_session,
        kind="drop_in",
        planned_on=NIGHT.date(),
        starts_at=NIGHT,
        ends_at=NIGHT + timedelta(hours=2),
        zones=[shift.docks],
        workers={shift.outreach.id: "lead", shift.case_worker.id: "worker"},
        agencies={"Health bus": 2, " Night shelter ": 0},
        languages=["Czech", " ", "Czech"],
    )
    assert session.languages == ["Czech"] and list(session.zones.all()) == [shift.docks]
    assert dict(session.workers.values_list("worker_id", "part"))[shift.outreach.id] == "lead"
    came = dict(session.agencies.values_list("agency__name", "n_people"))
    assert came == {"Health bus": 2, "Night shelter": 1}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "moon"}, "kind"),
        ({"kind": "phone"}, "kind"),
        ({"starts_at": NIGHT, "ends_at": NIGHT - timedelta(hours=1)}, "ends"),
        ({"planned_on": NIGHT.date().replace(year=1900)}, "planned_on"),
    ],
)
def test_plan_session_refuses_what_cannot_be(shift, said, field):
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.plan_session, **({"kind": "van", "planned_on": NIGHT.date()} | said))
    assert refused.value.field == field


def test_plan_session_takes_only_this_projects_zones_and_workers(shift):
    other = shift.world.other
    with other.inside():
        theirs = actions.add_zone(
            project=other.project, by=other.worker("coordinator"), at=NIGHT, label="Elsewhere"
        )
    said = {"kind": "van", "planned_on": NIGHT.date()}
    with pytest.raises(NotHere):
        shift.act(actions.plan_session, **said, zones=[theirs])
    with pytest.raises(CannotBe):
        shift.act(actions.plan_session, **said, workers={other.worker("outreach").id: "worker"})
    with pytest.raises(NotAllowed):
        shift.act(actions.plan_session, by=shift.world.worker("evaluator"), **said)
    assert not Session.objects.filter(kind="van").exclude(id=shift.van.id).exists()


def test_change_session_changes_what_is_named_and_leaves_the_rest(shift):
    said = {"session": shift.van, "version": 2}
    changed = shift.act(actions.change_session, **said, languages=["Czech"], agencies={"Health bus": 1})
    assert (changed.version, changed.languages, changed.kind) == (3, ["Czech"], "van")
    assert list(changed.zones.all()) == [shift.docks] and changed.workers.count() == 1
    with pytest.raises(Conflict):
        shift.act(actions.change_session, **said, languages=["Thai"])
    bare = shift.act(actions.change_session, session=shift.van, version=3, workers={}, agencies={}, zones=[])
    assert not (bare.workers.exists() or bare.agencies.exists() or bare.zones.exists())


def test_change_session_keeps_its_kind_once_somebody_was_met(shift):
    shift.record()
    with pytest.raises(CannotBe):
        shift.act(actions.change_session, session=shift.van, version=2, kind="street")
    with pytest.raises(TypeError):
        shift.act(actions.change_session, session=shift.van, version=2, state="closed")


def test_note_session_adds_and_never_writes_over(shift):
    assert shift.act(actions.note_session, by=shift.case_worker, session=shift.van, text="quiet")
    assert shift.act(actions.note_session, by=shift.case_worker, session=shift.van, text="then rain")
    shift.van.refresh_from_db()
    opened = shift.van.sealed.open_unrecorded("notes.note", shift.case_worker.unlocked)
    assert opened == "quiet\n\nthen rain"
    with pytest.raises(CannotBe):
        shift.act(actions.note_session, by=shift.case_worker, session=shift.van, text="  ")


def test_note_session_sent_twice_running_stands_once(shift):
    for text in ("rain", "quiet", "quiet", "rain"):
        shift.act(actions.note_session, by=shift.case_worker, session=shift.van, text=text)
    shift.van.refresh_from_db()
    opened = shift.van.sealed.open_unrecorded("notes.note", shift.case_worker.unlocked)
    assert opened == "rain\n\nquiet\n\nrain"


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "street"), ("planned_on", NIGHT.date() - timedelta(days=1))]
)
def test_change_session_keeps_what_its_contacts_count_by(shift, name, value):
    shift.record()
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.change_session, session=shift.van, version=2, **{name: value})
    assert refused.value.field == name
    shift.van.refresh_from_db()
    assert getattr(shift.van, name) != value


def test_change_session_may_move_the_day_before_anybody_was_met(shift):
    day = NIGHT.date() + timedelta(days=1)
    changed = shift.act(actions.change_session, session=shift.van, version=2, planned_on=day)
    assert changed.planned_on == day


def test_a_cancelled_session_is_neither_joined_nor_left_nor_changed(shift):
    cancelled = shift.act(actions.cancel_session, session=shift.van)
    crew = set(cancelled.workers.values_list("worker_id", flat=True))
    said = {"session": cancelled}
    for act, more in (
        (actions.join_session, {"by": shift.case_worker}),
        (actions.leave_session, {}),
        (actions.change_session, {"version": cancelled.version, "languages": ["Czech"]}),
    ):
        with pytest.raises(CannotBe, match="cancelled"):
            shift.act(act, **said, **more)
    assert set(cancelled.workers.values_list("worker_id", flat=True)) == crew
