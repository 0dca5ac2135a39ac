"""Whether a person's score moved, by each published rule there is; and by which one."""

import math
from decimal import Decimal
from fractions import Fraction

from yarrow.methods.packs.results import DOWN, NOT_KNOWN, STAYED, UP, Change, Standing
from yarrow.methods.packs.shapes import Pack, Scale, Threshold

NOTHING_PUBLISHED = "No threshold is published for this score."
BRANCHED = "One of the two comes from a first question that ended the measure."


def reliable_change(*, sd: float, r: float) -> float:
    """The difference that must be passed to be reliable (Jacobson & Truax 1991): 1.96 · SD · √(2 · (1 − r)).

    `sd`: standard deviation before, in points; `r`: the measure's reliability, 0 to 1. ValueError outside.
    """
    if not (math.isfinite(sd) and sd > 0) or not 0 <= r <= 1:
        raise ValueError("SD must be more than 0 and r from 0 to 1.")
    return 1.96 * sd * math.sqrt(2 * (1 - r))


def comparable(one: Pack, other: Pack) -> tuple[bool, str]:
    """Whether scores of two packs may stand in one line, and the reason if not. Packs refuse each other by name."""
    if one.id == other.id:
        same = (
            one.version == other.version
            or one.version in other.same_scores_as
            or other.version in one.same_scores_as
        )
        return (
            same,
            "" if same else f"Versions {one.version} and {other.version} of {one.short} score differently.",
        )
    named = one.not_comparable.get(other.id) or other.not_comparable.get(one.id)
    return False, named or f"{one.short} and {other.short} are different measures."


def change(pack: Pack, scale: str, before: Standing, after: Standing) -> tuple[Change, ...]:
    """One Change for each published threshold of the scale; a single one with the reason where there is none."""
    subject = pack.scale(scale)
    reason = _unknown(pack, before, after)
    difference = after.value - before.value if after.value is not None and before.value is not None else None
    caveats = _caveats(before, after)
    rules = [one for one in pack.thresholds if one.scale == scale]
    if not rules:
        why = reason or NOTHING_PUBLISHED
        return (Change(scale, NOT_KNOWN, None if reason else difference, "", "", "", None, why, caveats),)
    return tuple(
        Change(
            scale=scale,
            moved=NOT_KNOWN if reason else _moved(subject, rule, before.value, after.value),
            difference=None if reason else difference,
            threshold=rule.id,
            name=rule.name,
            population=rule.population,
            source=rule.source,
            reason=reason,
            caveats=caveats,
        )
        for rule in rules
    )


def _unknown(pack: Pack, before: Standing, after: Standing) -> str:
    """Why nothing can be said, or empty."""
    for one in (before, after):
        if one.pack != pack.id:
            return (
                pack.not_comparable.get(one.pack)
                or f"A score of another measure ({one.pack}) can't be compared."
            )
        if one.version != pack.version and one.version not in pack.same_scores_as:
            return f"Version {one.version} scores differently from version {pack.version}."
    if before.value is None or after.value is None:
        return "One of the two scores is missing."
    return BRANCHED if before.branch != after.branch else ""


def _caveats(before: Standing, after: Standing) -> tuple[str, ...]:
    found = []
    if before.language != after.language:
        found.append("The two were answered in different languages.")
    if before.mode != after.mode:
        found.append("The two were answered in different ways (alone, read aloud, on paper).")
    return tuple(found)


def _moved(scale: Scale, rule: Threshold, before: Decimal | None, after: Decimal | None) -> str:
    if before is None or after is None:
        return NOT_KNOWN
    difference = Fraction(after) - Fraction(before)
    if not _far_enough(rule, difference) or not _ends_there(rule, after):
        return STAYED
    return UP if (difference > 0) == (scale.higher_is == "better") else DOWN


def _far_enough(rule: Threshold, difference: Fraction) -> bool:
    if rule.points is not None:
        return abs(difference) >= rule.points
    return (
        rule.sd is not None and rule.r is not None and abs(difference) > reliable_change(sd=rule.sd, r=rule.r)
    )


def _ends_there(rule: Threshold, after: Decimal) -> bool:
    low = rule.ends_at_least is None or Fraction(after) >= rule.ends_at_least
    return low and (rule.ends_at_most is None or Fraction(after) <= rule.ends_at_most)
