"""Referrals as pseudonymous rows, for counting: random ids, agencies, needs, routes, states and days; no word.

Of adults supported for themselves; young people, partners and family are counted nowhere with them. Erased people's
referrals are gone, and so are they from the figures. Signposting is apart.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from yarrow.agencies import lists as directory
from yarrow.agencies.models import Agency, Service
from yarrow.methods.funnels import Followed, Taken, Walked
from yarrow.methods.pathways import ENDED, ENDED_SHORT, live, stage_of
from yarrow.people.lists import FOR_THEMSELVES
from yarrow.people.models import Person
from yarrow.referrals import lists
from yarrow.referrals.models import Move, PathwayVersion, Referral, Signpost, StepTaken
from yarrow.staff.models import Project

AT_ONCE = 5_000
COLUMNS = ("id", "person_id", "agency_id", "service_id", "need", "route", "offered_on", "state", "since_on")
OF_PATHWAY = ("taken__step", "taken__journey__pathway_id")
History = list[tuple[str, str, date, str]]


def referrals(project: Project, from_on: date, to_on: date) -> Iterator[Followed]:
    """Every referral offered between two days, both included, by day. Three queries."""
    chosen = Referral.objects.of(project).filter(
        offered_on__range=(from_on, to_on), person__in=_counted(project)
    )
    histories: dict[UUID, History] = {}
    moves = Move.objects.filter(referral__in=chosen.values("pk")).order_by("referral_id", "n")
    for referral_id, *move in moves.values_list(
        "referral_id", "act", "state", "happened_on", "reason"
    ).iterator(chunk_size=AT_ONCE):
        histories.setdefault(referral_id, []).append(tuple(move))  # type: ignore[arg-type]
    pathways = {one.pk: one.pathway for one in PathwayVersion.objects.filter(project=project)}
    rows = chosen.order_by("offered_on", "id").values_list(*COLUMNS, *OF_PATHWAY)
    for row_id, *row, step, pathway in rows.iterator(chunk_size=AT_ONCE):
        agreed = pathways[pathway].step(step) if step else None
        usual = agreed.days(is_fast=row[4] == lists.FAST) if agreed else None
        yield _followed(row, histories.get(row_id, []), usual)


def signposts(project: Project, from_on: date, to_on: date) -> Iterator[tuple[UUID, UUID, str, date]]:
    """(person's random id, agency, need, day) of everybody who was told where to go. One query."""
    rows = Signpost.objects.filter(
        project=project, told_on__range=(from_on, to_on), person__in=_counted(project)
    )
    return rows.order_by("told_on", "id").values_list("person_id", "agency_id", "need", "told_on").iterator()


def steps(project: Project, code: str) -> Iterator[Taken]:
    """Every step that was taken on a pathway, in all its versions. One query."""
    rows = StepTaken.objects.filter(
        project=project, journey__pathway__code=code, person__in=_counted(project)
    ).order_by("began_on", "added_at", "id")
    for person_id, step, result in rows.values_list("person_id", "step", "result").iterator():
        yield Taken(person_id, step, result)


def labels(project: Project, by: str) -> dict[str, str]:
    """Words for each value of a row. `by`: service, agency, need, route, or reason; nothing else has any."""
    if by == "agency":
        return {str(pk): name for pk, name in Agency.objects.of(project).values_list("pk", "name")}
    if by == "service":
        named = Service.objects.of(project).values_list("pk", "agency__name", "name")
        return labels(project, "agency") | {str(pk): f"{agency}: {name}" for pk, agency, name in named}
    if by == "need":
        return dict(directory.choices("needs"))
    listed = {"route": "routes", "reason": "reasons"}.get(by)
    return dict(lists.choices(listed)) if listed else {}


def confidential(project: Project) -> frozenset[str]:
    """Agencies whose whereabouts are a secret, and their services: named in nothing that leaves."""
    agencies = Agency.objects.of(project).filter(is_confidential=True)
    services = Service.objects.of(project).filter(agency__is_confidential=True)
    return frozenset(str(pk) for rows in (agencies, services) for pk in rows.values_list("pk", flat=True))


def _followed(row: list[Any], history: History, usual_days: int | None) -> Followed:
    person_id, agency, service, need, route, offered_on, state, since_on = row
    standing = live(history)
    days: dict[str, date] = {}
    for _act, then, on, _reason in standing:
        stage = stage_of(then)
        if stage is not None:
            days.setdefault(stage, on)
    return Followed(
        person_id=person_id,
        agency=agency,
        service=service,
        need=need,
        route=route,
        offered_on=offered_on,
        walked=Walked(state, tuple(then for _act, then, _on, _reason in standing)),
        days=days,
        reason=standing[-1][3] if standing and state in ENDED_SHORT else "",
        ended_on=since_on if state in ENDED else None,
        standing=tuple((then, on, reason) for _act, then, on, reason in standing),
        usual_days=usual_days,
    )


def _counted(project: Project) -> Any:
    """Whom figures count."""
    return Person.objects.in_project(project).once().adults().filter(supported_as=FOR_THEMSELVES).values("pk")
