"""A report, and a challenge to it that a colleague without a hand in it has decided on."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.worlds import World
from yarrow.safety import actions
from yarrow.safety.models import Challenge
from yarrow.safety.told import read
from yarrow.vault import inbox
from yarrow.vault.actors import Actor


def challenged(world: World, act: dict[str, Any], word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """What addresses of challenges call them; each sealed text by its field's name."""
    act = {**act, "by": world.worker("adviser")}
    told = read({"words": word("words"), "offenders": [{"phones": ["07700 900777"]}]}, act["at"].date())
    report = actions.take_report(told=told, way="phone", received_at=act["at"], entry_id=uuid4(), **act)
    door = actions.open_challenges(**{**act, "by": world.worker("manager")})
    entry_id = uuid4()
    sent = {"which": f"07700 900777\n{word('which')}", "words": word("words"), "reach": word("reach")}
    left = {"project": world.project, "by": Actor.system("challenge"), "at": act["at"]}
    actions.leave_challenge(sent=sent, entry_id=entry_id, **left)
    inbox.open_waiting(world.project.id, by=act["by"], at=act["at"])
    row = Challenge.objects.get(pk=entry_id)
    actions.judge(challenge=row, report=report, outcome="keep", reason=word("reason"), **act)
    return {
        ("challenges", "door"): door.token,
        ("safety", "challenge_id"): row.id,
        ("safety", "report_id"): report.id,
        ("safety", "how"): "open",
    }
