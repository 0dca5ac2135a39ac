"""What a filling's sealed field holds, as JSON: answers by question, each value with its kind, and what was dropped.

{"answers": {"q1": [["code", "2"]], "q2": [["skip", "asked-declined"]]}, "dropped": ["q3"]}
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from yarrow.methods.forms import Answers, Chosen, Skipped, Value
from yarrow.methods.refusals import Fault

# Kinds in the order in which a value is asked what it is: a moment is a day as well, and true is a number.
KINDS: tuple[tuple[str, type, Callable[[Any], Any], Callable[[Any], Any]], ...] = (
    ("code", Chosen, lambda value: value.code, Chosen),
    ("skip", Skipped, lambda value: value.reason, Skipped),
    ("flag", bool, bool, bool),
    ("whole", int, int, int),
    ("number", Decimal, str, Decimal),
    ("moment", datetime, datetime.isoformat, datetime.fromisoformat),
    ("day", date, date.isoformat, date.fromisoformat),
    ("time", time, time.isoformat, time.fromisoformat),
    ("text", str, str, str),
)
_READ = {kind: read for kind, _type, _write, read in KINDS}


@dataclass(frozen=True)
class Held:
    """The answers of one filling. `dropped`: questions no longer asked, whose answers went."""

    answers: Answers = field(default_factory=dict, repr=False)
    dropped: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What is sealed."""
        return {
            "answers": {key: [_written(value) for value in values] for key, values in self.answers.items()},
            "dropped": list(self.dropped),
        }


def held(written: Any) -> Held:
    """What was sealed; nothing yet where there is nothing. A Fault for what was never written here."""
    if not written:
        return Held()
    try:
        found = {
            key: tuple(_READ[kind](value) for kind, value in values)
            for key, values in written["answers"].items()
        }
        return Held(found, tuple(written["dropped"]))
    except (KeyError, TypeError, ValueError, ArithmeticError):
        raise Fault("answers are not what was written") from None


def is_answered(values: tuple[Value, ...] | None) -> bool:
    """Whether something was said, not merely passed over."""
    return bool(values) and not any(isinstance(value, Skipped) for value in values or ())


def merged(before: Answers, given: Mapping[str, tuple[Value, ...]], asked: frozenset[str]) -> Answers:
    """The answers with those of one page put in; a question of the page left empty has none any more."""
    kept = {key: values for key, values in before.items() if key not in asked}
    return {**kept, **{key: values for key, values in given.items() if key in asked and values}}


def _written(value: Value) -> list[Any]:
    for kind, its_type, write, _read in KINDS:
        if isinstance(value, its_type):
            return [kind, write(value)]
    raise Fault("an answer is of no kind we know")
