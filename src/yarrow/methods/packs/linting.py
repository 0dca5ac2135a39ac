"""What is wrong with a pack: every defect at once, each with its place and what to do."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from yarrow.methods.packs.borders import range_defects
from yarrow.methods.packs.licences import CONTEXTS
from yarrow.methods.packs.members import Defect, Json, is_kind, member_defects, of, within
from yarrow.methods.packs.shapes import Pack

STATUSES = {"A": {"full"}, "B": {"slots"}, "C": {"slots", "answer sheet"}, "D": {"unpublished"}}
SEEN = ("owner", "paper", "second hand", "not verified")
RATERS = {"self", "worker", "together"}
RULES = ("sum", "mean", "max", "count")
LEVELS = ("soon", "now")
ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
SHA = re.compile(r"[0-9a-f]{64}")
LONGEST_TOPIC, MOST_WORDS, LONGEST_ROW = 32, 4, 1000


def lint(content: object) -> tuple[Defect, ...]:
    """Every defect of a pack's content."""
    found = member_defects(content)
    if found or not isinstance(content, dict):
        return tuple(found)
    checks = (_head, _sources, _slots, _scales, _figures, _clauses, _risks, _gate, _marks)
    early = [defect for check in checks for defect in check(content)]
    return tuple(early or range_defects(content))


def lint_together(packs: Mapping[str, Pack]) -> tuple[Defect, ...]:
    """What only shows beside other packs: each names the others that it refuses."""
    return tuple(
        Defect(
            f"{name}.not_comparable", "one-sided", f"{other} doesn't refuse {name} in turn, or isn't here."
        )
        for name, pack in packs.items()
        for other in pack.not_comparable
        if other not in packs or name not in packs[other].not_comparable
    )


def _head(pack: Json) -> Iterator[Defect]:
    if not ID.fullmatch(str(pack["id"])):
        yield Defect("id", "id-form", "Use small letters, digits, hyphens.")
    kinds = STATUSES.get(str(pack["status"]))
    if kinds is None:
        yield Defect("status", "status", "The status is A, B, C or D.")
    elif pack["kind"] not in kinds:
        yield Defect(
            "kind", "status", f"With status {pack['status']} the kind is {' or '.join(sorted(kinds))}."
        )
    if strange := set(_texts(pack, "raters")) - RATERS:
        yield Defect("raters", "rater", f"Nobody answers as {', '.join(sorted(strange))}.")
    licence = within(pack, "licence")
    if strange := set(_texts(licence, "contexts")) - set(CONTEXTS):
        yield Defect("licence.contexts", "context", f"There is no context {', '.join(sorted(strange))}.")
    source = within(within(pack, "sources"), str(licence["source"]))
    if source and not source.get("read_on"):
        yield Defect("licence.source", "licence-undated", "Say on which day the terms were read.")
    if pack["id"] in within(pack, "not_comparable"):
        yield Defect("not_comparable", "itself", "A measure can't refuse itself.")


def _sources(pack: Json) -> Iterator[Defect]:
    for name in within(pack, "sources"):
        yield from _read(within(within(pack, "sources"), name), f"sources.{name}")
    known = within(pack, "sources")
    uses = [("licence", within(pack, "licence"))]
    for part in ("band_sets", "thresholds", "conclusions", "risks"):
        uses += [(f"{part}.{one['id']}", one) for one in of(pack, part)]
    uses += [(f"scales.{one['id']}.missing", within(one, "missing")) for one in of(pack, "scales")]
    official = within(pack, "official")
    uses += [(f"official.{language}", within(official, language)) for language in official]
    for at, one in uses:
        if one["source"] not in known:
            yield Defect(at, "source", f"There is no source {one['source']}.")
    for name in sorted(known.keys() - {str(one["source"]) for _at, one in uses}):
        yield Defect(f"sources.{name}", "source-unused", "Nothing rests on this source; take it out.")


def _read(source: Json, at: str) -> Iterator[Defect]:
    day, seen = str(source.get("read_on", "")), source["seen"]
    if seen not in SEEN:
        yield Defect(at, "seen", f"“seen” is one of: {', '.join(SEEN)}.")
    if day and not _is_day(day):
        yield Defect(at, "read-on", "A day is written like 2026-11-28.")
    if seen in SEEN[:3] and not (day and source.get("where")):
        yield Defect(at, "read-nowhere", "What was read has a day and a place.")


