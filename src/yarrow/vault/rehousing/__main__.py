"""A process of its own whose records are the target (see `yarrow move-records`).

Reads one JSON object from stdin; says how far it is, then every table with both counts and sums. Status 1: not done.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import django

django.setup()

from yarrow.methods.refusals import Fault, Refusal  # noqa: E402 - only after the settings are read
from yarrow.vault import owning  # noqa: E402
from yarrow.vault.quiet import speak_quietly  # noqa: E402
from yarrow.vault.rehousing.move import Moved, move  # noqa: E402
from yarrow.vault.trail import Break  # noqa: E402

SHORT = 16


def say(words: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def listed(moved: Moved) -> list[str]:
    """Each table with what both sides hold, and each trail."""
    width = max(len(each.name) for each in moved.tables)
    heading = f"{'table':{width}}  {'rows':>9}  {'moved':>9}  {'sum':{SHORT}}  sum of what was moved"
    rows = [
        f"{each.name:{width}}  {each.here.n:>9}  {each.there.n:>9}  {each.here.digest[:SHORT]}  "
        f"{each.there.digest[:SHORT]}{'' if each.is_same else '  DIFFERS'}"
        for each in moved.tables
    ]
    trails = [
        f"trail of {project_id}: {_walked(breaks)}"
        + ("" if breaks == moved.trails_before.get(project_id) else "  DIFFERS")
        for project_id, breaks in moved.trails.items()
    ]
    return [heading, *rows, *trails]


def _walked(breaks: list[Break]) -> str:
    return "; ".join(f"row {each.n} {each.what}, as before" for each in breaks) or "whole"


def main(told: dict[str, Any]) -> int:
    """0 when everything is there and the same."""
    before = {UUID(project): [Break(*each) for each in breaks] for project, breaks in told["trails"].items()}
    try:
        with owning.as_owner():
            moved = move(Path(told["records"]), before, at=datetime.fromisoformat(told["at"]), say=say)
    except (Refusal, Fault) as stopped:
        say(f"Stopped: {stopped}")
        return 1
    for line in listed(moved):
        say(line)
    if moved.differing:
        say(f"Not the same: {', '.join(moved.differing)}. Don't use this database; make it anew, empty.")
    return 0 if moved.is_good else 1


if __name__ == "__main__":
    speak_quietly()
    sys.exit(main(json.load(sys.stdin)))
