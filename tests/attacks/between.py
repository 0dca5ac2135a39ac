"""Between two projects of one installation: both have a report of the same, they talked, and one passed an alert on."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.worlds import World
from yarrow.alerts import actions, board_words, echoes
from yarrow.alerts.actions import passing
from yarrow.alerts.actions.holding import add_text
from yarrow.alerts.models import Alert, AlertSource, Passed
from yarrow.alerts.states import PUBLISHED, WARNING
from yarrow.safety import actions as safety
from yarrow.safety.models import Report
from yarrow.safety.told import read

FAR = {"level": "warn", "tell": "projects", "release": "never"}
OFFENDER = {"phones": ["07700 900666"]}


def between(world: World, at: Any) -> dict[tuple[str, str], Any]:
    """What our addresses call our report, the other project, and the alert that it lets us send."""
    other = world.other
    with other.inside():
        passed = _passed_on(other, _heard_of(other, at), at)
    report = _heard_of(world, at)
    act = {"project": world.project, "by": world.worker("adviser"), "at": at}
    actions.note_talk(report=report, other=other.project, **act)
    found = {"report_id": report.pk, "other_id": other.project.pk, "passed_id": passed.pk}
    return {("alerts", name): value for name, value in found.items()}


def _heard_of(world: World, at: Any) -> Report:
    """A report whose reporter lets other projects hear of it, and its tags laid out."""
    act: dict[str, Any] = {"project": world.project, "by": world.worker("adviser"), "at": at}
    told = read({"kinds": ["robbery"], "offenders": [OFFENDER], "choice": FAR}, at.date())
    report = safety.take_report(told=told, way="phone", received_at=at, entry_id=uuid4(), **act)
    actions.lay_out(wanted=echoes.wanted(act["by"], world.project), **act)
    return report


def _passed_on(world: World, report: Report, at: Any) -> Passed:
    """An alert in force, drawn from it, as two people leave it; then passed on."""
    by, today = world.worker("adviser"), at.date()
    ends = today + timedelta(days=90)
    moments = {"drafted_at": at, "published_at": at, "review_on": ends, "expires_on": ends, "goes_on": ends}
    alert = Alert(project=world.project, kinds=["robbery"], state=PUBLISHED, drafted_by=by.id, **moments)
    alert.save(force_insert=True)
    named = {"report_id": report.pk, "reporter_id": report.reporter_id}
    AlertSource.objects.create(project=world.project, alert=alert, **named)
    words = {"en-gb": "Grey van. Be careful."}
    text = add_text(alert, WARNING, words, by)
    text.state, text.published_at = PUBLISHED, at
    board_words.seal(text, words)
    text.save()
    return passing.pass_on(alert=alert, project=world.project, by=by, at=at)
