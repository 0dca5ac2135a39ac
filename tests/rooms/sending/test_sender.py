"""What is armed leaves by itself, over each channel, as it was given; what is not taken comes again, or never."""

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.db import OperationalError

from tests.rooms.sending.making import arm, email, now, opened_by_browser, push, send, sms, told
from yarrow.sending import actions, keyfile, queries, sender, steps
from yarrow.sending.models import Message

EVERY_WAY = pytest.mark.parametrize("way", [sms, email, push])


def row():
    return Message.objects.get()


def again_now():
    """Whatever waits is due."""
    Message.objects.filter(state="armed").update(due_at=now())


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
    assert asked["deduplication-id"] == [str(1 + row().pk)]
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"ours:secret").decode()
    assert told(world, one) == ("sent", "")


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


@pytest.mark.parametrize(
    ("stage", "reply", "became"),
    [
        ("MAIL", "451 later", ("armed", "too_busy")),
        ("MAIL", "553 not you", ("failed", "refused")),
        ("RCPT", "450 grey", ("armed", "too_busy")),
        ("RCPT", "550 nobody", ("failed", "gone")),
        ("RCPT", "hang up", ("armed", "no_answer")),
        ("DATA", "554 no", ("failed", "refused")),
        ("DATA", "hang up", ("armed", "no_answer")),
        ("TEXT", "452 full", ("armed", "too_busy")),
        ("TEXT", "552 too much", ("failed", "refused")),
        ("TEXT", "hang up", ("unclear", "")),
        ("AFTER", "hang up", ("unclear", "")),
        ("CONNECT", "554 go away", ("armed", "account")),
        ("CONNECT", "hang up", ("armed", "no_answer")),
        ("CONNECT", "421 busy", ("armed", "too_busy")),
    ],
)
def test_email_that_is_not_taken(world, mails, stage, reply, became):
    mails.says = lambda command, argument: reply if command == stage else None
    one = email()
    arm(world, one)
    send()
    assert told(world, one) == became
    assert bool(row().envelope) == (became[0] == "armed")
    mails.says = lambda command, argument: None
    again_now()
    n = len(mails.mails)
    send()
    assert len(mails.mails) - n == (became[0] == "armed")


def test_email_refused_does_not_spoil_the_next(world, mails):
    mails.says = lambda command, to: "550 nobody" if command == "RCPT" and "bad" in to else None
    ones = [email(endpoint=f"{name}@post.example") for name in ("a", "bad", "b", "bad2", "c", "d")]
    arm(world, *ones)
    send()
    assert sorted(mails.to) == [f"{name}@post.example" for name in "abcd"]
    assert told(world, ones[1]) == ("failed", "gone")


def test_email_over_a_line_that_was_closed_meanwhile_goes_over_a_new_one(world, mails, settings):
    settings.MAIL_LINES = 1
    said = iter(["", "hang up"])
    mails.says = lambda command, argument: next(said, "") if command == "MAIL" else None
    arm(world, *(email() for _n in range(9)))
    send()
    assert len(mails.mails) == 9


@pytest.mark.parametrize(
    ("answer", "became"),
    [
        ((201, b'[{"status": {"type": "ACCEPTED"}}]'), ("sent", "")),
        ((201, b"not json"), ("sent", "")),
        ((201, b'[{"status": {"type": "FAILED"}}]'), ("failed", "refused")),
        (400, ("failed", "refused")),
        (302, ("failed", "refused")),
        (401, ("armed", "account")),
        (403, ("armed", "credit")),
        (429, ("armed", "too_busy")),
        (503, ("armed", "too_busy")),
        (0, ("armed", "no_answer")),
    ],
)
def test_sms_that_is_not_taken(world, texts, answer, became):
    texts.says = lambda request: answer
    one = sms()
    arm(world, one)
    send()
    assert told(world, one) == became


@pytest.mark.parametrize(
    ("answer", "became"),
    [
        (404, ("failed", "gone")),
        (410, ("failed", "gone")),
        (413, ("failed", "words")),
        (400, ("failed", "refused")),
        (301, ("failed", "refused")),
        (403, ("failed", "account")),
        (429, ("armed", "too_busy")),
        (500, ("armed", "too_busy")),
        (0, ("armed", "no_answer")),
    ],
)
def test_push_that_is_not_taken(world, pushes, answer, became):
    pushes.says = lambda request: answer
    one = push()
    arm(world, one)
    send()
    assert told(world, one) == became


@EVERY_WAY
def test_nobody_listens_and_it_waits(world, way):
    one = way()
    arm(world, one)
    send()
    assert told(world, one)[0] == "armed" and row().n_tried == 1
    assert row().due_at > now()


def test_pauses_grow_and_the_server_s_own_wish_counts(world, texts):
    texts.says, texts.headers = (lambda request: 429), {"Retry-After": "900"}
    arm(world, sms())
    send()
    assert row().due_at - now() > timedelta(seconds=890)
    texts.headers = {}
    waits = []
    for _n in range(7):
        again_now()
        send()
        waits.append(round((row().due_at - now()).total_seconds() / 60))
    assert waits == [2, 10, 30, 60, 180, 180, 180]


def test_a_try_that_would_come_too_late_is_the_last(world, texts):
    texts.says = lambda request: 503
    one = sms(until=now() + timedelta(seconds=20))
    arm(world, one)
    send()
    assert told(world, one) == ("failed", "too_busy") and bytes(row().envelope) == b""


def test_sms_that_may_have_arrived_is_sent_again_while_the_provider_knows_its_number(world, texts):
    texts.says = lambda request: 0
    arm(world, sms())
    send()
    texts.says = lambda request: 201
    again_now()
    send()
    assert row().state == "sent" and len({path for path, _headers, _body in texts.requests}) == 1


def test_sms_that_may_have_arrived_is_not_sent_again_once_the_provider_forgot(world, texts):
    texts.says = lambda request: 0
    one = sms()
    arm(world, one)
    send()
    n = len(texts.requests)
    Message.objects.update(maybe_at=now() - timedelta(hours=11, minutes=1))
    again_now()
    send()
    assert told(world, one) == ("unclear", "") and len(texts.requests) == n


def test_push_again_has_the_same_topic_and_another_has_another(world, pushes):
    pushes.says = lambda request: 0
    arm(world, push())
    send()
    pushes.says = lambda request: 201
    again_now()
    send()
    arm(world, push())
    send()
    assert len(pushes.once) == 2


def test_a_channel_that_refuses_everybody_is_left_alone(world, texts):
    texts.says = lambda request: 401
    arm(world, *(sms() for _n in range(100)))
    send()
    assert len(texts.requests) <= sender.window_of("sms")
    assert Message.objects.filter(state="armed", n_tried=0).count() >= 100 - sender.window_of("sms")


def test_a_channel_that_rests_goes_on_after_a_while():
    rest, at = sender.Rest(), datetime(2026, 11, 29, tzinfo=UTC)
    rest.begins(at, 0)
    rest.begins(at, 0)
    assert rest.n == 1 and rest.is_on(at + timedelta(seconds=29))
    assert not rest.is_on(at + timedelta(seconds=31))
    rest.begins(at + timedelta(seconds=31), 0)
    assert rest.is_on(at + timedelta(seconds=31, minutes=1.9))


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
