"""Who else reported what somebody released "once another person does": it holds as long as one of them stands.

An adviser looks with the key (`accepting`); what goes since is taken out without one, and nothing comes in.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yarrow.alerts.models import Released
from yarrow.safety import challenges, choices, links, lists, rules
from yarrow.safety.models import Offender, Report
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


def may_second(chosen: Chosen) -> bool:
    """Whether a report speaks for another: in escrow its reporter is asked first, and some let nobody hear of it."""
    is_heard = chosen.release != lists.NEVER or rules.may_match(chosen)
    return is_heard and rules.is_text_open(chosen)


def standing(project: Project, report_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Report → its reporter: of those that are there and may speak for another now."""
    rows = Report.objects.filter(project=project, pk__in=set(report_ids))
    there = dict(rows.values_list("id", "reporter_id"))
    chosen, shut = choices.of(project, there), challenges.restricted(project, there)
    return {each: there[each] for each in there if each not in shut and may_second(chosen[each])}


def follow(project: Project, _report_ids: Collection[UUID], _by: Actor, _at: datetime) -> None:
    """Take out what stands no more, and whatever else was linked by way of that: some report goes another way, or goes.

    Of one that goes nothing holds any more: its choices are gone before it.
    """
    rows = list(Released.objects.filter(project=project, is_seconded=True))
    named = {row.pk: _named(row) for row in rows}
    stand = standing(project, set().union(*named.values())) if rows else {}
    lost = set().union(*named.values()) - stand.keys()
    bridges = lost & _linked(project) if lost else set()
    for row in rows:
        others = {each for each in named[row.pk] - lost if stand[each] != row.reporter_id}
        _keep(row, set() if named[row.pk] & bridges else others)


def parted(project: Project, one: UUID, other: UUID) -> None:
    """Nobody calls these descriptions one person's any more: neither side speaks for the other by that."""
    pairs = links.same(links.said_of(project))
    sides = [_reports_of(links.connected(each, pairs)) for each in (one, other)]
    if sides[0] & sides[1]:
        return
    for mine, theirs in (sides, reversed(sides)):
        for row in Released.objects.filter(project=project, is_seconded=True, report_id__in=mine):
            _keep(row, _named(row) - theirs)


def _named(row: Released) -> set[UUID]:
    return {UUID(each) for each in row.seconded_by or ()}


def _keep(row: Released, others: set[UUID]) -> None:
    named = sorted(map(str, others))
    if named != row.seconded_by or not named:
        Released.objects.filter(pk=row.pk).update(seconded_by=named, is_seconded=bool(named))


def _linked(project: Project) -> set[UUID]:
    """Reports of which somebody said that another tells of the same person."""
    return _reports_of({each for pair in links.same(links.said_of(project)) for each in pair})


def _reports_of(offenders: Collection[UUID]) -> set[UUID]:
    return set(Offender.objects.filter(pk__in=offenders).values_list("report_id", flat=True))
