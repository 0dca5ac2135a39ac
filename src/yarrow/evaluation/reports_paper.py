"""A release of reports on paper: rows are kinds, zones, settings or months, columns what became of them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.paper import Line, Paper, row_words, span
from yarrow.evaluation.release_paper import ROW_WORDS, always, frozen_words, hidden_words, source_of
from yarrow.evaluation.row_paper import MOST_DRAWN, Rows, about_so_many, by_of, rows_of
from yarrow.methods.breakdowns import ALL, STRETCHES
from yarrow.methods.reported import (
    ALERTED,
    BACK,
    FULL,
    MATCHED,
    NOT_SAID,
    PHONE,
    POLICE,
    REPORTED,
    TOO_FEW,
    WARNS,
)
from yarrow.methods.row_gate import OTHERS
from yarrow.staff.models import Project
from yarrow.ui.tables import figure_text

REPORT_ROWS = {
    "kind": lazy("What happened"),
    "zone": lazy("Zone"),
    "setting": lazy("Setting"),
    **{name: ROW_WORDS[name] for name in STRETCHES},
}


def paper_of(project: Project, release: Release) -> Paper:
    """The paper of such a release, from its ledger alone."""
    cells = list(release.cells.all())
    rows = rows_of(cells)
    columns = list(dict.fromkeys(cell.row[1] for cell in cells))
    lines = [
        Line((_row(release, row), _days(release, row)), tuple(figures[one] for one in columns), row == ALL)
        for row, figures in rows.items()
    ]
    return Paper(
        title=title_of(release),
        project=project.name,
        finding=finding(release, rows),
        heads=(str(REPORT_ROWS[by_of(release)]), _("From a report to its alert")),
        measures=tuple(_heading(column) for column in columns),
        lines=tuple(lines),
        caveats=tuple(_caveats(release, cells)),
        definitions=tuple((_heading(column), _meaning(column)) for column in columns),
        source=source_of(release),
        file_name=f"release-{project.code}-{release.number}",
        drawn=tuple(columns.index(one) for one in (REPORTED, WARNS, FULL) if one in columns)
        if len(lines) <= MOST_DRAWN
        else (),
    )


def title_of(release: Release) -> str:
    """What, by what, and when."""
    about = {"rows": str(REPORT_ROWS[by_of(release)]).lower()}
    return f"{_('Incidents reported by %(rows)s') % about}, {span(release.period)}"


def finding(release: Release, rows: Rows) -> str:
    """The first sentence, with its n."""
    whole, when = rows[ALL], {"span": span(release.period)}
    n = whole[REPORTED]
    if n is None:
        return _("Few people reported an incident from %(span)s: their number is hidden.") % when
    when |= {"n": figure_text(n), "warns": about_so_many(whole[WARNS]), "full": about_so_many(whole[FULL])}
    return (
        _(
            "About %(n)s incidents were reported from %(span)s; %(warns)s may warn others, "
            "%(full)s go to the police in full."
        )
        % when
    )


def _row(release: Release, row: str) -> str:
    if row == OTHERS:
        return _("All others")
    if row == NOT_SAID:
        return _("Not said")
    if by_of(release) in STRETCHES:
        return row_words(by_of(release), row, {})
    return _("All") if row == ALL else str(release.words.get(f"row:{row}", row))


def _days(release: Release, row: str) -> str:
    """The middle of the days until an alert came of it."""
    said = release.words.get(f"days:{row}", TOO_FEW)
    if said == TOO_FEW:
        return _("too few to say")
    return ngettext("about %(n)d day", "about %(n)d days", int(said)) % {"n": int(said)}


def _heading(column: str) -> str:
    told = {
        REPORTED: _("Reported"),
        WARNS: _("May warn others"),
        POLICE: _("May go to the police"),
        FULL: _("In full"),
        PHONE: _("From their own phone"),
        BACK: _("Came back"),
        MATCHED: _("Same person reported by another"),
        ALERTED: _("An alert came of it"),
    }
    return told[column]


def _meaning(column: str) -> str:
    told = {
        REPORTED: _("Reached the project in this time. Everything else is out of these."),
        WARNS: _("The reporter chose to warn others, or to go further."),
        POLICE: _("The reporter chose that the police may hear of it, without or with their name."),
        FULL: _("The reporter chose a full report to the police, with support."),
        PHONE: _("Told on the reporter's own phone, without a worker."),
        BACK: _("Of those from a phone: the reporter came back with their words."),
        MATCHED: _("An adviser found that somebody else reported the same person."),
        ALERTED: _("Something of it was in an alert that was sent."),
    }
    return told[column]


def _caveats(release: Release, cells: Sequence[ReleasedCell]) -> list[str]:
    said = hidden_words([cell.why for cell in cells if cell.n is None], len(cells))
    if OTHERS in release.by:
        said.append(_("Rows too small to be shown alone are counted together."))
    elif release.is_coarser:
        said.append(_("By these rows too many of the figures would be hidden, so they are joined."))
    if by_of(release) == "kind":
        said.append(_("One report may be of several kinds: the rows add up to more than all."))
    return [
        *said,
        always()[0],
        frozen_words(release),
        _(
            "Reports of this time, as they stood when its last day was over. Reports nobody has read yet are not in it."
        ),
        _(
            "Most of what happens is reported to nobody: these figures say who told this project, not who was hurt."
        ),
        _("No middle is given of fewer than ten people."),
    ]
