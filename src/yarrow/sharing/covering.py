"""Which agreement between agencies covers what leaves. It is asked beside `rules.may_share`, never in its place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from yarrow.agencies.models import Agency
from yarrow.methods.agreements import uncovered
from yarrow.people.errors import NotHere
from yarrow.sharing.errors import NotCovered
from yarrow.sharing.models import Agreement, Signature
from yarrow.staff.models import Project


@dataclass(frozen=True)
class Wanted:
    """What is to leave, as agreements are asked about it."""

    agency: Agency
    purpose: str
    categories: frozenset[str]
    day: date


def agreements_of(project: Project | UUID) -> QuerySet[Agreement]:
    """Every agreement with who signed it, in the order in which they signed."""
    signed = Signature.objects.select_related("agency")
    return Agreement.objects.filter(project=project).prefetch_related(Prefetch("signatures", signed))


def agreement_in(project: Project, agreement_id: UUID) -> Agreement:
    """One agreement of this project; NotHere otherwise."""
    found = agreements_of(project).filter(pk=agreement_id).first()
    if found is None:
        raise NotHere()
    return found


def held(agreement: Agreement, wanted: Wanted) -> Agreement:
    """The agreement as it stands, held until the transaction ends, once it covers what is to leave. Raises NotCovered.

    Whoever ends it or takes a signature from it holds the same row.
    """
    here = Agreement.objects.select_for_update().filter(pk=agreement.pk, project=wanted.agency.project_id)
    now = here.first()
    if now is None:
        raise NotHere()
    gap = uncovered(now.terms, wanted.agency.pk, wanted.purpose, wanted.categories, wanted.day)
    if gap is not None:
        raise NotCovered(gap, wanted.agency.name)
    return now


def found(wanted: Wanted) -> Agreement | None:
    """The agreement that covers it and runs longest; None where none does."""
    if not wanted.purpose:
        return None
    signed = Signature.objects.filter(agency=wanted.agency).filter(
        Q(left_on=None) | Q(left_on__gt=wanted.day)
    )
    rows = agreements_of(wanted.agency.project_id).filter(
        pk__in=signed.values("agreement"), starts_on__lte=wanted.day, expires_on__gte=wanted.day
    )
    asked = (wanted.agency.pk, wanted.purpose, wanted.categories, wanted.day)
    covers = [one for one in rows if uncovered(one.terms, *asked) is None]
    return max(covers, key=lambda one: (one.expires_on, one.pk), default=None)
