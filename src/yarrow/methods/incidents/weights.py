"""How often two descriptions of one offender agree, as data: learnt offline, read here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "weights.json"


@dataclass(frozen=True)
class Field:
    """One comparison. Lists hold one number a level, from "they differ" up.

    mates    share of pairs of one offender at each level; others: of pairs of two offenders
    worth    bits count by this much: what hangs together with other fields counts less
    """

    mates: tuple[float, ...]
    others: tuple[float, ...]
    worth: float = 1.0


@dataclass(frozen=True)
class Weights:
    """Every comparison's `Field`, codes easily taken for each other by trait, and what makes a suggestion.

    suggest    bits beyond the logarithm of how many are compared, from which a pair is suggested unasked
    """

    fields: Mapping[str, Field]
    alike: Mapping[str, Mapping[str, tuple[str, ...]]]
    suggest: float

    def field(self, name: str) -> Field:
        """A trait that no training met counts as traits in general do.

        Raises `KeyError` for another name.
        """
        return self.fields.get(name) or self.fields["trait" if name.startswith("trait.") else name]

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Weights":
        """From the shape of `weights.json`.

        Raises `ValueError` where a field has not one share a level on both sides.
        """
        fields = {
            name: Field(tuple(one["mates"]), tuple(one["others"]), one.get("worth", 1.0))
            for name, one in content["fields"].items()
        }
        for name, one in fields.items():
            if len(one.mates) != len(one.others) or min(*one.mates, *one.others) <= 0:
                raise ValueError(f"{name}: one share above zero a level, for mates and for others")
        alike = {
            trait: {code: tuple(others) for code, others in table.items()}
            for trait, table in content["alike"].items()
        }
        return cls(fields, alike, content["suggest"])

    @classmethod
    @cache
    def shipped(cls) -> "Weights":
        """Those of `weights.json`."""
        return cls.read(json.loads(FILE.read_text(encoding="utf-8")))
