"""Whatever a device sends is taken as it was meant, or refused as a whole and can be looked at; never in between."""

import json
from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.measures.conftest import NOW
from yarrow.measures import actions, importing, making, taking
from yarrow.measures.models import Filling, Signal
from yarrow.people.models import Person
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry

ANSWERED, RECEIVED, OPENED = (NOW + timedelta(hours=hours) for hours in (1, 5, 9))
GONE = object()
DEEP: list = []
for _level in range(300):
    DEEP = [DEEP]
# What could stand where something else is expected.
WRONG = (None, 7, 1.5, True, "", "x", "\x00", [], ["x"], {}, {"x": "y"}, GONE)
LOOKED_AT = (None, 7)
# Where each field stands, and what of the above it may be: it is then taken as it is said beside it.
FIELDS = {
    ("version",): (),
    ("filling",): ("",),
    ("who",): (),
    ("who", "person"): ("", GONE),
    ("who", "name"): (),
    ("who", "is_new"): (False, True, GONE),
    ("said",): (),
    ("said", "occasion"): (),
    ("said", "answered_by"): (),
    ("said", "how"): (),
    ("said", "language"): (),
    ("said", "agreed"): ("",),
    ("said", "answered_at"): (),
    ("said", "n_sent"): (7,),
    ("boxes",): ({},),
    ("boxes", "q2"): ([], GONE),
    ("boxes", "q3"): ([], ["x"], GONE),
    ("asks_contact",): (True,),
    ("is_finished",): (True,),
    ("written_by",): ("",),
}


@pytest.fixture
def payload(own, kim):
    """What a device leaves of the home-made form."""
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en"}
    said |= {"agreed": "", "answered_at": ANSWERED.isoformat(), "n_sent": 0}
    boxes = {"q1": ["yes"], "q2": ["1"], "q3": ["Rain"]}
    flags = {"asks_contact": False, "is_finished": True, "written_by": ""}
    return {
        "version": str(own.id),
        "filling": "",
        "who": {"name": "Kim"},
        "said": said,
        "boxes": boxes,
        **flags,
    }


@pytest.fixture
def left(project, by):
    """left(payload) -> the entry, opened as far as it goes."""

    def make(payload, entry_id=None):
        told = {"by": by, "at": RECEIVED, "entry_id": entry_id or uuid4()}
        entry = inbox.leave(project.id, "notes", kind=taking.FILLING, payload=payload, **told)
        inbox.open_waiting(project.id, by=by, at=OPENED)
        entry.refresh_from_db()
        return entry

    return make


def with_(payload, path, value):
    """The payload with one field changed, or gone."""
    changed = deepcopy(payload)
    *above, last = path
    inner = changed
    for name in above:
        inner = inner[name]
    if value is GONE:
        inner.pop(last, None)
    else:
        inner[last] = value
    return changed


def is_same(one, other):
    return type(one) is type(other) and one == other


def kept_of(by):
    """Every answer that was taken."""
    return [
        row.sealed.open_unrecorded("notes.answers", by.unlocked)["answers"] for row in Filling.objects.all()
    ]


@pytest.mark.parametrize("path", FIELDS, ids=".".join)
def test_a_field_of_another_kind_is_refused_as_a_whole_and_its_entry_opens_for_a_look(
    world, project, payload, left, path
):
    client, n = world.client("coordinator"), Person.objects.count()
    if path == ("who", "is_new"):
        payload["who"]["name"] = "Zora"
    for value in WRONG:
        changed = with_(payload, path, value)
        if is_same(changed, payload) or any(value is one or is_same(value, one) for one in FIELDS[path]):
            continue
        entry = left(changed)
        assert entry.state == InboxEntry.State.NEEDS_A_LOOK, (path, value)
        assert (Filling.objects.count(), Person.objects.count()) == (0, n), (path, value)
        if value in LOOKED_AT:
            url = project.url("desk:look_at_entry", entry.pk)
            assert client.get(url).status_code == 200, (path, value)
            url = project.url("desk:settle_entry", entry.pk)
            assert client.post(url, {"it_was": "new", "box:q3": "x"}).status_code < 500, (path, value)
        Filling.objects.all().delete()
        n = Person.objects.count()


