"""From a pack's JSON to the Pack, and from a folder to all of them. What has a defect is not read."""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from yarrow.methods.packs.linting import lint, lint_together
from yarrow.methods.packs.members import Defect
from yarrow.methods.packs.shapes import (
    Band,
    BandSet,
    Choice,
    Clause,
    Conclusion,
    Gate,
    Licence,
    Official,
    Pack,
    RiskRule,
    Scale,
    Slot,
    Source,
    Threshold,
)


class PackError(ValueError):
    """A pack with defects; `defects` has all of them."""

    def __init__(self, name: str, defects: tuple[Defect, ...]) -> None:
        super().__init__("\n".join([f"The pack {name} can't be used.", *map(str, defects)]))
        self.defects = defects


def load_packs(folder: Path) -> dict[str, Pack]:
    """Every pack of a folder, by id. Raises PackError."""
    found: dict[str, Pack] = {}
    for path in sorted(folder.glob("*.json")):
        pack = read_pack(json.loads(path.read_text(encoding="utf-8")))
        if pack.id != path.stem:
            raise PackError(path.name, (Defect("id", "file-name", f"Name the file {pack.id}.json."),))
        found[pack.id] = pack
    if defects := lint_together(found):
        raise PackError(folder.name, defects)
    return found


def read_pack(content: Mapping[str, object]) -> Pack:
    """The pack. Raises PackError with every defect."""
    if defects := lint(content):
        raise PackError(str(content.get("id", "")), defects)
    return _Reader(dict(content)).pack()


def sha256_of(content: Mapping[str, object]) -> str:
    """Of the content, however the file is laid out."""
    compact = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(compact.encode()).hexdigest()


def exact(value: Any) -> Fraction:
    """A JSON number as it is written."""
    return Fraction(str(value))


def _maybe(value: Any) -> Fraction | None:
    return None if value is None else exact(value)


class _Reader:
    """One pack's content, known to be without defects."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.sources = {
            name: Source(one["citation"], one["seen"], one.get("read_on", ""), one.get("where", ""))
            for name, one in content["sources"].items()
        }

    def pack(self) -> Pack:
        content = self.content
        slots = tuple(self._slot(one) for one in content["slots"])
        return Pack(
            **{
                name: content[name] for name in ("id", "version", "name", "short", "status", "kind", "recall")
            },
            raters=tuple(content["raters"]),
            licence=self._licence(content["licence"]),
            slots=slots,
            scales=tuple(self._scale(one) for one in content["scales"]),
            conclusions=tuple(self._conclusion(one) for one in content.get("conclusions", [])),
            band_sets=tuple(self._band_set(one) for one in content.get("band_sets", [])),
            thresholds=tuple(self._threshold(one) for one in content.get("thresholds", [])),
            risk_rules=tuple(self._risk(one) for one in content.get("risks", [])),
            orders={"printed": tuple(one.id for one in slots)}
            | {name: tuple(order) for name, order in content.get("orders", {}).items()},
            gate=Gate(**content["gate"]) if "gate" in content else None,
            languages=tuple(content["languages"]),
            not_comparable=content.get("not_comparable", {}),
            same_scores_as=tuple(content.get("same_scores_as", ())),
            official={
                language: Official(self.sources[one["source"]], _marks(one))
                for language, one in content.get("official", {}).items()
            },
            traps=content.get("traps", {}),
            notes=tuple(content.get("notes", ())),
            sha256=sha256_of(content),
        )

    def _licence(self, one: dict[str, Any]) -> Licence:
        source, contexts = self.sources[one["source"]], frozenset(one["contexts"])
        return Licence(one["holder"], one["terms"], source, contexts, one.get("needs_record", False))

    def _slot(self, one: dict[str, Any]) -> Slot:
        row = self.content["answers"][one["answers"]] if "answers" in one else ()
        choices = tuple(Choice(choice["value"], choice.get("means", "")) for choice in row)
        ends = one.get("from", 0), one.get("to", 0)
        return Slot(one["id"], one["topic"], choices, *ends, is_scored=one.get("scored", True))

    def _scale(self, one: dict[str, Any]) -> Scale:
        table = one.get("table")
        return Scale(
            **{name: one[name] for name in ("id", "name", "rule", "higher_is")},
            slots=tuple(one["slots"]),
            minimum=exact(one["from"]),
            maximum=exact(one["to"]),
            missing=self.sources[one["missing"]["source"]],
            most_missing=one["missing"]["most"],
            reverse=frozenset(one.get("reverse", ())),
            at_least=one.get("at_least"),
            times=exact(one.get("times", 1)),
            plus=exact(one.get("plus", 0)),
            step=exact(one.get("step", 1)),
            lookup=None if table is None else {int(raw): exact(value) for raw, value in table.items()},
        )

    def _conclusion(self, one: dict[str, Any]) -> Conclusion:
        return Conclusion(one["id"], one["name"], _clause(one["if"]), self.sources[one["source"]])

    def _band_set(self, one: dict[str, Any]) -> BandSet:
        bands = tuple(Band(exact(band["from"]), exact(band["to"]), band["label"]) for band in one["bands"])
        return BandSet(one["id"], one["scale"], one["population"], self.sources[one["source"]], bands)

    def _threshold(self, one: dict[str, Any]) -> Threshold:
        return Threshold(
            **{name: one[name] for name in ("id", "scale", "name", "population")},
            source=self.sources[one["source"]],
            points=_maybe(one.get("points")),
            sd=one.get("sd"),
            r=one.get("r"),
            ends_at_most=_maybe(one.get("ends_at_most")),
            ends_at_least=_maybe(one.get("ends_at_least")),
        )

    def _risk(self, one: dict[str, Any]) -> RiskRule:
        source = self.sources[one["source"]]
        return RiskRule(one["id"], one["slot"], one["level"], source, one.get("at_least"), one.get("at_most"))


def _marks(one: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {place: tuple(marks) for place, marks in one["marks"].items()}


def _clause(one: dict[str, Any]) -> Clause:
    for kind in ("all", "any"):
        if kind in one:
            return Clause(kind, tuple(_clause(part) for part in one[kind]))
    if "not" in one:
        return Clause("not", (_clause(one["not"]),))
    kind = "scale" if "scale" in one else "slot"
    return Clause(kind, (), one[kind], exact(one["at_least"]))
