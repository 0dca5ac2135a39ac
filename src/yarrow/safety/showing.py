"""Reports as their pages show them. What is sealed in one is opened here and nowhere else (a test looks).

`Text` opens nothing of a report that is in escrow, whatever asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yarrow.people import lists as people_lists
from yarrow.safety import lists, queries, rules
from yarrow.safety.models import Addition, Choice, OfReport, Reply, Report, WayBack
from yarrow.safety.told import Chosen
from yarrow.ui.languages import BY_CODE
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading

HEADINGS = {
    "day": _("When was it?"),
    "hours": _("At what time of day?"),
    "place": _("Where was it?"),
    "methods": _("How was it done?"),
    "phones": _("Phone numbers"),
    "plates": _("Number plates"),
    "online": _("E-mail addresses, names in apps, links"),
    "names": _("Names they gave"),
    "address": _("Address"),
    "age": _("About how old?"),
    "height": _("How tall?"),
    "build": _("Build"),
    "hair": _("Hair"),
    "face": _("Face"),
    "vehicle_kind": _("What did they drive?"),
    "vehicle_colour": _("Which colour?"),
    "marks": _("What stood out?"),
    "words": _("Anything else about them"),
}


class Text:
    """Opens what one report says on a page that people read: nothing as long as it is in escrow."""

    def __init__(self, page: Page, chosen: Chosen) -> None:
        self.page = page
        self.is_open = rules.is_text_open(chosen)

    def of(self, row: Report | OfReport, path: str) -> Opened | None:
        """The value once the page is on the trail; None where it stays closed."""
        return self.page.open(row, path) if self.is_open else None

    def way_to_ask(self, row: Report, *, is_matched: bool) -> Opened | None:
        """How whoever reported may be reached: in escrow once it matches, so that they can be asked again."""
        return self.page.open(row, "incident.reach") if self.is_open or is_matched else None


@dataclass(frozen=True)
class Line:
    """A report in a list: codes in words, and nothing that is sealed."""

    row: Report
    kinds: list[str]
    zone: str
    level: str
    way: str
    is_young: bool
    is_closed: bool


@dataclass(frozen=True)
class Said:
    """One thing that was said, under its heading's code."""

    name: str
    words: str = field(repr=False)

    @property
    def label(self) -> str:
        return str(HEADINGS[self.name])


@dataclass(frozen=True)
class Answered:
    """A reply. `words`: our copy."""

    reply: Reply
    by: str
    words: str = field(repr=False)


@dataclass(frozen=True)
class ChoiceShown:
    """How far it was to go from a moment on, and who said so."""

    choice: Choice
    level: str
    tell: str
    release: str
    how: str
    by: str


@dataclass(frozen=True)
class Shown:
    """One report, opened as far as whoever reported it agreed."""

    row: Report
    line: Line
    setting: str
    language: str
    taken_by: str
    words: str = field(repr=False)
    reach: str = field(repr=False)
    facts: list[Said] = field(repr=False)
    offenders: list[list[Said]] = field(repr=False)
    n_offenders: int
    additions: list[tuple[Addition, str]] = field(repr=False)
    replies: list[Answered]
    history: list[ChoiceShown]
    way_back: WayBack | None
    others: list[tuple[UUID, str]]
    has_more_others: bool
    has_door: bool
    is_closed: bool
    is_matched: bool


def line(row: Report, level: str) -> Line:
    """One line of a list."""
    return Line(
        row=row,
        kinds=queries.kinds_in_words(row.kinds),
        zone=row.zone.label if row.zone else "",
        level=lists.label("levels", level),
        way=lists.label("ways", row.way),
        is_young=lists.YOUNG in row.kinds,
        is_closed=level == lists.ESCROW,
    )


