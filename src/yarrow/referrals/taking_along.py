"""A referral as FHIR R4 for the person to take along, told by `methods.fhir_referral`.

It is made for the person, who gives it to whom they like. What is sent to an agency goes through `sharing`.
"""

from datetime import datetime
from typing import Any
from uuid import uuid5

from yarrow.agencies import lists as directory
from yarrow.methods.fhir_referral import Referred, bundle
from yarrow.methods.pathways import ENDED_SHORT, live
from yarrow.referrals import lists
from yarrow.referrals.models import Referral
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

# Ids are made from the referral's own, the person's too: no file leads to a row of ours, and files about two referrals
# do not show that they are about one person. A later file about the same referral has the same.
REQUEST, TASK, PERSON = "referral: request", "referral: task", "referral: person"


def file_for(by: Actor, referral: Referral, at: datetime, reason: str) -> dict[str, Any]:
    """A Bundle of a ServiceRequest and its Task; opened with one trail row. Raises Locked, NoGrant, Erased."""
    why = why_it_ended(referral)
    with reading(by, referral.project_id, act="referrals.export_referral", reason=reason) as page:
        words = page.open(referral, "notes.words") if referral.words is not None else None
    told = Referred(
        request=uuid5(referral.pk, REQUEST),
        task=uuid5(referral.pk, TASK),
        person=uuid5(referral.pk, PERSON),
        state=referral.state,
        state_words=lists.label("states", referral.state),
        need=referral.need,
        need_words=directory.label("needs", referral.need),
        where=referral.agency.name,
        service=referral.service.name if referral.service else "",
        offered_on=referral.offered_on,
        since_on=referral.since_on,
        by=referral.person.project.name,
        is_urgent=referral.route == lists.FAST,
        reason=lists.label("reasons", why) if why else "",
        words=(words.value or "") if words else "",
    )
    return bundle(told, at)


def why_it_ended(referral: Referral) -> str:
    """The code of the reason where it ended short; "" where it did not, or nobody said."""
    if referral.state not in ENDED_SHORT:
        return ""
    moves = referral.moves.order_by("n").values_list("act", "reason")
    standing = live(moves)
    return str(standing[-1][1]) if standing else ""
