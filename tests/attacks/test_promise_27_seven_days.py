"""Nobody signs in for eight days; a thief keeps a copy of the records and takes the file of keys on the last."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.attacks.messages import gateways, one_of_each
from tests.attacks.scanner import marker, scan_bytes
from tests.rooms.sending.making import arm, send
from yarrow.sending import keyfile, letting_go, steps
from yarrow.sending.models import Message
from yarrow.vault import clock, sealing
from yarrow.vault.errors import Tampered

PROMISE = (
    "Messages leave when nobody is signed in, and wait for seven days at most. After that nothing is sent, and what a "
    "copy of the records still holds opens for nobody, with the server's own keys of that day neither."
)
DAY = timedelta(days=1)


@pytest.fixture
def days(world, settings, tmp_path, monkeypatch):
    with gateways(settings, tmp_path, monkeypatch) as heard:
        yield Days(world, heard, monkeypatch)


class Days:
    """Time passes, nobody signs in, and messages wait or leave."""

    def __init__(self, world, heard, monkeypatch):
        self.world, self.heard, self.monkeypatch = world, heard, monkeypatch
        self.begins, self.secret = timezone.now(), marker("Plants")
        world.worker("outreach")

    def arms(self, **more):
        arm(self.world, *one_of_each(f"Water the {self.secret}", **more), at=self.begins)
        return [(row.key_day, bytes(row.envelope)) for row in Message.objects.all()]

    def are(self, n):
        """So many days later."""
        self.monkeypatch.setattr(timezone, "now", lambda: self.begins + n * DAY)

    def nobody_answers(self):
        self.heard.mails.says = lambda command, argument: "421 closed"
        self.heard.texts.says = self.heard.pushes.says = lambda request: 503

    def all_answer(self):
        self.heard.mails.says = lambda command, argument: None
        self.heard.texts.says = self.heard.pushes.says = lambda request: 201
        self.heard.texts.requests.clear()
        self.heard.pushes.requests.clear()


def opened(copies):
    """What the thief reads of a copy with everything that the file of keys has in it now."""
    keys = keyfile.read()
    privates = [keys.seed, keys.board, keys.push]
    privates += [keys.pair(keys.day + n * DAY).private for n in range(16)]
    found = b""
    for _day, envelope in copies:
        for private in privates:
            try:
                found += sealing.open_with(private, envelope)
            except Tampered:
                continue
    return found


def wait_in_vain(days):
    """Three messages that nobody took for eight days; the thief's copy of the first."""
    copies = days.arms()
    days.nobody_answers()
    for n in (0, 1, 3, 6):
        days.are(n)
        send()
    days.all_answer()
    days.are(8)
    send()
    return copies


def test_messages_leave_while_nobody_is_signed_in(days):
    copies = days.arms(not_before=days.begins + 6 * DAY)
    assert scan_bytes(b"".join(envelope for _day, envelope in copies), [days.secret]) == []
    days.are(5.9)
    assert send() == 0
    days.are(6.5)
    assert send() == 3 and days.heard.n() == 3
    assert days.secret in days.heard.on_the_way()
    assert {row.state for row in Message.objects.all()} == {"sent"}


def test_after_seven_days_nothing_is_sent_and_nothing_opens(days):
    copies = wait_in_vain(days)
    assert days.heard.n() == 0
    assert {bytes(row.envelope) for row in Message.objects.all()} == {b""}
    assert scan_bytes(opened(copies), [days.secret]) == []


def test_after_seven_days_without_any_sender_the_clock_ends_it(days):
    days.arms()
    days.are(7.1)
    clock.run(timezone.now())
    assert {(row.state, bytes(row.envelope)) for row in Message.objects.all()} == {("expired", b"")}


def test_before_its_time_is_over_the_thief_opens_the_copy(days):
    """The scanner works: as long as a message may leave, its key is in the file."""
    copies = days.arms()
    days.are(3)
    send()
    assert scan_bytes(opened(copies), [days.secret])


def test_twin_whose_keys_stay_the_same_is_caught(days, monkeypatch):
    monkeypatch.setattr(keyfile, "_seed_of", lambda seed, days: seed)
    monkeypatch.setattr(keyfile, "LONGEST", 9 * DAY)
    assert scan_bytes(opened(wait_in_vain(days)), [days.secret])


def test_twin_that_looks_at_no_time_is_caught(days, monkeypatch):
    monkeypatch.setattr(letting_go, "end", lambda project_id, at: 0)
    monkeypatch.setattr(keyfile, "ready", lambda at: keyfile.read())
    for name in ("begin", "channels_due"):
        monkeypatch.setattr(steps, name, for_ever(getattr(steps, name)))
    keyfile._write(keyfile._new(days.begins.date()), replacing=False)
    wait_in_vain(days)
    assert days.heard.n() == 3


def for_ever(step):
    """The step, for which nothing is ever over."""

    def lasting(*args):
        Message.objects.filter(state="armed").update(until=args[-1] + DAY)
        return step(*args)

    return lasting
