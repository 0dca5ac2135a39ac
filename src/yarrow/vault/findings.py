"""What `yarrow doctor` looks at: every room says what it can examine; each look finds nothing, or what to put right.

A look that fails is itself a finding, with the class of what went wrong and never its text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    what, why, todo   a sentence each, in words for whoever runs the machine; never a value out of a record
    weight            wrong: it must be put right (status 1) · advice: it would be better otherwise
    project_id        None where it concerns the whole installation
    """

    what: str
    why: str
    todo: str
    weight: Literal["wrong", "advice"] = "wrong"
    project_id: UUID | None = None


Look = Callable[[datetime], Iterable[Finding]]
_looks: dict[str, Look] = {}


def examines(name: str, look: Look) -> None:
    """Say how one matter is looked at; each room does so as it starts."""
    _looks[name] = look


def examine(at: datetime) -> dict[str, list[Finding]]:
    """Everything that was looked at, and what was found; an empty list where all is well."""
    return {name: _found(look, at) for name, look in _looks.items()}


def _found(look: Look, at: datetime) -> list[Finding]:
    try:
        return list(look(at))
    except Exception as fault:  # whatever is broken, the other looks go on
        kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
        return [
            Finding(
                f"It could not be looked at ({kind}).",
                "What can't be looked at may be broken.",
                "Put right what else is found first, then run `yarrow doctor` again.",
            )
        ]
