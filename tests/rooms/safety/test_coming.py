"""What comes from phones: kept sealed, once, and of one length; what is told later goes with it."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import NOW, SAID
from yarrow.methods.refusals import Refusal
from yarrow.safety import actions, becoming, choices, wayback
from yarrow.safety.actions.coming import STEP, padded
from yarrow.safety.errors import CannotBe, NotAllowed, NotHere
from yarrow.safety.models import Addition, Report, WayBack
from yarrow.safety.told import Chosen
from yarrow.vault import inbox, intake
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant, Tampered
from yarrow.vault.models import Compartment, InboxEntry

NOBODY = Actor.system("pocket")


@pytest.fixture
def read(safe):
    safe.world.worker("adviser")
    return safe


def envelope(safe, entry_id, payload, *, kind="safety.report", compartment="incident"):
    """As a browser seals it."""
    key = Compartment.current(safe.project.id, compartment)
    place = intake.place_of(safe.project.id, compartment, entry_id)
    said = {"kind": kind, "entry_id": str(entry_id), "written_at": NOW.isoformat(), "payload": payload}
    return intake.seal_envelope(bytes(key.intake_public), key.id, said, place)


def comes(safe, *, entry_id=None, at=NOW, **said):
    told = {"project": safe.project, "by": NOBODY, "at": at}
    return actions.come_in(entry_id=entry_id or uuid4(), **said, **told)


def length_of(entry):
    return len(bytes(entry.envelope))


def test_reports_of_any_length_are_one_length(read):
    for words in ("x", "x" * 3000, "ب" * 1500):
        comes(read, sent={"words": words})
    assert len({length_of(entry) for entry in InboxEntry.objects.all()}) == 1
    comes(read, sent={"words": "x" * 9000})
    assert len({length_of(entry) for entry in InboxEntry.objects.all()}) == 2


@pytest.mark.parametrize("words", ["", "x", "é" * 4000, "\ud800", '"\\' * 2000, "x" * STEP])
def test_padding_comes_to_whole_steps_in_bytes(words):
    payload = padded({"sent": {"words": words}, "way": "phone"})
    raw = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    assert len(raw) % STEP == 0 and payload["sent"]["words"] == words


def test_envelope_of_a_browser_is_opened_as_it_was_sealed(read):
    entry_id = uuid4()
    payload = padded({"sent": SAID, "way": "phone", "taken_by": ""})
    comes(read, entry_id=entry_id, envelope=envelope(read, entry_id, payload))
    assert read.open_inbox().n_opened == 1
    assert (Report.objects.get().pk, Report.objects.get().way) == (entry_id, "phone")


def test_envelope_that_asks_for_a_match_nobody_may_hear_of_is_read_as_heard_here(read):
    """Older pages sealed that; they promised that the project asks first."""
    entry_id, choice = uuid4(), {"level": "escrow", "tell": "nobody", "release": "two"}
    payload = padded({"sent": {**SAID, "choice": choice}, "way": "phone", "taken_by": ""})
    comes(read, entry_id=entry_id, envelope=envelope(read, entry_id, payload))
    assert read.open_inbox().n_opened == 1
    assert choices.standing(read.project, entry_id) == Chosen("escrow", "here", "two")
    with pytest.raises(CannotBe) as refused:
        comes(read, sent={**SAID, "choice": choice})
    assert refused.value.field == "tell"


def test_envelope_sent_again_is_one_and_another_under_its_number_is_looked_at(read):
    entry_id = uuid4()
    one, other = (envelope(read, entry_id, {"sent": {"words": words}, "way": "phone"}) for words in "ab")
    first = comes(read, entry_id=entry_id, envelope=one).phrase
    assert comes(read, entry_id=entry_id, envelope=one).phrase not in ("", first)
    assert InboxEntry.objects.count() == 1
    comes(read, entry_id=entry_id, envelope=other)
    assert sorted(InboxEntry.objects.values_list("state", flat=True)) == ["conflict", "waiting"]
    assert WayBack.objects.count() == 1


def test_envelope_to_another_key_or_too_large_is_refused(read):
    entry_id = uuid4()
    with pytest.raises(Refusal):
        comes(read, entry_id=entry_id, envelope=envelope(read, entry_id, {}, compartment="notes"))
    large = {"v": 1, "key": str(Compartment.current(read.project.id, "incident").id), "epk": "", "iv": ""}
    with pytest.raises(Refusal):
        comes(read, envelope=json.dumps({**large, "ct": "A" * inbox.LARGEST}).encode())
    with pytest.raises(Tampered):
        comes(read, envelope=b"not an envelope")
    assert not InboxEntry.objects.exists() and not WayBack.objects.exists()


def test_envelope_that_says_a_bell_rings_none(read):
    """Whoever sends junk can't have everybody called."""
    entry_id = uuid4()
    said = json.loads(envelope(read, entry_id, {"sent": SAID, "way": "phone"}))
    said["bell"] = {name: base64.b64encode(b"x" * 65).decode() for name in ("epk", "iv", "ct")}
    comes(read, entry_id=entry_id, envelope=json.dumps(said).encode())
    assert InboxEntry.objects.get().rings is False


