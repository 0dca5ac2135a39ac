"""Whom to tell that somebody was erased, without who it was.

In the transaction in which a person's rows go, each agency that got something is written down with the day on which it
did. A link that still lives tells whoever opens it; of everybody else, a worker says that they were told, and the row
goes. What the clock ends by itself tells nobody: recipients have clocks of their own.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yarrow.methods.refusals import Refusal
from yarrow.people.models import Person
from yarrow.sharing import links
from yarrow.sharing.errors import Ended, NoPackage
from yarrow.sharing.models import Package, PackageLink, Parting, Share

MOST_WRONG = 5
BY_ITSELF = "last_contact"


def write_down(subject: Any, reason: str, at: datetime) -> None:
    """Whom to tell about a person whose rows are about to go; called in that transaction."""
    if not isinstance(subject, Person) or reason == BY_ITSELF:
        return
    zone, written = subject.project.zone, {}
    shares = Share.objects.filter(person=subject, recall=None).select_related("agency")
    for share in shares.order_by("shared_at", "pk"):
        day = share.shared_at.astimezone(zone).date()
        key = (share.agency_id, day, share.how)
        if key not in written:
            written[key] = _parting(subject, key, at)
    live = Package.objects.filter(person=subject, ended_at=None, until__gt=at).select_related("share", "link")
    for package in live:
        link: PackageLink | None = getattr(package, "link", None)
        day = package.share.shared_at.astimezone(zone).date()
        parting = written.get((package.share.agency_id, day, package.share.how))
        if link is not None and parting is not None:
            link.package, link.parting = None, parting
            link.code, link.until, link.n_wrong = package.code, package.until, package.n_wrong
            link.save()


def _parting(subject: Person, key: tuple[UUID, date, str], at: datetime) -> Parting:
    agency, day, how = key
    row = Parting(project_id=subject.project_id, agency_id=agency, shared_on=day, how=how, erased_at=at)
    row.save(force_insert=True)
    return row


@transaction.atomic
def at_door(link_id: UUID, token: str, code: str, at: datetime) -> Refusal:
    """What whoever opens the link of somebody who was erased is told; after that nobody has to tell them any more."""
    link = PackageLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    if link.until is None or at >= link.until or link.n_wrong >= MOST_WRONG:
        return NoPackage()
    if not links.is_code(token, code, link.code):
        link.n_wrong += 1
        link.save(update_fields=["n_wrong"])
        return NoPackage()
    Parting.objects.filter(links=link, told_at=None).update(told_at=at)
    return Ended()
