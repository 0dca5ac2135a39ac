"""The list of what is to be looked at: pairs that wait, and the people of whom more than one report tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yarrow.safety import alike, choices, links, matching, queries, rules
from yarrow.safety.models import Offender, Report
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor


@dataclass(frozen=True)
class PairWaiting:
    """Two reports that may be about one person. `is_closed`: one of them is in escrow."""

    low: tuple[UUID, str]
    high: tuple[UUID, str]
    since: datetime
    is_closed: bool


@dataclass(frozen=True)
class Known:
    """One person of whom several reports tell: one of their descriptions, by which their page is found."""

    key: UUID
    n_reports: int
    n_reporters: int
    shorts: list[str]


@dataclass(frozen=True)
class Listed:
    """What a page shows.

    n_pairs        on all pages together
    n_to_compare   reports that were not compared with the others yet
    page           the one that is shown; has_more: whether there is another after it
    """

    pairs: list[PairWaiting]
    n_pairs: int
    known: list[Known]
    n_to_compare: int
    page: int
    has_more: bool


def listed(by: Actor, project: Project, page: int = 1) -> Listed:
    """By plain columns only, the first page where there is no such one. Raises NotAllowed, NoGrant."""
    rules.check_may_read(by, project)
    found = _listed(project, page)
    return found if page == 1 or found.pairs or found.known else _listed(project, 1)


def _listed(project: Project, page: int) -> Listed:
    rows = alike.waiting(project).select_related("low", "high")
    rows = rows.order_by("suggested_at", "id").defer("low__described", "high__described")
    pairs, has_more_pairs = queries.page_of(rows, page)
    said, new = links.decisions(project), matching.to_compare(project).values_list("id", flat=True)
    at_once.read(said, new)
    same = links.same(links.last_of(said))
    owner = _owners(project, {key for pair in same for key in pair})
    reports = _reports(
        project, {*owner.values(), *(each.report_id for row in pairs for each in (row.low, row.high))}
    )
    shorts = {row.pk: queries.in_short(row, project) for row in reports.values()}
    levels = choices.of(project, shorts)
    shown = [
        PairWaiting(
            (row.low.report_id, shorts[row.low.report_id]),
            (row.high.report_id, shorts[row.high.report_id]),
            row.suggested_at,
            not all(rules.is_text_open(levels[each.report_id]) for each in (row.low, row.high)),
        )
        for row in pairs
    ]
    n_pairs = matching.n_waiting(project).n if page > 1 or has_more_pairs else len(shown)
    heard = {key: report_id for key, report_id in owner.items() if rules.may_match(levels[report_id])}
    within = links.parts(pair for pair in same if heard.keys() >= set(pair))
    known = [_known(part, heard, reports, shorts) for part in within]
    known.sort(key=lambda one: (-one.n_reporters, -one.n_reports, str(one.key)))
    start, end = (page - 1) * queries.PAGE, page * queries.PAGE
    has_more = has_more_pairs or len(known) > end
    return Listed(shown, n_pairs, known[start:end], len(new), page, has_more)


def _owners(project: Project, keys: Iterable[UUID]) -> dict[UUID, UUID]:
    return dict(Offender.objects.filter(project=project, pk__in=list(keys)).values_list("id", "report_id"))


def _reports(project: Project, ids: Iterable[UUID]) -> dict[UUID, Report]:
    return {
        row.pk: row for row in Report.objects.filter(project=project, pk__in=list(ids)).defer(*queries.SEALED)
    }


def _known(
    part: frozenset[UUID], owner: dict[UUID, UUID], reports: dict[UUID, Report], shorts: dict[UUID, str]
) -> Known:
    rows = [reports[owner[key]] for key in part]
    rows.sort(key=lambda row: (row.received_at, row.pk))
    return Known(
        min(part), len(rows), len({row.reporter_id for row in rows}), [shorts[row.pk] for row in rows]
    )
