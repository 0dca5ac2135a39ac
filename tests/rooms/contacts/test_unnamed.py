"""What was written of people who are not known goes after the project's years; the counts stay."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.worlds import make_project
from yarrow.contacts import actions, unnamed
from yarrow.contacts.models import Contact, ContactVersion, FollowUp, Session
from yarrow.people.actions import add_person, set_keeping
from yarrow.vault import clock, keyring
from yarrow.vault.models import TrailRow

NOW = datetime(2026, 3, 14, 21, 0, tzinfo=UTC)
LATER = NOW.replace(year=2029)
DAY = timedelta(days=1)


@pytest.fixture
def act(db):
    world = make_project(at=datetime(2024, 1, 2, 10, 0, tzinfo=UTC))
    return {"project": world.project, "by": world.worker("coordinator"), "at": NOW}


def met(act, **said):
    return actions.record_contact(
        entry_id=uuid4(),
        kind="phone",
        happened_on=NOW.date(),
        note="wept",
        language="Romanian",
        **said,
        **act,
    )


@pytest.fixture
def unknown(act):
    """Three people who are not known, corrected once, with something to do after it."""
    contact = met(act, n_people=3)
    actions.correct_contact(contact=contact, version=1, note="laughed", **act)
    actions.add_follow_up(due_on=NOW.date(), what="bring a coat", contact=contact, **act)
    return contact


def due(at):
    return [step for step in clock.due(at) if step.rule == unnamed.RULE]


def run(at):
    return [step.apply(at) or step.n for step in due(at)]


def test_texts_about_people_not_known_go_on_the_day_and_counts_stay(act, unknown):
    assert run(LATER - DAY) == []
    assert len(keyring.find(act["project"].id, "notes", [unknown.id])) == 1
    assert run(LATER) == [1]
    held = Contact.objects.get()
    assert (held.note, held.met_at, held.language, held.text_digest) == (None,) * 4
    assert (held.n_people, held.happened_on) == (3, NOW.date())
    assert FollowUp.objects.get().what is None and not ContactVersion.objects.exists()
    for compartment in ("notes", "identity"):
        assert keyring.find(act["project"].id, compartment, [unknown.id]) == {}
    assert TrailRow.objects.get(act="contacts.let_texts_go").reason == "contacts: 1"
    assert run(LATER + 900 * DAY) == []


def test_contact_with_a_known_person_is_left_to_their_own_clock(act):
    contact = met(act, person=add_person(called="Kim", **act))
    assert run(LATER) == []
    assert Contact.objects.get(pk=contact.pk).note is not None


def test_contact_after_which_something_is_promised_waits_for_its_day(act, unknown):
    later = LATER.replace(month=6).date()
    actions.add_follow_up(due_on=NOW.date().replace(month=6), what="ring again", contact=unknown, **act)
    assert run(LATER) == []
    assert run(datetime(later.year, later.month, later.day, tzinfo=UTC)) == [1]
    assert not FollowUp.objects.exclude(what=None).exists()


def test_contact_linked_meanwhile_stays_as_it_is(act):
    contact = met(act)
    [step] = due(LATER)
    actions.link_contact(contact=contact, person=add_person(called="Kim", **act), **act)
    step.apply(LATER)
    assert Contact.objects.get().note is not None


def test_nothing_goes_until_asked_nor_within_the_notice(act, unknown):
    set_keeping(years=None, **act)
    assert run(LATER + 900 * DAY) == []
    set_keeping(years=1, **{**act, "at": LATER})
    assert run(LATER + 29 * DAY) == [] and run(LATER + 30 * DAY) == [1]


def test_run_that_dies_after_the_keys_is_finished_by_the_next(act, unknown, monkeypatch):
    whole = unnamed.erasing.drop_keys

    def dies(*args):
        whole(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(unnamed.erasing, "drop_keys", dies)
        with pytest.raises(KeyboardInterrupt):
            run(LATER)
    assert Contact.objects.get().note is not None
    assert run(LATER) == [1] and Contact.objects.get().note is None


def test_note_of_a_session_goes_on_its_day_and_the_session_stays(act):
    told = {"kind": "van", "planned_on": NOW.date()}
    noted, _quiet = (actions.plan_session(**told, **act) for _ in range(2))
    actions.note_session(session=noted, text="Two vans, one of them new", **act)
    assert run(LATER - DAY) == []
    assert len(keyring.find(act["project"].id, "notes", [noted.id])) == 1
    assert run(LATER) == [1]
    assert list(Session.objects.values_list("note", "planned_on")) == [(None, NOW.date())] * 2
    assert keyring.find(act["project"].id, "notes", [noted.id]) == {}
    assert TrailRow.objects.get(act="contacts.let_texts_go").reason == "sessions: 1"
    assert run(LATER + DAY) == []
