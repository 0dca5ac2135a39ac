"""Reports of one person: three alike, two of them linked, one in escrow."""

from collections.abc import Callable
from typing import Any

from tests.attacks.reporting import told
from tests.worlds import World
from yarrow.safety import actions, matching
from yarrow.safety.models import Offender, Report

ESCROW = {"level": "escrow", "tell": "here", "release": "never"}


def alike(world: World, word: Callable[[str], str], **said: Any) -> Report:
    """A report of somebody whose number and plate are always the same; every other field has a word."""
    offender = {"phones": ["07700 900771"], "plates": ["QX71 ZZY"], "hair": "ginger", "marks": ["gold_tooth"]}
    offender |= {
        "names": [word("matched name")],
        "words": word("matched words"),
        "address": word("their address"),
    }
    return told(world, word, offenders=[offender], **said)


def matched(world: World, word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """What the pages of matching are about."""
    reports = [alike(world, word), alike(world, word), alike(world, word, choice=ESCROW)]
    at, by = reports[-1].received_at, world.worker("adviser")
    act = {"project": world.project, "by": by, "at": at}
    matching.compare(report_ids=[row.pk for row in reports], **act)
    keys = [Offender.objects.get(report=row).pk for row in reports]
    actions.decide(one=keys[0], other=keys[1], said="same", n_seen=0, **act)
    return {("safety", "offender_id"): keys[0], ("safety", "matched_id"): reports[0].pk}