@pytest.mark.parametrize(
    "path", [path for path, fine in FIELDS.items() if fine and path != ("who", "is_new")], ids=".".join
)
def test_what_a_field_may_say_is_taken(payload, left, path):
    for value in FIELDS[path]:
        changed = with_(payload, path, value)
        assert left(changed).state in (InboxEntry.State.OPENED, InboxEntry.State.WAITING), value
    assert Filling.objects.count() == len(FIELDS[path])


@pytest.mark.parametrize("value", [DEEP, {"q1": ["yes"] * 5000}, {f"q{n}": ["1"] for n in range(20_000)}])
def test_large_and_deep_boxes_hold_nothing_up(by, payload, left, value):
    left({**payload, "boxes": value})
    assert left(payload).state == InboxEntry.State.OPENED
    assert {"q1", "q2", "q3"} in [set(one) for one in kept_of(by)]


def test_more_words_than_a_page_takes_need_a_look_and_keep_every_letter(by, payload, left):
    long = "a" * 100_000
    entry = left(with_(payload, ("boxes", "q3"), [long]))
    assert entry.state == InboxEntry.State.NEEDS_A_LOOK and not Filling.objects.exists()
    assert inbox.peek(entry, by=by)["payload"]["boxes"]["q3"] == [long]


@pytest.mark.parametrize("box", ["q2", "q2~other", "q1", "q9", "~all"])
def test_an_answer_that_no_longer_fits_is_never_put_into_another(by, payload, left, box):
    changed = with_(payload, ("boxes", box), ["no such answer"])
    is_asked = box in ("q1", "q2")
    assert (left(changed).state == InboxEntry.State.NEEDS_A_LOOK) is is_asked
    for answers in kept_of(by):
        assert "no such answer" not in repr(answers)


def test_a_part_of_one_form_never_goes_on_in_another(by, keep, payload, left):
    """The filling that it names was begun in other questions."""
    other = keep(making.questionnaire_of("Another", "Are you safe? [no; yes; maybe]\nSay more", "en"))
    first = left({**payload, "is_finished": False})
    before = kept_of(by)
    payload["said"]["n_sent"] = 1
    second = left(
        {
            **payload,
            "version": str(other.id),
            "filling": str(first.entry_id),
            "boxes": {"q1": ["2"], "q2": ["More"]},
        }
    )
    assert second.state == InboxEntry.State.NEEDS_A_LOOK
    assert kept_of(by) == before and Filling.objects.get().is_draft


def test_another_projects_form_and_filling_are_nothing_here(world, payload, left, own):
    theirs = world.other
    with theirs.inside():
        told = {"project": theirs.project, "by": theirs.worker("coordinator"), "at": NOW}
        brought = importing.bring(json.dumps(own.questionnaire), None)
        strange = actions.keep_form(brought=brought, **told)
        strange = actions.publish_version(version=strange, **told)
    assert left({**payload, "version": str(strange.id)}).state == InboxEntry.State.NEEDS_A_LOOK
    assert not Filling.objects.exists()


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("0001-01-01T00:00:00+00:00", NOW),
        ("9999-12-31T23:59:59+00:00", RECEIVED),
        ("0001-01-01T00:00:00+14:00", NOW),
        ("9999-12-31T23:59:59-12:00", RECEIVED),
        ((ANSWERED.replace(tzinfo=None)).isoformat() + "-11:00", RECEIVED),
        ("2026-03-14T22:30:00+00:00", ANSWERED),
    ],
)
def test_a_clock_at_the_ends_of_time_is_held(payload, left, said, then):
    left(with_(payload, ("said", "answered_at"), said))
    assert Filling.objects.get().begun_at == then


def test_told_it_was_answered_before_it_was_in_use_no_signal_is_late_from_the_start(staffed, phq, kim, left):
    """However wrong the clock: nobody is said to have waited longer than the form is in use."""
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en", "agreed": "yes"}
    said |= {"answered_at": "1970-01-01T00:00:00+00:00", "n_sent": 0}
    whole = {"version": str(phq.id), "filling": "", "who": {"person": str(kim.id)}, "said": said}
    whole |= {
        "boxes": {phq.slots["phq9.9"]: ["a2"]},
        "asks_contact": False,
        "is_finished": False,
        "written_by": "",
    }
    left(whole)
    assert Signal.objects.get().raised_at == phq.published_at
