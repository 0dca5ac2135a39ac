"""Which services took people lately: what the directory can't know and this room does."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.agencies import lists as directory
from yarrow.agencies.models import Service
from yarrow.methods.pathways import ACCEPTED, live, reaches
from yarrow.people import lists as people
from yarrow.referrals.models import Move
from yarrow.staff.models import Project

QUARTER = timedelta(days=91)


def took(project: Project, today: date) -> set[UUID]:
    """Services that took somebody in the last quarter: accepted, put on the list, booked or seen; slips left out."""
    recent = Move.objects.filter(project=project, happened_on__gt=today - QUARTER)
    rows = Move.objects.filter(project=project, referral__in=recent.values("referral_id"))
    found: dict[UUID, list[tuple[str, str, date, UUID | None]]] = {}
    columns = ("referral_id", "act", "state", "happened_on", "referral__service_id")
    for key, *move in rows.order_by("referral_id", "n").values_list(*columns):
        found.setdefault(key, []).append(tuple(move))
    return {
        service
        for moves in found.values()
        for _act, state, on, service in live(moves)
        if service is not None and on > today - QUARTER and reaches(state, ACCEPTED)
    }


# What a person said, the fact of a service that would meet it, the answers that ask for it.
WISHES = (
    ("interpreter", "has_interpreter", ("yes", "woman_only")),
    ("woman_worker", "women_only", ("prefers", "only")),
)


def mismatches(service: Service | None, wished: Mapping[str, Any]) -> list[str]:
    """What somebody wishes and a service is known not to have, in words. What nobody knows is no mismatch."""
    return [
        _("Interpreter: %s. They have none.") % said
        if name == "interpreter"
        else _("To talk to: %s. It is not for women only.") % said
        for name, fact, asks in WISHES
        if service is not None and wished.get(name) in asks and getattr(service, fact) == directory.NO
        for said in [people.label(name, wished[name])]
    ]
