"""The pages about alerts, walked from the first draft to the last message."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.alerts.warning import Ward
from yarrow.alerts import sources
from yarrow.alerts.models import Alert, AlertText, Delivery
from yarrow.staff.models import Worker


@pytest.fixture
def desk(ward):
    """(a page's path, two browsers): the adviser's and the co-ordinator's."""
    return Desk(ward)


class Desk:
    def __init__(self, ward):
        self.ward, self.first, self.second = (
            ward,
            ward.world.client("adviser"),
            ward.world.client("coordinator"),
        )

    def path(self, name, *args):
        return self.ward.project.url(f"alerts:{name}", *args)

    def get(self, name, *args, by=None, **asked):
        answer = (by or self.first).get(self.path(name, *args), asked)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, name, *args, by=None, **said):
        return (by or self.first).post(self.path(name, *args), said)


def test_alert_is_drafted_proposed_and_published_by_pages(desk):
    ward = desk.ward
    report = ward.report(at=timezone.now())
    ward.vouch(name="Ana", phone="07700 900111", line="Water the plants", at=timezone.now())
    page = desk.get("start_alert", report=str(report.pk))
    entry = page.split('name="entry_id" value="')[1].split('"')[0]
    told = {"reports": [str(report.pk)], "languages": ["en-gb"], "entry_id": entry}
    for _again in range(2):
        assert urlsplit(desk.post("start_alert", **told)["Location"]).path.endswith("/words/")
    alert = Alert.objects.get()
    page = desk.get("change_draft", alert.pk)
    assert "Reported: Robbed" in page and "bridge" not in page
    said = {"words-en-gb": "White van. He is guilty.", "version": "1"}
    assert desk.post("change_draft", alert.pk, **said).status_code == 302
    page = desk.get("show_alert", alert.pk)
    assert "Only a court may say this." in page and "Propose it" not in page
    said |= {"words-en-gb": "White van. Be careful.", "version": "2"}
    said |= {f"kept-{key}": "It is known" for key in ward.kept(alert)}
    desk.post("change_draft", alert.pk, **said)
    left = ward.looked(alert).risks
    assert [risk.finding.code for risk in left] == []
    assert "Propose it" in desk.get("show_alert", alert.pk)
    desk.post("propose_alert", alert.pk, version="3")
    page = desk.get("publish_alert", alert.pk)
    assert "You proposed it." in page
    assert desk.post("publish_alert", alert.pk, version="3").status_code == 403
    page = desk.get("publish_alert", alert.pk, by=desk.second)
    assert "White van. Be careful." in page
    assert desk.post("publish_alert", alert.pk, by=desk.second, version="3").status_code == 302
    page = desk.get("show_alert", alert.pk)
    assert "data-go-on" in page and "0 of 1 messages" in page
    desk.post("send_alert", alert.pk)
    page = desk.get("show_alert", alert.pk)
    assert "data-go-on" not in page and "Waiting: 1." in page
    assert "White van. Be careful." in desk.get("list_alerts", by=ward.world.client("outreach"))


def test_sheet_to_print_names_nobody(desk):
    desk.ward.published("White van. Be careful.", at=timezone.now())
    page = desk.get("print_alerts", by=desk.ward.world.client("outreach"))
    body = page.split("<main")[1].split("</main>")[0]
    assert "White van. Be careful." in body and desk.ward.project.name not in body


def test_alert_is_corrected_and_recalled_by_pages(desk):
    ward = desk.ward
    alert = ward.published("White van. Be careful.", at=timezone.now())
    assert desk.post("correct_alert", alert.pk).status_code == 302
    assert "White van. Be careful." in desk.get("change_draft", alert.pk)
    assert "A correction is under way" in desk.get("list_alerts")
    assert "Correct it" not in desk.get("show_alert", alert.pk)
    desk.post("drop_draft", alert.pk)
    assert Alert.objects.get().state == "published"
    assert "Say why" not in desk.get("recall_alert", alert.pk)
    assert desk.post("recall_alert", alert.pk, why="").status_code == 200
    assert desk.post("recall_alert", alert.pk, why="It was a mix-up").status_code == 302
    page = desk.get("show_alert", alert.pk)
    assert "It was a mix-up" in page and "Recalled" in page
    assert "White van" not in desk.get("list_alerts")


def test_alert_of_another_project_is_not_here(desk):
    alert = desk.ward.draft()
    with desk.ward.world.other.inside():
        other = desk.ward.world.other.client("adviser")
        place = desk.ward.world.other.project
        for name in ("show_alert", "change_draft", "publish_alert", "recall_alert", "renew_alert"):
            assert other.get(place.url(f"alerts:{name}", alert.pk)).status_code == 404


STRANGE = ["", "x", "٣", "-1", "99999999999", "1.0", "9" * 5_000]


@pytest.mark.parametrize("version", STRANGE)
def test_strange_version_publishes_nothing(desk, version):
    alert = desk.ward.ready("White van. Be careful.")
    answer = desk.post("publish_alert", alert.pk, by=desk.second, version=version)
    assert answer.status_code == 409 and not Delivery.objects.exists()
    assert AlertText.objects.get().state == "proposed"


@pytest.mark.parametrize("words", ["", " \n ", "\x00\u202e", "x" * 481, "{{0}}"])
def test_words_that_cannot_be_sent_are_refused(desk, words):
    alert = desk.ward.draft()
    answer = desk.post("change_draft", alert.pk, **{"words-en-gb": words, "version": "1"})
    assert answer.status_code == 200 and AlertText.objects.get().version == 1


