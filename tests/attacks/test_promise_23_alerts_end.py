"""An alert that is over reaches nobody: not on a member's page, not on the sheet, not by a message."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.alerts.warning import Ward
from tests.worlds import make_project
from yarrow.alerts import alert_rules, feeding, feeds, sources
from yarrow.alerts.actions import arming
from yarrow.alerts.models import Alert, Member
from yarrow.sending.models import Message
from yarrow.vault import clock

PROMISE = (
    "Alerts end: after twelve months an alert stands on no member's page, on no sheet and in no message, though "
    "nobody is signed in; a recall tells whoever got it."
)
WORDS = "White van. Be careful."
YEAR = timedelta(days=366)


@pytest.fixture
def ward(db, settings, tmp_path):
    settings.REACH_KEY = tmp_path / "keys" / "reach-key"
    settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "http://127.0.0.1:9", "ours", "secret"
    return Ward(world=make_project()).start()


def places(ward, alert, at, monkeypatch):
    """Where the alert is found at that moment."""
    member = Member.objects.get()
    found = ["a member's page"] if any(item.words == WORDS for item in feeds.feed(member, at)) else []
    with monkeypatch.context() as later:
        later.setattr("yarrow.alerts.views.alerts.timezone.now", lambda: at)
        for name in ("list_alerts", "print_alerts"):
            page = ward.world.client("outreach").get(ward.project.url(f"alerts:{name}"))
            found += [name] if WORDS in page.content.decode() else []
    before = Message.objects.count()
    ward.do(arming.arm_next, by="coordinator", text=ward.text(alert), at=at)
    return found + (["a message"] if Message.objects.count() > before else [])


def aged(ward, monkeypatch, *, runs):
    """Where an alert is found after a year. `runs`: whether the retention clock ran."""
    now = timezone.now()
    ward.vouch(name="Ana", phone="07700 900111", at=now)
    alert = ward.published(WORDS, at=now)
    if runs:
        clock.run(now + YEAR, [ward.project.id])
    return places(ward, alert, now + YEAR, monkeypatch)


@pytest.mark.parametrize("runs", [True, False])
def test_over_alert_is_found_nowhere(ward, monkeypatch, runs):
    assert aged(ward, monkeypatch, runs=runs) == []
    assert Alert.objects.get().state == ("expired" if runs else "published")


def test_alert_in_force_is_found_everywhere(ward, monkeypatch):
    """The control: the same looking finds it while it holds."""
    now = timezone.now()
    ward.vouch(name="Ana", phone="07700 900111", at=now)
    alert = ward.published(WORDS, at=now)
    assert places(ward, alert, now, monkeypatch) == [
        "a member's page",
        "list_alerts",
        "print_alerts",
        "a message",
    ]


def test_twin_that_never_is_past_is_found(ward, monkeypatch):
    monkeypatch.setattr(alert_rules, "is_past", lambda alert, today: False)
    monkeypatch.setattr("yarrow.alerts.actions.arming._until", lambda text, at: at + timedelta(days=7))
    assert aged(ward, monkeypatch, runs=False) == ["a message"]


def test_twin_whose_lists_forget_the_last_day_is_found(ward, monkeypatch):
    every = lambda project, today: list(Alert.objects.filter(project=project, state="published"))  # noqa: E731
    monkeypatch.setattr(sources, "live", every)
    assert aged(ward, monkeypatch, runs=False) == ["list_alerts", "print_alerts"]


def test_twin_whose_pages_forget_the_last_day_is_found(ward, monkeypatch):
    shown = feeding.for_member
    monkeypatch.setattr(feeds, "_sources", [lambda member, at: shown(member, at - YEAR)])
    assert aged(ward, monkeypatch, runs=False) == ["a member's page"]
