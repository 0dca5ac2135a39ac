"""Sending: the one move by which something leaves. The share is decided and written down in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import day_of
from yarrow.referrals.actions.moving import SEND, day_for, following
from yarrow.referrals.actions.rows import held_referral, note, stand, write_move
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import Referral
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact, record_share
from yarrow.sharing.models import Proposal
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@transaction.atomic
def send(
    *,
    referral: Referral,
    facts: Sequence[Fact],
    project: Project,
    by: Actor,
    at: datetime,
    purpose: str = "",
    proposal: Proposal | None = None,
    words: str = "",
) -> Referral:
    """Send it with these facts, on what the person agreed to or on a gateway that two people stand for.

    Where nothing stands, nothing moves. Raises NotAgreed, WrongMove, CannotBe, NotHere, Erased, Locked, NoGrant.
    """
    referral = held_referral(referral, project, by)
    state = following(referral, SEND)
    if referral.agency.is_closed:
        raise CannotBe(_("This agency has closed. Offer another one."))
    on = day_for(referral, None, day_of(at, project))
    referral.share = record_share(
        person=referral.person,
        agency=referral.agency,
        purpose=purpose or purpose_for(referral),
        facts=facts,
        how="referral",
        proposal=proposal,
        project=project,
        by=by,
        at=at,
    )
    row = write_move(referral, SEND, state, on=on, by=by, at=at, words=words)
    stand(referral, on)
    note("referrals.send", row, by, at)
    return referral


def purpose_for(referral: Referral) -> str:
    """Under which heading of consent facts go to this agency; "" where they go under none."""
    return next((one.code for one in sharing.purposes_for(referral.agency)), "")