def test_page_of_an_alert_in_force_opens_its_words_and_compares_nothing(desk):
    alert = desk.ward.published("White van. Be careful.", at=timezone.now())
    desk.get("show_alert", alert.pk)
    with CaptureQueriesContext(connection) as ran:
        desk.get("show_alert", alert.pk)
    found = [one["sql"] for one in ran]
    assert not [sql for sql in found if "people_waytoreach" in sql or "people_alias" in sql]


@pytest.mark.parametrize("version", STRANGE)
def test_strange_version_changes_no_draft(desk, version):
    alert = desk.ward.draft()
    answer = desk.post("change_draft", alert.pk, **{"words-en-gb": "White van", "version": version})
    assert answer.status_code == 200 and AlertText.objects.get().version == 1


def test_words_of_another_worker_are_not_written_over(desk):
    alert = desk.ward.draft()
    desk.ward.write(alert, "Grey car", by="coordinator")
    answer = desk.post("change_draft", alert.pk, **{"words-en-gb": "White van", "version": "1"})
    assert "Somebody else changed this in between" in answer.content.decode()
    assert desk.ward.looked(alert).words == {"en-gb": "Grey car"}


@pytest.mark.parametrize("sent", [{}, {"reports": "x"}, {"reports": ["\x00"], "languages": ["en-gb"]}])
def test_strange_start_drafts_nothing(desk, sent):
    desk.ward.report()
    assert desk.post("start_alert", **sent).status_code == 200
    assert not Alert.objects.exists()


def test_report_of_another_project_is_not_drawn_from(desk):
    with desk.ward.world.other.inside():
        other = Ward(world=desk.ward.world.other)
        theirs = other.report(at=timezone.now())
    told = {"reports": [str(theirs.pk)], "languages": ["en-gb"], "entry_id": str(uuid4())}
    assert desk.post("start_alert", **told).status_code == 200
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "name", ["propose_alert", "send_alert", "correct_alert", "review_alert", "put_words_back"]
)
def test_press_that_comes_too_early_or_late_does_nothing(desk, name):
    alert = desk.ward.draft()
    before = AlertText.objects.values_list("state", "version", "published").get()
    desk.post(name, alert.pk, version="7")
    assert AlertText.objects.values_list("state", "version", "published").get() == before
    assert not Delivery.objects.exists()


def test_worker_who_lost_the_key_sees_and_does_nothing_of_drafts(desk):
    alert = desk.ward.ready("White van. Be careful.")
    manager = desk.ward.world.client("manager", raise_request_exception=False)
    for name in ("show_alert", "change_draft", "publish_alert", "recall_alert"):
        assert manager.get(desk.path(name, alert.pk)).status_code == 403
    assert manager.post(desk.path("publish_alert", alert.pk), {"version": "3"}).status_code == 403
    page = manager.get(desk.path("list_alerts")).content.decode()
    assert "Waits for a second person" not in page and "Draft an alert" not in page


def test_correction_of_words_that_this_server_lost_begins_after_they_are_put_back(desk, settings, tmp_path):
    alert = desk.ward.published("White van. Be careful.", at=timezone.now())
    settings.REACH_KEY = tmp_path / "another" / "reach-key"
    desk.post("correct_alert", alert.pk)
    assert AlertText.objects.count() == 1
    assert "Put the words back" in desk.get("show_alert", alert.pk)
    desk.post("put_words_back", alert.pk)
    assert "Put the words back" not in desk.get("show_alert", alert.pk)
    desk.post("correct_alert", alert.pk)
    assert AlertText.objects.count() == 2


def test_alert_in_arabic_is_drafted_and_shown_from_the_right(desk):
    report = desk.ward.report(at=timezone.now())
    told = {"reports": [str(report.pk)], "languages": ["ar"], "entry_id": str(uuid4())}
    desk.post("start_alert", **told)
    page = desk.get("show_alert", Alert.objects.get().pk)
    assert 'lang="ar" dir="auto"' in page


def test_page_of_a_draft_offers_to_propose_it_to_whoever_wrote_it_and_says_who_did(desk):
    alert = desk.ward.draft()
    desk.ward.write(alert, "White van. Be careful.")
    desk.ward.write(alert, "White van. Be careful.", kept=desk.ward.kept(alert))
    path = desk.path("propose_alert", alert.pk)
    name = Worker.objects.get(pk=desk.ward.world.worker("adviser").id).name
    assert path in desk.get("show_alert", alert.pk)
    page = desk.get("show_alert", alert.pk, by=desk.second)
    assert path not in page and f"Written by: {name}" in page


def test_report_opened_from_its_page_is_offered_however_many_came_since(desk, monkeypatch):
    monkeypatch.setattr(sources, "MOST_OFFERED", 2)
    ward, minute = desk.ward, timedelta(minutes=1)
    old, begin = ward.report(), timezone.now()
    kept = [ward.report(at=begin + n * minute) for n in range(3)]
    page = desk.get("start_alert")
    assert str(old.pk) not in page and f'value="{kept[-1].pk}"' in page
    page = desk.get("start_alert", report=str(old.pk))
    assert f'value="{old.pk}"' in page
    told = {"reports": [str(old.pk)], "languages": ["en-gb"], "entry_id": str(uuid4())}
    assert desk.first.post(f"{desk.path('start_alert')}?report={old.pk}", told).status_code == 302
    assert Alert.objects.get().sources.get().report_id == old.pk


def test_reports_that_may_warn_nobody_push_none_out_of_the_list(desk, monkeypatch):
    monkeypatch.setattr(sources, "MOST_OFFERED", 2)
    ward, begin = desk.ward, timezone.now()
    old = ward.report()
    for n in range(3):
        ward.choose(ward.report(at=begin + timedelta(minutes=n)), "kept", at=begin + timedelta(hours=1))
    assert str(old.pk) in desk.get("start_alert")
