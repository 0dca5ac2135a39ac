"""Reports of the same people over more than a year, with others who are only like them; some linked, some waiting."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from yarrow.demo.building import Building
from yarrow.safety import actions, lists, matching, told
from yarrow.safety.models import Offender

PLANNED = json.loads(Path(__file__).with_name("matching_reports.json").read_text(encoding="utf-8"))
CHOICE = {"level": "warn", "tell": "here", "release": "two"}
DAY = timedelta(days=1)


def match_reports(built: Building) -> None:
    """Each is written down by the adviser and compared at once; then the adviser says what is plain to see."""
    dice, found = random.Random(built.scale.seed + 140), dict[str, list[UUID]]()
    lines = [(one["days_ago"], who, one["sent"]) for who, those in PLANNED.items() for one in those]
    for days_ago, who, sent in sorted(lines, key=lambda line: (-line[0], line[1])):
        entry_id = UUID(int=dice.getrandbits(128), version=4)
        at = built.at(built.town.today - days_ago * DAY, 14)
        found.setdefault(who, []).append(_write_down(built, sent, at, entry_id))
    at = built.at(built.town.today - DAY, 16)
    van, others = found["van"], found["others"]
    # The last report of the van, and the two of one booking, still wait for somebody to look.
    _say(built, van[0], van[1], lists.SAME, at)
    _say(built, van[1], van[2], lists.SAME, at)
    _say(built, van[2], others[0], lists.DIFFERENT, at)
    _say(built, others[1], others[2], lists.UNSURE, at)


def _write_down(built: Building, sent: dict[str, object], at: datetime, entry_id: UUID) -> UUID:
    """The report's only person."""
    project, by = built.crew.project, built.crew.actor("adviser")
    said = told.read(
        {"language": "en-gb", "choice": CHOICE, "day": (at - DAY).date().isoformat(), **sent}, at.date()
    )
    act: dict[str, Any] = {"project": project, "by": by, "at": at}
    row = actions.take_report(
        told=said, way=lists.WORKER, received_at=at, taken_by=by.id, entry_id=entry_id, **act
    )
    matching.compare(report_ids=[row.pk], **act)
    return Offender.objects.get(project=project, report=row).pk


def _say(built: Building, one: UUID, other: UUID, said: str, at: datetime) -> None:
    act: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("adviser"), "at": at}
    actions.decide(one=one, other=other, said=said, n_seen=0, **act)
