"""Forms of our own that a project can begin with."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from yarrow.measures.errors import NotHere
from yarrow.methods.sentences import to_say

FOLDER = Path(__file__).parent / "own"
# What each is called in the list of forms; asked, it has the languages of its own.
TITLES = {"how_was_this": to_say("How was this for you?")}


@cache
def forms() -> dict[str, dict[str, Any]]:
    """Code → Questionnaire."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def text_of(code: str) -> str:
    """The Questionnaire as text. Raises NotHere."""
    if code not in forms():
        raise NotHere()
    return json.dumps(forms()[code])
