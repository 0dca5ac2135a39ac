"""Every table that a project can let leave, as the console asks for it: what its options mean, and what proposes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yarrow.evaluation import actions, queries
from yarrow.evaluation.distances import WantedDistance
from yarrow.evaluation.errors import WrongPeriod
from yarrow.evaluation.models import Release
from yarrow.evaluation.onward import WantedReferrals
from yarrow.evaluation.releasing import Wanted
from yarrow.evaluation.reporting import WantedReports
from yarrow.evaluation.surveying import WantedSurvey
from yarrow.methods import referral_gate, reported
from yarrow.methods.activity import DIMENSIONS, Period
from yarrow.methods.breakdowns import ROWS_BY, STRETCHES
from yarrow.methods.distance_gate import CODES
from yarrow.plans import extract as plans
from yarrow.staff.models import Project

Options = Mapping[str, Any]
# What is wanted, once the project and its day are known.
Found = Callable[[Project, date], Any]


@dataclass(frozen=True)
class Table:
    """`about`: one line of help; `reads`: options → what is wanted, raises WrongPeriod; `proposes`: the action."""

    about: str
    reads: Callable[[Options], Found]
    proposes: Callable[..., Release]


def _activity(options: Options) -> Found:
    by = _rows(options, "month")
    times = [name for name in by if name in STRETCHES]
    if len(set(by)) != len(by) or not set(by) <= set(ROWS_BY) or len(by) > 2 or len(times) > 1:
        raise WrongPeriod(f"--by takes none, or up to two of {', '.join(ROWS_BY)}; times only once.")
    counts = _one_of(options, "counts", ("met", "people", "given", "done"))
    wanted = Wanted(_period(options), by, counts, _filters(options["only"]))
    return lambda _project, _today: wanted


def _distance(options: Options) -> Found:
    _only_named(options, "domain")
    rater = _one_of(options, "rater", tuple(plans.rater_labels()))
    domains = tuple(value for _name, value in _pairs(options["only"]))
    if not set(domains) <= set(plans.domain_labels()):
        raise WrongPeriod(f"--only domain= takes one of {', '.join(plans.domain_labels())}.")
    wanted = WantedDistance(_one_of(options, "counts", tuple(CODES)), rater, _period(options), domains)
    return lambda _project, _today: wanted


def _referrals(options: Options) -> Found:
    _only_named(options)
    what = _one_of(options, "counts", tuple(referral_gate.ROWS_BY))
    by = _rows(options, referral_gate.ROWS_BY[what][0])
    if len(by) != 1 or by[0] not in referral_gate.ROWS_BY[what]:
        raise WrongPeriod(f"--by takes one of {', '.join(referral_gate.ROWS_BY[what])}.")
    wanted = WantedReferrals(what, by[0], _period(options))
    return lambda _project, _today: wanted


def _reports(options: Options) -> Found:
    _only_named(options)
    by = _rows(options, reported.ROWS_BY[0])
    if len(by) != 1 or by[0] not in reported.ROWS_BY:
        raise WrongPeriod(f"--by takes one of {', '.join(reported.ROWS_BY)}.")
    wanted = WantedReports(by[0], _period(options))
    return lambda _project, _today: wanted


def _survey(options: Options) -> Found:
    _only_named(options, "question")
    by = _rows(options, "none")
    if len(by) > 1:
        raise WrongPeriod("--by takes none, or one question.")
    questions = tuple(value for _name, value in _pairs(options["only"]))
    try:
        survey_id = UUID(options["survey"] or "")
    except ValueError:
        raise WrongPeriod(
            "--survey takes the id of a survey that is over; its address ends with it."
        ) from None

    def found(project: Project, today: date) -> WantedSurvey:
        survey = queries.surveyed_or_none_such(project, survey_id, today)
        return WantedSurvey(survey, by[0] if by else "", questions)

    return found


TABLES = {
    "activity": Table("contacts and people met, things given or done", _activity, actions.propose_release),
    "distance": Table(
        "distance travelled or needs, by one kind of rater", _distance, actions.propose_distance
    ),
    "referrals": Table(
        "how far referrals came, why they ended short, gaps in provision",
        _referrals,
        actions.propose_referrals,
    ),
    "reports": Table(
        "incidents reported, how far they may go, what came of them", _reports, actions.propose_reports
    ),
    "survey": Table("a survey that is over", _survey, actions.propose_survey),
}


def _rows(options: Options, without: str) -> tuple[str, ...]:
    said = without if options["by"] is None else options["by"]
    return tuple(part.strip() for part in said.split(",") if part.strip() not in ("", "none"))


def _one_of(options: Options, name: str, codes: tuple[str, ...]) -> str:
    """What was said, or the first; WrongPeriod for what the table does not know."""
    said = str(options[name] or codes[0])
    if said not in codes:
        raise WrongPeriod(f"--{name} of this table takes {', '.join(codes)}.")
    return said


def _period(options: Options) -> Period:
    first, last = (_day(options[name], flag) for name, flag in (("from_on", "--from"), ("to_on", "--to")))
    if last < first:
        raise WrongPeriod("--to is before --from.")
    return Period(first, last)


def _day(text: str | None, flag: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise WrongPeriod(f"{flag} is {text!r}; write a day like 2025-04-01.") from None


def _pairs(said: list[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, _is, value in (one.partition("=") for one in said)]


def _only_named(options: Options, *names: str) -> None:
    if not {name for name, _value in _pairs(options["only"])} <= set(names):
        takes = f"{names[0]}=…" if names else "nothing"
        raise WrongPeriod(f"--only of this table takes {takes}.")


def _filters(said: list[str]) -> tuple[tuple[str, str], ...]:
    found = _pairs(said)
    names = [name for name, _value in found]
    if len(set(names)) != len(names) or not set(names) <= set(DIMENSIONS) - {"month"}:
        raise WrongPeriod("--only takes kind, zone, gender or setting, each once, like zone=harbour.")
    return tuple(sorted(found))
