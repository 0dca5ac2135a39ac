"""Finding contacts by dates, kind, zone, session, worker, person, what was given or done, and follow-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from yarrow.contacts.kinds import Words
from yarrow.contacts.lines import ContactLine, contact_lines
from yarrow.contacts.models import Contact, ContactDone, ContactSupply, FollowUp
from yarrow.contacts.queries import WithGiven, with_given
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

PAGE = 40
KNOWN, NOT_KNOWN = "known", "not_known"


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see: codes and ids only; "" and None mean any."""

    from_on: date | None = None
    to_on: date | None = None
    kind: str = ""
    zone: str = ""
    session: UUID | None = None
    worker: UUID | None = None
    person: UUID | None = None
    supply: str = ""
    done: str = ""
    known: str = ""
    follow_up: bool = False


@dataclass(frozen=True)
class Totals:
    """What was found adds up to, out of every contact of the same days."""

    n_contacts: int
    n_people: int
    n_not_known: int
    n_given: int | None
    out_of: int


@dataclass(frozen=True)
class Found:
    """One page of what was found, and the totals of all of it."""

    lines: list[ContactLine] = field(repr=False)
    totals: Totals
    has_more: bool


def found(by: Actor, project: Project, asked: Asked, page: int = 1) -> Found:
    """One page of contacts that fit, the latest first, opened for one reader."""
    rows, start = matching(project, asked), (max(page, 1) - 1) * PAGE
    met = WithGiven(with_given(rows.select_related("person", "session", "zone")[start : start + PAGE + 1]))
    lines = contact_lines(by, project, met, Words(project), act="contacts.find_contacts", most=PAGE)
    return Found(lines, totals(project, asked, rows), len(met.contacts) > PAGE)


def matching(project: Project, asked: Asked) -> QuerySet[Contact]:
    """Contacts that count and fit everything asked."""
    plain: Mapping[str, Any] = {
        "kind": asked.kind,
        "zone__code": asked.zone,
        "session_id": asked.session,
        "recorded_by": asked.worker,
        "person_id": asked.person,
    }
    rows = _of_days(project, asked).filter(**{name: value for name, value in plain.items() if value})
    if asked.known:
        rows = rows.filter(person__isnull=asked.known == NOT_KNOWN)
    of_contact = {"contact": OuterRef("pk")}
    if asked.supply:
        rows = rows.filter(Exists(ContactSupply.objects.filter(kind=asked.supply, **of_contact)))
    if asked.done:
        rows = rows.filter(Exists(ContactDone.objects.filter(kind=asked.done, **of_contact)))
    if asked.follow_up:
        rows = rows.filter(Exists(FollowUp.objects.filter(**of_contact)))
    return rows


def totals(project: Project, asked: Asked, rows: QuerySet[Contact]) -> Totals:
    """Contacts are counted as everywhere: a row of two people not known is two."""
    sums = rows.order_by().aggregate(
        n=Sum("n_people"),
        people=Count("person", distinct=True),
        not_known=Sum("n_people", filter=Q(person=None)),
    )
    every = _of_days(project, asked).order_by().aggregate(n=Sum("n_people"))["n"] or 0
    given = None
    if asked.supply:
        lines = ContactSupply.objects.filter(kind=asked.supply, contact__in=rows.order_by())
        given = lines.aggregate(n=Sum("n"))["n"] or 0
    return Totals(sums["n"] or 0, sums["people"], sums["not_known"] or 0, given, every)


def _of_days(project: Project, asked: Asked) -> QuerySet[Contact]:
    rows = Contact.objects.of(project).standing()
    if asked.from_on:
        rows = rows.filter(happened_on__gte=asked.from_on)
    return rows.filter(happened_on__lte=asked.to_on) if asked.to_on else rows
