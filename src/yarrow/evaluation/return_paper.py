"""A return on paper: the funder's lines, what was promised, what was counted. And which paper a release is on."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.evaluation import distance_paper, onward_paper, release_paper, reports_paper, survey_paper
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.models.releases import OF_PLANS, OF_REFERRALS, OF_REPORTS, SURVEY
from yarrow.evaluation.paper import Line, Paper, meanings, span
from yarrow.evaluation.release_paper import always, frozen_words, heading, hidden_words, source_of
from yarrow.staff.models import Project
from yarrow.ui.tables import figure_text


class Draws(Protocol):
    """A module that draws releases of one sort."""

    def paper_of(self, project: Project, release: Release) -> Paper: ...

    def title_of(self, release: Release) -> str: ...


_DRAWN_BY: dict[str, Draws] = {
    SURVEY: survey_paper,
    **dict.fromkeys(OF_PLANS, distance_paper),
    **dict.fromkeys(OF_REFERRALS, onward_paper),
    **dict.fromkeys(OF_REPORTS, reports_paper),
}


def paper_of(project: Project, release: Release) -> Paper:
    """The paper of any release."""
    return _return(project, release) if release.grant else _drawn_by(release).paper_of(project, release)


def title_of(release: Release) -> str:
    """The title of any release."""
    if release.grant is None:
        return _drawn_by(release).title_of(release)
    return _("Return to %(funder)s, %(span)s") % {
        "funder": release.grant.funder,
        "span": span(release.period),
    }


def _drawn_by(release: Release) -> Draws:
    return _DRAWN_BY.get(release.counts, release_paper)


def _return(project: Project, release: Release) -> Paper:
    cells = list(release.cells.all())
    lines = lines_of(release, cells)
    measures = dict.fromkeys(cell.measure for cell in cells)
    plain = [(name, heading(name, {})) for name in measures if ":" not in name]
    return Paper(
        title=title_of(release),
        project=project.name,
        finding=finding(release, lines),
        heads=(_("Line"), _("Promised")),
        measures=(_("Counted"),),
        lines=tuple(lines),
        caveats=(
            *hidden_words([cell.why for cell in cells if cell.n is None], len(cells)),
            *always(),
            frozen_words(release),
        ),
        definitions=meanings(plain),
        source=source_of(release),
        file_name=f"return-{project.code}-{release.number}",
        drawn=(),
    )


def lines_of(release: Release, cells: Sequence[ReleasedCell]) -> list[Line]:
    """The funder's lines in their order, with the figures of the ledger."""
    figures = {("&".join(cell.row), cell.measure): cell.n for cell in cells}
    found, place = [], 0
    while (wording := release.words.get(f"{place}:wording")) is not None:
        of_line = {name: release.words[f"{place}:{name}"] for name in ("promised", "cell", "measure")}
        names = (wording, of_line["promised"] or _("not said"))
        found.append(Line(names, (figures[(of_line["cell"], of_line["measure"])],)))
        place += 1
    return found


def finding(release: Release, lines: Sequence[Line]) -> str:
    """The first sentence: the first line that is shown, with what was promised."""
    shown = [line for line in lines if line.figures[0] is not None]
    words = ngettext("%(n)d of %(all)d line is shown.", "%(n)d of %(all)d lines are shown.", len(shown))
    counted = words % {"n": len(shown), "all": len(lines)}
    if not shown:
        return counted
    first = _("%(line)s: about %(n)s from %(span)s (promised: %(promised)s).") % {
        "line": shown[0].names[0],
        "n": figure_text(shown[0].figures[0]),
        "span": span(release.period),
        "promised": shown[0].names[1],
    }
    return f"{first} {counted}"
