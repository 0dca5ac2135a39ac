"""Whoever has everything that a server keeps asks: who is a member of alerts, how are they reached, may I be one?"""

from hashlib import sha256
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.attacks.scanner import marker
from yarrow.alerts import actions, codes, phrases, stays
from yarrow.alerts.actions import own
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.audience import audience
from yarrow.alerts.models import Member, MemberCode, MemberDoor, Stay
from yarrow.alerts.ways import email_way, phone_way
from yarrow.pocket import member_pages
from yarrow.safety.wayback import Key, folded
from yarrow.vault import blind, forgetting, sealing
from yarrow.vault.stretching import FLOOR_MEMORY_KIB, FLOOR_TIME

PROMISE = (
    "A stolen database shows neither who is a member of alerts nor how they are reached, and its phrases have no "
    "cheaper check than a full memory-hard run. Nothing reaches a member who left, and minutes that ended open nothing."
)
KEPT = (str, bytes, memoryview)
CHEAP = {"alg": "argon2id13", "time": 1, "memory_kib": 8}


@pytest.fixture
def told(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


@pytest.fixture
def quick(monkeypatch):
    """Phrases cost nothing where their cost is not what is tried."""
    monkeypatch.setattr(phrases, "COST", CHEAP)


def by_member(told):
    return {"project": told["project"], "by": MEMBER, "at": told["at"]}


def joined(told, phrase="six quiet words over the old bridge"):
    """A member who took a phrase and changed what reaches them; (who is here, the words said, the code)."""
    said = SimpleNamespace(name=marker("Name"), line=marker("Line"), email=marker("Mail").lower())
    about = {"zones": [], "settings": [], "language": "en-gb", "entry_id": uuid4()}
    first = [phone_way("07700 900321", said.line)]
    vouched = actions.vouch_for(name=said.name, ways=first, **about, **told)
    here = actions.choose_phrase(code=vouched.code, phrase=phrase, **by_member(told))
    actions.change_ways(
        here=here, said=[email_way(f"{said.email}@example.org", said.line)], **by_member(told)
    )
    words = [
        said.name,
        said.line,
        said.email,
        "7700900321",
        phrase,
        vouched.code.replace("-", ""),
        here.token,
    ]
    return here, words


def left_on_disk(told, disk):
    """Where anything that was said to be nobody's can be read, once somebody joined and before a worker took it in."""
    _here, words = joined(told)
    return [f"{hit.place}: {hit.disguise}" for hit in disk.scan(words)]


def test_members_tell_of_nobody_on_a_stolen_disk(told, disk, quick):
    assert left_on_disk(told, disk) == []
    assert actions.take_in(**told) == 1
    assert [row.envelope for row in Member.objects.all()] == [None]


def test_members_twin_whose_own_changes_lie_open_is_caught(told, disk, quick, monkeypatch):
    def plainly(project_id, name, row_id, value):
        return blind.Compartment.current(project_id, name), repr(value).encode()

    monkeypatch.setattr(blind, "seal", plainly)
    assert left_on_disk(told, disk)


def test_members_twin_whose_own_copy_lies_open_is_caught(told, disk, quick, monkeypatch):
    monkeypatch.setattr(own, "own_copy", lambda row, listed: repr([way.address for way in listed]).encode())
    assert left_on_disk(told, disk)


def test_members_twin_whose_token_is_kept_is_caught(told, disk, quick, monkeypatch):
    monkeypatch.setattr(stays, "_digest", lambda token: token)
    assert left_on_disk(told, disk)


def stored(models):
    """Every text and every byte string of these tables."""
    found = set()
    for model in models:
        for row in model._base_manager.values_list():
            found |= {bytes(v) if isinstance(v, memoryview) else v for v in row if isinstance(v, KEPT)}
    return found


def cheaper_checks(told, phrase):
    """What a thief can try a phrase against without the memory-hard run: quick digests of the words that are stored."""
    joined(told, phrase)
    kept, spoken = stored(apps.get_models(include_auto_created=True)), (phrase, folded(phrase))
    quickly = [
        derive(words)
        for words in spoken
        for derive in (
            str.encode,
            lambda said: sha256(said.encode()).digest(),
            lambda said: sealing.derive(said.encode(), "yarrow member's phrase"),
            lambda said: sealing.derive(said.encode(), "yarrow login verifier"),
        )
    ]
    publics = [sealing.public_of(key) for key in quickly if len(key) == sealing.KEY_BYTES]
    tried = {*quickly, *publics, *spoken, *(key.hex() for key in quickly)}
    return tried & kept


def test_phrases_cost_a_full_run_and_nothing_cheaper_is_kept(told, quick):
    assert cheaper_checks(told, "words that a thief already guesses well") == set()


def test_phrases_twin_that_are_only_hashed_are_caught(told, monkeypatch):
    def hashed(phrase, project_id):
        private = sha256(folded(phrase).encode()).digest()
        return Key(private.hex(), sealing.public_of(private), private)

    monkeypatch.setattr(phrases, "key_from", hashed)
    assert cheaper_checks(told, "words that a thief already guesses well")


def test_phrases_are_stretched_as_passphrases_of_workers_are_at_least(told, monkeypatch):
    runs = []
    stretch = phrases.stretch
    monkeypatch.setattr(
        phrases, "stretch", lambda *said: runs.append(said) or stretch(said[0], said[1], CHEAP)
    )
    joined(told)
    for phrase in ("six quiet words over the old bridge", "no such words are known here", ""):
        actions.enter(phrase=phrase, project=told["project"], at=told["at"])
    assert len(runs) == 4
    for _phrase, _salt, cost in runs:
        assert cost["time"] >= FLOOR_TIME >= 3 and cost["memory_kib"] >= FLOOR_MEMORY_KIB >= 64 * 1024


def opened_by_a_thief(told):
    """What every value of the room's tables opens, given as a token, a phrase or a code."""
    joined(told)
    values = {v for v in stored(apps.get_app_config("alerts").get_models()) if isinstance(v, str)}
    given = {
        "token": lambda value: stays.found(told["project"], value, told["at"]),
        "phrase": lambda value: actions.enter(phrase=value, project=told["project"], at=told["at"]),
        "code": lambda value: codes.found(told["project"], value, told["at"]),
    }
    return [what for what, opens in given.items() for value in sorted(values) if opens(value) is not None]


def test_stolen_rows_let_nobody_in(told, quick):
    assert opened_by_a_thief(told) == []


def test_stolen_rows_twin_whose_tokens_are_kept_is_caught(told, quick, monkeypatch):
    monkeypatch.setattr(stays, "_digest", lambda token: token)
    assert "token" in opened_by_a_thief(told)


def reached(told):
    about = {"zones": (), "settings": (), "at": told["at"], "by": told["by"]}
    return [way for each in audience(project=told["project"], **about) for way in each.ways]


def after_leaving(told):
    """What still reaches, opens or stands of a member who left on their own page."""
    here, _words = joined(told)
    door = MemberDoor.objects.get().token
    Client().post(f"/m/{door}/leave/", {"~stay": here.token, "~save": "1"})
    rows = [model.__name__ for model in (Member, MemberCode, Stay) if model.objects.exists()]
    return [*rows, *reached(told)]


def test_member_who_left_gets_nothing_and_is_nowhere(told, quick):
    assert after_leaving(told) == []


def test_member_twin_that_is_only_marked_as_gone_is_caught(told, quick, monkeypatch):
    monkeypatch.setattr(forgetting, "forget", lambda subject, **said: None)
    assert after_leaving(told)


def test_member_who_was_put_out_gets_nothing(told, quick):
    here, _words = joined(told)
    assert reached(told)
    actions.put_out(member=here.member, why="Reason", **told)
    assert reached(told) == [] and stays.found(told["project"], here.token, told["at"]) is None


def after_going_out(told):
    """What the token of a page still opens after the quick exit."""
    here, _words = joined(told)
    door, browser = MemberDoor.objects.get().token, Client()
    browser.post(f"/m/{door}/out/", {"~stay": here.token})
    return "What is warned of now" in browser.post(f"/m/{door}/", {"~stay": here.token}).content.decode()


def test_stay_ended_by_the_quick_exit_opens_nothing(told, quick):
    assert not after_going_out(told)


def test_stay_twin_that_the_exit_does_not_end_is_caught(told, quick, monkeypatch):
    monkeypatch.setattr(member_pages.stays, "end", lambda project, token: None)
    assert after_going_out(told)


def test_no_hash_of_an_address_is_kept(told, quick):
    """The same number again is noticed by opening, not by a digest that every number could be tried against."""
    joined(told)
    number = "+447700900321"
    digests = {sha256(form.encode()).digest() for form in (number, number[1:], "07700900321")}
    assert not stored(apps.get_models(include_auto_created=True)) & {
        *digests,
        *(one.hex() for one in digests),
    }
