"""Messages are armed, asked after and taken back."""


from django.utils import timezone

from tests.rooms.sending.making import email, push, sms
from yarrow.sending import actions, keyfile
from yarrow.sending.envelopes import opened
from yarrow.sending.models import Message
from yarrow.vault.models import TrailRow


def arm(world, *messages, at=None):
    return actions.arm(
        messages=messages, project=world.project, by=world.worker("outreach"), at=at or timezone.now()
    )


def test_arm_seals_who_and_what(world):
    one = sms(words="Water the plants")
    assert arm(world, one) == 1
    row = Message.objects.get()
    assert (row.state, row.reference, row.code) == ("armed", one.reference, "")
    assert b"plants" not in bytes(row.envelope) and b"7700" not in bytes(row.envelope)
    letter = opened(row, keyfile.read())
    assert (letter.to, letter.words) == (one.endpoint, "Water the plants")


def test_arm_leaves_one_row_on_the_trail_for_all_of_them(world):
    arm(world, sms(), email(), push())
    last = TrailRow.objects.order_by("-n")[0]
    assert (last.act, last.reason) == ("sending.arm", "messages: 3")
