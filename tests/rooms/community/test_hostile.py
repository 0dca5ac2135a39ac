"""What nobody means to send, and what happens between a page and its press."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.community.test_pages import complaint, on
from yarrow.community import actions
from yarrow.community.models import Breach, Complaint, OutsideEvent, Training

NONSENSE = ["", "-1", "0", "99999999999999999999", "½", "1e9", "NaN", "\x00", "<b>", "9" * 5000]


@pytest.fixture
def client(around):
    return around.world.client("coordinator", raise_request_exception=True)


@pytest.fixture
def today(around):
    return timezone.now().astimezone(around.project.zone).date()


@pytest.mark.parametrize("page", ["0", "-3", "x", "999999", "9999999999", "٣"])
def test_a_page_that_is_none_is_the_first_or_empty(around, client, page):
    around.event()
    around.complaint()
    for name in ("list_events", "list_complaints", "list_trainings"):
        assert client.get(around.url(name), {"page": page}).status_code == 200
    assert client.get(around.url("list_complaints"), {"state": page}).status_code == 200


def test_numbers_that_are_none_make_no_training(around, client, today):
    posted = {**on("held_on", today), "audience": "police", "topics": ["rights"], "n_trainers": "1"}
    for n in NONSENSE:
        told = {**posted, "n_came": n, "entry_id": str(uuid4())}
        assert client.post(around.url("add_training"), told).status_code == 200, n
    assert not Training.objects.exists()


def test_counts_that_are_none_change_nothing(around, client):
    one, row = around.statement(), around.training()
    for n in NONSENSE[1:2] + NONSENSE[3:]:
        told = {f"n-{one.pk}-before-2": n, "version": "1"}
        assert client.post(around.url("count_answers", row.id), told).status_code == 200, n
    assert not row.answers.exists()


def test_a_version_that_is_none_is_a_page_of_before(around, client, today):
    row = around.complaint(told_on=today, at=timezone.now())
    for version in NONSENSE:
        told = {**on("done_on", today), "what": "visit", "state": "open", "version": version}
        assert client.post(around.url("add_step", row.id), told).status_code == 200, version
    assert not row.steps.exists()


@pytest.mark.parametrize("year", ["0001", "1000", "8999", "9999", "99999"])
def test_years_at_the_ends_of_the_calendar_are_refused(around, client, today, year):
    told = {"title": "Raid", "kind": "raid", "from_on_0": "1", "from_on_1": "1", "from_on_2": year}
    assert client.post(around.url("add_event"), told).status_code == 200
    assert (
        client.post(around.url("add_complaint"), {**complaint(today), "told_on_2": year}).status_code == 200
    )
    days = {**on("review_on", today), "starts_on_0": "1", "starts_on_1": "1", "starts_on_2": year}
    told = {"title": "Street", "parties": "Us", "points": "x", "answer_days": "10", **days}
    assert client.post(around.url("add_agreement"), told).status_code == 200
    assert not OutsideEvent.objects.exists() and not Complaint.objects.exists()


def test_something_that_went_between_page_and_press_is_not_here(around, client):
    row = around.event()
    around.do(actions.remove_event, event=row)
    assert client.get(around.url("change_event", row.id)).status_code == 404
    assert client.post(around.url("remove_event", row.id)).status_code == 302


def test_a_point_that_ended_meanwhile_is_said_and_what_was_typed_stays(around, client, today):
    row = around.agreement()
    point = row.points.get(n=1)
    around.do(actions.end_point, point=point)
    told = {**on("happened_on", today), "kind": "breach", "point": str(point.pk), "told_by": "worker"}
    told |= {"place": "road", "words": "Two cautions", "entry_id": str(uuid4())}
    said = client.post(around.url("report_breach", row.id), told).content.decode()
    assert "Two cautions" in said and not Breach.objects.exists()


def test_pages_of_another_project_are_not_here(around):
    ids = {
        "show_complaint": around.complaint().id,
        "add_step": around.complaint().id,
        "show_agreement": around.agreement().id,
        "show_breach": around.breach(around.agreement(title="Other")).id,
        "show_training": around.training().id,
        "change_event": around.event().id,
    }
    other = around.world.other
    client = other.client("coordinator")
    for name, key in ids.items():
        assert client.get(other.project.url(f"community:{name}", key)).status_code == 404, name


def test_words_are_words_and_no_markup(around, client, today):
    row = around.complaint(told_on=today, words="<script>alert(1)</script>", at=timezone.now())
    body = client.get(around.url("show_complaint", row.id)).content.decode()
    assert "<script>alert(1)" not in body and "&lt;script&gt;alert(1)" in body


def test_a_long_quarrel_is_on_several_pages(around, client, today):
    row = around.agreement()
    for n in range(26):
        happened = today - timedelta(days=n % 5)
        around.breach(row, kind="complaint", point=None, happened_on=happened, at=timezone.now())
    body = client.get(around.url("show_agreement", row.id)).content.decode()
    assert 'rel="next"' in body and body.count("A complaint about policing") == 25