def _slots(pack: Json) -> Iterator[Defect]:
    slots = of(pack, "slots")
    if not slots and pack["kind"] != "unpublished":
        yield Defect("slots", "no-slots", "Only a measure that is not published has no slots.")
    yield from _twice("slots", [str(one["id"]) for one in slots])
    for one in slots:
        at, topic = f"slots.{one['id']}", str(one["topic"])
        if not ID.fullmatch(str(one["id"])):
            yield Defect(at, "id-form", "Use small letters, digits, points and hyphens.")
        if len(topic) > LONGEST_TOPIC or len(topic.split()) > MOST_WORDS or re.search("[.?!]|\\bI\\b", topic):
            yield Defect(at, "topic", "A topic is two or three words of our own, not a sentence.")
        yield from _row(pack, one, at)
    names = {str(one["id"]) for one in slots}
    for name in within(pack, "orders"):
        if sorted(_texts(within(pack, "orders"), name)) != sorted(names):
            yield Defect(f"orders.{name}", "order", "An order names each slot once.")


def _row(pack: Json, slot: Json, at: str) -> Iterator[Defect]:
    ends = "from" in slot, "to" in slot
    if "answers" in slot:
        row = within(pack, "answers").get(str(slot["answers"]))
        if row is None or any(ends):
            yield Defect(at, "answers", "A slot has a row of answers that exists, or from and to.")
        elif isinstance(row, list):
            values = [choice["value"] for choice in row]
            if len(set(values)) != len(values) or len(values) < 2:
                yield Defect(at, "row-values", "A row has two values or more, each once.")
    elif not all(ends) or not 0 < _int(slot["to"]) - _int(slot["from"]) <= LONGEST_ROW:
        yield Defect(at, "answers", "A slot has a row of answers that exists, or from and to.")


def _scales(pack: Json) -> Iterator[Defect]:
    scored = {str(one["id"]) for one in of(pack, "slots") if one.get("scored", True)}
    yield from _twice("scales", [str(one["id"]) for one in of(pack, "scales")])
    for one in of(pack, "scales"):
        at, slots = f"scales.{one['id']}", _texts(one, "slots")
        if not slots or not set(slots) <= scored or len(set(slots)) != len(slots):
            yield Defect(at, "scale-slots", "A scale names slots that are scored, each once.")
        if not set(_texts(one, "reverse")) <= set(slots):
            yield Defect(at, "reverse", "What is reversed is one of the scale's own slots.")
        if one["higher_is"] not in ("better", "worse", "neither"):
            yield Defect(at, "direction", "Higher is better, worse or neither.")
        yield from _rule(one, at, len(slots))


def _rule(scale: Json, at: str, n_slots: int) -> Iterator[Defect]:
    if scale["rule"] not in RULES:
        yield Defect(at, "rule", f"The rule is one of: {', '.join(RULES)}.")
    if (scale["rule"] == "count") != ("at_least" in scale):
        yield Defect(at, "count", "A count says from which value on it counts, and nothing else does.")
    if "table" in scale and (scale["rule"] != "sum" or {"times", "plus"} & scale.keys()):
        yield Defect(at, "table", "A table stands on a sum alone.")
    most = _int(within(scale, "missing")["most"])
    if not 0 <= most < max(n_slots, 1):
        yield Defect(at, "missing-rule", "Fewer answers may be missing than there are.")
    if most and (scale["rule"] in ("count", "max") or "table" in scale):
        yield Defect(at, "missing-rule", "A mean stands for missing answers in a sum or a mean only.")


