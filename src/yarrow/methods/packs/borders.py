"""Whether ranges, tables, bands and borders follow from the slots, once each part exists and has its kind."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from yarrow.methods.packs.members import Defect, Json, of, within


def range_defects(pack: Json) -> list[Defect]:
    """Every figure that doesn't fit the answers it is drawn from."""
    rows = {str(one["id"]): values_of(pack, one) for one in of(pack, "slots")}
    scales = {str(one["id"]): one for one in of(pack, "scales")}
    found = [defect for one in scales.values() for defect in _scale(one, rows)]
    for one in of(pack, "band_sets"):
        found += _bands(one, scales[str(one["scale"])])
    for one in of(pack, "thresholds"):
        found += _threshold(one, scales[str(one["scale"])])
    for one in of(pack, "risks"):
        found += _risk(one, rows[str(one["slot"])])
    for one in of(pack, "conclusions"):
        found += _clause(one["if"], scales, rows, f"conclusions.{one['id']}")
    gate = within(pack, "gate")
    if gate and gate["value"] not in rows[str(gate["slot"])]:
        found.append(Defect("gate", "gate", "The gate's value is one of its answers."))
    return found + list(_unused(pack)) + list(_places(pack, rows))


def values_of(pack: Json, slot: Json) -> list[int]:
    """Every value of a slot's row, in the printed order."""
    if "answers" in slot:
        return [int(str(choice["value"])) for choice in of(within(pack, "answers"), str(slot["answers"]))]
    return list(range(int(str(slot["from"])), int(str(slot["to"])) + 1))


def number(value: object) -> Fraction:
    """A JSON number as it is written."""
    return Fraction(str(value))


def _raw_range(scale: Json, rows: dict[str, list[int]]) -> tuple[Fraction, Fraction]:
    """The least and greatest value before table, times and plus."""
    slots = [rows[str(name)] for name in of(scale, "slots")]
    if scale["rule"] == "count":
        least = int(str(scale["at_least"]))
        return Fraction(sum(min(row) >= least for row in slots)), Fraction(
            sum(max(row) >= least for row in slots)
        )
    low, high = Fraction(sum(map(min, slots))), Fraction(sum(map(max, slots)))
    if scale["rule"] == "mean":
        return low / len(slots), high / len(slots)
    if scale["rule"] == "max":
        return Fraction(max(map(min, slots))), Fraction(max(map(max, slots)))
    return low, high


def _scale(scale: Json, rows: dict[str, list[int]]) -> Iterator[Defect]:
    at = f"scales.{scale['id']}"
    low, high = _raw_range(scale, rows)
    table = {int(raw): number(value) for raw, value in within(scale, "table").items()}
    if table:
        yield from _table(table, low, high, at)
        low, high = min(table.values()), max(table.values())
    else:
        low, high = (
            end * number(scale.get("times", 1)) + number(scale.get("plus", 0)) for end in (low, high)
        )
    if (number(scale["from"]), number(scale["to"])) != (low, high):
        yield Defect(at, "range", f"The answers allow {low} to {high}, not {scale['from']} to {scale['to']}.")
    if number(scale.get("step", 1)) <= 0:
        yield Defect(at, "step", "The step is more than 0.")


def _table(table: dict[int, Fraction], low: Fraction, high: Fraction, at: str) -> Iterator[Defect]:
    wanted = set(range(int(low), int(high) + 1))
    if table.keys() != wanted:
        holes = ", ".join(str(raw) for raw in sorted(wanted ^ table.keys()))
        yield Defect(at, "table-holes", f"The table lacks, or shouldn't have: {holes}.")
    values = [table[raw] for raw in sorted(table)]
    if any(later <= earlier for earlier, later in pairwise(values)):
        yield Defect(at, "table-order", "A table rises from row to row.")


def _bands(one: Json, scale: Json) -> Iterator[Defect]:
    at, bands = f"band_sets.{one['id']}", of(one, "bands")
    if not bands:
        yield Defect(at, "bands", "A set has bands.")
        return
    step = number(scale.get("step", 1))
    ends = [(number(band["from"]), number(band["to"])) for band in bands]
    if any(low > high for low, high in ends):
        yield Defect(at, "bands", "A band's from is not above its to.")
    for (_low, high), (low, _high) in pairwise(ends):
        if low > high + step:
            yield Defect(at, "bands-gap", f"Between {high} and {low} there is no band.")
        if low <= high:
            yield Defect(at, "bands-overlap", f"{low} lies in two bands.")
    if (ends[0][0], ends[-1][1]) != (number(scale["from"]), number(scale["to"])):
        yield Defect(at, "bands-ends", f"Bands go from {scale['from']} to {scale['to']}.")


def _threshold(one: Json, scale: Json) -> Iterator[Defect]:
    low, high = number(scale["from"]), number(scale["to"])
    if "points" in one and number(one["points"]) > high - low:
        yield Defect(f"thresholds.{one['id']}", "threshold", "Nobody can move so far on this scale.")
    if scale["higher_is"] == "neither":
        yield Defect(f"thresholds.{one['id']}", "threshold", "A scale without a better end has no threshold.")


def _risk(one: Json, row: list[int]) -> Iterator[Defect]:
    low, high = one.get("at_least"), one.get("at_most")
    if (isinstance(low, int) and not min(row) < low <= max(row)) or (
        isinstance(high, int) and not min(row) <= high < max(row)
    ):
        yield Defect(f"risks.{one['id']}", "risk-border", "The border parts the row of answers in two.")


def _clause(
    clause: object, scales: dict[str, dict[str, object]], rows: dict[str, list[int]], at: str
) -> Iterator[Defect]:
    if not isinstance(clause, dict):
        return
    for part in [*of(clause, "all"), *of(clause, "any"), *([clause["not"]] if "not" in clause else [])]:
        yield from _clause(part, scales, rows, at)
    if "scale" in clause:
        scale = scales[clause["scale"]]
        low, high = number(scale["from"]), number(scale["to"])
    elif "slot" in clause:
        low, high = Fraction(min(rows[clause["slot"]])), Fraction(max(rows[clause["slot"]]))
    else:
        return
    if not low < number(clause["at_least"]) <= high:
        yield Defect(at, "clause", f"At least {clause['at_least']} is always so, or never.")


def _unused(pack: Json) -> Iterator[Defect]:
    """A scored slot has to be counted somewhere."""
    used = {str(name) for one in of(pack, "scales") for name in of(one, "slots")}
    used |= set(_named(pack.get("conclusions", [])))
    gate = within(pack, "gate")
    for one in of(pack, "slots"):
        name = str(one["id"])
        if one.get("scored", True) and name not in used and name != gate.get("slot"):
            yield Defect(
                f"slots.{name}", "slot-unused", "No scale counts this slot; say that it is not scored."
            )


def _named(thing: object) -> Iterator[str]:
    if isinstance(thing, dict):
        yield from [str(thing["slot"])] if "slot" in thing else []
        for part in thing.values():
            yield from _named(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from _named(part)


def _places(pack: Json, rows: dict[str, list[int]]) -> Iterator[Defect]:
    """A mark belongs to a slot, or to a value of its row."""
    for language, official in within(pack, "official").items():
        for place in within(official, "marks") if isinstance(official, dict) else ():
            name, equals, value = str(place).partition("=")
            if name not in rows or (equals and value not in map(str, rows[name])):
                yield Defect(f"official.{language}.{place}", "fingerprint", f"There is no {place}.")
