"""What may be said about one person to one agency at a panel, fact by fact, at this instant.

Each fact falls under one category of consent. It may be said where an agreement covers the category for the agency, and
either what the person agreed to covers it or two people approved exactly this fact for exactly this agency. Where both
would do, it is said on what the person agreed to: an approval is used up by being used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from yarrow.methods import agreements, sharing
from yarrow.methods.agreements import Terms, Uncovered
from yarrow.methods.sharing import Approved, Asked, Ground, Said, WhyNot


@dataclass(frozen=True)
class Gateway:
    """An approval, and the facts that two people agreed on."""

    approved: Approved
    facts: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """By fact: said on consent, said on an approval (and which), or why not."""

    by_consent: tuple[str, ...] = ()
    by_gateway: Mapping[str, UUID] = field(default_factory=dict)
    why_not: Mapping[str, WhyNot | Uncovered] = field(default_factory=dict)

    @property
    def said(self) -> frozenset[str]:
        """Every fact that may be said."""
        return frozenset(self.by_consent) | frozenset(self.by_gateway)


def verdict(
    facts: Mapping[str, str],
    *,
    rows: Iterable[Said],
    terms: Terms,
    gateways: Sequence[Gateway],
    asked: Asked,
    at: datetime,
) -> Verdict:
    """Decide about each of `facts` (fact → its category). Of `asked`, the categories don't count."""
    listed = list(rows)
    by_consent: list[str] = []
    by_gateway: dict[str, UUID] = {}
    why_not: dict[str, WhyNot | Uncovered] = {}
    for fact, category in facts.items():
        gap = agreements.uncovered(terms, asked.agency, asked.purpose, (category,), asked.day)
        ground = _ground(fact, replace(asked, categories=frozenset({category})), listed, gateways, at)
        if gap is not None:
            why_not[fact] = gap
        elif isinstance(ground, WhyNot):
            why_not[fact] = ground
        elif ground.gateway is not None:
            by_gateway[fact] = ground.gateway
        else:
            by_consent.append(fact)
    return Verdict(tuple(by_consent), by_gateway, why_not)


def _ground(
    fact: str, asked: Asked, rows: Iterable[Said], gateways: Sequence[Gateway], at: datetime
) -> Ground | WhyNot:
    found: Ground | WhyNot = sharing.decide(rows, asked)
    for one in gateways if isinstance(found, WhyNot) else ():
        approved = sharing.decide_by_gateway(one.approved, asked, at)
        if isinstance(approved, Ground) and fact in one.facts:
            return approved
    return found
