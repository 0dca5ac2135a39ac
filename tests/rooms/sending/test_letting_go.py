"""Messages end by themselves; the command that sends them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from tests.rooms.sending.making import arm, email, now, push, row, send, sms, told
from yarrow.sending import actions, keyfile, letting_go, sender, steps
from yarrow.sending.models import Message
from yarrow.vault import clock, keyless, startup, working
from yarrow.vault.backups import shutting_out
from yarrow.vault.models import TrailRow

DAY = timedelta(days=1)


def ran(at):
    """(rule, how many) of the steps of this room that the clock carried out."""
    return [(step.rule, step.n) for step in clock.run(at).done if step.rule == "message"]


def test_clock_empties_what_is_over_and_deletes_after_thirty_days(world):
    waits, begun, later = sms(until=now() + DAY), email(until=now() + DAY), sms()
    arm(world, waits, begun, later)
    steps.begin(world.project.id, "email", 1, uuid4(), now())
    assert ran(now() + 0.9 * DAY) == []
    assert ran(now() + 1.1 * DAY) == [("message", 2)]
    assert [told(world, one)[0] for one in (waits, begun, later)] == ["expired", "unclear", "armed"]
    assert Message.objects.exclude(envelope=b"").count() == 1
    assert TrailRow.objects.filter(reason="message: 2").count() == 1
    assert ran(now() + 30.9 * DAY) == [("message", 1)]
    assert ran(now() + 31.1 * DAY) == [("message", 2)]
    assert set(Message.objects.values_list("reference", flat=True)) == {later.reference}


def test_clock_preview_changes_nothing(world):
    arm(world, sms())
    assert [step.n for step in clock.due(now() + 8 * DAY) if step.rule == "message"] == [1]
    assert row().state == "armed" and bytes(row().envelope)


def test_clock_of_one_project_leaves_the_other_alone(world):
    one = sms()
    arm(world, one)
    with world.other.inside():
        arm(world.other, sms())
        assert letting_go.end(world.other.project.id, now() + 8 * DAY) == 1
    assert told(world, one) == ("armed", "")


def test_a_result_that_comes_after_the_end_changes_nothing(world):
    arm(world, email(until=now() + DAY))
    me = uuid4()
    begun = steps.begin(world.project.id, "email", 1, me, now())
    letting_go.end(world.project.id, now() + 2 * DAY)
    steps.finish([steps.Done(begun[0], None, steps.Outcome("armed", "too_busy"))], me, now())
    assert row().state == "unclear" and bytes(row().envelope) == b""


def test_what_may_have_arrived_is_unclear_when_it_ends_or_is_taken_back(world, pushes):
    pushes.says = lambda request: 0
    ends, taken, other = push(), push(), push(not_before=now() + DAY)
    arm(world, ends, taken, other)
    send()
    told_to = {"project": world.project, "by": world.worker("outreach"), "at": now()}
    assert actions.cancel(references=[taken.reference, other.reference], **told_to) == 1
    letting_go.end(world.project.id, now() + 8 * DAY)
    assert [told(world, one)[0] for one in (ends, taken, other)] == ["unclear", "unclear", "cancelled"]
    assert not Message.objects.exclude(envelope=b"").exists()


def begun_and_taken_back(world, one):
    """The sender that has it, the row as it got it; meanwhile it was taken back."""
    arm(world, one)
    me = uuid4()
    (begun,) = steps.begin(world.project.id, one.channel, 1, me, now())
    told_to = {"project": world.project, "by": world.worker("outreach"), "at": now()}
    assert actions.cancel(references=[one.reference], **told_to) == 0
    assert TrailRow.objects.filter(act="sending.cancel", reason="messages: 1").count() == 1
    return me, begun


@pytest.mark.parametrize(("maybe", "became"), [(False, "expired"), (True, "unclear")])
def test_begun_message_that_is_taken_back_is_not_tried_again(world, texts, maybe, became):
    one = sms()
    me, begun = begun_and_taken_back(world, one)
    steps.finish([steps.Done(begun, None, steps.Outcome("armed", "too_busy", maybe=maybe))], me, now())
    Message.objects.update(due_at=now())
    assert send() == 0 and texts.requests == []
    assert told(world, one)[0] == became and bytes(row().envelope) == b""


def test_begun_message_that_is_taken_back_is_not_tried_again_when_its_sender_dies(world, texts):
    one = sms()
    begun_and_taken_back(world, one)
    assert send() == 0 and texts.requests == []
    assert told(world, one)[0] == "unclear"


def test_begun_message_that_is_taken_back_and_arrives_is_sent(world):
    one = sms()
    me, begun = begun_and_taken_back(world, one)
    steps.finish([steps.Done(begun, None, steps.SENT)], me, now())
    assert told(world, one)[0] == "sent"


def test_what_was_handed_over_is_written_down_whatever_ends_the_sender(world, mails, monkeypatch):
    arm(world, *(email() for _n in range(4)))
    turns = []

    def breaks(sender_, came):
        turns.append(came)
        if len(turns) == 1:
            raise RuntimeError
        return take(sender_, [*turns[0], *came])

    take = sender.Sender._take
    monkeypatch.setattr(sender.Sender, "_take", breaks)
    with pytest.raises(RuntimeError):
        send()
    assert Message.objects.filter(state="sent").count() == len(mails.mails) == 4


def test_restored_messages_of_one_project_are_unclear(world):
    one, other = sms(), sms()
    arm(world, one)
    with world.other.inside():
        arm(world.other, other)
    shutting_out.settle(world.project.id, now())
    assert told(world, one) == ("unclear", "")
    with world.other.inside():
        assert told(world.other, other) == ("armed", "")


@pytest.fixture
def called(world, monkeypatch):
    """The command in this process, which stays what it was."""
    gave_up = []
    monkeypatch.setattr(keyless, "give_up_keys", lambda: gave_up.append(True))
    monkeypatch.setattr(working.Told, "listen", lambda told: None)
    monkeypatch.setattr(working.Told, "look", lambda told, seconds=0.0: False)
    return gave_up


def test_send_hands_over_what_is_due_and_gives_keys_up_first(world, mails, called, capsys):
    arm(world, email(), email())
    call_command("send", "--once")
    assert "2 messages handed over." in capsys.readouterr().out
    assert called == [True] and len(mails.mails) == 2


def test_send_makes_the_keys_where_there_are_none(world, called):
    call_command("send", "--once")
    assert keyfile.read() and not list(keyfile.path().parent.glob("*sender*"))


def test_send_refuses_records_that_are_not_up_to_date(world, called, monkeypatch):
    monkeypatch.setattr(startup, "waiting_migrations", lambda: ["one"])
    with pytest.raises(CommandError, match="yarrow setup"):
        call_command("send", "--once")
    assert called == []


@pytest.mark.parametrize("fault", ["spoiled", "a folder"])
def test_send_says_what_is_wrong_with_its_keys(world, called, fault):
    keyfile.ready(now())
    if fault == "spoiled":
        keyfile.path().write_text("spoiled")
    else:
        keyfile.path().unlink()
        keyfile.path().mkdir()
    with pytest.raises(CommandError, match="yarrow doctor"):
        call_command("send", "--once")


def test_keys_that_cannot_be_written_say_so(set_up, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keyfile.os, "open", full)
    with pytest.raises(keyfile.NoKey, match="written"):
        keyfile.ready(now())


def test_many_projects_are_served_in_turn(world, mails, settings):
    """Thousands of one project do not make another wait for their end."""
    settings.MAIL_LINES = 1
    arm(world, *(email(endpoint=f"a{n}@post.example") for n in range(12)))
    with world.other.inside():
        arm(world.other, email(endpoint="b@post.example"))
    sender.send(type("Untold", (), {"look": lambda self, seconds=0.0: False})(), once=True)
    assert len(mails.to) == 13 and mails.to.index("b@post.example") <= 2
