"""From ratings to a table of distance travelled or of needs that may leave."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yarrow.evaluation.errors import CannotBe
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.releasing import Prepared, too_few
from yarrow.methods.activity import Period
from yarrow.methods.disclosure import RULE
from yarrow.methods.distance_gate import Asked, Journeys, pass_distance
from yarrow.plans import extract
from yarrow.staff.models import Project


@dataclass(frozen=True)
class WantedDistance:
    """What is asked to leave. `what`: moved or needs; `domains`: which rows, none for all of them."""

    what: str
    rater: str
    period: Period
    domains: tuple[str, ...] = ()

    def asked(self) -> Asked:
        """In the words of the gate."""
        return Asked(self.what, self.rater, self.period, self.rows or tuple(extract.domain_labels()))

    @property
    def rows(self) -> tuple[str, ...]:
        """The chosen rows as the list has them, each once; none for all: the same table is asked for in one way."""
        every = tuple(extract.domain_labels())
        chosen = tuple(one for one in every if one in self.domains)
        return () if chosen == every else chosen


def release_of(project: Project, wanted: WantedDistance) -> Release:
    """The release as it is asked for, without figures."""
    if not set(wanted.domains) <= set(extract.domain_labels()) or wanted.rater not in extract.rater_labels():
        raise CannotBe(_("Choose one of the answers offered."), field="domains")
    return Release(
        project=project,
        counts=wanted.what,
        from_on=wanted.period.from_on,
        to_on=wanted.period.to_on,
        asked_by=list(wanted.rows),
        where=[["rater", wanted.rater]],
        rule=RULE,
    )


def prepare_distance(project: Project, wanted: WantedDistance) -> Prepared:
    """Count and pass the gate. Raises TooFew where nothing would be left to show."""
    ledger = ReleasedCell.objects.ledger_of_plans(project)
    # What was released is counted anew in its own days, to be compared.
    periods = [wanted.period, *(one.place.period for one in ledger)]
    first, last = min(one.from_on for one in periods), max(one.to_on for one in periods)
    journeys = Journeys(extract.ratings(project, first, last), extract.need_up_to())
    proposal, domains = pass_distance(wanted.asked(), journeys, ledger)
    if not proposal.says_something:
        raise too_few(proposal)
    asked_for = [one for one in wanted.asked().domains if _is_asked(one, wanted, journeys)]
    labels, raters = extract.domain_labels(), extract.rater_labels()
    words = {f"domain:{one}": labels[one] for one in domains} | {
        f"rater:{wanted.rater}": raters[wanted.rater]
    }
    is_whole = list(domains) == asked_for
    return Prepared(proposal, words, None, by=wanted.rows if is_whole else domains)


def _is_asked(domain: str, wanted: WantedDistance, journeys: Journeys) -> bool:
    """Whether anybody was asked about it in this time."""
    return any(
        one.domain == domain and one.rater == wanted.rater and one.on in wanted.period
        for one in journeys.answers
    )
