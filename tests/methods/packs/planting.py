"""An invented pack with one of everything, and faults planted in copies of it."""

import copy
from collections.abc import Iterable
from typing import Any

from yarrow.methods.packs import Pack, read_pack

GONE = object()


def sound() -> dict[str, Any]:
    """The content of a pack without defects."""
    items = [{"id": f"calm.{n}", "topic": f"calm thing {n}", "answers": "row"} for n in range(1, 5)]
    names = [str(one["id"]) for one in items]
    return {
        "id": "calm",
        "version": "2",
        "name": "Invented calm scale",
        "short": "Calm",
        "status": "A",
        "kind": "full",
        "raters": ["self"],
        "recall": "past week",
        "languages": ["en", "ro"],
        "licence": {"holder": "Nobody", "terms": "Invented.", "source": "paper", "contexts": ["research"]},
        "sources": {
            "paper": {
                "citation": "Invented 2020",
                "seen": "paper",
                "read_on": "2026-11-01",
                "where": "a shelf",
            },
            "rule": {"citation": "Every answer is needed.", "seen": "not verified"},
        },
        "answers": {"row": [{"value": n} for n in range(4)], "yes-no": [{"value": 1}, {"value": 0}]},
        "slots": [
            {"id": "calm.gate", "topic": "calm at all", "answers": "yes-no", "scored": False},
            *items,
            {"id": "calm.days", "topic": "calm days", "from": 0, "to": 7},
        ],
        "orders": {"backwards": ["calm.days", *reversed(names), "calm.gate"]},
        "gate": {"slot": "calm.gate", "value": 0, "branch": "never calm"},
        "scales": [
            {
                "id": "total",
                "name": "Total",
                "rule": "sum",
                "slots": names,
                "reverse": ["calm.2"],
                "from": 0,
                "to": 12,
                "higher_is": "better",
                "missing": {"most": 1, "source": "rule"},
            },
            {
                "id": "high",
                "name": "High answers",
                "rule": "count",
                "at_least": 2,
                "slots": names,
                "from": 0,
                "to": 4,
                "higher_is": "neither",
                "missing": {"most": 0, "source": "rule"},
            },
            {
                "id": "week",
                "name": "Week",
                "rule": "sum",
                "slots": ["calm.days"],
                "table": {str(n): n * 1.5 for n in range(8)},
                "from": 0,
                "to": 10.5,
                "step": 1.5,
                "higher_is": "better",
                "missing": {"most": 0, "source": "rule"},
            },
        ],
        "conclusions": [
            {
                "id": "calm",
                "name": "calm enough",
                "source": "paper",
                "if": {
                    "all": [
                        {"scale": "high", "at_least": 2},
                        {"not": {"any": [{"slot": "calm.4", "at_least": 3}]}},
                    ]
                },
            }
        ],
        "band_sets": [
            {
                "id": "halves",
                "scale": "total",
                "population": "nobody",
                "source": "paper",
                "bands": [{"from": 0, "to": 5, "label": "less"}, {"from": 6, "to": 12, "label": "more"}],
            }
        ],
        "thresholds": [
            {
                "id": "three",
                "scale": "total",
                "name": "3",
                "population": "nobody",
                "source": "paper",
                "points": 3,
            },
            {
                "id": "rci",
                "scale": "total",
                "name": "RCI",
                "population": "nobody",
                "source": "paper",
                "sd": 2.5,
                "r": 0.8,
            },
        ],
        "risks": [
            {"id": "some", "slot": "calm.4", "level": "soon", "source": "paper", "at_least": 1},
            {"id": "much", "slot": "calm.4", "level": "now", "source": "paper", "at_least": 2},
            {"id": "none", "slot": "calm.1", "level": "soon", "source": "paper", "at_most": 0},
        ],
        "official": {"en": {"source": "paper", "marks": {"calm.1": ["a" * 64], "calm.1=0": ["b" * 64]}}},
        "traps": {"c" * 64: "a known misprint"},
        "notes": ["Invented."],
    }


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
