"""An alert drawn from a report, made through its actions: proposed, sent back with a reason, and proposed again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.worlds import World
from yarrow.alerts import risks
from yarrow.alerts.actions import drafting
from yarrow.safety import actions as safety
from yarrow.safety.told import read


def warned(world: World, at: Any, word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """By the adviser, who alone holds the key to reports."""
    act: dict[str, Any] = {"project": world.project, "by": world.worker("adviser"), "at": at}
    sent = {"kinds": ["robbery"], "words": word("words"), "place": word("place"), "reach": word("reach")}
    sent |= {"choice": {"level": "warn"}, "methods": ["knife"]}
    sent |= {"offenders": [{"phones": ["07700 900456"], "hair": "grey", "words": word("words")}]}
    told = read(sent, at.date())
    report = safety.take_report(
        told=told, way="phone", received_at=at - timedelta(hours=1), entry_id=uuid4(), **act
    )
    ids = {"report_ids": [report.pk], "languages": ["en-gb"], "entry_id": uuid4()}
    alert = drafting.draft_alert(**ids, **act)
    text = alert.alerttexts.select_related("alert__project", "project").get()
    # Twice in one: no name and no handle of the project is the same word.
    said: dict[str, Any] = {"words": {"en-gb": word("words") * 2}, "zones": [], "settings": []}
    text = drafting.change_draft(text=text, version=1, kept={}, **said, **act)
    found = risks.look(act["by"], text, [report], at, "alerts.change_draft").risks
    text = drafting.change_draft(
        text=text, version=2, kept={risk.key: word("kept") for risk in found}, **said, **act
    )
    drafting.propose(text=text, version=text.version, **act)
    drafting.send_back(text=text, why=word("why"), **act)
    drafting.propose(text=text, version=text.version, **act)
    return {("alerts", "alert_id"): alert.pk}
