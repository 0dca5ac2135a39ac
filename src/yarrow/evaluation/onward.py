"""From referrals to a table that may leave: how far they came, why they ended short, gaps in provision."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yarrow.agencies import extract as directory
from yarrow.evaluation.errors import CannotBe
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.releasing import Prepared, too_few
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL, STRETCHES
from yarrow.methods.disclosure import RULE
from yarrow.methods.proposing import Proposal
from yarrow.methods.referral_gate import (
    CAME,
    GAPS,
    ROWS_BY,
    SHORT,
    middles,
    pass_referrals,
)
from yarrow.methods.referred import Referred
from yarrow.methods.row_gate import OTHERS, Asked
from yarrow.referrals import extract
from yarrow.staff.models import Project


@dataclass(frozen=True)
class WantedReferrals:
    """What is asked to leave. `what`: came, short or gaps; `by`: one of that table's rows (`ROWS_BY`)."""

    what: str
    by: str
    period: Period


def release_of(project: Project, wanted: WantedReferrals) -> Release:
    """The release as it is asked for, without figures."""
    if wanted.by not in ROWS_BY.get(wanted.what, ()):
        raise CannotBe(_("These rows do not go with that table. Choose others."), field="by")
    return Release(
        project=project,
        counts=wanted.what,
        from_on=wanted.period.from_on,
        to_on=wanted.period.to_on,
        asked_by=[wanted.by],
        where=[],
        rule=RULE,
    )


def prepare_referrals(project: Project, wanted: WantedReferrals) -> Prepared:
    """Count and pass the gate. Raises TooFew where nothing would be left to show."""
    ledger = ReleasedCell.objects.ledger_of_referrals(project)
    # What was released is counted anew in its own days, to be compared.
    periods = [wanted.period, *(one.place.period for one in ledger)]
    first, last = min(one.from_on for one in periods), max(one.to_on for one in periods)
    referred = Referred(extract.referrals(project, first, last))
    asked = Asked(wanted.what, wanted.by, wanted.period, extract.confidential(project))
    proposal, by = pass_referrals(asked, referred, ledger)
    if not proposal.says_something:
        raise too_few(proposal)
    words = _words(project, wanted, proposal)
    if wanted.what == CAME:
        words |= {f"wait:{row}": said for row, said in middles(asked, referred, proposal).items()}
    return Prepared(proposal, words, None, by=by)


def _words(project: Project, wanted: WantedReferrals, proposal: Proposal) -> dict[str, str]:
    """How this project says its codes today, for what this table names."""
    rows = dict.fromkeys(cell[0][0] for cell in proposal.places)
    said: dict[str, str] = {}
    if wanted.by not in STRETCHES:
        labels = extract.labels(project, wanted.by)
        said |= {f"row:{row}": labels.get(row, row) for row in rows if row not in (ALL, OTHERS)}
    if wanted.what == SHORT:
        reasons = extract.labels(project, "reason")
        codes = dict.fromkeys(cell[0][1] for cell in proposal.places)
        said |= {f"reason:{code}": reasons[code] for code in codes if code in reasons}
    if wanted.what == GAPS and wanted.by == "need":
        said |= _offered(project)
    return said


def _offered(project: Project) -> dict[str, str]:
    """What the directory has for each need: counts of services, which are nobody's figures."""
    said, offered = {}, directory.provision(project)
    for need, label in directory.need_labels().items():
        one = offered[need]
        figures = (one.n_open, one.n, one.n_take_use, one.n_refuse_use, one.n_interpreter)
        said[f"row:{need}"] = label
        said[f"offered:{need}"] = "/".join(map(str, figures))
    return said
