"""From reports of incidents to a table that may leave: how many, how far they may go, what came of them."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from yarrow.alerts import extract as alerts
from yarrow.evaluation.errors import CannotBe
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.releasing import Prepared, too_few
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL, STRETCHES
from yarrow.methods.disclosure import RULE
from yarrow.methods.proposing import Proposal
from yarrow.methods.reported import NOT_SAID, ROWS_BY, TABLE, Reports, middles, pass_reports
from yarrow.methods.row_gate import OTHERS, Asked
from yarrow.safety import extract
from yarrow.staff.models import Project


@dataclass(frozen=True)
class WantedReports:
    """What is asked to leave. `by`: kind, zone, setting or a stretch of months."""

    by: str
    period: Period


def release_of(project: Project, wanted: WantedReports) -> Release:
    """The release as it is asked for, without figures."""
    if wanted.by not in ROWS_BY:
        raise CannotBe(_("Choose one of the answers offered."), field="by")
    return Release(
        project=project,
        counts=TABLE,
        from_on=wanted.period.from_on,
        to_on=wanted.period.to_on,
        asked_by=[wanted.by],
        where=[],
        rule=RULE,
    )


def prepare_reports(project: Project, wanted: WantedReports) -> Prepared:
    """Count and pass the gate. Raises TooFew where nothing would be left to show."""
    ledger = ReleasedCell.objects.ledger_of_reports(project)
    # What was released is counted anew in its own days, to be compared.
    periods = [wanted.period, *(one.place.period for one in ledger)]
    first, last = min(one.from_on for one in periods), max(one.to_on for one in periods)
    alerted = alerts.first_alerted(project)
    rows = (
        replace(row, alerted_on=alerted.get(row.report_id)) for row in extract.reports(project, first, last)
    )
    reports = Reports(rows)
    asked = Asked(TABLE, wanted.by, wanted.period)
    proposal, by = pass_reports(asked, reports, ledger)
    if not proposal.says_something:
        raise too_few(proposal)
    words = _words(project, wanted, proposal)
    words |= {f"days:{row}": said for row, said in middles(asked, reports, proposal).items()}
    return Prepared(proposal, words, None, by=by)


def _words(project: Project, wanted: WantedReports, proposal: Proposal) -> dict[str, str]:
    """How this project says its codes today, for what this table names."""
    if wanted.by in STRETCHES:
        return {}
    labels = extract.labels(project, wanted.by)
    rows = dict.fromkeys(cell[0][0] for cell in proposal.places)
    return {f"row:{row}": labels.get(row, row) for row in rows if row not in (ALL, OTHERS, NOT_SAID)}
