"""The members a pack's JSON may and must have, and of which kind; meaning is looked at only after this holds."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Json = Mapping[str, object]
WHOLE = re.compile("-?[0-9]{1,6}")


@dataclass(frozen=True)
class Defect:
    """What is wrong with a pack: where, against which rule, and what to do."""

    at: str
    rule: str
    says: str

    def __str__(self) -> str:
        return f"{self.at}: {self.says} ({self.rule})"


# Kinds: "text", "number", "whole", "flag", "texts", "object", "list"; a question mark allows it to be absent.
PACK = {
    **{name: "text" for name in ("id", "version", "name", "short", "status", "kind", "recall")},
    "raters": "texts",
    "licence": "object",
    "sources": "object",
    "answers": "object?",
    "slots": "list",
    "orders": "object?",
    "scales": "list",
    "conclusions": "list?",
    "band_sets": "list?",
    "thresholds": "list?",
    "risks": "list?",
    "gate": "object?",
    "languages": "texts",
    "not_comparable": "object?",
    "same_scores_as": "texts?",
    "official": "object?",
    "traps": "object?",
    "notes": "texts?",
}
SOURCE = {"citation": "text", "seen": "text", "read_on": "text?", "where": "text?"}
LICENCE = {"holder": "text", "terms": "text", "source": "text", "contexts": "texts", "needs_record": "flag?"}
OFFICIAL = {"source": "text", "marks": "object"}
SLOT = {
    "id": "text",
    "topic": "text",
    "answers": "text?",
    "from": "whole?",
    "to": "whole?",
    "scored": "flag?",
}
SCALE = {
    **{name: "text" for name in ("id", "name", "rule", "higher_is")},
    "slots": "texts",
    "from": "number",
    "to": "number",
    "missing": "object",
    "reverse": "texts?",
    "at_least": "whole?",
    "times": "number?",
    "plus": "number?",
    "step": "number?",
    "table": "object?",
}
MISSING = {"most": "whole", "source": "text"}
BAND_SET = {"id": "text", "scale": "text", "population": "text", "source": "text", "bands": "list"}
BAND = {"from": "number", "to": "number", "label": "text"}
THRESHOLD = {
    **{name: "text" for name in ("id", "scale", "name", "population", "source")},
    **{name: "number?" for name in ("points", "sd", "r", "ends_at_most", "ends_at_least")},
}
CONCLUSION = {"id": "text", "name": "text", "if": "object", "source": "text"}
RISK = {
    "id": "text",
    "slot": "text",
    "level": "text",
    "source": "text",
    "at_least": "whole?",
    "at_most": "whole?",
}
GATE = {"slot": "text", "value": "whole", "branch": "text"}
CHOICE = {"value": "whole", "means": "text?"}
LISTS = {
    "slots": SLOT,
    "scales": SCALE,
    "band_sets": BAND_SET,
    "thresholds": THRESHOLD,
    "conclusions": CONCLUSION,
    "risks": RISK,
}
SAYS = {"text": "words", "number": "a number", "whole": "a whole number", "flag": "true or false"}
SAYS |= {"texts": "a list of words", "object": "an object", "list": "a list of objects"}


def is_kind(value: object, kind: str) -> bool:
    """Whether a JSON value is of a kind above."""
    if kind == "text":
        return isinstance(value, str) and bool(value.strip())
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "whole":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if kind == "object":
        return isinstance(value, dict)
    inner = "text" if kind == "texts" else "object"
    return isinstance(value, list) and all(is_kind(one, inner) for one in value)


def of(thing: Json, name: str) -> list[dict[str, object]]:
    """A list of objects that may be absent."""
    found = thing.get(name, [])
    return found if isinstance(found, list) else []


def within(thing: Json, name: str) -> dict[str, object]:
    """An object that may be absent."""
    found = thing.get(name, {})
    return found if isinstance(found, dict) else {}


def member_defects(pack: object) -> list[Defect]:
    """Everything that is missing, unknown or of another kind."""
    if not isinstance(pack, dict):
        return [Defect("pack", "not-an-object", "A pack is one JSON object.")]
    found = list(_of_object("pack", pack, PACK))
    if found:
        return found
    for name, members in LISTS.items():
        for n, one in enumerate(of(pack, name)):
            found += _of_object(f"{name}[{n}]", one, members)
    found += _of_object("licence", within(pack, "licence"), LICENCE)
    for name, source in within(pack, "sources").items():
        found += _of_object(f"sources.{name}", source, SOURCE)
    for language, official in within(pack, "official").items():
        found += _of_object(f"official.{language}", official, OFFICIAL)
    if "gate" in pack:
        found += _of_object("gate", pack["gate"], GATE)
    return [*found, *_deeper(pack), *_rows(pack), *_maps(pack)]


def _deeper(pack: Json) -> Iterator[Defect]:
    for n, one in enumerate(of(pack, "scales")):
        yield from _of_object(f"scales[{n}].missing", one.get("missing"), MISSING)
        for raw, value in within(one, "table").items():
            if not WHOLE.fullmatch(raw) or not is_kind(value, "number"):
                yield Defect(
                    f"scales[{n}].table", "wrong-kind", f"{raw} has to be a whole number with a number."
                )
    for n, one in enumerate(of(pack, "band_sets")):
        for m, band in enumerate(of(one, "bands")):
            yield from _of_object(f"band_sets[{n}].bands[{m}]", band, BAND)


def _rows(pack: Json) -> Iterator[Defect]:
    for name, row in within(pack, "answers").items():
        if not is_kind(row, "list") or not row:
            yield Defect(f"answers.{name}", "wrong-kind", "A row of answers is a list of objects.")
        for m, choice in enumerate(of(within(pack, "answers"), name)):
            yield from _of_object(f"answers.{name}[{m}]", choice, CHOICE)


def _maps(pack: Json) -> Iterator[Defect]:
    kinds = {"orders": "texts", "not_comparable": "text", "traps": "text"}
    for name, kind in kinds.items():
        for key, value in within(pack, name).items():
            if not is_kind(value, kind):
                yield Defect(f"{name}.{key}", "wrong-kind", f"This has to be {SAYS[kind]}.")


def _of_object(at: str, thing: object, members: Mapping[str, str]) -> Iterator[Defect]:
    if not isinstance(thing, dict):
        yield Defect(at, "wrong-kind", "This has to be an object.")
        return
    for name in thing:
        if name not in members:
            yield Defect(at, "unknown-member", f"A pack has no member “{name}” here; take it out.")
    for name, kind in members.items():
        if name not in thing:
            if not kind.endswith("?"):
                yield Defect(at, "missing-member", f"“{name}” is missing.")
        elif not is_kind(thing[name], kind.rstrip("?")):
            yield Defect(at, "wrong-kind", f"“{name}” has to be {SAYS[kind.rstrip('?')]}.")
