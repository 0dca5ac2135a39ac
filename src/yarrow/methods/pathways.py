"""Referrals and pathways as data: how a referral moves, how far it came, and the steps that agencies agreed in advance.

`docs/reference/referral-states.md` is drawn from `MOVES` (a test compares). Sending is a move like any other here; that
nothing is sent without a share is the room's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Written = TypeVar("Written", bound=tuple[Any, ...])

OFFERED, AGREED, SENT, RECEIVED = "offered", "agreed", "sent", "received"
ACCEPTED, WAITING, BOOKED = "accepted", "waiting", "booked"
ACCOMPANIED, ATTENDED, ENGAGED, COMPLETED = "accompanied", "attended", "engaged", "completed"
DECLINED, REFUSED, LOST = "declined", "refused", "lost"
# By the person, by the service, by nobody: the three ways in which a referral ends short of its end.
ENDED_SHORT = (DECLINED, REFUSED, LOST)
ENDED = (*ENDED_SHORT, COMPLETED)

# Somebody asked how it stands; the last move was a slip. Neither is a state's own.
ASK, PUT_BACK = "ask", "put_back"
_OUT = {"decline": DECLINED, "lose": LOST}
_ANSWERED = {**_OUT, "refuse": REFUSED}
_THERE = {"accompany": ACCOMPANIED, "attend": ATTENDED}
_DATED = {"book": BOOKED, **_THERE, **_ANSWERED}
# state -> {act: next state}
MOVES: dict[str, dict[str, str]] = {
    OFFERED: {"agree": AGREED, "decline": DECLINED},
    AGREED: {"send": SENT, **_OUT},
    SENT: {"receive": RECEIVED, "accept": ACCEPTED, "wait": WAITING, **_DATED},
    RECEIVED: {"accept": ACCEPTED, "wait": WAITING, **_DATED},
    ACCEPTED: {"wait": WAITING, **_DATED},
    WAITING: _DATED,
    BOOKED: {**_THERE, "miss": WAITING, **_ANSWERED},
    ACCOMPANIED: {"engage": ENGAGED, "complete": COMPLETED, **_ANSWERED},
    ATTENDED: {"engage": ENGAGED, "complete": COMPLETED, **_ANSWERED},
    ENGAGED: {"complete": COMPLETED, **_ANSWERED},
    COMPLETED: {},
    # Whoever comes back is offered it anew: what was agreed to then is asked again before anything is sent.
    DECLINED: {"offer_again": OFFERED},
    REFUSED: {"offer_again": OFFERED},
    LOST: {"offer_again": OFFERED},
}
STATES = tuple(MOVES)
ACTS = tuple(dict.fromkeys(act for acts in MOVES.values() for act in acts))
# What a funnel counts, in its order; going along with somebody is attending.
STAGES = (OFFERED, AGREED, SENT, RECEIVED, ACCEPTED, BOOKED, ATTENDED, ENGAGED, COMPLETED)
_PLACE = {stage: place for place, stage in enumerate(STAGES)}
# A service that refuses has received it; a place on its list is being accepted.
_COUNTS_AS = {ACCOMPANIED: ATTENDED, WAITING: ACCEPTED, REFUSED: RECEIVED}


class NotFrom(Exception):
    """An act that a referral in this state does not know."""


class BadPathway(ValueError):
    """A pathway that can't be walked; its text says where."""


def after(state: str, act: str) -> str:
    """The state that follows. Raises NotFrom."""
    following = MOVES.get(state, {}).get(act)
    if following is None:
        raise NotFrom(f"{act} from {state}")
    return following


def stage_of(state: str) -> str | None:
    """The stage that a state reaches; None for an end that reaches none by itself."""
    state = _COUNTS_AS.get(state, state)
    return state if state in _PLACE else None


def furthest(states: Iterable[str]) -> str:
    """The furthest stage among the states that a referral was in; what lies before it counts as reached."""
    places = [_PLACE[stage] for state in states if (stage := stage_of(state))]
    return STAGES[max(places, default=0)]


