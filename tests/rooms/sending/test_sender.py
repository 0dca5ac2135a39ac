"""What is armed leaves by itself, over each channel, as it was given."""

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.db import OperationalError

from tests.rooms.sending.making import (
    again_now,
    arm,
    email,
    now,
    opened_by_browser,
    push,
    row,
    send,
    sms,
    told,
)
from yarrow.sending import actions, keyfile, queries, sender, steps
from yarrow.sending.channels import bulksms
from yarrow.sending.channels.handing import Handing
from yarrow.sending.envelopes import Letter
from yarrow.sending.models import Message

EVERY_WAY = pytest.mark.parametrize("way", [sms, email, push])


def test_email_leaves_as_it_was_given(world, mails):
    one = email(words="Water the plants.\n.dots stay\nتحية", subject="Garden – für dich")
    arm(world, one)
    assert send() == 1
    (mail,) = mails.read()
    assert (mail["to"], mail["from"], mail["subject"]) == (one.endpoint, "news@garden.example", one.subject)
    assert mail.get_content().rstrip("\n").splitlines() == one.words.splitlines()
    assert told(world, one) == ("sent", "")
    assert bytes(row().envelope) == b"" and row().begun_by is None


def test_email_says_nothing_of_the_machine_or_the_project(world, mails, monkeypatch):
    monkeypatch.setattr("socket.getfqdn", lambda name="": "yarrow.hope-project.example")
    arm(world, email())
    send()
    (mail,) = mails.read()
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }
    said = b"".join(text for _to, text in mails.mails).decode() + "\n".join(mails.commands)
    for word in ("yarrow", "hope", world.project.name, world.project.code, "127.0.0.1", "python"):
        assert word.lower() not in said.lower()
    assert mail["Message-ID"].endswith("@garden.example>")


def test_email_many_leave_over_few_connections(world, mails):
    arm(world, *(email(endpoint=f"rosa{n}@post.example") for n in range(60)))
    assert send() == 60
    assert sorted(mails.to) == sorted(f"rosa{n}@post.example" for n in range(60))
    assert mails.n_lines <= sender.lanes_of("email")


@pytest.mark.parametrize(("wanted", "given"), [(-3, 1), (0, 1), (3, 3), (999, 20)])
def test_email_lines_are_as_many_as_the_settings_say(settings, wanted, given):
    settings.MAIL_LINES = wanted
    assert sender.lanes_of("email") == given


def test_sms_leaves_as_it_was_given(world, texts, settings):
    settings.SMS_NAME = "Garden"
    one = sms(words="Water – plants ☀")
    arm(world, one)
    send()
    ((path, headers, body),) = texts.requests
    said = {"to": one.endpoint, "body": one.words, "from": "Garden"}
    assert json.loads(body) == [{**said, "longMessageMaxParts": 9, "deliveryReports": "NONE"}]
    asked = parse_qs(urlsplit(path).query)
    assert path.startswith("/v1/messages?") and asked["auto-unicode"] == ["true"]
    assert asked["deduplication-id"] == [str(bulksms.number_of(handing_of(row())))]
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"ours:secret").decode()
    assert told(world, one) == ("sent", "")


def handing_of(row, **other):
    told = {
        "armed_at": row.armed_at,
        "at": row.armed_at,
        "until": row.until,
        "letter": Letter("", ""),
    } | other
    return Handing(row.pk, row.reference, **told)


def test_sms_numbers_of_a_restored_backup_are_none_of_those_that_left_since(world):
    arm(world, sms(words="before"))
    before, later = row(), timedelta(seconds=1)
    numbers = {
        bulksms.number_of(handing_of(before, armed_at=before.armed_at + n * later)) for n in range(43_200)
    }
    # The row that the restored backup gives the same id is armed at another second.
    assert len(numbers) == 43_200 and all(0 < number <= bulksms.MOST_NUMBERS for number in numbers)


def test_push_is_not_kept_for_a_phone_beyond_its_safe_hours(world, pushes):
    at = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
    letter = Letter("", "", hours=(9, 21), zone="UTC")
    arm(world, push(words="Water"))
    told = {"at": at, "until": at + timedelta(days=7)}
    assert handing_of(row(), letter=letter, **told).seconds_left == 1_800
    assert handing_of(row(), letter=Letter("", "", hours=(0, 24)), **told).seconds_left == 7 * 86_400
    assert handing_of(row(), **told).seconds_left == 7 * 86_400


def test_push_leaves_as_it_was_given(world, pushes):
    one = push(words="Water the plants ☀", until=now() + timedelta(hours=1))
    arm(world, one)
    send()
    ((path, headers, body),) = pushes.requests
    assert path == "/abc" and opened_by_browser(body) == one.words
    assert headers["Content-Encoding"] == "aes128gcm" and headers["Urgency"] == "high"
    assert 3_500 < int(headers["TTL"]) <= 3_600
    assert len(headers["Topic"]) == 32 and one.reference.hex not in headers["Topic"]
    assert headers["Authorization"].startswith("vapid t=")
    assert told(world, one) == ("sent", "")


def test_push_of_any_short_words_is_as_long(world, pushes):
    arm(world, *(push(words="x" * n) for n in (1, 40, 255)))
    send()
    assert len({len(body) for _path, _headers, body in pushes.requests}) == 1


