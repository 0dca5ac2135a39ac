"""A release of referrals on paper: rows are services, needs, routes or months, columns what came of it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.paper import Line, Paper, row_words, span
from yarrow.evaluation.release_paper import ROW_WORDS, always, frozen_words, hidden_words, source_of
from yarrow.evaluation.row_paper import MOST_DRAWN, Rows, about_so_many, by_of, rows_of
from yarrow.methods.breakdowns import ALL, STRETCHES
from yarrow.methods.pathways import ACCEPTED, ATTENDED, COMPLETED, ENGAGED, OFFERED, RECEIVED, SENT
from yarrow.methods.referral_gate import CAME, GAPS, NOT_YET, SHORT, SLOW, TOO_FEW, TURNED_AWAY, WAITS
from yarrow.methods.row_gate import OTHERS
from yarrow.staff.models import Project
from yarrow.ui.tables import figure_text

REFERRAL_TITLES = {
    CAME: lazy("How far referrals came"),
    SHORT: lazy("Why referrals ended short"),
    GAPS: lazy("Gaps in provision"),
}
REFERRAL_ROWS = {
    "service": lazy("Service"),
    "agency": lazy("Agency"),
    "need": lazy("Need"),
    "route": lazy("How it went"),
    **{name: ROW_WORDS[name] for name in STRETCHES},
}


def paper_of(project: Project, release: Release) -> Paper:
    """The paper of such a release, from its ledger alone."""
    cells = list(release.cells.all())
    rows = rows_of(cells)
    columns = list(dict.fromkeys(cell.row[1] for cell in cells))
    heads = {column: _heading(release, column) for column in columns}
    lines = [
        Line((_row(release, row), *_beside(release, row)), tuple(figures[one] for one in columns), row == ALL)
        for row, figures in rows.items()
    ]
    return Paper(
        title=title_of(release),
        project=project.name,
        finding=finding(release, rows),
        heads=(str(REFERRAL_ROWS[by_of(release)]), *_heads_beside(release)),
        measures=tuple(heads.values()),
        lines=tuple(lines),
        caveats=tuple(_caveats(release, cells)),
        definitions=tuple((head, _meaning(release, column)) for column, head in heads.items()),
        source=source_of(release),
        file_name=f"release-{project.code}-{release.number}",
        drawn=tuple(columns.index(one) for one in (SENT, ATTENDED, ALL) if one in columns)
        if len(lines) <= MOST_DRAWN
        else (),
    )


def title_of(release: Release) -> str:
    """What, by what, and when."""
    about = {"what": REFERRAL_TITLES[release.counts], "rows": str(REFERRAL_ROWS[by_of(release)]).lower()}
    return f"{_('%(what)s by %(rows)s') % about}, {span(release.period)}"


def finding(release: Release, rows: Rows) -> str:
    """The first sentence, with its n."""
    whole, when = rows[ALL], {"span": span(release.period)}
    n = whole[{CAME: OFFERED, SHORT: ALL, GAPS: SENT}[release.counts]]
    if n is None:
        return _("Few people were referred from %(span)s: their number is hidden.") % when
    when["n"] = figure_text(n)
    if release.counts == SHORT:
        return _why(release, whole, when)
    if release.counts == GAPS:
        when |= {one: about_so_many(whole[one]) for one in (TURNED_AWAY, SLOW)}
        return (
            _(
                "Of about %(n)s referrals that were sent from %(span)s, %(turned_away)s were refused, "
                "and %(slow)s took longer than is usual or still wait."
            )
            % when
        )
    when["seen"] = about_so_many(whole[ATTENDED])
    said = _("About %(n)s referrals were offered from %(span)s; of them %(seen)s led to being seen.") % when
    weeks = release.words.get(f"wait:{ALL}", TOO_FEW)
    if weeks not in (TOO_FEW, NOT_YET):
        middle = ngettext(
            "Half of those sent were seen within about %(n)d week.",
            "Half of those sent were seen within about %(n)d weeks.",
            int(weeks),
        )
        said = f"{said} {middle % {'n': int(weeks)}}"
    return said


def _why(release: Release, whole: Mapping[str, int | None], when: dict[str, str]) -> str:
    shown = {code: figure for code, figure in whole.items() if figure and code not in (ALL, OTHERS)}
    if not shown:
        return _("About %(n)s referrals ended short, of those offered from %(span)s.") % when
    code, figure = max(shown.items(), key=lambda one: one[1])
    about = {**when, "what": _heading(release, code), "most": figure_text(figure)}
    return (
        _(
            "About %(n)s referrals ended short, of those offered from %(span)s. "
            "Most often: “%(what)s”, about %(most)s."
        )
        % about
    )


def _row(release: Release, row: str) -> str:
    if row == OTHERS:
        return _("All others")
    if by_of(release) in STRETCHES:
        return row_words(by_of(release), row, {})
    return _("All") if row == ALL else str(release.words.get(f"row:{row}", row))


def _heads_beside(release: Release) -> tuple[str, ...]:
    if release.counts == CAME:
        return (_("Half were seen within"),)
    if release.counts == GAPS and by_of(release) == "need":
        return (_("Services open"), _("Known to take people who use"), _("With an interpreter"))
    return ()


def _beside(release: Release, row: str) -> tuple[str, ...]:
    """What stands beside the figures of a row, in words."""
    if release.counts == CAME:
        return (_wait(release.words.get(f"wait:{row}", TOO_FEW)),)
    if not _heads_beside(release):
        return ()
    told = release.words.get(f"offered:{row}")
    if told is None:
        return ("", "", "")
    n_open, n, takes, _refuses, speaks = told.split("/")
    return tuple(
        _("%(n)s of %(of)s") % {"n": one, "of": of}
        for one, of in ((n_open, n), (takes, n_open), (speaks, n_open))
    )


def _wait(said: str) -> str:
    if said == TOO_FEW:
        return _("too few to say")
    if said == NOT_YET:
        return _("fewer than half so far")
    return ngettext("about %(n)d week", "about %(n)d weeks", int(said)) % {"n": int(said)}


def _heading(release: Release, column: str) -> str:
    told = {
        OFFERED: _("Offered"),
        SENT: _("Sent"),
        RECEIVED: _("Received"),
        ACCEPTED: _("Accepted"),
        ATTENDED: _("Seen"),
        ENGAGED: _("Going on there"),
        COMPLETED: _("Completed"),
        WAITS: _("Still waiting"),
        TURNED_AWAY: _("Refused"),
        SLOW: _("Longer than usual"),
        ALL: _("Ended short"),
        OTHERS: _("Other reasons"),
    }
    return told.get(column) or str(release.words.get(f"reason:{column}", column))


def _meaning(release: Release, column: str) -> str:
    told = {
        OFFERED: _("Offered in this time. Everything else is out of these."),
        WAITS: _("Sent and neither seen nor ended when the last day was over."),
        TURNED_AWAY: _("The service refused. Out of those sent."),
        SLOW: _(
            "From being sent to being seen, or waiting still: longer than the pathway says, "
            "or than six weeks. Out of those sent."
        ),
        ALL: _("The person decided against it, the service refused, or it was lost sight of."),
        OTHERS: _("Reasons that few people stand behind, together."),
    }
    if release.counts == SHORT:
        return told.get(column) or _("Of those that ended short: for this reason, as it was written down.")
    return told.get(column) or _("Came at least so far; a stage that was leapt over counts as reached.")


def _caveats(release: Release, cells: Sequence[ReleasedCell]) -> list[str]:
    said = hidden_words([cell.why for cell in cells if cell.n is None], len(cells))
    if OTHERS in release.by:
        said.append(
            _(
                "Rows too small to be shown alone, and agencies that are not to be named, are counted together."
            )
        )
    elif release.is_coarser:
        said.append(_("By these rows too many of the figures would be hidden, so they are joined."))
    if release.counts == GAPS:
        said += _missing(release)
    return [
        *said,
        always()[0],
        frozen_words(release),
        _(
            "Referrals offered in this time, as they stood when its last day was over. Some were on their way."
        ),
        _("Adults supported for themselves. Being told where to go is no referral and is not counted."),
        *(_about_waits() if release.counts == CAME else ()),
    ]


def _about_waits() -> list[str]:
    return [
        _(
            "Whoever still waited, or left before being seen, counts for as long as they waited, "
            "as if leaving said nothing about it."
        ),
        _("No middle is given of fewer than ten people."),
    ]


def _missing(release: Release) -> list[str]:
    """Needs that nobody in the directory answers, and those where nobody is known to take people who use."""
    offered = {
        name.partition(":")[2]: told.split("/")
        for name, told in release.words.items()
        if name.startswith("offered:")
    }
    nobody = [_row(release, need) for need, told in offered.items() if told[0] == "0"]
    no_use = [_row(release, need) for need, told in offered.items() if told[0] != "0" and told[2] == "0"]
    said = []
    if nobody:
        said.append(_("No service in the directory is open for: %s.") % "; ".join(nobody))
    if no_use:
        said.append(_("Of the open ones, none is known to take people who use: %s.") % "; ".join(no_use))
    return said
