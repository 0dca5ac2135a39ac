"""Reports for the clock: one taken, with its choice and a way back; and how many are kept past their time."""

from datetime import timedelta
from uuid import uuid4

from yarrow.safety.actions import take_report
from yarrow.safety.models import Choice, Report, WayBack
from yarrow.safety.told import read

KEPT = timedelta(days=7 * 365)


def plant(world, at):
    """What goes seven years after it came."""
    said = read({"words": "robbed", "offenders": [{"phones": ["07700 900123"]}]}, at.date())
    act = {"project": world.project, "by": world.worker("adviser"), "at": at}
    take_report(told=said, way="phone", received_at=at, entry_id=uuid4(), **act)
    WayBack.objects.create(project=world.project, report_id=uuid4(), mark="m", public_key=b"k", made_at=at)


def kept_too_long(at):
    """Rows past their time."""
    past = ((Report, "received_at"), (Choice, "said_at"), (WayBack, "made_at"))
    return sum(model.objects.filter(**{f"{moment}__lte": at - KEPT}).count() for model, moment in past)