def _figures(pack: Json) -> Iterator[Defect]:
    scales = {str(one["id"]) for one in of(pack, "scales")}
    for part in ("band_sets", "thresholds"):
        yield from _twice(part, [str(one["id"]) for one in of(pack, part)])
        for one in of(pack, part):
            if one["scale"] not in scales:
                yield Defect(f"{part}.{one['id']}", "scale", f"There is no scale {one['scale']}.")
    for one in of(pack, "thresholds"):
        rci = {"sd", "r"} & one.keys()
        if ("points" in one) == bool(rci) or len(rci) == 1:
            yield Defect(f"thresholds.{one['id']}", "threshold", "Give points, or SD and r together.")
        elif (
            not all(exact(one[name]) > 0 for name in {"points", *rci} & one.keys())
            or exact(one.get("r", 0)) > 1
        ):
            yield Defect(
                f"thresholds.{one['id']}", "threshold", "Points and SD are more than 0; r is at most 1."
            )


def _clauses(pack: Json) -> Iterator[Defect]:
    yield from _twice("conclusions", [str(one["id"]) for one in of(pack, "conclusions")])
    for one in of(pack, "conclusions"):
        yield from _clause(pack, within(one, "if"), f"conclusions.{one['id']}")


def _clause(pack: Json, clause: Json, at: str) -> Iterator[Defect]:
    kinds = set(clause) - {"at_least"}
    if kinds in ({"all"}, {"any"}):
        parts = of(clause, kinds.pop())
        if not parts or not all(isinstance(part, dict) for part in parts):
            yield Defect(at, "clause", "“all” and “any” have parts.")
            return
        for part in parts:
            yield from _clause(pack, part, at)
    elif kinds == {"not"}:
        yield from _clause(pack, within(clause, "not"), at)
    elif kinds in ({"scale"}, {"slot"}) and is_kind(clause.get("at_least"), "number"):
        kind = kinds.pop()
        if clause[kind] not in [one["id"] for one in of(pack, f"{kind}s")]:
            yield Defect(at, "clause", f"There is no {kind} {clause[kind]}.")
    else:
        yield Defect(at, "clause", "A clause is all, any, not, or a scale or slot with at_least.")


def _risks(pack: Json) -> Iterator[Defect]:
    yield from _twice("risks", [str(one["id"]) for one in of(pack, "risks")])
    slots = {str(one["id"]) for one in of(pack, "slots")}
    for one in of(pack, "risks"):
        at = f"risks.{one['id']}"
        if one["slot"] not in slots:
            yield Defect(at, "risk-slot", f"There is no slot {one['slot']}.")
        if one["level"] not in LEVELS:
            yield Defect(at, "risk-level", "A response is due soon or now.")
        if ("at_least" in one) == ("at_most" in one):
            yield Defect(at, "risk-border", "A risk has at_least or at_most.")


def _gate(pack: Json) -> Iterator[Defect]:
    gate = within(pack, "gate")
    if not gate:
        return
    slots = {str(one["id"]) for one in of(pack, "slots")}
    if gate["slot"] not in slots or any(gate["slot"] in _texts(one, "slots") for one in of(pack, "scales")):
        yield Defect("gate", "gate", "A gate is a slot that no scale counts.")


def _marks(pack: Json) -> Iterator[Defect]:
    official = within(pack, "official")
    for language in official:
        if language not in _texts(pack, "languages"):
            yield Defect(
                f"official.{language}", "fingerprint", "Name the language among the pack's languages."
            )
        source = within(within(pack, "sources"), str(within(official, language)["source"]))
        if source and source["seen"] not in ("owner", "paper"):
            yield Defect(f"official.{language}", "fingerprint", "Official is only what the owner prints.")
        for place, marks in within(within(official, language), "marks").items():
            listed = marks if isinstance(marks, list) else []
            if not listed or not all(isinstance(mark, str) and SHA.fullmatch(mark) for mark in listed):
                yield Defect(f"official.{language}.{place}", "fingerprint", "A mark is a list of SHA-256.")
    for mark in within(pack, "traps"):
        if not SHA.fullmatch(mark):
            yield Defect("traps", "fingerprint", "A trap is known by its SHA-256.")


def exact(value: object) -> Fraction:
    """A JSON number as it is written."""
    return Fraction(str(value))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _int(value: object) -> int:
    return int(str(value))


def _texts(thing: Json, name: str) -> list[str]:
    found = thing.get(name, [])
    return [str(one) for one in found] if isinstance(found, list) else []


def _twice(at: str, names: list[str]) -> Iterator[Defect]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Defect(f"{at}.{name}", "twice", "Each id stands once.")
