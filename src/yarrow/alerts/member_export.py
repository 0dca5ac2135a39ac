"""What leaves with the project when it moves: its members; and what the acts about them are called."""

from django.utils.translation import gettext_lazy as _

from yarrow.alerts.models import Member, MemberCode, MemberDoor, Stay
from yarrow.vault.telling import Telling, tell, tell_acts


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_acts(TRAIL)
    tell(Member, MEMBER)
    tell(MemberDoor, Telling(part="more", label=_("Address of members' pages"), stays=_("another is made")))
    tell(MemberCode, Telling(part="more", label=_("Code of a member"), stays=_("it is good for days only")))
    tell(Stay, Telling(part="more", label=_("Minutes of a member"), stays=_("they end by themselves")))


_OWN = _("it belongs to their phrase, which only they know")
MEMBER = Telling(
    part="more",
    label=_("Member of alerts"),
    left_out={
        "mark": _OWN,
        "public_key": _OWN,
        "own": _OWN,
        "key": _("a key stays here"),
        "envelope": _("what they changed by themselves is taken in here first: look at the list of members"),
    },
)
TRAIL = {
    "alerts.vouch_for": _("vouched for a member of alerts"),
    "alerts.change_member": _("changed a member of alerts"),
    "alerts.new_code": _("gave a member a new code"),
    "alerts.take_in": _("took in what members had changed"),
    "alerts.list_members": _("looked through members of alerts"),
    "alerts.show_member": _("looked at a member of alerts"),
    "alerts.reach_members": _("opened how members are reached"),
    "alerts.put_out": _("put a member out"),
    "alerts.take_back_in": _("took a member in again"),
    "alerts.choose_phrase": _("a member chose a phrase"),
    "alerts.change_own_ways": _("a member changed what reaches them"),
    "alerts.change_own_choices": _("a member changed what they hear about"),
    "alerts.leave": _("a member left"),
    "alerts.let_member_go": _("forgot a member who was put out"),
}
