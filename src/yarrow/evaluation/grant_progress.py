"""How a grant stands: true figures to date beside what was promised. Not for sharing."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from yarrow.evaluation.activity import DIMENSION_WORDS, Words, met_in, words_of
from yarrow.evaluation.grant_forms import measure_words
from yarrow.evaluation.lines import FREE, standing_of
from yarrow.evaluation.models import Grant, GrantLine
from yarrow.evaluation.models.releases import pairs
from yarrow.methods.activity import Period
from yarrow.methods.populations import Place, Populations
from yarrow.staff.models import Project
from yarrow.ui import charts
from yarrow.ui.tables import Column, Table, figure_text

# The letters of a line that fit over its bar; the table has it whole.
LABEL = 40


@dataclass(frozen=True)
class LineStanding:
    """One line: its words, what it counts, what was promised and what was counted so far."""

    line: GrantLine
    definition: str
    actual: int
    is_fixed: bool

    @property
    def percent(self) -> int | None:
        """Counted out of promised; None where nothing was promised."""
        return round(100 * self.actual / self.line.target) if self.line.target else None

    @property
    def share(self) -> str:
        """The same in words; empty where nothing was promised."""
        return "" if self.percent is None else f"{self.percent} %"


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


def drawn(lines: list[LineStanding], gone: int) -> SafeString:
    """Each line's share of what was promised, in percent, under the share of the time that is gone ("" without any)."""
    kept = [one for one in lines if one.line.target]
    if not kept:
        return SafeString("")
    labels = [_("The grant's time"), *(Truncator(one.line.wording).chars(LABEL) for one in kept)]
    describe = _("The first bar is the share of the time that is gone, each other one the share of a line.")
    title = _("Of the time, and of what was promised, in percent")
    return charts.lines(
        "grant", title=title, describe=describe, labels=labels, values=[gone, *(one.percent for one in kept)]
    )


def promised(line: GrantLine) -> str:
    """“30 women”, or that nothing was promised."""
    if line.target is None:
        return _("not said")
    return f"{figure_text(line.target)} {line.unit}".strip()
