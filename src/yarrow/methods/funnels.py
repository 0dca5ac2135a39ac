"""How many came how far, and how long it took; who still waits counts as waiting, and nothing known is no nought."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from yarrow.methods.pathways import AGREED, ENDED, ENDED_SHORT, OFFERED, STAGES, Pathway, furthest

# Of fewer than this a share is the story of a few, and is not given.
FEW = 10


@dataclass(frozen=True, slots=True)
class Walked:
    """One referral: where it stands, and every state that it was in (those taken back are not among them)."""

    state: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """One stage of a funnel.

    n           reached it
    before      reached the stage before it, the denominator; None at the first stage
    open        came no further so far and may still
    ended       came no further: declined, refused or lost
    """

    stage: str
    n: int
    before: int | None
    n_open: int
    n_ended: int

    @property
    def share(self) -> Fraction | None:
        """Of those who reached the stage before; None where nobody did, or so few that it would be their story."""
        if self.before is None or self.before < FEW:
            return None
        return Fraction(self.n, self.before)

    @property
    def is_few(self) -> bool:
        """Whether anybody came before, but too few for a share."""
        return self.before is not None and 0 < self.before < FEW


def funnel(referrals: Iterable[Walked]) -> list[Reached]:
    """Every stage in its order. A stage that was leapt over counts as reached."""
    places = {stage: place for place, stage in enumerate(STAGES)}
    walked = [(places[furthest((*one.states, one.state))], one.state) for one in referrals]
    found: list[Reached] = []
    for place, stage in enumerate(STAGES):
        here = [state for last, state in walked if last == place]
        ended = sum(1 for state in here if state in ENDED_SHORT)
        found.append(
            Reached(
                stage=stage,
                n=sum(1 for last, _state in walked if last >= place),
                before=found[-1].n if found else None,
                n_open=sum(1 for state in here if state not in ENDED),
                n_ended=ended,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Followed:
    """One referral as a pseudonymous row. `days`: stage → the day on which it was first reached, of moves that stand.

    reason      why it ended short, "" where it did not; `ended_on`: its last day, None while it is open
    standing    (state, day, reason) of every move that stands, in the order of writing
    usual_days  what the pathway that it serves says is usual from being sent to being seen; None where it serves none
    """

    person_id: UUID
    agency: UUID
    service: UUID | None
    need: str
    route: str
    offered_on: date
    walked: Walked
    days: Mapping[str, date]
    reason: str
    ended_on: date | None
    standing: tuple[tuple[str, date, str], ...] = ()
    usual_days: int | None = None

    def as_of(self, day: date) -> "Followed":
        """How it stood when a day was over, as far as is known now: what happened later has not happened."""
        then = tuple(one for one in self.standing if one[1] <= day)
        state, since, reason = then[-1] if then else (OFFERED, self.offered_on, "")
        return replace(
            self,
            walked=Walked(state, tuple(one[0] for one in then)),
            days={stage: on for stage, on in self.days.items() if on <= day},
            reason=reason if state in ENDED_SHORT else "",
            ended_on=since if state in ENDED else None,
            standing=then,
        )

    def wait(self, begins: str, until: str, today: date) -> "Wait | None":
        """From one stage to another, a later stage standing for one that was leapt over; None where none began."""
        first = self.days.get(begins)
        if first is None:
            return None
        later = [self.days[stage] for stage in STAGES[STAGES.index(until) :] if stage in self.days]
        came = [day for day in later if day >= first]
        if came:
            return Wait((min(came) - first).days, True)
        return Wait(max(((self._left_on or today) - first).days, 0), False)

    @property
    def _left_on(self) -> date | None:
        """The day on which the wait ended short; also of one that is offered anew, until it is sent again."""
        if self.walked.state not in (OFFERED, AGREED):
            return self.ended_on
        return next((on for state, on, _reason in reversed(self.standing) if state in ENDED), None)


@dataclass(frozen=True, slots=True)
class Wait:
    """`days` until it came, or so far; `is_over`: whether it came."""

    days: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Waited:
    """What waits come to. `median`: days by which it came for half, None while too few came to say."""

    n: int
    n_over: int
    median: int | None

    @property
    def n_waiting(self) -> int:
        return self.n - self.n_over

    @property
    def is_few(self) -> bool:
        """Whether so few are behind it that it is their story."""
        return 0 < self.n < FEW


def waited(waits: Iterable[Wait]) -> Waited:
    """Kaplan and Meier's median. Whoever still waits, or left before it came, counts for as long as they waited.

    Leaving is taken to say nothing about how long it would have been. Of one day, what came is counted before who left.
    """
    rows = sorted(waits, key=lambda one: (one.days, not one.is_over))
    at_risk, alive, median = len(rows), Fraction(1), None
    for one in rows:
        if one.is_over:
            alive *= Fraction(at_risk - 1, at_risk)
            if median is None and alive <= Fraction(1, 2):
                median = one.days
        at_risk -= 1
    return Waited(len(rows), sum(1 for one in rows if one.is_over), median)


DONE, NOT_NEEDED, NOT_YET, STOPPED, GOING = "done", "not_needed", "not_yet", "stopped", "going"
RESULTS = (DONE, NOT_NEEDED, NOT_YET, STOPPED)


@dataclass(frozen=True, slots=True)
class Taken:
    """One person took one step once; `result` is `going` while it lasts."""

    person_id: UUID
    step: str
    result: str


@dataclass(frozen=True, slots=True)
class StepCount:
    """One step of a pathway. People count once however often they took it, by the best that came of it.

    n           people who took it; `n_times`: how often it was taken
    before      people who took the step before, the denominator; None at the first. `n_came`: of them, who took this
    led_on      done with it; `not_needed`: it showed that nothing further is needed
    """

    step: str
    n: int
    n_times: int
    before: int | None
    n_came: int
    n_done: int
    n_not_needed: int
    n_going: int
    n_not_yet: int
    n_stopped: int


# The best that came of a step, first.
_BEST = (DONE, NOT_NEEDED, GOING, NOT_YET, STOPPED)


def steps_reached(pathway: Pathway, taken: Iterable[Taken]) -> list[StepCount]:
    """Every step of a pathway in its order; a step that nobody took is nought, and says so with its denominator."""
    rows: dict[str, list[Taken]] = {}
    for one in taken:
        rows.setdefault(one.step, []).append(one)
    found: list[StepCount] = []
    earlier: set[UUID] = set()
    for step in pathway.steps:
        here = rows.get(step.code, [])
        best, people = _best_of(here), {one.person_id for one in here}
        found.append(
            StepCount(
                step=step.code,
                n=len(people),
                n_times=len(here),
                before=len(earlier) if found else None,
                n_came=len(people & earlier),
                n_done=best.count(DONE),
                n_not_needed=best.count(NOT_NEEDED),
                n_going=best.count(GOING),
                n_not_yet=best.count(NOT_YET),
                n_stopped=best.count(STOPPED),
            )
        )
        earlier = people
    return found


def _best_of(taken: Sequence[Taken]) -> list[str]:
    results: dict[UUID, str] = {}
    for one in taken:
        known = results.get(one.person_id)
        if known is None or _BEST.index(one.result) < _BEST.index(known):
            results[one.person_id] = one.result
    return list(results.values())
