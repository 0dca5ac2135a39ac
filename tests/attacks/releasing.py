"""Released identifiers: one that an adviser accepted, one that waits; and somebody who checked."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.worlds import World
from yarrow.alerts import accepting, actions, checking
from yarrow.safety import actions as safety
from yarrow.safety.models import Report
from yarrow.safety.told import read

NUMBER = "07700 900444"


def report(world: World, act: dict[str, Any], offender: dict[str, Any]) -> Report:
    """A report whose reporter lets checks find what it names, at once."""
    said = {"kinds": ["robbery"], "offenders": [offender]}
    said["choice"] = {"level": "warn", "tell": "here", "release": "now"}
    told = read(said, act["at"].date())
    mine = {**act, "by": world.worker("adviser")}
    return safety.take_report(told=told, way="phone", received_at=act["at"], entry_id=uuid4(), **mine)


def released(world: World, act: dict[str, Any], word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """What addresses call the accepted one."""
    mine = {**act, "by": world.worker("adviser")}
    report(world, act, {"phones": [NUMBER], "online": [word("online").replace(" ", "")[:60]]})
    looked = accepting.look(mine["by"], world.project, act["at"])
    line = next(one for one in looked.waiting if one.kind == "phone" and one.spelling == "+447700900444")
    row = actions.accept_identifier(line=line, says="what", **mine)
    checking.check(checking.of_worker(world.project, mine["by"].id), NUMBER, act["at"])
    return {("alerts", "released_id"): row.id}
