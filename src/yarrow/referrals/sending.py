"""What the page of sending begins with, and what is missing before anything may leave."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from yarrow.methods.sharing import WhyNot
from yarrow.people.models import Consent, WayToReach
from yarrow.referrals.actions.sending import purpose_for
from yarrow.referrals.models import Referral
from yarrow.sharing import lists as sharing_lists
from yarrow.sharing import rules as sharing
from yarrow.sharing.errors import in_words
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

# What a referral tells by itself, by codes of the list of facts; anything else is shared on its own page.
FACTS = ("called", "ways", "support_words")


def to_begin_with(by: Actor, referral: Referral, reason: str, *beside: Any) -> dict[str, Any]:
    """Code of a fact → what it would say; lists `beside` are read with its own. Raises Locked, NoGrant."""
    ways = WayToReach.objects.filter(person=referral.person, ended_on=None)
    at_once.read(ways, *beside)
    with reading(by, referral.project_id, act="referrals.send_referral", reason=reason) as page:
        called = page.open(referral.person, "identity.called")
        words = page.open(referral, "notes.words") if referral.words is not None else None
        reached = [page.open(way, "identity.value") for way in ways]
        times = [page.open(way, "identity.safe_times") for way in ways]
    said = [
        f"{value.value} ({when.value})" if when.value else value.value
        for value, when in zip(reached, times, strict=True)
        if value.value
    ]
    return {
        "called": called.value or "",
        "ways": "\n".join(said),
        "support_words": (words.value or "") if words else "",
    }


def what_is_missing(referral: Referral, facts: Iterable[str], at: datetime, ledger: Iterable[Consent]) -> str:
    """Why these facts could not leave now, in words; "" when they could. It holds nothing: sending asks again.

    ledger   the person's rows of the consent ledger
    """
    found = sharing.would_share(
        rows=ledger,
        project=referral.person.project,
        agency=referral.agency,
        purpose=purpose_for(referral),
        categories=sharing_lists.categories_of(facts),
        at=at,
    )
    return in_words(found, referral.agency.name) if isinstance(found, WhyNot) else ""
