"""What those who came to a training thought before and after: distributions with how many answered, no averages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yarrow.community import lists
from yarrow.community.models import Statement, Training, TrainingAnswers
from yarrow.ui.charts import Picture, Series, picture
from yarrow.ui.tables import Column, Table

FEW = 10
# (moment, step) → how many.
Counts = Mapping[tuple[str, int], int]


@dataclass(frozen=True)
class Asked:
    """One sentence with what was answered to it."""

    statement: Statement
    counts: Counts
    picture: Picture | None
    finding: str
    is_few: bool


def asked_at(training: Training, statements: Iterable[Statement]) -> list[Asked]:
    """Sentences that are asked now, and those that were answered at this training. One query."""
    return _asked(training.answers.all(), statements)


def asked_in_all(answers: Iterable[TrainingAnswers], statements: Iterable[Statement]) -> list[Asked]:
    """The same over several trainings together."""
    return [one for one in _asked(answers, statements) if one.counts]


def _asked(answers: Iterable[TrainingAnswers], statements: Iterable[Statement]) -> list[Asked]:
    counts: dict[object, dict[tuple[str, int], int]] = {}
    for row in answers:
        found = counts.setdefault(row.statement_id, {})
        found[row.moment, row.step] = found.get((row.moment, row.step), 0) + row.n
    wanted = [one for one in statements if not one.is_ended or one.pk in counts]
    return [_one(n, one, counts.get(one.pk, {})) for n, one in enumerate(wanted)]


def _one(n: int, statement: Statement, counts: Counts) -> Asked:
    totals = {moment: answered(counts, moment) for moment in lists.MOMENTS}
    shown = [moment for moment in lists.MOMENTS if totals[moment]]
    return Asked(
        statement=statement,
        counts=counts,
        picture=_picture(n, statement, counts, shown) if shown else None,
        finding=_finding(counts, totals),
        is_few=any(0 < totals[moment] < FEW for moment in lists.MOMENTS),
    )


def answered(counts: Counts, moment: str) -> int:
    """How many answered at this moment."""
    return sum(n for (when, _step), n in counts.items() if when == moment)


def _finding(counts: Counts, totals: Mapping[str, int]) -> str:
    """How many agreed mostly or fully, before and after, each out of how many."""
    said = []
    for moment in lists.MOMENTS:
        if totals[moment]:
            agree = sum(counts.get((moment, step), 0) for step in (4, 5))
            about = {"when": lists.label("moments", moment), "n": agree, "of": totals[moment]}
            said.append(_("%(when)s: %(n)d of %(of)d said mostly or fully") % about)
    return "; ".join(said)


def _picture(n: int, statement: Statement, counts: Counts, shown: Sequence[str]) -> Picture:
    labels = [f"{item.code} {item.said}" for item in lists.items("steps")]
    drawn = picture(
        f"statement-{n}",
        title=statement.words,
        describe=_("How many chose each answer, before and after."),
        labels=labels,
        series=[
            Series(lists.label("moments", moment), [counts.get((moment, step), 0) for step in lists.STEPS])
            for moment in shown
        ],
        first_column=_("Answer"),
    )
    foot = [_("Answered"), *(answered(counts, moment) for moment in shown)]
    columns = [Column(_("Answer")), *(Column(lists.label("moments", one), is_number=True) for one in shown)]
    table = Table(caption=statement.words, columns=columns, rows=drawn.table.rows, foot=foot)
    return Picture(svg=drawn.svg, legend=drawn.legend, table=table)