def test_junk_from_a_browser_is_kept_for_a_look_and_holds_nobody_up(read):
    entry_id = uuid4()
    comes(read, entry_id=entry_id, envelope=envelope(read, entry_id, {"sent": 5, "way": "phone"}))
    comes(read, sent=SAID)
    settled = read.open_inbox()
    assert (settled.n_opened, settled.n_need_a_look) == (1, 1)


def test_report_from_a_phone_names_no_worker_whatever_it_says(read):
    """An envelope may say anything, also that a worker took it."""
    entry_id, worker = uuid4(), read.world.worker("outreach")
    said = {"sent": SAID, "way": "worker", "taken_by": str(worker.id)}
    comes(read, entry_id=entry_id, envelope=envelope(read, entry_id, said))
    assert read.open_inbox().n_opened == 1
    assert (Report.objects.get().way, Report.objects.get().taken_by) == ("phone", None)


def test_report_of_nothing_and_of_a_project_that_is_not_live_is_refused(read, monkeypatch):
    with pytest.raises(CannotBe):
        comes(read, sent={"words": " ", "reach": "Text me"})
    monkeypatch.setattr(type(read.project), "is_live", False)
    with pytest.raises(CannotBe):
        comes(read, sent=SAID)


def test_words_given_again_stop_after_an_hour_and_after_an_answer(read):
    entry_id = uuid4()
    comes(read, entry_id=entry_id, sent=SAID)
    assert comes(read, entry_id=entry_id, sent=SAID, at=NOW + timedelta(minutes=59)).phrase
    assert not comes(read, entry_id=entry_id, sent=SAID, at=NOW + timedelta(hours=3)).phrase


def added(read, report_id, n=0, words="His car was blue", entry_id=None):
    """Something told later, in the inbox."""
    entry_id = entry_id or becoming.addition_ids(report_id)[n]
    told = {"project": read.project, "by": NOBODY, "at": NOW}
    payload = {"report": str(report_id), "words": words}
    inbox.leave(
        read.project.id,
        "incident",
        kind="safety.addition",
        payload=payload,
        by=NOBODY,
        at=told["at"],
        entry_id=entry_id,
    )
    return entry_id


def test_addition_under_a_number_that_is_not_the_reports_is_looked_at(read):
    row = read.report()
    added(read, row.pk, entry_id=uuid4())
    added(read, uuid4())
    assert read.open_inbox().n_need_a_look == 2 and not Addition.objects.exists()


def test_addition_is_taken_once_and_only_by_who_reads_reports(read):
    row = read.report()
    said = {
        "report_id": row.pk,
        "words": "Blue",
        "received_at": NOW,
        "entry_id": becoming.addition_ids(row.pk)[0],
    }
    one = read.do(actions.take_addition, **said)
    assert read.do(actions.take_addition, **{**said, "words": "Red"}) == one
    with pytest.raises((NoGrant, NotAllowed)):
        read.do(actions.take_addition, by="outreach", **said)
    with pytest.raises(NotHere):
        read.do(actions.take_addition, **{**said, "entry_id": uuid4()})


def test_take_back_by_another_project_reaches_nothing(read):
    row = read.report()
    other = read.world.other
    with other.inside():
        actions.take_back(report_id=row.pk, project=other.project, by=NOBODY, at=NOW)
    assert Report.objects.filter(pk=row.pk).exists()


def test_reply_opens_with_the_words_alone(read):
    came = comes(read, sent=SAID)
    way = WayBack.objects.get()
    said = wayback.seal_reply(way, "Shall we warn others?")
    key = wayback.key_from(came.phrase, read.project.id)
    assert wayback.open_reply(key.private, said) == "Shall we warn others?"
    with pytest.raises(Tampered):
        wayback.open_reply(wayback.key_from(came.phrase, uuid4()).private, said)
    assert key.mark == way.mark and came.phrase not in repr(came) + repr(key)


def test_words_cost_what_a_passphrase_costs_and_never_more_later(monkeypatch):
    """What finds a row must come out the same for as long as the row is there."""
    monkeypatch.undo()
    assert wayback.COST == {"alg": "argon2id13", "time": 3, "memory_kib": 65536}


def test_way_back_that_a_worker_handed_out_is_not_replaced_by_the_page(read):
    """Whoever knows the number of what a worker left can't have other words shown for it."""
    entry_id = read.left()
    told = {"project": read.project, "by": read.world.worker("outreach"), "at": NOW}
    actions.hand_phrase(report_id=entry_id, **told)
    before = WayBack.objects.get().mark
    assert comes(read, entry_id=entry_id, sent=SAID).phrase == ""
    read.open_inbox()
    assert comes(read, entry_id=entry_id, sent=SAID).phrase == ""
    assert WayBack.objects.get().mark == before and InboxEntry.objects.count() == 1


def test_half_a_sign_that_a_browser_sealed_is_no_letter(read):
    """JSON may carry a surrogate by itself, which no database takes."""
    entry_id = uuid4()
    payload = {"sent": {**SAID, "words": "He\ud800", "offenders": [{"names": ["\ud800", "Ray\udfff"]}]}}
    comes(read, entry_id=entry_id, envelope=envelope(read, entry_id, {**payload, "way": "phone"}))
    assert (read.open_inbox().n_opened, Report.objects.get().pk) == (1, entry_id)