def report_shown(by: Actor, whole: queries.Whole) -> Shown:
    """Everything of a report, with one row on the trail; no word of one in escrow."""
    row, names = whole.row, whole.names
    chosen = _chosen(whole.choices)
    with reading(by, row.project_id, act="safety.show_report") as page:
        text = Text(page, chosen)
        words, facts = text.of(row, "incident.words"), text.of(row, "incident.facts")
        reach = text.way_to_ask(row, is_matched=whole.is_matched)
        described = [text.of(one, "incident.described") for one in whole.offenders]
        added = [text.of(one, "incident.words") for one in whole.additions]
        replied = [text.of(one, "incident.words") for one in whole.replies]
    return Shown(
        row=row,
        line=line(row, chosen.level),
        setting=people_lists.label("setting", row.setting) if row.setting else "",
        language=language_in_words(row.language),
        taken_by=_name(names, row.taken_by),
        words=_value(words) or "",
        reach=_value(reach) or "",
        facts=facts_in_words(_value(facts) or {}),
        offenders=[offender_in_words(_value(one) or {}) for one in described] if text.is_open else [],
        n_offenders=len(described),
        additions=[(one, _value(said) or "") for one, said in zip(whole.additions, added, strict=True)],
        replies=[
            Answered(one, _name(names, one.written_by), _value(said) or "")
            for one, said in zip(whole.replies, replied, strict=True)
        ],
        history=[_choice_shown(one, names) for one in whole.choices],
        way_back=whole.way_back,
        others=[(one.pk, queries.in_short(one, row.project)) for one in whole.others[: queries.MOST_OTHERS]],
        has_more_others=len(whole.others) > queries.MOST_OTHERS,
        has_door=whole.has_door,
        is_closed=not text.is_open,
        is_matched=whole.is_matched,
    )


def facts_in_words(facts: Mapping[str, Any]) -> list[Said]:
    """Day, time, place and how it was done."""
    hours, methods = facts.get("hours", ""), facts.get("methods", [])
    said = [
        Said("day", day_in_words(facts.get("day", ""))),
        Said("hours", lists.label("hours", hours) if hours else ""),
        Said("place", facts.get("place", "")),
        Said("methods", ", ".join(lists.label("methods", code) for code in methods)),
    ]
    return [one for one in said if one.words]


def offender_in_words(said: Mapping[str, Any]) -> list[Said]:
    """What is known of one of them, heading by heading."""
    found = [
        Said(name, "\n".join(said[name]))
        for name in ("phones", "plates", "online", "names")
        if said.get(name)
    ]
    found += [Said(name, said[name]) for name in ("address",) if said.get(name)]
    coded = {"age": "ages", "height": "heights"} | {name: name for name in lists.TRAITS}
    found += [Said(name, lists.label(of, said[name])) for name, of in coded.items() if said.get(name)]
    if said.get("marks"):
        found.append(Said("marks", ", ".join(lists.label("marks", code) for code in said["marks"])))
    return [*found, *(Said(name, said[name]) for name in ("words",) if said.get(name))]


def day_in_words(day: str) -> str:
    """A day or a month, as it was written down, in words."""
    if len(day) == len("2026-11"):
        return queries.month_in_words(date.fromisoformat(f"{day}-01"))
    return queries.date_format(date.fromisoformat(day), "j F Y") if day else ""


def language_in_words(code: str) -> str:
    return BY_CODE[code].name if code in BY_CODE else code


def _choice_shown(one: Choice, names: Mapping[UUID, str]) -> ChoiceShown:
    return ChoiceShown(
        choice=one,
        level=lists.label("levels", one.level),
        tell=lists.label("tells", one.tell),
        release=lists.label("releases", one.release),
        how=lists.label("ways", one.how),
        by=_name(names, one.said_by),
    )


def _chosen(said: list[Choice]) -> Chosen:
    """What holds: the latest of them; nothing said goes nowhere."""
    return Chosen(said[0].level, said[0].tell, said[0].release) if said else Chosen()


def _name(names: Mapping[UUID, str], worker_id: UUID | None) -> str:
    return names.get(worker_id, "") if worker_id else ""


def _value(opened: Opened | None) -> Any:
    return opened.value if opened is not None else None
