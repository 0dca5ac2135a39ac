"""A release of a survey on paper: rows are questions and answers, columns are groups."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.paper import Line, Paper, span
from yarrow.evaluation.release_paper import always, frozen_words, hidden_words, source_of
from yarrow.evaluation.surveying import PREFIX
from yarrow.methods.breakdowns import ALL
from yarrow.methods.survey_gate import ANSWERED, NO_ANSWER, SHEETS
from yarrow.staff.models import Project
from yarrow.ui.tables import figure_text

MOST_DRAWN = 12
Rows = Mapping[tuple[str, str], Mapping[str, int | None]]


def paper_of(project: Project, release: Release) -> Paper:
    """The paper of a survey's release, from its ledger alone."""
    cells = list(release.cells.all())
    rows, groups = _rows(cells), list(dict.fromkeys(cell.row[2] for cell in cells))
    lines = [_line(release, row, figures, groups) for row, figures in rows.items()]
    n_drawn = sum(not line.is_margin for line in lines)
    return Paper(
        title=title_of(release),
        project=project.name,
        finding=finding(release, rows),
        heads=(_("Question"), _("Answer")),
        measures=tuple(_group(release, group) for group in groups),
        lines=tuple(lines),
        caveats=tuple(_caveats(release, cells)),
        definitions=(
            (_("Figures"), _("People who sent answers. Whoever answered twice is counted twice.")),
            (_("Answered"), _("Gave any answer to this question. Its answers are out of these.")),
            (_("No answer"), _("Passed the question over, or was not asked it.")),
        ),
        source=source_of(release),
        file_name=f"release-{project.code}-{release.number}",
        drawn=tuple(range(len(groups))) if n_drawn <= MOST_DRAWN else (),
    )


def title_of(release: Release) -> str:
    """Which survey, by what, and when."""
    title = _said(release, "")
    if _by(release):
        title = _("%(what)s by %(rows)s") % {"what": title, "rows": f"“{_said(release, _by(release))}”"}
    return f"{title}, {span(release.period)}"


def finding(release: Release, rows: Rows) -> str:
    """How many answered, and what most of them chose."""
    n, when = rows[("", SHEETS)][ALL], {"span": span(release.period)}
    if n is None:
        return _("Few people answered from %(span)s: their number is hidden.") % when
    first = _("About %(n)s people answered from %(span)s.") % {**when, "n": figure_text(n)}
    ours = {ANSWERED, NO_ANSWER, SHEETS, "~words"}
    chosen = {row: figures[ALL] for row, figures in rows.items() if row[1] not in ours}
    shown = {row: figure for row, figure in chosen.items() if figure}
    if not shown:
        return first
    (key, code), figure = max(shown.items(), key=lambda one: one[1])
    about = {
        "what": _said(release, f"{key}={code}"),
        "question": _said(release, key),
        "n": figure_text(figure),
        "of": figure_text(rows[(key, ANSWERED)][ALL]),
    }
    most = _("Most often: “%(what)s” to “%(question)s”, about %(n)s (of about %(of)s who answered it).")
    return f"{first} {most % about}"


def _rows(cells: Sequence[ReleasedCell]) -> Rows:
    found: dict[tuple[str, str], dict[str, int | None]] = {}
    for cell in cells:
        key, code, group = cell.row
        found.setdefault((key, code), {})[group] = cell.n
    return found


def _line(
    release: Release, row: tuple[str, str], figures: Mapping[str, int | None], groups: Sequence[str]
) -> Line:
    key, code = row
    ours = {ANSWERED: _("Answered"), NO_ANSWER: _("No answer"), SHEETS: _("Sent answers")}
    names = (
        _said(release, key) if key else _("All questions"),
        ours.get(code) or _said(release, f"{key}={code}"),
    )
    return Line(names, tuple(figures[group] for group in groups), is_margin=code in ours)


def _group(release: Release, group: str) -> str:
    return _("Everybody") if group == ALL else _said(release, f"{_by(release)}={group}")


def _by(release: Release) -> str:
    return str(release.by[0]) if release.by else ""


def _said(release: Release, name: str) -> str:
    return str(release.words.get(PREFIX + name, name))


def _caveats(release: Release, cells: Sequence[ReleasedCell]) -> list[str]:
    said = hidden_words([cell.why for cell in cells if cell.n is None], len(cells))
    if release.is_coarser:
        said.append(_("By group, too many of the figures would be hidden. These are of everybody together."))
    return [
        *said,
        always()[0],
        frozen_words(release),
        _("It tells of those who answered, and not of everybody who could have. Who answered nobody knows."),
        _("A zero means that people answered the question and nobody chose this."),
    ]
