"""Members, read for pages."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yarrow.alerts.errors import NotHere
from yarrow.alerts.models import Member
from yarrow.staff.models import Project

PAGE = 25


def member_in(project: Project, member_id: UUID) -> Member:
    """One member. Raises NotHere."""
    found = Member.objects.filter(project=project, pk=member_id).prefetch_related("zones").first()
    if found is None:
        raise NotHere()
    return found


def members_of(project: Project, *, is_out: bool) -> QuerySet[Member]:
    """The latest first; those who are members, or those who were put out."""
    rows = Member.objects.filter(project=project, left_on__isnull=not is_out)
    return rows.defer("why").order_by("-vouched_at", "id")


def page_of(rows: QuerySet[Member], page: int) -> tuple[list[Member], bool]:
    """One page, and whether there is more."""
    start = (page - 1) * PAGE
    listed = list(rows[start : start + PAGE + 1])
    return listed[:PAGE], len(listed) > PAGE


def counts(project: Project) -> dict[str, Any]:
    """How many: members, of these with a page of their own, silent for a while, and put out."""
    is_in = Q(left_on=None)
    return Member.objects.filter(project=project).aggregate(
        n=Count("pk", filter=is_in),
        n_with_page=Count("pk", filter=is_in & Q(public_key__isnull=False)),
        n_out=Count("pk", filter=~is_in),
    )
