"""Is it JSON of a size that a form can have? Asked first, so that nothing after it can run away."""

import math
from typing import Any

from yarrow.methods.sentences import to_say

DEEPEST, LARGEST = 80, 200_000
LONGEST_TEXT = 400_000

NOT_JSON = to_say("The file holds something that isn't JSON. Save it again as JSON and bring it again.")
TOO_DEEP = to_say("The file is nested too deeply to be a form. Bring one with at most {most} levels.")
TOO_LARGE = to_say("The file is too large for a form. Bring one with at most {most} parts.")
TOO_LONG = to_say("The file holds a text of {n} letters. Bring one whose texts have at most {most}.")


def trouble(value: object) -> str:
    """Why this can't be a form's JSON, as a sentence; "" when it can. Walks without recursion; ends for knots, too."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    n_seen = 0
    while waiting:
        one, depth = waiting.pop()
        n_seen += 1
        if depth > DEEPEST:
            return TOO_DEEP.format(most=DEEPEST)
        if n_seen > LARGEST:
            return TOO_LARGE.format(most=LARGEST)
        said = _about(one)
        if said:
            return said
        waiting += [(below, depth + 1) for below in _inside(one)]
    return ""


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _about(value: object) -> str:
    if isinstance(value, str):
        return TOO_LONG.format(n=len(value), most=LONGEST_TEXT) if len(value) > LONGEST_TEXT else ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else NOT_JSON
    if isinstance(value, dict):
        return "" if all(isinstance(name, str) for name in value) else NOT_JSON
    return "" if value is None or isinstance(value, bool | int | list) else NOT_JSON


def copied(value: Any) -> Any:
    """The same JSON, sharing nothing; for values that `trouble` has let through."""
    if isinstance(value, dict):
        return {name: copied(one) for name, one in value.items()}
    return [copied(one) for one in value] if isinstance(value, list) else value
