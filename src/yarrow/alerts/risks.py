"""What a draft is compared with, opened in memory by somebody who holds the keys; and what is risky in it."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yarrow.alerts import prefilling
from yarrow.alerts.models import Alert, AlertText, Approval
from yarrow.alerts.told import Beside, Told, n_there
from yarrow.alerts.ways import PUSH, Way
from yarrow.methods import leaks
from yarrow.methods.incidents import identifiers
from yarrow.methods.leaks import Finding, Known
from yarrow.people.name_book import NameBook
from yarrow.safety.models import Report
from yarrow.safety.regions import region_of
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading

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
class Looked:
    """One text as it stands: words by language, what was kept and why, and everything risky.

    reasons: of what was decided, by its row
    """

    words: dict[str, str] = field(repr=False)
    kept: dict[str, str] = field(repr=False)
    risks: list[Risk] = field(repr=False)
    reasons: dict[UUID, str] = field(default_factory=dict, repr=False)

    @property
    def n_open(self) -> int:
        return sum(risk.is_open for risk in self.risks)


def look(
    by: Actor,
    text: AlertText,
    reports: list[Report],
    at: datetime,
    act: str,
    decided: Iterable[Approval] = (),
) -> Looked:
    """A text beside everything that it is compared with; one row on the trail. Outside of transactions.

    `decided`: rows whose reasons are shown beside it.
    """
    alert, project = text.alert, text.project
    book, beside = NameBook(by, project), Beside(project, reports)
    with reading(by, project.id, act=act) as page:
        beside.open(page)
        names, draft = book.opened(page), page.open(text, "incident.draft")
        why = {row.pk: page.open(row, "incident.why") for row in decided}
    told, zones, region = beside.told, beside.zones, region_of(project.time_zone)
    known = Known(
        words=tuple(told.words),
        allowed=_allowed(alert, told, zones, text.languages),
        places=tuple(str(each["place"]) for each in told.facts if each.get("place")),
        zones=zones,
        days=tuple(_days(told.facts)),
        settings=tuple({row.setting for row in reports if row.setting}),
        names=tuple(_names([*names.value.values, *beside.names])),
        numbers=frozenset(_numbers(beside.typed, beside.ways, region)),
        named=frozenset(_named(told.described, region)),
        n_there=n_there(project, reports, at.astimezone(project.zone).date()),
        region=region,
    )
    said: dict[str, dict[str, str]] = draft.value or {"words": {}, "kept": {}}
    risks = found(said["words"], known, said["kept"])
    return Looked(said["words"], said["kept"], risks, _values(why))


def words_alone(by: Actor, text: AlertText, act: str, decided: Iterable[Approval] = ()) -> Looked:
    """A text that is written no more: its words and what was kept, compared with nothing."""
    with reading(by, text.project_id, act=act) as page:
        draft = page.open(text, "incident.draft")
        why = {row.pk: page.open(row, "incident.why") for row in decided}
    said: dict[str, dict[str, str]] = draft.value or {"words": {}, "kept": {}}
    return Looked(said["words"], said["kept"], [], _values(why))


def _values(why: Mapping[UUID, Opened]) -> dict[UUID, str]:
    return {row_id: opened.value or "" for row_id, opened in why.items()}


def found(words: Mapping[str, str], known: Known, kept: Mapping[str, str]) -> list[Risk]:
    """What is risky in each language, with the reasons that stand."""
    return [
        Risk(language, finding, kept.get(finding.key, ""))
        for language, text in words.items()
        for finding in leaks.find(text, known)
    ]


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