def live(moves: Iterable[Written]) -> list[Written]:
    """The moves that stand, in their order, each beginning with its act: `put_back` takes away the last change."""
    found: list[Written] = []
    for one in moves:
        if one[0] == PUT_BACK:
            found.pop()
        elif one[0] != ASK:
            found.append(one)
    return found


def reaches(state: str, stage: str) -> bool:
    """Whether whoever came to `state` reached `stage`."""
    found = stage_of(state)
    return found is not None and _PLACE[found] >= _PLACE[stage]


@dataclass(frozen=True)
class Step:
    """One step of a pathway.

    code            never changes its meaning
    kind            meeting, check (a question answered together), screen, treatment, referral
    needs           codes of the directory's needs whom to look for; none: done in the project itself
    expected_days   what is usual between being sent and being seen; `fast_days`: on the fast track, None without one
    warm            somebody goes along, or makes the first call together with the person
    criteria        questions that are looked at together before it, never a gate that a computer closes
    agencies        ids of the agencies that agreed to it
    repeatable      whether it may be taken more than once; coming back is no setback
    """

    code: str
    label: str
    kind: str
    expected_days: int
    needs: tuple[str, ...] = ()
    fast_days: int | None = None
    warm: bool = False
    criteria: tuple[str, ...] = ()
    repeatable: bool = False
    agencies: tuple[str, ...] = ()

    def days(self, *, is_fast: bool) -> int:
        """What is usual here."""
        return self.fast_days if is_fast and self.fast_days is not None else self.expected_days


@dataclass(frozen=True)
class Pathway:
    """Steps in the order in which most people take them; nobody has to."""

    code: str
    version: str
    name: str
    about: str
    source: str
    steps: tuple[Step, ...] = field(default=())

    def step(self, code: str) -> Step | None:
        """The step with this code."""
        return next((one for one in self.steps if one.code == code), None)

    def after(self, code: str) -> Step | None:
        """The step that follows; None after the last one."""
        codes = [one.code for one in self.steps]
        place = codes.index(code) + 1
        return self.steps[place] if place < len(codes) else None


KINDS = ("meeting", "check", "screen", "treatment", "referral")
MOST_DAYS = 730


def read(told: Mapping[str, Any]) -> Pathway:
    """A pathway of its file. Raises BadPathway where it can't be walked."""
    try:
        steps = tuple(_step(one) for one in told["steps"])
        found = Pathway(**{name: str(told[key]) for name, key in _WORDS.items()}, steps=steps)
    except (KeyError, TypeError) as fault:
        raise BadPathway(f"something is missing: {fault}") from None
    codes = [one.code for one in steps]
    if not codes or len(set(codes)) != len(codes):
        raise BadPathway("a pathway has steps, and each has a code of its own")
    return found


# What a file calls them: keys whose words go into the catalogues.
_WORDS = {"code": "code", "version": "version", "name": "label", "about": "words", "source": "hint"}


def _step(told: Mapping[str, Any]) -> Step:
    step = Step(
        **{
            **told,
            "needs": tuple(told.get("needs", ())),
            "agencies": tuple(str(one) for one in told.get("agencies", ())),
            "criteria": tuple(str(one["label"]) for one in told.get("criteria", ())),
        }
    )
    if step.kind not in KINDS:
        raise BadPathway(f"{step.code}: no such kind of step: {step.kind}")
    usual = [step.expected_days] if step.fast_days is None else [step.fast_days, step.expected_days]
    if usual != sorted(usual) or not all(0 < days <= MOST_DAYS for days in usual):
        raise BadPathway(f"{step.code}: days are 1 to {MOST_DAYS}, and a fast track is no slower")
    return step


def diagram() -> list[str]:
    """The lines of the page that draws the table."""
    drawn = ["## A referral", "", "```mermaid", "stateDiagram-v2", "    [*] --> offered: offer"]
    for state, acts in MOVES.items():
        drawn += [f"    {state} --> {following}: {act}" for act, following in acts.items()]
    drawn += ["```", ""]
    return [
        *drawn,
        "`send` needs a share: consent or a legal gateway, decided in the same transaction. Each move keeps its day,",
        "who wrote it down and, where it ends short, a reason. Asking again changes no state, and a slip is put back",
        "by a row of its own. Signposting has no states: it is counted apart and sends nothing.",
    ]