def test_two_channels_leave_together_and_one_that_is_down_stops_no_other(world, mails, pushes):
    mails.says = lambda command, argument: "421 not now" if command == "CONNECT" else None
    mail, note = email(), push()
    arm(world, mail, note)
    send()
    assert told(world, note) == ("sent", "") and told(world, mail)[0] == "armed"


def test_messages_of_two_projects_leave_each_inside_its_own(world, mails):
    here, there = email(endpoint="here@post.example"), email(endpoint="there@post.example")
    arm(world, here)
    with world.other.inside():
        arm(world.other, there)
    send()
    assert sorted(mails.to) == ["here@post.example", "there@post.example"]
    assert told(world, here)[0] == "sent"
    assert queries.states(world.project, [there.reference]) == {}


def test_nothing_leaves_before_its_time_nor_after(world, mails):
    later, over = email(not_before=now() + timedelta(hours=1)), email(until=now() + timedelta(minutes=1))
    arm(world, later, over)
    Message.objects.filter(reference=over.reference).update(until=now())
    assert send() == 0 and mails.mails == []
    assert (told(world, later), told(world, over)) == (("armed", ""), ("expired", ""))
    assert bytes(Message.objects.get(reference=over.reference).envelope) == b""


def test_what_is_due_late_waits_for_the_next_safe_hour(world, mails, monkeypatch):
    hour = now().astimezone(world.project.zone).hour
    one = email(hours=((hour + 2) % 24, (hour + 4) % 24))
    arm(world, one)
    begins = row().due_at
    again_now()
    assert send() == 0 and mails.mails == []
    assert row().due_at == begins and row().state == "armed" and row().n_tried == 0


def test_a_channel_taken_out_of_the_settings_fails_what_waits(world, mails, settings):
    one = email()
    arm(world, one)
    settings.MAIL_FROM = ""
    send()
    assert told(world, one) == ("failed", "not_set_up")


def test_an_envelope_that_was_moved_is_not_sent(world, mails):
    one, two = email(endpoint="one@post.example"), email(endpoint="two@post.example")
    arm(world, one, two)
    taken = bytes(Message.objects.get(reference=one.reference).envelope)
    Message.objects.filter(reference=two.reference).update(envelope=taken)
    send()
    assert mails.to == ["one@post.example"] and told(world, two) == ("failed", "no_key")


def test_after_the_file_of_keys_is_lost_nothing_opens_and_new_ones_are_sent(world, mails):
    lost, later = email(), email()
    arm(world, lost)
    keyfile.path().unlink()
    arm(world, later)
    send()
    assert told(world, lost) == ("failed", "no_key") and told(world, later) == ("sent", "")


def test_records_that_go_away_while_it_sends_lose_and_double_nothing(world, mails, monkeypatch):
    arm(world, *(email(endpoint=f"r{n}@post.example") for n in range(12)))
    finish, fails = steps.finish, iter([False, True, True])

    def failing(*args):
        if args[0] and next(fails, False):
            raise OperationalError
        return finish(*args)

    monkeypatch.setattr(steps, "finish", failing)
    monkeypatch.setattr(sender.connection, "close", lambda: None)
    waits = []

    class Told:
        """Told to stop when all is done."""

        def look(self, seconds=0.0):
            waits.append(seconds)
            return not Message.objects.exclude(state="sent").exists() or len(waits) > 50

    sender.send(Told(), pause=0.01)
    assert sorted(mails.to) == sorted(f"r{n}@post.example" for n in range(12))
    assert Message.objects.filter(state="sent").count() == 12


def test_told_to_stop_it_finishes_what_it_began_and_begins_no_more(world, mails):
    arm(world, *(email() for _n in range(30)))
    looks = []

    class Told:
        """Told to stop at the third look."""

        def look(self, seconds=0.0):
            looks.append(seconds)
            return len(looks) > 2

    sender.send(Told())
    n = Message.objects.filter(state="sent").count()
    assert n == len(mails.mails) and 0 < n < 30
    assert Message.objects.filter(state="armed", begun_by=None).count() == 30 - n


def test_what_a_living_sender_has_is_left_to_it(world, mails):
    arm(world, email())
    other = sender.alive.Life()
    (begun,) = steps.begin(world.project.id, "email", 5, other.id, now())
    assert send() == 0 and row().begun_by == other.id
    other.end()
    send()
    assert row().state == "unclear" and mails.mails == []
    steps.finish([steps.Done(begun, None, steps.SENT)], other.id, now())
    assert row().state == "unclear"


def test_a_message_that_was_taken_back_in_between_is_not_sent(world, mails):
    one = email()
    arm(world, one)
    actions.cancel(
        references=[one.reference, uuid4()], project=world.project, by=world.worker("outreach"), at=now()
    )
    assert send() == 0 and told(world, one) == ("cancelled", "")


@pytest.mark.parametrize(
    "url", ["http://sms.example/v1", "http://[::1", "https://sms.example:none/", "gopher"]
)
def test_sms_to_an_address_that_is_none_waits_for_a_better_one(world, settings, url):
    settings.SMS_URL = url
    one = sms()
    arm(world, one)
    send()
    assert told(world, one) == ("armed", "account") and row().maybe_at is None


def test_email_in_the_open_past_this_machine_is_not_said(world, mails, settings):
    settings.MAIL_HOST = "mail.example.org"
    one = email()
    arm(world, one)
    send()
    assert told(world, one) == ("armed", "account") and mails.commands == []
