"""An invented pack with one of everything, and faults planted in copies of it."""

import copy
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from yarrow.methods.packs import Pack, read_pack

GONE = object()
SOUND = (Path(__file__).parent / "sound.json").read_text(encoding="utf-8")


def sound() -> dict[str, Any]:
    """The content of a pack without defects."""
    content: dict[str, Any] = json.loads(SOUND)
    return content


def changed(path: str, value: object) -> dict[str, Any]:
    """A sound pack with one place written over; GONE takes it out, a number in the path is a place in a list."""
    content = sound()
    *way, last = path.split("/")
    place: Any = content
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is GONE:
        del place[int(last) if isinstance(place, list) else last]
    elif isinstance(place, list):
        place[int(last)] = copy.deepcopy(value)
    else:
        place[last] = copy.deepcopy(value)
    return content


def places(thing: object, before: str = "") -> Iterable[str]:
    """The path of everything within."""
    pairs = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for name, part in pairs:
        yield f"{before}{name}"
        yield from places(part, f"{before}{name}/")


def pack(**over: object) -> Pack:
    """The sound pack read, with some members written over (GONE takes one out)."""
    content = sound()
    for name, value in over.items():
        content[name] = value
        if value is GONE:
            del content[name]
    return read_pack(content)
