"""A release of the activity table on paper: its sentence, its rows, and what it does not tell."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from yarrow.evaluation import states
from yarrow.evaluation.activity import DIMENSION_WORDS
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.paper import Line, Paper, meanings, row_words, span
from yarrow.evaluation.releasing import OF_MEETINGS
from yarrow.evaluation.showing import axis_of, half, headings
from yarrow.methods.breakdowns import ALL, STRETCHES, days_of
from yarrow.methods.disclosure import BESIDE, EARLIER, FEW
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.ui.happenings import thawed
from yarrow.ui.tables import figure_text
from yarrow.ui.trends import MOST, numbered

ROW_WORDS = {
    **DIMENSION_WORDS,
    "quarter": lazy("Three months"),
    "half_year": lazy("Six months"),
    "year": lazy("Twelve months"),
}
TITLES = {
    "met": lazy("People and contacts"),
    "people": lazy("People (new and known before) and contacts"),
    "given": lazy("Things given"),
    "done": lazy("Things done"),
}


def paper_of(project: Project, release: Release) -> Paper:
    """The paper of a release, from its ledger alone."""
    cells = list(release.cells.all())
    measures = list(dict.fromkeys(cell.measure for cell in cells))
    heads = {measure: heading(measure, release.words) for measure in measures}
    lines = lines_of(release, cells, measures)
    return Paper(
        title=title_of(release),
        project=project.name,
        finding=finding(release, {cell.measure: cell.n for cell in cells if is_whole(cell)}),
        heads=tuple(str(ROW_WORDS[name]) for name in release.by) or (_("Period"),),
        measures=tuple(heads.values()),
        lines=tuple(lines),
        caveats=(*caveats(release, cells), *numbered(thawed(release.words)[-MOST:])),
        definitions=meanings(list(heads.items())),
        source=source_of(release),
        file_name=f"release-{project.code}-{release.number}",
        drawn=drawn(release, measures),
        **_over_time(release, cells),
    )


def _over_time(release: Release, cells: Sequence[ReleasedCell]) -> dict[str, Any]:
    """Of rows that are stretches of time: where they stand, and what happened outside, as frozen with it."""
    rows = [row for row in dict.fromkeys(tuple(cell.row) for cell in cells) if ALL not in row]
    if len(release.by) != 1 or release.by[0] not in STRETCHES or not rows:
        return {}
    return {"axis": axis_of([days_of(row[0]) for row in rows]), "happenings": tuple(thawed(release.words))}


def heading(measure: str, words: dict[str, str]) -> str:
    """The words over a column."""
    return headings().get(measure) or words.get(measure, measure)


def title_of(release: Release) -> str:
    """What, by what, where and when."""
    rows = _(" and ").join(str(ROW_WORDS[name]).lower() for name in release.by)
    title = str(TITLES[release.counts])
    if rows:
        title = _("%(what)s by %(rows)s") % {"what": title, "rows": rows}
    kept = ", ".join(
        f"{str(DIMENSION_WORDS[name]).lower()}: {release.words.get(f'{name}:{value}', value)}"
        for name, value in release.where
    )
    title = f"{title} ({kept})" if kept else title
    return f"{title}, {span(release.period)}"


def lines_of(release: Release, cells: Sequence[ReleasedCell], measures: Sequence[str]) -> list[Line]:
    """The rows in their order, margins after what they add up."""
    rows: dict[tuple[str, ...], dict[str, int | None]] = {}
    for cell in cells:
        rows.setdefault(tuple(cell.row), {})[cell.measure] = cell.n
    return [
        Line(
            names=tuple(
                row_words(name, value, release.words) for name, value in zip(release.by, row, strict=True)
            )
            or (span(release.period),),
            figures=tuple(figures[measure] for measure in measures),
            is_margin=ALL in row,
        )
        for row, figures in rows.items()
    ]


def is_whole(cell: ReleasedCell) -> bool:
    """Whether the figure is of the whole table."""
    return all(value == ALL for value in cell.row)


def drawn(release: Release, measures: Sequence[str]) -> tuple[int, ...]:
    """The columns of the picture: people and contacts; of other tables their first thing."""
    wanted = ("n_contacts", "n_people") if release.counts in OF_MEETINGS else measures[1:2]
    return tuple(measures.index(name) for name in wanted) if len(release.by) == 1 else ()


def finding(release: Release, whole: dict[str, int | None]) -> str:
    """The first sentence, with its n."""
    when = {"span": span(release.period)}
    contacts = whole.get("n_contacts")
    if contacts == 0:
        return _("Nobody was met from %(span)s.") % when
    if contacts is None:
        return _("Few people were met from %(span)s: their number is hidden.") % when
    when["contacts"] = figure_text(contacts)
    if release.counts not in OF_MEETINGS:
        return _things(release, whole, when)
    people = whole.get("n_people")
    if people is None:
        return _("There were about %(contacts)s contacts from %(span)s.") % when
    said = _("About %(people)s known people were met from %(span)s (n = %(contacts)s contacts).")
    parts = [said % {**when, "people": figure_text(people)}]
    if release.middle is not None:
        parts.append(half(release.middle))
    return " ".join(parts)


def _things(release: Release, whole: dict[str, int | None], when: dict[str, str]) -> str:
    things = {name: n for name, n in whole.items() if n and name != "n_contacts"}
    if not things:
        return _("There were about %(contacts)s contacts from %(span)s.") % when
    most = max(things, key=lambda name: things[name])
    about = {**when, "n": figure_text(things[most]), "what": release.words.get(most, most)}
    return _("Most of all: %(what)s, about %(n)s, from %(span)s (n = %(contacts)s contacts).") % about


def caveats(release: Release, cells: Sequence[ReleasedCell]) -> list[str]:
    """What the table does not tell."""
    said = hidden_words([cell.why for cell in cells if cell.n is None], len(cells))
    if release.is_coarser:
        asked = _(" and ").join(str(ROW_WORDS[name]).lower() for name in release.asked_by)
        said.append(
            _(
                "By %s, more than a third of the figures would be hidden. This is the finest table that shows more."
            )
            % asked
        )
    return [
        *said,
        *always(),
        frozen_words(release),
        _("More contacts can mean more need, more workers or better weather. This table can't say which."),
    ]


def always() -> list[str]:
    """What is true of every release."""
    return [
        _("Every figure is rounded to the nearest 5, totals on their own, so rows do not add up exactly."),
        _("People not known are counted at each meeting, so they are never a number of different people."),
        _("A zero means that records were kept and nothing was counted."),
    ]


def hidden_words(whys: Sequence[str], n_cells: int) -> list[str]:
    """How many figures are hidden, and why."""
    few, beside, earlier = (whys.count(why) for why in (FEW, BESIDE, EARLIER))
    said = []
    if few:
        words = ngettext(
            "%(n)d of %(all)d figures is hidden because few people (1 to 7, or all of a group) stand behind it.",
            "%(n)d of %(all)d figures are hidden because few people (1 to 7, or all of a group) stand behind them.",
            few,
        )
        said.append(words % {"n": few, "all": n_cells})
    if beside:
        words = ngettext(
            "%d more is hidden so that those can't be worked out.",
            "%d more are hidden so that those can't be worked out.",
            beside,
        )
        said.append(words % beside)
    if earlier:
        words = ngettext(
            "%d is held back: beside an earlier release it would show a few people.",
            "%d are held back: beside an earlier release they would show a few people.",
            earlier,
        )
        said.append(words % earlier)
    return said or [_("No figure is hidden.")]


def frozen_words(release: Release) -> str:
    """When the figures were frozen."""
    return _("Figures were frozen on %s. What was written down later is not in them.") % days.day(
        release.cut_at.astimezone(release.project.zone)
    )


def source_of(release: Release) -> str:
    """The line that says whether it may be shared, and tells this release from every other."""
    marks = {states.PROPOSED: _("Proposed, not for sharing yet."), states.PUBLISHED: _("For sharing.")}
    about = {"n": release.number, "rule": release.rule}
    mark = marks.get(release.state, _("No longer for sharing."))
    return f"{mark} " + _("Release %(n)d, gate rule %(rule)s.") % about
