"""A member checks a number, plate, address or name before a booking."""

from django.http import HttpResponse

from yarrow.alerts import answering, checking
from yarrow.pocket.member_door import AtMembers, page


@page("check a number as a member", signed_in=True)
def check(at: AtMembers) -> HttpResponse:
    """An empty box, and what came of the one before. What was typed is read as it is, and shown nowhere."""
    answer = None
    if at.is_saved:
        asker = checking.of_member(at.whom.member, at.project, at.at)
        answer = answering.asked(asker, at.sent.get("text", ""), at.at)
    return answering.unpacked(at.drawn("member_check", {"answer": answer}))
