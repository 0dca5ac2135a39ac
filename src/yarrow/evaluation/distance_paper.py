"""A release of distance travelled or of needs on paper: rows are domains, columns what became of those asked."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.paper import Line, Paper, span
from yarrow.evaluation.release_paper import always, frozen_words, hidden_words, source_of
from yarrow.methods.breakdowns import ALL
from yarrow.methods.distance_gate import CODES, MOVED
from yarrow.staff.models import Project
from yarrow.ui.tables import figure_text

MOST_DRAWN = 12
Rows = Mapping[str, Mapping[str, int | None]]


def paper_of(project: Project, release: Release) -> Paper:
    """The paper of such a release, from its ledger alone."""
    cells = list(release.cells.all())
    rows, codes = _rows(cells), (ALL, *CODES[release.counts])
    lines = [
        Line((_domain(release, domain),), tuple(figures[code] for code in codes))
        for domain, figures in rows.items()
    ]
    heads = headings()
    return Paper(
        title=title_of(release),
        project=project.name,
        finding=finding(release, rows),
        heads=(_("What it is about"),),
        measures=tuple(heads[code] for code in codes),
        lines=tuple(lines),
        caveats=tuple(_caveats(release, cells)),
        definitions=tuple((heads[code], meanings()[code]) for code in codes),
        source=source_of(release),
        file_name=f"release-{project.code}-{release.number}",
        drawn=tuple(range(1, len(codes))) if len(lines) <= MOST_DRAWN else (),
    )


def headings() -> dict[str, str]:
    """The words over each column."""
    return {
        ALL: _("Out of"),
        "up": _("Moved up"),
        "stayed": _("Stayed"),
        "down": _("Moved down"),
        "not_known": pgettext("how it went", "Not known"),
        "need": _("A need"),
        "no_need": _("No need now"),
        "no_step": _("Not said"),
    }


def meanings() -> dict[str, str]:
    """What each column counts."""
    return {
        ALL: _("Everybody who was asked about it in this time, whatever came of it. Rows are out of these."),
        "up": _("The latest step of this time is higher than the first."),
        "stayed": _("The latest step is the same as the first."),
        "down": _("The latest step is lower than the first."),
        "not_known": _("Fewer than two days with a step: asked once, not asked again, or rather not said."),
        "need": _("By the latest step of this time it is hard for them."),
        "no_need": _("By the latest step of this time it is not."),
        "no_step": _("Asked, and no step was said."),
    }


def title_of(release: Release) -> str:
    """What, by whom, and when."""
    what = _("Distance travelled") if release.counts == MOVED else _("Needs")
    return f"{what} ({_rater(release)}), {span(release.period)}"


def finding(release: Release, rows: Rows) -> str:
    """The row in which most people moved up, or have a need, with what it is out of."""
    code = CODES[release.counts][0]
    shown = {domain: figures[code] for domain, figures in rows.items() if figures[code] and figures[ALL]}
    if not shown:
        return _("Too few people were asked from %s to say more.") % span(release.period)
    domain, n = max(shown.items(), key=lambda one: one[1] or 0)
    about = {
        "what": _domain(release, domain),
        "n": figure_text(n),
        "of": figure_text(rows[domain][ALL]),
        "span": span(release.period),
    }
    if release.counts == MOVED:
        return _("Most moved up in “%(what)s”: about %(n)s of about %(of)s, from %(span)s.") % about
    return _("The most named need is “%(what)s”: about %(n)s of about %(of)s, from %(span)s.") % about


def _rows(cells: Sequence[ReleasedCell]) -> Rows:
    found: dict[str, dict[str, int | None]] = {}
    for cell in cells:
        domain, code = cell.row
        found.setdefault(domain, {})[code] = cell.n
    return found


def _domain(release: Release, domain: str) -> str:
    return str(release.words.get(f"domain:{domain}", domain))


def _rater(release: Release) -> str:
    rater = dict(release.where)["rater"]
    return str(release.words.get(f"rater:{rater}", rater))


def _caveats(release: Release, cells: Sequence[ReleasedCell]) -> list[str]:
    said = hidden_words([cell.why for cell in cells if cell.n is None], len(cells))
    if release.is_coarser:
        said.append(_("Rows in which too many of the figures would be hidden are left out."))
    return [
        *said,
        always()[0],
        frozen_words(release),
        _(
            "It tells of adults who were asked, and not of everybody who was met. Not known is not the same as stayed."
        ),
        _("Up is not success and down is not failure, and neither says what brought it about."),
    ]
