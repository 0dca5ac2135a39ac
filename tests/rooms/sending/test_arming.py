"""Messages are armed, asked after and taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.sending.making import SUBSCRIPTION, arm, email, now, push, sms, subscription, told
from yarrow.methods.refusals import Fault
from yarrow.sending import actions, keyfile, lists, queries, rules, ways
from yarrow.sending.envelopes import opened
from yarrow.sending.errors import CannotBe, NoKey
from yarrow.sending.models import Message
from yarrow.vault.models import TrailRow


def cancel(world, *references):
    return actions.cancel(references=references, project=world.project, by=world.worker("outreach"), at=now())


def last_act():
    last = TrailRow.objects.order_by("-n")[0]
    return last.act, last.reason


@pytest.mark.parametrize("way", [sms, email, push])
def test_arm_seals_who_and_what(world, way):
    one = way(words="Water the plants", hours=(0, 24))
    assert arm(world, one) == 1
    row = Message.objects.get()
    assert (row.state, row.reference, row.code, row.channel) == ("armed", one.reference, "", one.channel)
    letter = opened(row, keyfile.read())
    assert (letter.to, letter.words, letter.subject) == (one.endpoint, one.words, one.subject)
    assert (letter.hours, letter.zone) == ((0, 24), "Europe/London")
    for word in (one.endpoint, one.words):
        assert word.encode() not in bytes(row.envelope) and word not in f"{one!r} {letter!r}"


def test_arm_leaves_one_row_on_the_trail_for_all_of_them(world):
    arm(world, sms(), email(), push())
    assert last_act() == ("sending.arm", "messages: 3")


def test_arm_of_none_leaves_none(world):
    world.worker("outreach")
    before = TrailRow.objects.count()
    assert arm(world) == 0 and TrailRow.objects.count() == before


def test_arm_the_same_reference_twice_is_one_message(world):
    one = sms()
    assert arm(world, one, sms(reference=one.reference, words="Another")) == 1
    assert arm(world, one) == 0 and Message.objects.count() == 1
    cancel(world, one.reference)
    assert arm(world, one) == 0 and told(world, one)[0] == "cancelled"


def test_reference_of_another_project_is_another_message(world):
    one = sms()
    arm(world, one)
    with world.other.inside():
        assert arm(world.other, one) == 1
        assert cancel(world.other, one.reference) == 1
    assert told(world, one)[0] == "armed"


def test_lengths_of_words_say_little(world):
    arm(world, *(sms(words="x" * n) for n in (1, 20, 40, 400)))
    assert len({len(bytes(row.envelope)) for row in Message.objects.all()}) == 1


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (sms(endpoint="07700 900123"), "endpoint"),
        (sms(endpoint="+4477009001234567"), "endpoint"),
        (sms(endpoint="+447700900123\n"), "endpoint"),
        (sms(endpoint="+٤٤٧٧٠٠٩٠٠١٢٣"), "endpoint"),
        (sms(words="x" * 601), "words"),
        (sms(words="  "), "words"),
        (sms(words="{fn} calls"), "words"),
        (sms(words="null\0byte"), "words"),
        (sms(words="half \ud83d pair"), "words"),
        (sms(subject="none has one"), "words"),
        (email(endpoint="rosa"), "endpoint"),
        (email(endpoint="rosa@post.example\r\nBcc: x@post.example"), "endpoint"),
        (email(endpoint=f"{'r' * 250}@post.example"), "endpoint"),
        (email(endpoint="röse@post.example"), "endpoint"),
        (email(subject=""), "words"),
        (email(subject="Garden\r\nBcc: x@post.example"), "words"),
        (email(subject="Garden\u2028Bcc: x@post.example"), "words"),
        (email(subject="x" * 151), "words"),
        (push(endpoint="{}"), "endpoint"),
        (push(endpoint="[1]"), "endpoint"),
        (push(endpoint="null"), "endpoint"),
        (push(endpoint='{"endpoint": 5, "keys": {}}'), "endpoint"),
        (push(endpoint="[" * 100_000), "endpoint"),
        (push(endpoint=SUBSCRIPTION.replace("https", "http")), "endpoint"),
        (push(endpoint=subscription("https://name:word@push.example/a")), "endpoint"),
        (push(endpoint=subscription("https://push.example:99999/a")), "endpoint"),
        (push(endpoint=subscription("https://push.example/a b")), "endpoint"),
        (push(endpoint=subscription("https:///a")), "endpoint"),
        (push(endpoint=subscription(f"https://push.example/{'a' * 3_000}")), "endpoint"),
        (push(endpoint=SUBSCRIPTION.replace('"auth": "', '"auth": "AAAA')), "endpoint"),
        (push(words="☀" * 1_001), "words"),
        (sms(endpoint="+449098790123"), "endpoint"),
        (sms(endpoint="+448001111111"), "endpoint"),
        (sms(endpoint="+9991234567"), "endpoint"),
        (email(endpoint="root@localhost"), "endpoint"),
        (email(endpoint="rosa@[127.0.0.1]"), "endpoint"),
        (sms(hours=(9, 9)), "no_window"),
        (sms(hours=(25, 3)), "no_window"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_sent_says_so_and_stops_no_other(world, one, code):
    good = sms()
    assert arm(world, one, good) == 2
    assert told(world, one) == ("failed", code) and told(world, good) == ("armed", "")
    row = Message.objects.get(reference=one.reference)
    assert bytes(row.envelope) == b"" and row.ended_at is not None


def test_a_way_without_its_settings_is_not_there(world, settings):
    settings.SMS_PASSWORD = ""
    one, other = sms(), email()
    arm(world, one, other)
    assert told(world, one) == ("failed", "not_set_up") and told(world, other)[0] == "armed"
    assert ways.set_up() == {"email", "push"} and ways.half_set_up() == {"sms": ["SMS_PASSWORD"]}


def test_a_safe_hour_that_comes_after_the_end_is_none(world):
    at = now()
    hour = at.astimezone(world.project.zone).hour
    one = sms(hours=((hour + 3) % 24, (hour + 5) % 24), until=at + timedelta(hours=1))
    later = sms(hours=((hour + 3) % 24, (hour + 5) % 24))
    arm(world, one, later, at=at)
    assert told(world, one) == ("failed", "no_window")
    due = queries.states(world.project, [later.reference])[later.reference].due_at
    assert due.astimezone(world.project.zone).hour == (hour + 3) % 24 and due > at


@pytest.mark.parametrize(
    ("not_before", "until"),
    [
        (None, rules.LONGEST + timedelta(seconds=1)),
        (None, timedelta(0)),
        (None, timedelta(days=-2)),
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(days=8), None),
    ],
)
def test_times_that_cannot_be_are_refused_and_nothing_is_armed(world, not_before, until):
    at = now()
    one = sms(not_before=not_before and at + not_before, until=None if until is None else at + until)
    with pytest.raises(CannotBe):
        arm(world, sms(), one, at=at)
    assert not Message.objects.exists()


def test_a_message_that_should_have_gone_long_ago_goes_now(world):
    at = now()
    arm(world, sms(not_before=at - timedelta(days=400)), at=at)
    assert Message.objects.get().due_at == at


def test_a_channel_that_there_is_not_is_a_fault(world):
    with pytest.raises(Fault):
        arm(world, sms(), sms(channel="pigeon"))
    assert not Message.objects.exists()


def test_without_a_file_that_can_be_read_nothing_is_armed(world):
    keyfile.ready(now())
    keyfile.path().write_text("spoiled")
    with pytest.raises(NoKey):
        arm(world, sms())
    assert not Message.objects.exists()


def test_cancel_empties_the_envelope_and_says_how_many(world):
    ones = [sms(), sms(), email()]
    arm(world, *ones)
    assert cancel(world, *(one.reference for one in ones[:2]), uuid4()) == 2
    assert last_act() == ("sending.cancel", "messages: 2")
    assert [told(world, one)[0] for one in ones] == ["cancelled", "cancelled", "armed"]
    assert [bytes(row.envelope) == b"" for row in Message.objects.order_by("id")] == [True, True, False]
    assert cancel(world, ones[0].reference) == 0


def test_cancel_of_many_at_once(world):
    ones = [sms() for _n in range(1_201)]
    assert arm(world, *ones) == 1_201
    assert cancel(world, *(one.reference for one in ones)) == 1_201
    assert {
        each.state for each in queries.states(world.project, [one.reference for one in ones]).values()
    } == {"cancelled"}


def test_states_of_what_was_never_armed_are_none(world):
    assert queries.states(world.project, [uuid4()]) == {} == queries.states(world.project, [])


def test_every_state_and_code_has_words(world):
    assert lists.codes("states") == set(Message.State.values)
    one = sms(endpoint="none")
    arm(world, one)
    found = queries.states(world.project, [one.reference])[one.reference]
    assert found.said == "could not be sent" and found.why == "the number or address can't be one"
    assert lists.label("failures", "unheard_of") == "unheard_of"
