"""Which kind of session or contact the words of a spreadsheet mean."""

import json
from functools import cache
from pathlib import Path

from yarrow.contacts.reading.words import folded

WORDS: dict[str, dict[str, list[str]]] = {
    group: kinds
    for group, kinds in json.loads(
        (Path(__file__).parent / "kind_words.json").read_text(encoding="utf-8")
    ).items()
    if group != "version"
}


@cache
def kind_of(words: str, group: str) -> str:
    """The kind of that group the words name, longest words first; "" when they name none."""
    flat = f" {folded(words)} "
    known = sorted(
        ((entry, kind) for kind, entries in WORDS[group].items() for entry in entries),
        key=lambda pair: -len(pair[0]),
    )
    return next((kind for entry, kind in known if f" {entry} " in flat), "")


def session_kind(words: str, otherwise: str) -> str:
    """A kind of session."""
    return kind_of(words, "session") or otherwise


def contact_kind(*words: str) -> str:
    """A kind of contact: how it was made first, then where or for which service, else somewhere chosen.

    "Face to face" under "Drop-in" is at the drop-in; "Phone" under "Outreach" is by phone.
    """
    first = kind_of(words[0], "one_to_one")
    if first and first != "chosen_place":
        return first
    for said in words:
        found = kind_of(said, "session")
        if found:
            return found
    return first or "chosen_place"
