"""What reports say, and what a draft made of them is compared with: read together, opened on one page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from yarrow.alerts import prefilling
from yarrow.alerts.audience import opened_ways
from yarrow.alerts.models import Member
from yarrow.alerts.ways import Way
from yarrow.contacts.models import Contact, Zone
from yarrow.people.models import PersonSetting, WayToReach
from yarrow.safety.models import Addition, Offender, Report
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Page, reading

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Told:
    """What was opened of the reports: for the first draft, and for what a draft is compared with."""

    facts: list[dict[str, Any]] = field(repr=False)
    described: list[dict[str, Any]] = field(repr=False)
    words: list[str] = field(repr=False)

    @property
    def taken(self) -> dict[str, list[str]]:
        return prefilling.taken(self.facts, self.described)


def told_by(by: Actor, project: Project, reports: list[Report], act: str) -> Told:
    """What these reports say. Outside of transactions. Raises Locked, NoGrant."""
    parts = _Parts(reports)
    at_once.read(parts)
    with reading(by, project.id, act=act) as page:
        opened = _Reports(page, parts)
    return opened.told()


class Beside:
    """Everything but people's names that a text is compared with: reports, members, ways to reach people, areas.

    Ways of before and members who were put out too, as with checks (`own`): a number may come back. One query.
    """

    def __init__(self, project: Project, reports: list[Report]) -> None:
        self._parts = _Parts(reports)
        self._members = Member.objects.filter(project=project)
        self._cells = WayToReach.objects.filter(project=project).values_list("id", "person_id", "value")
        self._labels = Zone.objects.filter(project=project).values_list("label", flat=True)
        at_once.read(self._parts, self._members, self._cells, self._labels)

    def open(self, page: Page) -> None:
        """On this page. Raises Locked, NoGrant."""
        cells = ((row.pk, row.pk, row.name) for row in self._members)
        self._opened = _Reports(page, self._parts)
        self._values = page.open_column(WayToReach, "identity.value", self._cells)
        self._called = page.open_column(Member, "identity.name", cells)
        self._ways = opened_ways(page, self._members, page.by)

    @property
    def zones(self) -> tuple[str, ...]:
        return tuple(self._labels)

    @property
    def told(self) -> Told:
        return self._opened.told()

    @property
    def names(self) -> list[Any]:
        """Of members."""
        return [each.value for each in self._called.values()]

    @property
    def typed(self) -> list[str]:
        """How people are reached, as it was typed."""
        return [str(each.value) for each in self._values.values() if each.value]

    @property
    def ways(self) -> list[Way]:
        """Of members."""
        return [way for row in self._members for way in self._ways[row.pk]]


def n_there(project: Project, reports: Iterable[Report], today: date) -> int | None:
    """The fewest people whom the project met in a year in the area and setting of a report; None: neither is known."""
    counts = []
    for zone_id, setting in {(row.zone_id, row.setting) for row in reports}:
        if not (zone_id or setting):
            continue
        met = Contact.objects.filter(project=project, happened_on__gt=today - YEAR).exclude(person=None)
        met = met.filter(zone=zone_id) if zone_id else met
        if setting:
            there = PersonSetting.objects.filter(project=project, code=setting).on_day(today)
            met = met.filter(person__in=there.values("person"))
        counts.append(met.order_by().values("person").distinct().count())
    return min(counts, default=None)


class _Parts:
    """Reports, and whom they describe and what was added to them, to be read with what else a page needs."""

    def __init__(self, reports: list[Report]) -> None:
        self.reports = reports
        ids = [row.pk for row in reports]
        self.offenders = Offender.objects.filter(report__in=ids)
        self.additions = Addition.objects.filter(report__in=ids)

    @property
    def lists(self) -> list[Any]:
        return [self.offenders, self.additions]


class _Reports:
    """The sealed parts of reports on one page."""

    def __init__(self, page: Page, parts: _Parts) -> None:
        self.said = [page.open(row, "incident.words") for row in parts.reports]
        self.facts = [page.open(row, "incident.facts") for row in parts.reports]
        self.described = [page.open(row, "incident.described") for row in parts.offenders]
        self.added = [page.open(row, "incident.words") for row in parts.additions]

    def told(self) -> Told:
        """Once the page is on the trail."""
        described = [each.value for each in self.described if each.value]
        words = [each.value for each in (*self.said, *self.added) if each.value]
        words += [str(each["words"]) for each in described if each.get("words")]
        return Told([each.value for each in self.facts if each.value], described, words)
