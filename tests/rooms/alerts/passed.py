"""Two projects of one installation: a warning that one lets go, and the other's copy of it."""

from tests.rooms.alerts.members import NOW
from tests.rooms.alerts.warning import FIRST, SECOND
from yarrow.alerts import passing
from yarrow.alerts.actions import passing as actions
from yarrow.alerts.models import Alert, Passed

WORDS = "White van. Be careful."
FAR = {"choice": {"level": "warn", "tell": "projects", "release": "two"}}
TODAY = NOW.date()


def let_go(ward, *reports, words=WORDS):
    with ward.world.inside():
        alert = ward.published(words, *(reports or [ward.report(**FAR)]))
        ward.do(actions.pass_on, by=SECOND, alert=alert)
        return alert


def offered(ward, today=TODAY):
    with ward.world.inside():
        return [(one.words, one.passed.project.code) for one in passing.offered(ward.project, today)]


def take_over(ward, *, by=FIRST, at=NOW):
    with ward.world.inside():
        text = ward.do(actions.take_over, by=by, at=at, passed=Passed.objects.get())
        return Alert.objects.get(pk=text.alert_id)


def fallen(ward, alert):
    with ward.world.inside():
        return passing.fallen([Alert.objects.get(pk=alert.pk)], TODAY)
