"""What a server does not take comes again, later each time, or never; and servers that mean no good."""

from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from time import monotonic

import pytest

from tests.rooms.sending.making import again_now, arm, email, now, push, row, send, sms, subscription, told
from yarrow.methods import internet
from yarrow.sending import lanes, sender
from yarrow.sending.channels import lines
from yarrow.sending.models import Message
from yarrow.vault.quiet import QuietFormatter

EVERY_WAY = pytest.mark.parametrize("way", [sms, email, push])


@pytest.mark.parametrize(
    ("stage", "reply", "became"),
    [
        ("MAIL", "451 later", ("armed", "too_busy")),
        ("MAIL", "553 not you", ("armed", "account")),
        ("RCPT", "450 grey", ("armed", "too_busy")),
        ("RCPT", "550 nobody", ("failed", "gone")),
        ("RCPT", "hang up", ("armed", "no_answer")),
        ("DATA", "554 no", ("failed", "refused")),
        ("DATA", "hang up", ("armed", "no_answer")),
        ("TEXT", "452 full", ("armed", "too_busy")),
        ("TEXT", "552 too much", ("failed", "refused")),
        ("TEXT", "hang up", ("unclear", "")),
        ("TEXT", "hello?", ("unclear", "")),
        ("TEXT", "354 more", ("unclear", "")),
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


def test_email_over_a_line_that_the_server_closes_for_being_idle_goes_over_a_new_one(world, mails, settings):
    settings.MAIL_LINES = 1
    said = iter(["", "421 idle for too long"])
    mails.says = lambda command, argument: next(said, "") if command == "MAIL" else None
    arm(world, *(email() for _n in range(9)))
    assert send() == 9
    assert len(mails.mails) == 9 and mails.n_lines == 2


def test_email_a_server_that_closes_every_line_is_asked_twice_and_left_alone(world, mails, settings):
    settings.MAIL_LINES = 1
    said = iter([""])
    mails.says = lambda command, argument: next(said, "421 not now") if command == "MAIL" else None
    arm(world, *(email() for _n in range(9)))
    send()
    assert len(mails.mails) == 1 and mails.n_lines == 2
    assert set(Message.objects.exclude(state="sent").values_list("state", "n_tried")) == {("armed", 0)}


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
    # Of a push message it may be its own address that is wrong.
    assert told(world, one) == ("armed", "no_answer") and row().n_tried == (way is push)
    assert row().due_at > now()


def test_pauses_grow_and_the_server_s_own_wish_counts(world, pushes):
    pushes.says, pushes.headers = (lambda request: 429), {"Retry-After": "900"}
    arm(world, push())
    send()
    assert row().due_at - now() > timedelta(seconds=890)
    pushes.headers = {}
    waits = []
    for _n in range(7):
        again_now()
        send()
        waits.append(round((row().due_at - now()).total_seconds() / 60))
    assert waits == [2, 10, 30, 60, 180, 180, 180]


@pytest.mark.parametrize("said", ["-5", "soon", "١٢", "", "1e9", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_wish_that_is_no_number_counts_for_nothing(world, pushes, said):
    pushes.says = lambda request: 503
    pushes.headers = {"Retry-After": said.encode("ascii", "ignore").decode()}
    arm(world, push())
    send()
    assert timedelta(seconds=20) < row().due_at - now() <= timedelta(seconds=30)


def test_a_wish_for_a_year_is_an_hour(world, pushes):
    pushes.says, pushes.headers = (lambda request: 503), {"Retry-After": "31536000"}
    arm(world, push())
    send()
    assert row().due_at - now() <= timedelta(hours=1)


def test_a_try_that_would_come_too_late_is_the_last(world, pushes):
    pushes.says = lambda request: 503
    one = push(until=now() + timedelta(seconds=20))
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


@pytest.mark.parametrize("then", ["refused", "no key", "not set up"])
def test_sms_that_may_have_arrived_stays_unclear_whatever_ends_the_next_try(
    world, texts, settings, monkeypatch, then
):
    texts.says = lambda request: 0
    one = sms()
    arm(world, one)
    send()
    assert told(world, one)[0] == "armed" and row().maybe_at is not None
    texts.says = lambda request: 400
    if then == "no key":
        monkeypatch.setattr(sender.Sender, "_opened", lambda *_args: None)
    elif then == "not set up":
        settings.SMS_ACCOUNT = ""
    again_now()
    send()
    assert told(world, one) == ("unclear", then.replace(" ", "_"))


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
    assert rest.is_on(at + timedelta(seconds=31, minutes=0.9))


@pytest.mark.parametrize("end", ["\n.\n", "\r\n.\r\n", "\r.\r", "\n.\r\n", "\r\n.\n"])
def test_words_never_end_an_email_and_begin_another(world, mails, end):
    one = email(
        words=f"Water{end}MAIL FROM:<x@post.example>\r\nRCPT TO:<y@post.example>\r\nDATA\r\nhello{end}"
    )
    arm(world, one)
    send()
    ((to, text),) = mails.mails
    assert to == one.endpoint and not any("x@post" in command for command in mails.commands)
    assert b"\r" not in text.replace(b"\r\n", b"") and b"\n" not in text.replace(b"\r\n", b"")


def test_settings_that_make_no_email_keep_it(world, mails, settings):
    settings.MAIL_NAME = "Garden\nBcc: x@post.example"
    one = email()
    arm(world, one)
    send()
    assert told(world, one) == ("armed", "account") and mails.mails == []


def test_a_fault_of_ours_leaves_it_unclear_and_tells_its_kind_alone(world, mails, monkeypatch, caplog):
    def breaks(*args):
        raise RuntimeError("rosa@post.example said Water the plants")

    monkeypatch.setattr("yarrow.sending.channels.smtp.Mail._say", breaks)
    one = email()
    arm(world, one)
    send()
    assert told(world, one) == ("unclear", "")
    (record,) = caplog.records
    said = QuietFormatter().format(record)
    assert "RuntimeError" in said and "rosa" not in said and "plants" not in said


def test_a_server_that_says_a_letter_now_and_then_is_broken_off(world, pushes, monkeypatch):
    monkeypatch.setattr(lanes, "LONGEST", 0.2)
    monkeypatch.setattr(sender, "TICK", 0.1)
    pushes.drips = 0.05
    one, began = push(), monotonic()
    arm(world, one)
    send()
    assert told(world, one) == ("armed", "no_answer") and monotonic() - began < 5


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"]
)
def test_push_into_a_network_of_its_own_is_refused(world, monkeypatch, inside):
    monkeypatch.setattr(internet, "look_up", lambda host, port: ["93.184.216.34", inside])
    monkeypatch.setattr(internet, "Pinned", None)
    one = push()
    arm(world, one)
    send()
    assert told(world, one) == ("failed", "not_public")


def test_push_goes_to_the_very_address_that_was_looked_at(world, monkeypatch):
    seen, names = [], iter([["93.184.216.34"], ["127.0.0.1"]])
    monkeypatch.setattr(internet, "look_up", lambda host, port: next(names))

    def refuses(to, patience):
        seen.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(internet.socket, "create_connection", refuses)
    arm(world, push(endpoint=subscription("https://push.example:8443/x?y=1")))
    send()
    assert seen == [("93.184.216.34", 8443)]


def test_push_connections_are_kept_and_not_too_many(world, pushes, monkeypatch):
    monkeypatch.setitem(sender.LANES, "push", 1)
    arm(world, *(push(endpoint=subscription(f"https://p{n % 7}.example/x")) for n in range(21)))
    send()
    assert len(pushes.once) == 21
    kept = lines.Lines()
    for n in range(9):
        kept._keep(str(n), HTTPConnection("127.0.0.1", pushes.port))
    assert list(kept.kept) == ["5", "6", "7", "8"]
