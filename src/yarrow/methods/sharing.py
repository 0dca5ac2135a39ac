"""Whether facts about somebody may leave: one decision over the consent ledger, and nothing beside it.

Each row of the ledger stands for one time that somebody agreed or took it back: for a purpose, a kind of recipient
(or one agency of that kind) and categories of facts. What holds for an agency:

- agreed for that agency after what was said about its whole kind: only that counts
- agreed for the kind after what was agreed for the agency: both count, as far as both hold
- taken back for the kind: nothing that was agreed before counts, for any agency of it
- refused or taken back for the agency itself: nothing counts until it is agreed to by its name again. What is agreed
  for its kind does not reach it, and neither does that it counts as another kind since

Where nothing that was agreed covers all of what is asked, two people may have approved a legal gateway; it covers
what they approved, for whom, until when, and once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class Said:
    """One row of the ledger. `n`: its place in the order of writing; `agency`: None for every one of the kind.

    is_only_named   somebody particular was meant who is in no directory: it covers no agency that is
    """

    id: UUID
    n: int
    is_given: bool
    purpose: str
    recipient: str
    categories: frozenset[str]
    agency: UUID | None = None
    expires_on: date | None = None
    is_only_named: bool = False


@dataclass(frozen=True)
class Asked:
    """What is to leave: to which agency, of which kind, for what, about what, on which day of the project.

    is_by_name   nobody means this agency by its kind (a court is no "support service"): only its own name reaches it
    """

    purpose: str
    recipient: str
    agency: UUID
    categories: frozenset[str]
    day: date
    is_by_name: bool = False


@dataclass(frozen=True)
class Approved:
    """A legal gateway that two people stand for: `author` and `approver`, and what they agreed on."""

    id: UUID
    code: str
    agency: UUID
    categories: frozenset[str]
    author: UUID
    approver: UUID | None
    until: datetime
    is_used: bool = False


@dataclass(frozen=True)
class Ground:
    """What a share rests on: rows of the ledger, or a gateway. Never neither, never both."""

    consents: tuple[UUID, ...] = ()
    gateway: UUID | None = None
    code: str = ""


class Why(StrEnum):
    """Why nothing may leave."""

    NOTHING = "nothing"  # nothing was ever agreed that reaches this agency
    ONE_NAMED = "one_named"  # agreed for somebody particular, in words that name no agency of the directory
    BY_NAME = "by_name"  # agreed for its kind, by which nobody means it
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"  # agreed for its kind, after it was refused by its name
    EXPIRED = "expired"
    NOT_THAT_MUCH = "not_that_much"  # agreed, but not about all of this
    NO_CATEGORY = "no_category"
    NOT_APPROVED = "not_approved"  # nobody else approved the gateway
    OTHER_SHARE = "other_share"  # the gateway was approved for another agency, or for less
    OVER = "over"  # its time is over
    USED = "used"


@dataclass(frozen=True)
class WhyNot:
    """Nothing may leave. `missing`: categories that what was agreed does not cover."""

    why: Why
    missing: frozenset[str] = frozenset()


def decide(rows: Iterable[Said], asked: Asked) -> Ground | WhyNot:
    """Whether what is asked may leave on what the person said; `rows` are theirs, in any order."""
    if not asked.categories:
        return WhyNot(Why.NO_CATEGORY)
    heard = sorted((row for row in rows if _speaks_of(row, asked)), key=lambda row: -row.n)
    reach = [row for row in heard if not row.is_given or _reaches(row, asked)]
    found = _standing(reach)
    if not found:
        return WhyNot(_why_nothing(heard, reach, asked))
    live = [row for row in found if row.expires_on is None or row.expires_on >= asked.day]
    if not live:
        return WhyNot(Why.EXPIRED)
    missing = asked.categories - frozenset().union(*(row.categories for row in live))
    if missing:
        return WhyNot(Why.NOT_THAT_MUCH, missing)
    return Ground(tuple(row.id for row in live if row.categories & asked.categories))


def decide_by_gateway(approved: Approved, asked: Asked, at: datetime) -> Ground | WhyNot:
    """Whether what is asked may leave without consent, on what two people approved."""
    if not asked.categories:
        return WhyNot(Why.NO_CATEGORY)
    if approved.approver is None or approved.approver == approved.author:
        return WhyNot(Why.NOT_APPROVED)
    if approved.is_used:
        return WhyNot(Why.USED)
    if at >= approved.until:
        return WhyNot(Why.OVER)
    missing = asked.categories - approved.categories
    if missing or approved.agency != asked.agency:
        return WhyNot(Why.OTHER_SHARE, missing)
    return Ground(gateway=approved.id, code=approved.code)


def _standing(latest_first: Sequence[Said]) -> list[Said]:
    """The rows that stand for one agency, of those that speak of it: what was said last about it, or about its kind."""
    by_name = next((row for row in latest_first if row.agency is not None), None)
    if not latest_first or (by_name is not None and not by_name.is_given):
        return []
    last = latest_first[0]
    if not last.is_given:
        return []
    if last.agency is not None:
        return [last]
    return [last, *_named_before(latest_first[1:])]


def _named_before(earlier: Sequence[Said]) -> list[Said]:
    """What was agreed for the agency itself before its kind was spoken of, if nothing took it back since."""
    for row in earlier:
        if not row.is_given:
            return []
        if row.agency is not None:
            return [row]
    return []


def _speaks_of(row: Said, asked: Asked) -> bool:
    """Whether it is about this agency or its kind. No to an agency is no, whatever kind it was then."""
    if row.purpose != asked.purpose:
        return False
    if row.agency == asked.agency and not row.is_given:
        return True
    return row.recipient == asked.recipient and row.agency in (None, asked.agency)


def _reaches(row: Said, asked: Asked) -> bool:
    return row.agency is not None or not (row.is_only_named or asked.is_by_name)


def _why_nothing(heard: Sequence[Said], reach: Sequence[Said], asked: Asked) -> Why:
    if reach:
        return Why.REFUSED if reach[0].is_given else Why.WITHDRAWN
    if not heard:
        return Why.NOTHING
    return Why.BY_NAME if asked.is_by_name else Why.ONE_NAMED
