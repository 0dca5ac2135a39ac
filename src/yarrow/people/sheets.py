"""A person's sheet: everything this room knows about one person, opened inside somebody's page.

A door that shows more than this room does so on one page and one trail row:

    with reading(by, project.id, act="people.show_person", reason=reason) as page:
        sheet = sheets.open_sheet(page, person)
        …  (the door opens its own rows)
    context = sheet.context()
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yarrow.people import lists, papers, rules, said
from yarrow.people.models import (
    Alias,
    KeyWorker,
    OfPerson,
    Person,
    PersonSetting,
    SafeguardingStep,
    SettingKind,
    WayToReach,
)
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.vault import at_once
from yarrow.vault.opening import Opened, Page
from yarrow.vault.prepared import PreparedLists

# What stands under "who they are"; the name to be called by is the page's heading.
SHOWN = tuple(field for field in (*said.SEALED[1:], *said.PLAIN) if field not in said.QUIET)
STEP_PATHS = ("identity.told", "identity.next_step", "notes.note")
FIELD_LABELS = {
    "called": _("Name to be called by"),
    "full_name": _("Full name"),
    "born_on": _("Date of birth"),
    "gender_said": _("Gender in their own words"),
    "trans": _("Trans"),
    "languages": _("Languages"),
    "interpreter": _("Interpreter"),
    "nationality": _("Nationality"),
    "appearance": _("How to recognise them"),
    "gp": _("Registered with a GP"),
    "dentist": _("Registered with a dentist"),
    "woman_worker": _("Prefers a woman worker"),
    "suits_place": _("A place that suits"),
    "suits_hour": _("An hour that suits"),
    "pregnant": _("Pregnant"),
    "parenting": _("About being a parent"),
    "supported_as": _("Supported"),
    "gender": _("Gender for counting"),
    "age_band": _("Age band"),
    "first_met_on": _("First met"),
}
WAY_FIELDS = ("kind", "value", "safe_times", "cautions")


@dataclass(frozen=True)
class WayShown:
    """A way to reach, ready to show. `never` and `fine` are sentences; what must never be done comes first."""

    id: UUID
    kind: str
    value: str
    safe_times: str
    never: tuple[str, ...]
    fine: tuple[str, ...]
    ended_on: date | None


@dataclass(frozen=True)
class StepShown:
    """One step of the safeguarding path, ready to show."""

    added_at: datetime
    said_by: UUID
    told: str
    told_on: date | None
    next_step: str
    next_on: date | None
    note: str


@dataclass(frozen=True)
class NameShown:
    """Another name or a number elsewhere, ready to show."""

    id: UUID
    kind: str
    name: str
    ended_on: date | None


@dataclass(frozen=True)
class SettingShown:
    """A setting, ready to show: the list's words and the person's own."""

    id: UUID
    label: str
    own_word: str
    from_on: date | None
    until_on: date | None


_rows_of = PreparedLists(
    lambda person_id, project_id: [
        Alias.objects.filter(person=person_id),
        WayToReach.objects.filter(person=person_id),
        PersonSetting.objects.filter(person=person_id),
        SafeguardingStep.objects.filter(person=person_id),
        papers.papers_of(person_id),
        KeyWorker.objects.filter(person=person_id).select_related("worker"),
        SettingKind.objects.filter(project=project_id),
    ]
)


class Rows:
    """Everything this room keeps about one person; its lists are read with others of a page (`at_once`)."""

    def __init__(self, person: Person) -> None:
        self.lists = _rows_of(person.pk, person.project_id)
        (
            self.aliases,
            self.ways,
            self.settings,
            self.steps,
            self.papers,
            self.key_workers,
            self.kinds,
        ) = self.lists


class Sheet:
    """What was opened about one person. `context()` works after the page's trail row is committed."""

    def __init__(self, page: Page, person: Person, rows: Rows) -> None:
        at_once.read(rows)
        self.person, self.rows = person, rows
        self.identity = {field: page.open(person, f"identity.{field}") for field in said.SEALED}
        self.opened_steps = {
            step.id: [page.open_if_held(step, path) for path in STEP_PATHS] for step in rows.steps
        }
        self.opened_titles = {paper.id: page.open_if_held(paper, "notes.title") for paper in rows.papers}
        self.keeps_papers = rules.can_keep_papers(page.by, person.project)
        self.opened_names = page.open_many(rows.aliases, "identity.name")
        self.opened_words = page.open_many(rows.settings, "identity.own_word")
        self.opened_ways = {field: page.open_many(rows.ways, f"identity.{field}") for field in WAY_FIELDS}

    def values(self) -> dict[str, Any]:
        """The person's own fields as a form takes them: dates as dates, languages as a list."""
        known = {field: opened.value for field, opened in self.identity.items()}
        if known["born_on"]:
            known["born_on"] = date.fromisoformat(known["born_on"])
        plain = {field: getattr(self.person, field) for field in said.PLAIN}
        return {**known, **plain}

    def context(self) -> dict[str, Any]:
        """What the person's page shows."""
        known = self.values()
        ways = [self._way(way) for way in self.rows.ways]
        labels = labels_with(self.rows.kinds)
        settings = [self._setting(row, labels) for row in self.rows.settings]
        names = [self._name(alias) for alias in self.rows.aliases]
        told_papers = papers.shown(self.rows.papers, self.opened_titles)
        key_worker = next((row for row in self.rows.key_workers if row.until_on is None), None)
        return {
            "person": self.person,
            "called": known["called"] or "",
            "key_worker": key_worker,
            "ways": [way for way in ways if not way.ended_on],
            "ways_before": [way for way in ways if way.ended_on],
            "names": [name for name in names if not name.ended_on],
            "names_before": [name for name in names if name.ended_on],
            "settings": [row for row in settings if not row.until_on],
            "settings_before": [row for row in settings if row.until_on],
            "papers": [paper for paper in told_papers if not paper.removed_at],
            "papers_before": [paper for paper in told_papers if paper.removed_at],
            "n_papers_closed": sum(opened.is_closed for opened in self.opened_titles.values()),
            "keeps_papers": self.keeps_papers,
            "details": list(in_words(known)),
            "quiet": list(in_words(known, said.QUIET)),
            "interpreter": lists.label("interpreter", known["interpreter"] or "")
            if known["interpreter"]
            else "",
            "steps": self.safeguarding(),
            "timeline": (),
            "asked_for": (),
        }

    def safeguarding(self) -> list[StepShown]:
        """The steps of somebody under 18 that say something, the latest first."""
        shown = []
        for step in reversed(self.rows.steps):
            told, next_step, note = (opened.value or "" for opened in self.opened_steps[step.id])
            if told or next_step or note:
                shown.append(
                    StepShown(step.added_at, step.said_by, told, step.told_on, next_step, step.next_on, note)
                )
        return shown

    def _way(self, way: WayToReach) -> WayShown:
        field = {name: opened[way.id].value for name, opened in self.opened_ways.items()}
        told = field["cautions"] or []
        return WayShown(
            id=way.id,
            kind=lists.label("way", field["kind"] or ""),
            value=field["value"] or "",
            safe_times=field["safe_times"] or "",
            never=tuple(lists.label("caution", code) for code in told if not code.startswith("ok_")),
            fine=tuple(lists.label("caution", code) for code in told if code.startswith("ok_")),
            ended_on=way.ended_on,
        )

    def _name(self, alias: Alias) -> NameShown:
        name = _text(self.opened_names, alias)
        return NameShown(alias.id, lists.label("alias", alias.kind), name, alias.ended_on)

    def _setting(self, row: PersonSetting, labels: dict[str, str]) -> SettingShown:
        label = labels.get(row.code, row.code)
        return SettingShown(row.id, label, _text(self.opened_words, row), row.from_on, row.until_on)


