"""The activity table of a project: rows from `people` and `contacts`, counted by `methods.activity`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yarrow.contacts import extract as contacts
from yarrow.methods.activity import NOT_RECORDED, Figures, Met, Period, Table, count, tabulate
from yarrow.people import extract as people
from yarrow.staff.models import Project
from yarrow.ui import days

DIMENSION_WORDS = {
    "month": lazy("Month"),
    "kind": lazy("Kind of contact"),
    "zone": lazy("Zone"),
    "gender": lazy("Gender"),
    "setting": lazy("Setting"),
}


@dataclass(frozen=True)
class Words:
    """How codes are said: by dimension, and for things given and done."""

    by_dimension: Mapping[str, Mapping[str, str]]
    given: Mapping[str, str]
    done: Mapping[str, str]

    def value(self, dimension: str, code: str) -> str:
        """The words for one value of a dimension."""
        if code == NOT_RECORDED:
            return _("Not recorded")
        if dimension == "month":
            return days.month(date.fromisoformat(f"{code}-01"))
        return self.by_dimension[dimension].get(code, code)


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see. `where`: dimension → the one value to keep."""

    period: Period
    by: tuple[str, ...] = ("month",)
    where: Mapping[str, str] | None = None


def table_of(project: Project, asked: Asked, today: date) -> Table:
    """Count what was asked; `today` in the project's own time zone ends what can have data."""
    return tabulate(
        list(met_in(project, asked.period)),
        asked.period,
        asked.by,
        where=asked.where,
        expected=expected_values(project),
        kept=kept_in(project, today),
    )


def tables_of(project: Project, period: Period, today: date, bys: Sequence[tuple[str, ...]]) -> list[Table]:
    """Several tables over the same contacts, read once."""
    met, kept, expected = (
        list(met_in(project, period)),
        kept_in(project, today),
        expected_values(project),
    )
    return [tabulate(met, period, by, expected=expected, kept=kept) for by in bys]


def met_in(project: Project, period: Period) -> Iterator[Met]:
    """The contacts of adults supported for themselves, and with people not known: what an activity table counts."""
    return (met for counted_as, met in all_met_in(project, period) if counted_as == people.THEMSELVES)


def apart_in(project: Project, period: Period) -> dict[str, Figures]:
    """Figures of those who are counted apart and were met: partners, family, young people under 18."""
    found: dict[str, list[Met]] = {}
    if people.has_counted_apart(project):
        for counted_as, met in all_met_in(project, period):
            found.setdefault(counted_as, []).append(met)
    return {code: count(found[code], period) for code in people.counted_as_labels() if code in found}


def all_met_in(project: Project, period: Period) -> Iterator[tuple[str, Met]]:
    """Every contact of the period with whom it counts among, and what the record says of gender and settings then."""
    known = {row.person_id: row for row in people.rows(project)}
    firsts = contacts.first_met_on(project)
    for row in contacts.rows(project, period.from_on, period.to_on):
        person = known.get(row.person_id) if row.person_id else None
        met = Met(
            on=row.on,
            kind=row.kind,
            person=str(row.person_id) if row.person_id else None,
            n_people=row.n_people,
            zone=row.zone,
            gender=person.gender if person else row.gender_seen,
            settings=person.settings_on(row.on) if person else (),
            first_on=firsts.get(row.person_id) if row.person_id else None,
            given=dict(row.supplies),
            done=row.done,
        )
        yield (person.counted_as if person else people.THEMSELVES), met


def kept_in(project: Project, today: date) -> Period:
    """From the day the project went live or first met somebody (an import may reach back) to today."""
    spans = contacts.first_and_last(project)
    live = project.live_at.astimezone(project.zone).date() if project.live_at else None
    starts = [day for day in (spans[0] if spans else None, live) if day]
    return Period(min([*starts, today]), today)


def expected_values(project: Project) -> dict[str, list[str]]:
    """Values that get a row even when nothing happened: a zone in which nobody was met is a zero."""
    return {"zone": list(contacts.zone_labels(project)), "kind": list(contacts.kind_labels())}


def words_of(project: Project) -> Words:
    """How this project says its codes."""
    seen = {code: _("%s (as seen)") % words for code, words in contacts.seen_gender_labels().items()}
    return Words(
        by_dimension={
            "kind": contacts.kind_labels(),
            "zone": contacts.zone_labels(project),
            "gender": {**seen, **people.gender_labels()},
            "setting": people.setting_labels(project),
        },
        given=contacts.supply_labels(project),
        done=contacts.done_labels(project),
    )
