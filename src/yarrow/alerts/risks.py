"""What a draft is compared with, opened in memory by somebody who holds the keys; and what is risky in it."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from yarrow.alerts import prefilling
from yarrow.alerts.audience import opened_ways
from yarrow.alerts.models import Alert, AlertText, Member
from yarrow.alerts.ways import PUSH, Way
from yarrow.contacts.models import Contact, Zone
from yarrow.methods import leaks
from yarrow.methods.incidents import identifiers
from yarrow.methods.leaks import Finding, Known
from yarrow.people.models import PersonSetting, WayToReach
from yarrow.people.name_book import NameBook
from yarrow.safety.models import Addition, Offender, Report
from yarrow.safety.regions import region_of
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Page, reading

YEAR = timedelta(days=365)
# So many digits make a number; so many letters of a name make it tell somebody.
FEWEST_DIGITS, FEWEST_LETTERS = 7, 4
# A number or an address with something written beside it: `07700 900123 (her sister)`.
_WRITTEN = re.compile(r"\+?\d[\d\s().-]{5,}\d|[^\s,;()<>]+@[^\s,;()<>]+")


@dataclass(frozen=True)
class Risk:
    """One finding in one language. `kept`: why it stays; "" where nobody said."""

    language: str
    finding: Finding
    kept: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        return self.finding.key

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way: nothing was said, or nothing could be."""
        return self.finding.is_hard or not self.kept


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
    with reading(by, project.id, act=act) as page:
        opened = _Reports(page, reports)
    return opened.told()


@dataclass(frozen=True)
class Looked:
    """One text as it stands: words by language, what was kept and why, and everything risky."""

    words: dict[str, str] = field(repr=False)
    kept: dict[str, str] = field(repr=False)
    risks: list[Risk] = field(repr=False)

    @property
    def n_open(self) -> int:
        return sum(risk.is_open for risk in self.risks)


def look(by: Actor, text: AlertText, reports: list[Report], at: datetime, act: str) -> Looked:
    """A text beside everything that it is compared with; one row on the trail. Outside of transactions."""
    alert, project = text.alert, text.project
    book = NameBook(by, project)
    members = list(Member.objects.filter(project=project, left_on=None))
    cells = WayToReach.objects.filter(project=project, ended_on=None).values_list("id", "person_id", "value")
    with reading(by, project.id, act=act) as page:
        opened, names = _Reports(page, reports), book.opened(page)
        values = page.open_column(WayToReach, "identity.value", cells)
        called = page.open_column(Member, "identity.name", ((row.pk, row.pk, row.name) for row in members))
        ways, draft = opened_ways(page, members, by), page.open(text, "incident.draft")
    told, region = opened.told(), region_of(project.time_zone)
    zones = tuple(Zone.objects.filter(project=project).values_list("label", flat=True))
    typed = [str(each.value) for each in values.values() if each.value]
    own = [way for row in members for way in ways[row.pk]]
    known = Known(
        words=tuple(told.words),
        allowed=_allowed(alert, told, zones, text.languages),
        places=tuple(str(each["place"]) for each in told.facts if each.get("place")),
        zones=zones,
        days=tuple(_days(told.facts)),
        settings=tuple({row.setting for row in reports if row.setting}),
        names=tuple(_names([*names.value.values, *(each.value for each in called.values())])),
        numbers=frozenset(_numbers(typed, own, region)),
        named=frozenset(_named(told.described, region)),
        n_there=n_there(project, reports, at.astimezone(project.zone).date()),
        region=region,
    )
    said: dict[str, dict[str, str]] = draft.value or {"words": {}, "kept": {}}
    return Looked(said["words"], said["kept"], found(said["words"], known, said["kept"]))


def words_alone(by: Actor, text: AlertText, act: str) -> Looked:
    """A text that is written no more: its words and what was kept, compared with nothing."""
    with reading(by, text.project_id, act=act) as page:
        draft = page.open(text, "incident.draft")
    said: dict[str, dict[str, str]] = draft.value or {"words": {}, "kept": {}}
    return Looked(said["words"], said["kept"], [])


def found(words: Mapping[str, str], known: Known, kept: Mapping[str, str]) -> list[Risk]:
    """What is risky in each language, with the reasons that stand."""
    return [
        Risk(language, finding, kept.get(finding.key, ""))
        for language, text in words.items()
        for finding in leaks.find(text, known)
    ]


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


class _Reports:
    """The sealed parts of reports on one page."""

    def __init__(self, page: Page, reports: list[Report]) -> None:
        ids = [row.pk for row in reports]
        offenders = list(Offender.objects.filter(report__in=ids))
        additions = list(Addition.objects.filter(report__in=ids))
        self.said = [page.open(row, "incident.words") for row in reports]
        self.facts = [page.open(row, "incident.facts") for row in reports]
        self.described = [page.open(row, "incident.described") for row in offenders]
        self.added = [page.open(row, "incident.words") for row in additions]

    def told(self) -> Told:
        """Once the page is on the trail."""
        described = [each.value for each in self.described if each.value]
        words = [each.value for each in (*self.said, *self.added) if each.value]
        words += [str(each["words"]) for each in described if each.get("words")]
        return Told([each.value for each in self.facts if each.value], described, words)


def _allowed(alert: Alert, told: Told, zones: Iterable[str], languages: Iterable[str]) -> str:
    """The words that codes of the report become, in every language of the text."""
    about: dict[str, Any] = {"kinds": alert.kinds, "month": alert.month, "zones": list(zones)}
    return "\n".join(prefilling.draft(told.taken, **about, language=language) for language in languages)


def _days(facts: Iterable[Mapping[str, Any]]) -> Iterable[date]:
    for each in facts:
        with suppress(ValueError):
            yield date.fromisoformat(str(each.get("day", "")))


def _names(values: Iterable[Any]) -> set[str]:
    """Whole names, and each part of one that is long enough to be one."""
    whole = {value for value in values if isinstance(value, str) and value.strip()}
    return whole | {part for name in whole for part in name.split() if len(part) >= FEWEST_LETTERS}


def _numbers(typed: Iterable[str], own: Iterable[Way], region: str) -> set[str]:
    """Numbers, addresses and handles in one spelling each."""
    found = {_spelled(part, region) for value in typed for part in (value, *_WRITTEN.findall(value))}
    found |= {_spelled(way.address, region) for way in own if way.channel != PUSH}
    return found - {""}


def _named(described: Iterable[Mapping[str, Any]], region: str) -> set[str]:
    said = [str(line) for each in described for name in ("phones", "online") for line in each.get(name, ())]
    return {_spelled(value, region) for value in said} - {""}


def _spelled(value: str, region: str) -> str:
    digits = sum(sign.isdigit() for sign in value)
    if digits >= FEWEST_DIGITS and not any(sign.isalpha() for sign in value):
        return identifiers.phone(value, region)
    return "" if " " in value.strip() else identifiers.online(value)
