"""How a grant stands: true figures to date beside what was promised. Not for sharing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yarrow.evaluation.activity import DIMENSION_WORDS, Words, met_in, words_of
from yarrow.evaluation.grant_forms import measure_words
from yarrow.evaluation.lines import FREE, standing_of
from yarrow.evaluation.models import Grant, GrantLine
from yarrow.evaluation.models.releases import pairs
from yarrow.methods.activity import Period
from yarrow.methods.populations import Place, Populations
from yarrow.staff.models import Project
from yarrow.ui.tables import Column, Table, figure_text


@dataclass(frozen=True)
class LineStanding:
    """One line: its words, what it counts, what was promised and what was counted so far."""

    line: GrantLine
    definition: str
    actual: int
    is_fixed: bool

    @property
    def share(self) -> str:
        """Counted out of promised, in percent; empty where nothing was promised."""
        return f"{round(100 * self.actual / self.line.target)} %" if self.line.target else ""


def standings(project: Project, grant: Grant, today: date) -> list[LineStanding]:
    """Every line in use with its true figure from the grant's first day to today."""
    words, until = words_of(project), min(today, grant.to_on)
    returns = list(grant.releases.all())
    lines = [
        (line, definition_of(line, words), standing_of(line, returns) != FREE)
        for line in grant.lines.filter(retired_at=None)
    ]
    if until < grant.from_on:
        return [LineStanding(line, definition, 0, is_fixed) for line, definition, is_fixed in lines]
    period = Period(grant.from_on, until)
    populations = Populations(met_in(project, period))
    return [
        LineStanding(
            line,
            definition,
            populations.count(Place(line.measure, period, pairs(line.where))).n,
            is_fixed,
        )
        for line, definition, is_fixed in lines
    ]


def definition_of(line: GrantLine, words: Words) -> str:
    """What is counted for a line, in our words."""
    kept = [f"{str(DIMENSION_WORDS[name]).lower()}: {words.value(name, value)}" for name, value in line.where]
    return "; ".join([measure_words(words).get(line.measure, line.measure), *kept])


def table_of(lines: list[LineStanding]) -> Table:
    """The lines as a table."""
    columns = [
        Column(_("Line")),
        Column(_("What we count")),
        Column(_("Promised"), is_number=True),
        Column(_("Counted so far"), is_number=True),
        Column(_("Of what was promised"), is_number=True),
    ]
    rows = [
        [one.line.wording, one.definition, promised(one.line), one.actual, one.share or _("not said")]
        for one in lines
    ]
    return Table(caption=_("Lines of this grant"), columns=columns, rows=rows)


def promised(line: GrantLine) -> str:
    """“30 women”, or that nothing was promised."""
    if line.target is None:
        return _("not said")
    return f"{figure_text(line.target)} {line.unit}".strip()
