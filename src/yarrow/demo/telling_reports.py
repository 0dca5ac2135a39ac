"""The town's public page of reports, and what was told there and to workers: some of it still waits to be opened."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from yarrow.demo.building import Building
from yarrow.safety import actions
from yarrow.vault import inbox
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry

TOLD = json.loads(Path(__file__).with_name("reports.json").read_text(encoding="utf-8"))
DAY = timedelta(days=1)
OPENED_LONG_AGO = 75 * DAY
NOBODY = Actor.system("pocket")


def tell_reports(built: Building) -> None:
    """In the order of days; the adviser opens on the next day what the plan says."""
    dice, today = random.Random(built.scale.seed + 139), built.town.today
    project = built.crew.project
    by = built.crew.actor("coordinator")
    opened_at = built.at(today - OPENED_LONG_AGO, 11)
    actions.open_door(languages=["en-gb", "ro", "ar"], project=project, by=by, at=opened_at)
    told = [(one, way) for way, those in TOLD.items() for one in those]
    for one, way in sorted(told, key=lambda each: -each[0]["days_ago"]):
        day = today - one["days_ago"] * DAY
        sent = {"language": "en-gb", "day": (day - DAY).isoformat(), **one["sent"]}
        entry_id = UUID(int=dice.getrandbits(128), version=4)
        about: dict[str, Any] = {
            "sent": sent,
            "project": project,
            "at": built.at(day, 13),
            "entry_id": entry_id,
        }
        if way == "phone":
            actions.come_in(by=NOBODY, **about)
        else:
            actions.leave_report(by=built.crew.actor(one["by"]), **about)
        if one["is_opened"]:
            _open(built, entry_id, built.at(day + DAY, 10))


def _open(built: Building, entry_id: UUID, at: datetime) -> None:
    """This one alone: what else waits in the town is meant to wait."""
    for entry in InboxEntry.objects.filter(project_id=built.crew.project.id, entry_id=entry_id):
        inbox.settle(entry, by=built.crew.actor("adviser"), at=at)
