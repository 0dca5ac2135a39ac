"""What can be told about a contact, tried on the rules alone: every sentence at its field, and no database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.contacts import rules, states
from yarrow.contacts.codes import ONE_TO_ONE, SESSION, codes_of
from yarrow.contacts.errors import CannotBe, NotHere
from yarrow.contacts.models import Contact, Session, Zone
from yarrow.contacts.told import Told
from yarrow.methods.refusals import Refusal
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.staff.roles import ROLES
from yarrow.vault.actors import Actor

TODAY = date(2026, 3, 6)
PROJECT, ELSEWHERE = Project(id=uuid4()), Project(id=uuid4())
VAN = Session(project=PROJECT, kind="van", state=states.OPEN, planned_on=TODAY)
KIM = Person(id=uuid4(), project=PROJECT)
PLAIN = Told(kind="van", session=VAN, happened_on=TODAY)
MEETS_PEOPLE = {"outreach", "peer", "case_worker", "coordinator", "manager", "adviser"}


def check(told: Told, **counted) -> None:
    supplies, done = codes_of("supplies"), codes_of("done")
    rules.check_told(told, project=PROJECT, today=TODAY, **({"supplies": supplies, "done": done} | counted))


def refused(**told) -> CannotBe:
    with pytest.raises(CannotBe) as caught:
        check(replace(PLAIN, **told))
    return caught.value


def test_check_told_takes_the_least_that_can_be_said():
    check(PLAIN)


@pytest.mark.parametrize(
    "told",
    [
        {"n_people": 99},
        {"minutes": 0},
        {"minutes": 24 * 60},
        {"happened_on": date(1980, 1, 1)},
        {"follow_up_on": TODAY},
        {"supplies": {"condoms": 0}},
        {"supplies": {"condoms": 9_999}},
        {"person": KIM},
        {"new_person": ""},
        {"kind": "phone"},
        {"kind": "phone", "session": None},
    ],
)
def test_check_told_takes_what_stands_just_inside(told):
    check(replace(PLAIN, **told))


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"kind": ""}, "kind", "what kind"),
        ({"kind": "", "session": None}, "kind", "what kind"),
        ({"kind": "street"}, "kind", "another kind"),
        ({"n_people": 0}, "n_people", "from 1 to 99"),
        ({"n_people": -1}, "n_people", "from 1 to 99"),
        ({"n_people": 100}, "n_people", "from 1 to 99"),
        ({"n_people": 2, "person": KIM}, "n_people", "one person"),
        ({"n_people": 2, "new_person": "Ruby"}, "n_people", "one person"),
        ({"n_people": 2, "new_person": ""}, "n_people", "one person"),
        ({"person": KIM, "new_person": "Ruby"}, "new_name", "not both"),
        ({"gender_seen": "nobody"}, "gender_seen", "words offered"),
        ({"happened_on": None}, "happened_on", "which day"),
        ({"happened_on": date(1979, 12, 31)}, "happened_on", "before 1980"),
        ({"happened_on": date(2026, 3, 7)}, "happened_on", "not come yet"),
        ({"follow_up_on": date(2026, 3, 5)}, "follow_up_on", "before the contact"),
        ({"minutes": -1}, "minutes", "at most a day"),
        ({"minutes": 24 * 60 + 1}, "minutes", "at most a day"),
        ({"supplies": {"gold": 1}}, "supplies", "does not count"),
        ({"supplies": {"gold": 0}}, "supplies", "does not count"),
        ({"supplies": {"condoms": -1}}, "supplies", "0 to 9,999"),
        ({"supplies": {"condoms": 1, "lube": 10_000}}, "supplies", "0 to 9,999"),
        ({"done": ["information", "magic"]}, "done", "does not count"),
        ({"seemed": "radiant"}, "seemed", "words offered"),
        ({"language_how": "telepathy"}, "language_how", "how you talked"),
    ],
)
def test_check_told_says_what_to_do_at_the_field(told, field, words):
    error = refused(**told)
    assert error.field == field and words in error.message


@pytest.mark.parametrize("thing", ["session", "person", "zone"])
def test_check_told_knows_nothing_of_another_project(thing):
    theirs = {
        "session": Session(project=ELSEWHERE, kind="van", state=states.OPEN),
        "person": Person(project=ELSEWHERE),
        "zone": Zone(project=ELSEWHERE),
    }
    with pytest.raises(NotHere):
        check(replace(PLAIN, **{thing: theirs[thing]}))


@pytest.mark.parametrize(
    ("state", "words"), [(states.PLANNED, "Open it first"), (states.CANCELLED, "Plan a new one")]
)
def test_check_told_at_a_session_that_does_not_run_says_what_to_do(state, words):
    assert words in refused(session=Session(project=PROJECT, kind="van", state=state)).message


def test_check_told_at_a_closed_session_is_taken():
    check(replace(PLAIN, session=Session(project=PROJECT, kind="van", state=states.CLOSED)))


@pytest.mark.parametrize("kind", sorted(codes_of("kinds", SESSION) - {"van"}))
def test_check_told_of_another_kind_of_session_is_refused_here(kind):
    assert refused(kind=kind).field == "kind"


@pytest.mark.parametrize("kind", sorted(codes_of("kinds", ONE_TO_ONE)))
def test_check_told_by_any_other_way_is_taken_in_a_session_and_outside(kind):
    check(replace(PLAIN, kind=kind))
    check(replace(PLAIN, kind=kind, session=None))


def test_check_told_counts_what_the_project_counts_and_no_more():
    check(replace(PLAIN, supplies={"gloves": 1}), supplies=frozenset({"gloves"}))
    with pytest.raises(CannotBe):
        check(replace(PLAIN, supplies={"condoms": 1}), supplies=frozenset({"gloves"}))
    with pytest.raises(CannotBe):
        check(replace(PLAIN, done=["information"]), done=frozenset())


@pytest.mark.parametrize("role", ROLES)
def test_check_may_record_is_for_roles_that_meet_people(role):
    by = Actor(uuid4(), role)
    assert rules.can_record(by) == (role in MEETS_PEOPLE)


@pytest.mark.parametrize("role", ROLES)
def test_check_may_import_is_for_those_who_hold_identity_and_notes(role):
    assert rules.can_import(Actor(uuid4(), role)) == (role in {"case_worker", "coordinator", "manager"})


@pytest.mark.parametrize("role", [*ROLES, "system"])
def test_check_may_arrange_is_for_those_who_look_after_lists(role):
    keepers = {"coordinator", "manager", "administrator", "system"}
    assert rules.can_arrange(Actor(uuid4(), role)) == (role in keepers)


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (30, True), (31, False)])
def test_check_may_undo_lasts_half_a_minute_for_whoever_wrote_it(seconds, may):
    outreach = Actor(uuid4(), "outreach")
    contact = Contact(recorded_by=outreach.id, recorded_at=datetime(2026, 3, 6, 22, 0, tzinfo=UTC))
    at = datetime(2026, 3, 6, 22, 0, seconds, tzinfo=UTC)
    assert rules.can_undo(outreach, contact, at) == may
    assert not rules.can_undo(Actor(uuid4(), "manager"), contact, at)
    contact.state = "void"
    assert not rules.can_undo(outreach, contact, at)


@pytest.mark.parametrize("state", states.SESSION_STATES)
@pytest.mark.parametrize("act", ["open_session", "close_session", "cancel_session"])
def test_check_act_leads_where_the_table_says_or_says_what_to_do(state, act):
    session, after = Session(state=state), states.SESSION_STATES[state].get(act)
    assert rules.can_act(session, act) == (after is not None)
    if after is not None:
        assert rules.check_act(session, act) == after
        return
    with pytest.raises(Refusal) as caught:
        rules.check_act(session, act)
    assert caught.value.message.startswith("This session")


def test_check_act_refuses_in_the_readers_language(monkeypatch):
    monkeypatch.setattr(rules, "_", lambda words: f"translated: {words}")
    with pytest.raises(CannotBe, match="translated: This session was cancelled"):
        rules.check_act(Session(state=states.CANCELLED), "open_session")


# What makes two tellings under one entry id differ.
CHANGED = [
    {"kind": "phone"},
    {"session": None},
    {"person": KIM},
    {"new_person": ""},
    {"n_people": 2},
    {"gender_seen": "woman"},
    {"zone": Zone(id=uuid4())},
    {"supplies": {"condoms": 1}},
    {"done": ["information"]},
    {"seemed": "low"},
    {"follow_up_on": TODAY},
    {"language_how": "interpreter"},
    {"language_unmet": True},
    {"minutes": 0},
    {"happened_on": date(2026, 3, 5)},
]
TYPED = [
    {"note": "x"},
    {"new_person": "Ruby"},
    {"follow_up_what": "x"},
    {"met_at": datetime(2026, 3, 6, 22, 0, tzinfo=UTC)},
    {"language": "Polish"},
]


@pytest.mark.parametrize("other", CHANGED, ids=lambda other: next(iter(other)))
def test_digest_is_another_when_any_plain_fact_is(other):
    assert replace(PLAIN, **other).digest() != PLAIN.digest()
    assert replace(PLAIN, **other).text_digest() == ""


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: next(iter(typed)))
def test_digest_says_nothing_of_what_was_typed_freely(typed):
    told = replace(PLAIN, **typed)
    plain = replace(PLAIN, new_person="") if "new_person" in typed else PLAIN
    assert told.digest() == plain.digest()
    assert told.text_digest() != plain.text_digest() == ""


def test_text_digest_tells_fields_apart():
    assert (
        len({replace(PLAIN, **{name: "x"}).text_digest() for name in ("note", "new_person", "language")}) == 3
    )


@settings(max_examples=25, deadline=None)
@given(
    supplies=st.dictionaries(st.sampled_from(["condoms", "lube", "needles_out"]), st.integers(0, 3)),
    done=st.lists(st.sampled_from(["information", "listening"]), max_size=4),
    worker=st.uuids(),
)
def test_digest_is_the_same_in_any_order_and_without_the_noughts(
    supplies: dict[str, int], done: list[str], worker: UUID
):
    one = replace(PLAIN, supplies=supplies, done=done)
    backwards = dict(reversed([(code, n) for code, n in supplies.items() if n]))
    two = replace(PLAIN, supplies=backwards, done=tuple(reversed(sorted(set(done)))), written_by=worker)
    assert one.digest() == two.digest()
    assert sum(one.given().values()) == sum(supplies.values()) and 0 not in one.given().values()
