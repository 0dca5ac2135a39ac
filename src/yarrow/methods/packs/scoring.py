"""Scoring by a pack's own rules: exact fractions, nothing guessed, a reason wherever there is no figure."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from yarrow.methods.packs.results import (
    AnswerError,
    InBand,
    NotScorable,
    Result,
    Risk,
    Score,
    Verdict,
)
from yarrow.methods.packs.shapes import Answers, Clause, Conclusion, Pack, Scale
from yarrow.methods.sentences import to_say

PLACES = Decimal("0.0001")
# Without reversed questions so many alike answers in a row are noticed.
MANY_ALIKE = 7
AGAINST_REVERSED, THROUGHOUT = "against reversed items", "same answer throughout"
TOO_MANY = to_say("Answers missing: {missing} of {needed}. The published rule allows {allowed}.")
NO_GATE = to_say("The first question, on which the others depend, has no answer.")
PAST_GATE = to_say("The first question ends the measure, yet later ones are answered: {answered}.")
Outcome = Score | NotScorable


def score(pack: Pack, answers: Answers) -> Result:
    """Every scale and conclusion of the pack.

    `answers`: slot id → value, None (or nothing) where there is no answer. Raises AnswerError for a slot or a value
    that the pack doesn't have.
    """
    given = checked(pack, answers)
    branch = _branch(pack, given)
    outcomes = {one.id: _outcome(pack, one, given, branch) for one in pack.scales}
    exact = {name: value for name, (_said, value) in outcomes.items() if value is not None}
    return Result(
        pack=pack.id,
        version=pack.version,
        sha256=pack.sha256,
        scales=tuple(said for said, _value in outcomes.values()),
        verdicts=tuple(_verdict(pack, one, given, exact, branch) for one in pack.conclusions),
        branch=branch,
        straight_line=straight_line(pack, given),
    )


def checked(pack: Pack, answers: Answers) -> dict[str, int]:
    """The answers there are. Raises AnswerError for what no row of the pack holds."""
    slots = {one.id: one for one in pack.slots}
    given = {}
    for name, value in answers.items():
        if name not in slots:
            raise AnswerError(f"{pack.id} has no question {name}.")
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value not in slots[name].values:
            raise AnswerError(f"The answer to {name} is outside its row.")
        given[name] = value
    return given


def risks(pack: Pack, answers: Answers) -> tuple[Risk, ...]:
    """The answers that ask for a response, whatever else is missing; the sooner one where two rules hold."""
    given = checked(pack, answers)
    found: dict[str, Risk] = {}
    for rule in pack.risk_rules:
        value = given.get(rule.slot)
        if value is None or (rule.at_least is not None and value < rule.at_least):
            continue
        if rule.at_most is not None and value > rule.at_most:
            continue
        if rule.slot not in found or rule.level == "now":
            found[rule.slot] = Risk(rule.id, rule.slot, rule.level, rule.source)
    return tuple(found.values())


def straight_line(pack: Pack, given: dict[str, int]) -> str:
    """Whether one place of the row was chosen all the way, so that a score can look plausible and say nothing.

    Nobody is troubled at all is an honest straight line, so the untroubled end counts only against reversed questions.
    """
    rows = {one.id: one.values for one in pack.slots if one.is_scored and one.choices}
    scales = [one for one in pack.scales if len(one.slots) > 1]
    used = {name for one in scales for name in one.slots if name in rows}
    places = {name: rows[name].index(given[name]) for name in used if name in given}
    if not places or len(set(places.values())) > 1 or len({len(rows[name]) for name in places}) > 1:
        return ""
    if any(0 < len(one.reverse & places.keys()) < len(places.keys() & set(one.slots)) for one in scales):
        return AGAINST_REVERSED
    place, last = next(iter(places.values())), len(rows[next(iter(places))]) - 1
    untroubled = 0 if scales[0].higher_is == "worse" else last
    return THROUGHOUT if len(places) >= MANY_ALIKE and place != untroubled else ""


def _branch(pack: Pack, given: dict[str, int]) -> str:
    gate = pack.gate
    return gate.branch if gate is not None and given.get(gate.slot) == gate.value else ""


def _outcome(pack: Pack, scale: Scale, given: dict[str, int], branch: str) -> tuple[Outcome, Fraction | None]:
    """(what is said, the exact value or None)."""
    if reason := _gate_fault(pack, scale.slots, given, branch):
        return NotScorable(scale.id, reason, len([one for one in scale.slots if one not in given])), None
    if branch:
        return _said(pack, scale, Fraction(0), 0), Fraction(0)
    there = [one for one in scale.slots if one in given]
    n_missing = len(scale.slots) - len(there)
    if n_missing > scale.most_missing or not there:
        return NotScorable(
            scale.id, _too_many(n_missing, scale.most_missing, len(scale.slots)), n_missing
        ), None
    value = _value(pack, scale, there, given)
    return _said(pack, scale, value, n_missing), value


def _gate_fault(pack: Pack, slots: Iterable[str], given: dict[str, int], branch: str) -> str:
    gate = pack.gate
    if gate is None:
        return ""
    if gate.slot not in given:
        return NO_GATE
    n_answered = len([one for one in slots if one in given])
    if branch and n_answered:
        return PAST_GATE.format(answered=n_answered)
    return ""


def _too_many(n_missing: int, allowed: int, n_needed: int) -> str:
    return TOO_MANY.format(missing=n_missing, needed=n_needed, allowed=allowed)


def _value(pack: Pack, scale: Scale, there: list[str], given: dict[str, int]) -> Fraction:
    values = [pack.slot(one).reversed(given[one]) if one in scale.reverse else given[one] for one in there]
    if scale.rule == "count":
        least = scale.at_least or 0
        return Fraction(sum(value >= least for value in values))
    if scale.rule == "max":
        return Fraction(max(values))
    mean = Fraction(sum(values), len(values))
    total = mean if scale.rule == "mean" else mean * len(scale.slots)
    if scale.lookup is not None:
        return scale.lookup[int(total)]
    return total * scale.times + scale.plus


def _said(pack: Pack, scale: Scale, value: Fraction, filled_in: int) -> Score:
    bands = tuple(
        InBand(one.id, one.band_of(value).label, one.population, one.source)
        for one in pack.band_sets
        if one.scale == scale.id
    )
    return Score(scale.id, as_decimal(value), bands, scale.higher_is, filled_in)


def as_decimal(value: Fraction) -> Decimal:
    """To four places; whole numbers without any."""
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def _verdict(
    pack: Pack, one: Conclusion, given: dict[str, int], exact: dict[str, Fraction], branch: str
) -> Verdict:
    needed = sorted(_needed(pack, one.clause))
    if fault := _gate_fault(pack, needed, given, branch):
        return Verdict(one.id, None, fault, one.source)
    if branch:
        return Verdict(one.id, False, "", one.source)
    if missing := [name for name in needed if name not in given]:
        return Verdict(one.id, None, _too_many(len(missing), 0, len(needed)), one.source)
    return Verdict(one.id, _holds(one.clause, given, exact), "", one.source)


def _needed(pack: Pack, clause: Clause) -> set[str]:
    """The slots a clause looks at, directly or through a scale."""
    if clause.kind == "slot":
        return {clause.name}
    if clause.kind == "scale":
        return set(pack.scale(clause.name).slots)
    return {name for part in clause.of for name in _needed(pack, part)}


def _holds(clause: Clause, given: dict[str, int], exact: dict[str, Fraction]) -> bool:
    if clause.kind == "all":
        return all(_holds(part, given, exact) for part in clause.of)
    if clause.kind == "any":
        return any(_holds(part, given, exact) for part in clause.of)
    if clause.kind == "not":
        return not _holds(clause.of[0], given, exact)
    value = Fraction(given[clause.name]) if clause.kind == "slot" else exact[clause.name]
    return value >= clause.at_least
