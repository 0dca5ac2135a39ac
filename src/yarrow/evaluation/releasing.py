"""From a question to a table that may leave: contacts read once, counted, and passed through the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yarrow.evaluation.activity import Words, expected_values, met_in, words_of
from yarrow.evaluation.errors import TooFew
from yarrow.evaluation.models import GrantLine, ReleasedCell
from yarrow.evaluation.models.releases import pairs
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL, STRETCHES, Definition
from yarrow.methods.disclosure import middle_shown
from yarrow.methods.populations import COUNTS, DONE, GIVEN, Populations
from yarrow.methods.proposing import Proposal, propose
from yarrow.methods.returns import cell_of, pass_lines
from yarrow.staff.models import Project
from yarrow.ui import happenings
from yarrow.ui.tables import figure_text

# Fewer figures to a row: fewer of them are small.
OF_MEETINGS = {"met": ("n_contacts", "n_people"), "people": COUNTS}
PREFIXES = {"given": GIVEN, "done": DONE}


@dataclass(frozen=True)
class Wanted:
    """What is asked to leave.

    `counts`: met (contacts and people), people (also new and known before), given or done; `where`: (dimension,
    value) pairs to keep.
    """

    period: Period
    by: tuple[str, ...] = ("month",)
    counts: str = "people"
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A proposal with the words for its codes, and the median if ten people stand behind it.

    `by`: the rows that the gate let through, where they are none of the activity table's.
    """

    proposal: Proposal
    words: Mapping[str, str]
    middle: float | None
    by: tuple[str, ...] | None = None

    @property
    def rows_by(self) -> tuple[str, ...]:
        """What the rows are by."""
        return self.proposal.definition.by if self.by is None else self.by


def prepare(project: Project, wanted: Wanted) -> Prepared:
    """Count and pass the gate. Raises TooFew where nothing would be left to show."""
    populations = Populations(met_in(project, wanted.period))
    measures = measures_of(wanted.counts, populations)
    definition = Definition(wanted.period, wanted.by, measures, wanted.where)
    ledger = ReleasedCell.objects.ledger(project)
    # A zone in which nobody was met is told; the many kinds of contact that a project never has are not.
    expected = {"zone": expected_values(project)["zone"]}
    proposal = propose(definition, populations, ledger, expected)
    if not proposal.says_something:
        raise too_few(proposal)
    middle = middle_shown(*populations.middle(wanted.period, wanted.where))
    words = frozen_words(words_of(project), proposal) | _outside(project, wanted.period, proposal)
    return Prepared(proposal, words, middle)


def _outside(project: Project, period: Period, proposal: Proposal) -> dict[str, str]:
    """What happened outside, in the project's public words, for the picture of a table by days."""
    by = proposal.definition.by
    if len(by) != 1 or by[0] not in STRETCHES:
        return {}
    return happenings.frozen(happenings.between(project.id, period.from_on, period.to_on))


def too_few(proposal: Proposal) -> TooFew:
    """Why nothing is left to show: too few people, or too few more or fewer than in an earlier release."""
    if proposal.conflicts:
        return TooFew(
            _(
                "Beside an earlier release these figures would show a few people. Choose other months or filters."
            )
        )
    return TooFew(_("Too few people are counted here to show anything. Choose more months or fewer filters."))


def prepare_return(project: Project, period: Period, lines: Sequence[GrantLine]) -> Prepared:
    """The lines of a grant, counted and passed through the gate."""
    populations = Populations(met_in(project, period))
    asked = [(line.measure, pairs(line.where)) for line in lines]
    proposal = pass_lines(period, asked, populations, ReleasedCell.objects.ledger(project))
    if not proposal.says_something:
        raise too_few(proposal)
    words: dict[str, str] = {}
    for place, line in enumerate(lines):
        row, measure = cell_of(line.measure, pairs(line.where))
        promised = f"{figure_text(line.target)} {line.unit}".strip() if line.target is not None else ""
        about = {"wording": line.wording, "promised": promised, "cell": "&".join(row), "measure": measure}
        words |= {f"{place}:{name}": value for name, value in about.items()}
    return Prepared(proposal, words, None)


def measures_of(counts: str, populations: Populations) -> tuple[str, ...]:
    """The figures of a table: of people, or contacts with each thing given or done."""
    if counts in OF_MEETINGS:
        return OF_MEETINGS[counts]
    return ("n_contacts", *populations.codes(PREFIXES[counts]))


def frozen_words(words: Words, proposal: Proposal) -> dict[str, str]:
    """`dimension:value` and `given:code` → how they are said today, for what this table names."""
    by = proposal.definition.by
    named = {pair for key, _measure in proposal.places for pair in zip(by, key, strict=True)}
    named |= set(proposal.definition.where)
    said = {
        f"{name}:{value}": words.value(name, value)
        for name, value in sorted(named)
        if name not in STRETCHES and value != ALL
    }
    for measure in proposal.definition.measures:
        sort, _colon, code = measure.partition(":")
        if code:
            said[measure] = {"given": words.given, "done": words.done}[sort].get(code, code)
    return said