def open_sheet(page: Page, person: Person, rows: Rows | None = None) -> Sheet:
    """Open everything this room knows about `person` on `page`; `rows`: where they were read with more of the page."""
    return Sheet(page, person, rows or Rows(person))


def setting_labels(project: Project) -> dict[str, str]:
    """Words for every setting code of a project, shared and its own, also those no longer offered."""
    return labels_with(SettingKind.objects.filter(project=project))


def labels_with(kinds: Iterable[SettingKind]) -> dict[str, str]:
    """The same, where the project's own settings were read already."""
    shared = {item.code: lists.label("setting", item.code) for item in lists.items("setting")}
    return {**shared, **{kind.code: kind.label for kind in kinds}}


def setting_choices(project: Project) -> list[tuple[str, str]]:
    """The settings this project offers now: the shared list, then its own before "another" and the rest."""
    shared = lists.choices("setting")
    own = list(SettingKind.objects.filter(project=project, retired_at=None).values_list("code", "label"))
    return [*shared[:-3], *own, *shared[-3:]]


def field_label(field: str) -> str:
    """The words for a field of a person."""
    return str(FIELD_LABELS[field])


def value_in_words(field: str, value: Any) -> str:
    """A value as a page shows it; "" when nothing was said."""
    if value in said.UNSAID:
        return ""
    if field in said.CHOSEN:
        return lists.label(said.CHOSEN[field], value)
    if isinstance(value, date):
        return days.day(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def in_words(known: dict[str, Any], fields: Sequence[str] = SHOWN) -> Any:
    """{key, value} of every field that something was said about, in the order of the page."""
    for field in fields:
        words = value_in_words(field, known.get(field))
        if words:
            yield {"key": field_label(field), "value": words}


def _text(opened: dict[Any, Opened], row: OfPerson) -> str:
    return opened[row.id].value or ""
