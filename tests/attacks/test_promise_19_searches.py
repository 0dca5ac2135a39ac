"""What somebody looked for, or checked, is kept nowhere: much of it, good and broken, then the whole disk."""

import logging
import re
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.attacks import checking as checks
from tests.attacks.scanner import marker, scan_bytes
from yarrow.alerts import checking
from yarrow.alerts.models import Asked
from yarrow.people import queries
from yarrow.people.actions import add_person
from yarrow.people.searching import Search
from yarrow.vault import trail
from yarrow.vault.models import SealedSession, TrailRow

PROMISE = (
    "We keep no record of what you looked for or checked: searches for people leave a number on the trail, checks of "
    "reported numbers a counter that goes with the day, and no word of either stands anywhere."
)
MANY, CHECKS = 60, 1000


@pytest.fixture
def person(world):
    """Somebody whose name a search can find."""
    name = marker("Ysolde")
    by = world.worker("coordinator")
    add_person(project=world.project, by=by, at=timezone.now(), called=name)
    return name


def broken(word):
    """The same word in the ways that go wrong."""
    return [f"{word}\x00", word * 60, f"%{word}'; --", f"\u202e{word}", f"({word}[", f" {word}\n{word} "]


def look_for(world, monkeypatch, person):
    """Search for many words as a worker, also in another's session that is locked, and while searching fails."""
    words = [marker() for _ in range(MANY)]
    client = world.client("outreach", raise_request_exception=False)
    locked = world.client("peer", locked=True, raise_request_exception=False)
    address = world.project.url("people:search_people")
    statuses = [client.post(address, {"text": word}).status_code for word in words[:-12]]
    for word in words[-12:-6]:
        statuses += [client.post(address, {"text": said}).status_code for said in broken(word)]
        statuses += [locked.post(address, {"text": word}).status_code]
        statuses += [client.get(address, {"text": word}).status_code]
    with monkeypatch.context() as patched:
        patched.setattr(Search, "best", fail)
        statuses += [client.post(address, {"text": word}).status_code for word in words[-6:]]
    found = client.post(address, {"text": person})
    assert person in found.text and {200, 405, 500} <= set(statuses)
    return words


def fail(self, *names):
    raise RuntimeError(f"could not compare {self.matcher.__dict__} {self.number} {self.code} with {names}")


def traces(disk, words):
    """Words that were looked for and are somewhere: in a file (records, cache, log), in a session, on the trail."""
    on_disk = {hit.marker for hit in disk.scan(words)}
    rows = "\n".join(str(row) for model in (TrailRow, SealedSession) for row in model.objects.values())
    return on_disk | {hit.marker for hit in scan_bytes(rows.encode(), words)}


def test_searches_leave_no_word_anywhere(world, disk, monkeypatch, person):
    words = look_for(world, monkeypatch, person)
    assert traces(disk, words) == set()
    assert "RuntimeError" in (disk.root / "yarrow.log").read_text()


def test_searches_leave_a_number_on_the_trail_and_nothing_else(world, disk, monkeypatch, person):
    look_for(world, monkeypatch, person)
    rows = TrailRow.objects.filter(act="people.find_people")
    assert rows.count() >= MANY - 12
    assert all(re.fullmatch(r"people: \d+", row.reason) for row in rows)
    assert {name for row in rows for name in row.fields} <= {"people.person.identity.called"}


def test_trail_takes_no_word_as_a_reason(world, disk):
    with pytest.raises(trail.Fault):
        trail.note(
            world.project.id,
            by=world.worker("peer"),
            act="x",
            at=timezone.now(),
            reason=f"sought: {marker()}",
        )


def seeking(monkeypatch, then):
    """Every search also does `then` with its word."""
    real = queries.find_people

    def find(by, project, text):
        then(by, project, text)
        return real(by, project, text)

    monkeypatch.setattr(queries, "find_people", find)


def test_searches_twin_that_logs_the_word_is_caught(world, disk, monkeypatch, person):
    seeking(monkeypatch, lambda by, project, text: logging.getLogger("yarrow").warning(f"looked for {text}"))
    words = look_for(world, monkeypatch, person)
    assert set(words[:10]) <= traces(disk, words)


def test_searches_twin_that_puts_the_word_on_the_trail_is_caught(world, disk, monkeypatch, person):
    monkeypatch.setattr(trail, "REASON", re.compile(r"(?s).*"))
    real, word = queries.reading, [""]

    @contextmanager
    def telling(*args, **kwargs):
        with real(*args, **kwargs) as page:
            yield page
            page.reason = word[0]

    monkeypatch.setattr(queries, "reading", telling)
    seeking(monkeypatch, lambda by, project, text: word.__setitem__(0, text[:60]))
    words = look_for(world, monkeypatch, person)
    assert set(words[:10]) <= traces(disk, words)


def test_searches_twin_that_caches_the_word_is_caught(world, disk, monkeypatch, person):
    seeking(monkeypatch, lambda by, project, text: cache.set(f"found-{hash(text)}", text))
    words = look_for(world, monkeypatch, person)
    assert set(words[:10]) <= traces(disk, words)


def test_checks_leave_counters_and_nothing_of_what_was_asked(world, disk, monkeypatch):
    before = set(TrailRow.objects.values_list("n", flat=True))
    words = checks.ask_much(world, monkeypatch, CHECKS)
    assert traces(disk, words) == set()
    assert "RuntimeError" in (disk.root / "yarrow.log").read_text()
    rows = [row for row in TrailRow.objects.filter(act="alerts.check_number") if row.n not in before]
    assert rows and {(row.subject, tuple(row.fields), row.reason) for row in rows} == {(None, (), "")}
    counted = list(Asked.objects.order_by("n").values_list("n", flat=True))
    assert len(counted) == 2 and counted[1] > CHECKS


def checking_also(monkeypatch, then):
    """Every check also does `then` with its text."""
    real = checking.check

    def check(asker, text, at):
        then(text)
        return real(asker, text, at)

    monkeypatch.setattr(checking, "check", check)


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(lambda text: logging.getLogger("yarrow").warning(f"checked {text}"), id="logged"),
        pytest.param(lambda text: cache.set(f"checked-{hash(text)}", text), id="cached"),
    ],
)
def test_checks_twin_that_keeps_the_text_is_caught(world, disk, monkeypatch, then):
    checking_also(monkeypatch, then)
    words = checks.ask_much(world, monkeypatch, 50)
    assert set(words[20:40]) <= traces(disk, words)


def test_checks_twin_that_counts_by_what_was_asked_is_caught(world, disk, monkeypatch):
    monkeypatch.setattr(trail, "REASON", re.compile(r"(?s).*"))
    real, text = trail.note, [""]
    checking_also(monkeypatch, lambda said: text.__setitem__(0, said[:60]))

    def note(project_id, *, act, reason="", **said):
        return real(project_id, act=act, reason=text[0] if act == "alerts.check_number" else reason, **said)

    monkeypatch.setattr(trail, "note", note)
    words = checks.ask_much(world, monkeypatch, 200)
    # A row carries what was asked just before it.
    assert set(words[10:19]) <= traces(disk, words)
