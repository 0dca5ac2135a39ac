"""Distance travelled in the whole project: true figures, for inside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yarrow.methods.distance import Rated, Travelled, held_for, travelled
from yarrow.plans import extract, lists
from yarrow.plans.courses import MONTHS
from yarrow.staff.models import Project
from yarrow.ui.tables import Column, Table


@dataclass(frozen=True)
class Distances:
    """One table for each kind of rater, never mixed; and tenancies still held."""

    tables: list[Table]
    homes: Table
    n_people: int


def of_project(project: Project, from_on: date, to_on: date, today: date) -> Distances:
    """First rating of the period against the latest, by domain and rater. Two queries."""
    answers = list(extract.ratings(project, from_on, to_on))
    found = travelled(answers)
    tables = [_table(rater, found) for rater in lists.RATERS if any(key[1] == rater for key in found)]
    return Distances(tables, _homes(extract.tenancies(project), from_on, to_on, today), _n_people(answers))


def _n_people(answers: Iterable[Rated]) -> int:
    return len({one.person_id for one in answers})


def _table(rater: str, found: dict[tuple[str, str], Travelled]) -> Table:
    headings = (
        _("Moved up"),
        _("Stayed"),
        _("Moved down"),
        pgettext("how it went", "Not known"),
        _("Out of"),
    )
    columns = [
        Column(_("What")),
        *(Column(words, is_number=True) for words in headings),
        Column(_("What it can say")),
    ]
    rows = [
        _row(item, found[item.code, rater]) for item in lists.items("domain") if (item.code, rater) in found
    ]
    return Table(caption=lists.label("rater", rater), columns=columns, rows=rows)


def _row(item: lists.Item, one: Travelled) -> list[object]:
    return [item.words, one.up, one.stayed, one.down, one.not_known, one.n, in_words(one)]


def in_words(one: Travelled) -> str:
    """How far a row may be read."""
    if one.n_known == 0:
        return _("Nobody was asked twice yet.")
    if one.is_few:
        words = ngettext(
            "Only %(n)d person has two ratings: read it as their story.",
            "Only %(n)d people have two ratings: read it as their stories, not as a pattern.",
            one.n_known,
        )
        return words % {"n": one.n_known}
    return _("%(known)d of %(n)d have two ratings; of the others nothing is known.") % {
        "known": one.n_known,
        "n": one.n,
    }


def _homes(
    rows: Iterable[tuple[UUID, date, date | None, date]], from_on: date, to_on: date, today: date
) -> Table:
    begun = [row for row in rows if from_on <= row[1] <= to_on]
    headings = (_("Still held"), _("No more"), _("Not known, or not yet"), _("Out of"))
    columns = [
        Column(_("Tenancies begun in this time")),
        *(Column(words, is_number=True) for words in headings),
    ]
    lines = [_held(begun, months, today) for months in MONTHS]
    return Table(caption=_("Tenancies still held"), columns=columns, rows=lines if begun else [])


def _held(begun: list[Any], months: int, today: date) -> list[object]:
    said = [
        held_for(from_on, until_on, known_on, months, today) for _person, from_on, until_on, known_on in begun
    ]
    label = _("After %d months") % months
    return [label, said.count(True), said.count(False), said.count(None), len(said)]
