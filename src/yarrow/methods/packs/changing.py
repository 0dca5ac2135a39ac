"""Whether a person's score moved, by each published rule there is; and by which one."""

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from yarrow.methods.packs.results import DOWN, NOT_KNOWN, STAYED, UP, Change, Standing
from yarrow.methods.packs.shapes import Pack, Scale, Threshold
from yarrow.methods.sentences import to_say

NOTHING_PUBLISHED = to_say("No threshold of change is published for this score.")
ALREADY = to_say("The first score was already past the border of this rule.")
BRANCHED = to_say("One of the two comes from a first question that ended the measure.")
MISSING = to_say("One of the two scores is missing.")
OTHER = to_say("{one} and {other} are different measures.")
VERSIONS = to_say("Versions {one} and {other} of this measure score differently.")
LANGUAGES = to_say("The two were answered in different languages.")
MODES = to_say("The two were answered in different ways (alone, read aloud, on paper).")


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
        return same, "" if same else VERSIONS.format(one=one.version, other=other.version)
    named = one.not_comparable.get(other.id) or other.not_comparable.get(one.id)
    return False, named or OTHER.format(one=one.short, other=other.short)


def change(pack: Pack, scale: str, before: Standing, after: Standing) -> tuple[Change, ...]:
    """One Change for each published threshold of the scale; a single one with the reason where there is none."""
    subject = pack.scale(scale)
    reason = _unknown(pack, before, after)
    caveats = _caveats(before, after)
    rules = [one for one in pack.thresholds if one.scale == scale]
    if reason or before.value is None or after.value is None:
        nothing = Change(scale, NOT_KNOWN, None, "", "", "", None, reason, caveats)
        return tuple(_named(nothing, rule) for rule in rules) or (nothing,)
    difference = after.value - before.value
    found = []
    for rule in rules:
        moved, why = _moved(subject, rule, before.value, after.value)
        found.append(_named(Change(scale, moved, difference, "", "", "", None, why, caveats), rule))
    return tuple(found) or (
        Change(scale, NOT_KNOWN, difference, "", "", "", None, NOTHING_PUBLISHED, caveats),
    )


def _named(found: Change, rule: Threshold) -> Change:
    return replace(found, threshold=rule.id, name=rule.name, population=rule.population, source=rule.source)


def _unknown(pack: Pack, before: Standing, after: Standing) -> str:
    """Why nothing can be said, or empty."""
    for one in (before, after):
        if one.pack != pack.id:
            return pack.not_comparable.get(one.pack) or OTHER.format(one=pack.short, other=one.pack)
        if one.version != pack.version and one.version not in pack.same_scores_as:
            return VERSIONS.format(one=one.version, other=pack.version)
    if before.value is None or after.value is None:
        return MISSING
    return BRANCHED if before.branch != after.branch else ""


def _caveats(before: Standing, after: Standing) -> tuple[str, ...]:
    found = []
    if before.language != after.language:
        found.append(LANGUAGES)
    if before.mode != after.mode:
        found.append(MODES)
    return tuple(found)


def _moved(scale: Scale, rule: Threshold, before: Decimal, after: Decimal) -> tuple[str, str]:
    """(moved, why that isn't known)"""
    difference = Fraction(after) - Fraction(before)
    if not _far_enough(rule, difference):
        return STAYED, ""
    if (difference > 0) != (scale.higher_is == "better"):
        return DOWN, ""
    if _has_border(rule) and _beyond(rule, before):
        return NOT_KNOWN, ALREADY
    return UP if _beyond(rule, after) else STAYED, ""


def _far_enough(rule: Threshold, difference: Fraction) -> bool:
    if rule.points is not None:
        return abs(difference) >= rule.points
    return (
        rule.sd is not None and rule.r is not None and abs(difference) > reliable_change(sd=rule.sd, r=rule.r)
    )


def _has_border(rule: Threshold) -> bool:
    return rule.ends_at_least is not None or rule.ends_at_most is not None


def _beyond(rule: Threshold, value: Decimal) -> bool:
    high_enough = rule.ends_at_least is None or Fraction(value) >= rule.ends_at_least
    return high_enough and (rule.ends_at_most is None or Fraction(value) <= rule.ends_at_most)
