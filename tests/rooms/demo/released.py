"""What checks find in the built town; asked by test_town, so that the town is built once."""

from datetime import UTC, datetime
from uuid import uuid4

from yarrow.alerts import accepting, checking
from yarrow.alerts.models import Asked
from yarrow.demo.releasing import tag_again

TWICE = "+44 7700 900-461"


def check_checks(town, today):
    """One number that two people reported is found, one waits; and again when the town lies beside another key."""
    project, now = town.project, datetime(today.year, today.month, today.day, 15, tzinfo=UTC)
    asker = checking.Asker(project, uuid4(), 20)
    found = checking.check(asker, TWICE, now)
    assert (found.code, found.n) == ("hit", 2) and "stealthing" in found.kinds
    assert checking.check(asker, "07700 900462", now).code == "miss"
    assert len(accepting.look(town.crew.actor("adviser"), project, now).waiting) == 1
    Asked.objects.all().delete()


def check_other_key(town, today, settings, place):
    settings.CHECK_KEY = place
    now = datetime(today.year, today.month, today.day, 15, tzinfo=UTC)
    asker = checking.Asker(town.project, uuid4(), 20)
    assert checking.check(asker, TWICE, now).code == "not_now"
    tag_again([town.project.code])
    assert checking.check(asker, TWICE, now).code == "hit"
