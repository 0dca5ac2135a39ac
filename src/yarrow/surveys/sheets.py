"""From the answers of one person to the row that is kept: choices as codes, what was written apart, nothing else."""

from collections.abc import Collection
from dataclasses import dataclass, field

from yarrow.measures.answers import is_answered
from yarrow.measures.questions import place_of
from yarrow.methods.forms import Answers, Chosen, Form, Value, keys

# Stands among the choices for something written in their own words.
WORDS = "~words"
LONGEST = 4_000


@dataclass(frozen=True)
class Sheet:
    """`choices`: link id → codes ([]: passed over); `words`: link id → what was written."""

    choices: dict[str, list[str]]
    words: dict[str, list[str]] = field(repr=False)


def sheet_of(form: Form, answers: Answers, reached: Collection[str]) -> Sheet:
    """What is kept. A question counts as asked when it applies and its page was reached, or it was answered."""
    choices: dict[str, list[str]] = {}
    words: dict[str, list[str]] = {}
    for one in place_of(form, answers).steps:
        values = answers.get(one.key, ())
        if one.key not in reached and not values:
            continue
        said = values if is_answered(values) else ()
        choices[one.key] = [*dict.fromkeys(_code(value) for value in said)]
        written = [str(value)[:LONGEST] for value in said if _code(value) == WORDS]
        words |= {one.key: written} if written else {}
    return Sheet(choices, words)


def _code(value: Value) -> str:
    """Only what was chosen from a list is plain; numbers and days can tell who somebody is, so they count as words."""
    if isinstance(value, Chosen):
        return value.code
    if isinstance(value, bool):
        return keys.YES if value else keys.NO
    return WORDS
