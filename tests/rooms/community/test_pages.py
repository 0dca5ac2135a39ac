"""Pages of the room: walks without a browser, what is shown to whom, and figures that say out of how many."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.community.conftest import text
from tests.worlds import check_roles
from yarrow.community import actions, figures, urls
from yarrow.community.models import Breach, Complaint, OutsideEvent, PolicingAgreement, Training
from yarrow.staff.access import rule_of

TAKERS = ("outreach", "peer", "case_worker", "coordinator", "manager", "adviser")
KEEPERS = ("coordinator", "manager")
READERS = (*TAKERS, "evaluator")


@pytest.fixture
def client(around):
    return around.world.client("coordinator")


@pytest.fixture
def today(around):
    return timezone.now().astimezone(around.project.zone).date()


def on(name, day):
    """A day as its three boxes send it."""
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def complaint(day, **said):
    told = {"raised_by": "resident", "received": "phone", "about": "noise", "place": "homes"}
    return {**told, **on("told_on", day), "words": "Car doors", "entry_id": str(uuid4()), **said}


def test_pages_are_for_whose_work_they_are(around):
    roles = {each.name: rule_of(each.callback, None).roles for each in urls.urlpatterns}
    assert set(roles.values()) == {TAKERS, KEEPERS, READERS}
    assert {name for name, allowed in roles.items() if allowed == READERS} == {
        "show_around", "list_events", "show_complaint_trend", "list_agreements", "show_policing_trend",
        "list_trainings", "show_training", "show_training_answers",
    }  # fmt: skip
    check_roles(around.world, around.url("show_around"), READERS)


def test_a_complaint_is_taken_answered_settled_and_found(around, client, today):
    answer = client.post(around.url("add_complaint"), complaint(today, where="12 Quay Row"), follow=True)
    row = Complaint.objects.get()
    said = text(answer)
    assert "Noise" in said and "Car doors" in said and "12 Quay Row" in said and "Open" in said
    told = {
        **on("done_on", today),
        "what": "mediation",
        "state": "settled",
        "words": "Met at the hall",
        "version": "1",
    }
    said = text(client.post(around.url("add_step", row.id), told, follow=True))
    assert "Mediation meeting" in said and "Met at the hall" in said and "Settled" in said
    listed = text(client.get(around.url("list_complaints")))
    assert "Noise" in listed and "Car doors" not in listed
    assert "Noise" in text(client.get(around.url("list_complaints") + "?state=settled"))
    assert "None stands like this" in text(client.get(around.url("list_complaints") + "?state=open"))


def test_pressed_twice_is_one_complaint(around, client, today):
    posted = complaint(today)
    assert (
        client.post(around.url("add_complaint"), posted).url
        == client.post(around.url("add_complaint"), posted).url
    )
    assert Complaint.objects.count() == 1


def test_a_page_that_is_older_than_the_complaint_says_so_and_keeps_what_was_typed(around, client, today):
    row = around.complaint(told_on=today, at=timezone.now())
    told = {**on("done_on", today), "what": "visit", "state": "open", "words": "Knocked", "version": "1"}
    client.post(around.url("add_step", row.id), {**told, "words": "A colleague"})
    said = client.post(around.url("add_step", row.id), told).content.decode()
    assert "Somebody changed this" in said and "Knocked" in said
    assert client.post(around.url("add_step", row.id), {**told, "version": "2"}).status_code == 302


@pytest.mark.parametrize(
    "nonsense", [{"about": ["a", "b"]}, {"told_on_2": "99999999"}, {"entry_id": "x"}, {"words": ""}]
)
def test_what_can_not_be_read_is_said_and_nothing_is_written(around, client, today, nonsense):
    answer = client.post(around.url("add_complaint"), {**complaint(today), **nonsense})
    assert answer.status_code == 200 and not Complaint.objects.exists()
    assert "govuk-error" in answer.content.decode()


def test_who_holds_no_key_sees_codes_and_no_words(around, client, today):
    row = around.complaint(told_on=today, at=timezone.now())
    locked = around.world.client("coordinator", locked=True)
    assert "Litter" in text(locked.get(around.url("list_complaints")))
    assert b"Needles by the gate" not in locked.get(around.url("show_complaint", row.id)).content


def test_an_agreement_its_breach_and_the_answer(around, client, today):
    days = {**on("starts_on", today - timedelta(days=30)), **on("review_on", today + timedelta(days=30))}
    told = {
        "title": "Street",
        "parties": "Police and us",
        "points": "No cautions\n\n We are asked ",
        "answer_days": "10",
    }
    said = text(
        client.post(
            around.url("add_agreement"), {**told, **days, "operational": "Inspector Alder"}, follow=True
        )
    )
    row = PolicingAgreement.objects.get()
    assert "1. No cautions" in said and "2. We are asked" in said and "Inspector Alder" in said
    point = row.points.get(n=2)
    happened = {**on("happened_on", today - timedelta(days=20)), "kind": "breach", "point": str(point.pk)}
    happened |= {"told_by": "worker", "place": "service", "words": "Nobody told us", "entry_id": str(uuid4())}
    outreach = around.world.client("outreach")
    said = text(outreach.post(around.url("report_breach", row.id), happened, follow=True))
    assert "2. We are asked" in said and "Nobody told us" in said and "It was raised" not in said
    breach = Breach.objects.get()
    raised = {**on("raised_on", today - timedelta(days=15)), "with_": "operational", "version": "1"}
    said = text(client.post(around.url("raise_breach", breach.id), raised, follow=True))
    assert "An answer was due on" in said
    assert "The police owe an answer" in text(client.get(around.url("show_around")))
    home = text(client.get(around.project.url("desk:show_today")))
    assert "The police owe an answer about 1 report" in home
    assert "owe an answer" not in text(outreach.get(around.project.url("desk:show_today")))
    answered = {**on("answered_on", today), "answer": "It will not happen again", "version": "2"}
    assert "It will not happen again" in text(
        client.post(around.url("answer_breach", breach.id), answered, follow=True)
    )
    closed = {**on("closed_on", today), "outcome": "accepted", "version": "3"}
    assert "They agree, and it was put right" in text(
        client.post(around.url("close_breach", breach.id), closed, follow=True)
    )
    assert "1 report" in text(client.get(around.url("list_agreements")))


def test_an_agreement_is_changed_with_its_leads_filled_in(around, client, today):
    row = around.agreement(operational="Inspector Vale")
    page = client.get(around.url("change_agreement", row.id)).content.decode()
    assert "Inspector Vale" in page and 'name="points"' not in page
    told = {
        "title": "Street",
        "parties": "Us",
        "answer_days": "7",
        "operational": "Inspector Fern",
        "version": "1",
    }
    told |= {**on("starts_on", row.starts_on), **on("review_on", row.review_on), "agency": str(uuid4())}
    assert client.post(around.url("change_agreement", row.id), told).status_code == 200
    said = text(client.post(around.url("change_agreement", row.id), {**told, "agency": ""}, follow=True))
    assert "Inspector Fern" in said and "Street" in said


def test_a_point_of_another_agreement_can_not_be_chosen(around, client, today):
    row, other = around.agreement(), around.agreement(title="Another")
    told = {
        **on("happened_on", today),
        "kind": "breach",
        "point": str(other.points.get(n=1).pk),
        "told_by": "worker",
    }
    told |= {"place": "road", "words": "x", "entry_id": str(uuid4())}
    assert client.post(around.url("report_breach", row.id), told).status_code == 200
    assert not Breach.objects.exists()


def test_a_training_with_counts_and_sheets(around, client, today):
    one = around.statement("I know whom to call")
    posted = {
        **on("held_on", today),
        "audience": "police",
        "topics": ["rights"],
        "n_came": "12",
        "n_trainers": "2",
    }
    posted |= {"entry_id": str(uuid4())}
    said = text(client.post(around.url("add_training"), posted, follow=True))
    row = Training.objects.get()
    assert "Police" in said and "12" in said and "Nobody answered it here" in said
    counts = {
        f"n-{one.pk}-before-2": "8",
        f"n-{one.pk}-before-4": "3",
        f"n-{one.pk}-after-5": "4",
        "version": "1",
    }
    page = client.post(around.url("count_answers", row.id), counts, follow=True).content.decode()
    assert "Before: 3 of 11 said mostly or fully; After: 4 of 4 said mostly or fully" in page
    assert "Fewer than ten answered" in page and "<svg" in page and "Answered" in page
    sheet = {"moment": "after", f"s-{one.pk}": "1", "version": "2"}
    client.post(around.url("add_answers", row.id), sheet)
    assert "4 of 5 said mostly" in text(client.get(around.url("show_training_answers")))
    too_many = client.post(around.url("count_answers", row.id), {f"n-{one.pk}-after-1": "13", "version": "3"})
    assert "More answers than people who came" in too_many.content.decode()
    assert (
        client.post(around.url("add_answers", row.id), {"moment": "after", "version": "3"}).status_code == 200
    )


def test_events_are_listed_changed_and_taken_away(around, client):
    row = around.event(link="https://news.example/raid")
    said = client.get(around.url("list_events")).content.decode()
    assert "Raid on Mill Road (Raid)" in said and 'href="https://news.example/raid"' in said
    changed = {"title": "Operation", "kind": "operation", **on("from_on", row.from_on), "version": "1"}
    client.post(around.url("change_event", row.id), changed)
    assert "Operation (Enforcement operation)" in text(client.get(around.url("list_events")))
    evaluator = around.world.client("evaluator")
    assert "Take off the list" not in text(evaluator.get(around.url("list_events")))
    for _twice in range(2):
        assert client.post(around.url("remove_event", row.id)).status_code == 302
    assert not OutsideEvent.objects.exists()


def many(around, today, old, new):
    """So many complaints in a quarter, so many in the same one a year later."""
    first = figures.since(today)
    for n in range(old + new):
        day = first.replace(year=first.year + (n >= old)) + timedelta(days=n % 60)
        around.complaint(told_on=day, at=timezone.now())


def quarters_of(around, today):
    return {row[0]: row[1:] for row in figures.of_complaints(around.project, today).quarters.table.rows}


def test_a_trend_tells_a_change_beside_ten_or_more_and_no_other(around, today):
    many(around, today, 12, 9)
    rows = list(quarters_of(around, today).values())
    assert rows[0] == [12, None, None] and rows[4][0] == 9 and rows[4][2] == "-25 %"
    assert rows[5][1] == "from 9: too few"


def test_the_trend_page_draws_what_happened_outside_and_says_out_of_how_many(around, client, today):
    month = today.replace(day=1)
    row = around.complaint(told_on=month, due_on=month, at=timezone.now())
    around.complaint(told_on=month, at=timezone.now())
    around.step(row, done_on=month, at=timezone.now())
    around.event(from_on=month, at=timezone.now())
    page = client.get(around.url("show_complaint_trend"))
    body = page.content.decode()
    assert body.count('class="chart__mark"') == 2 and "Not for sharing" in body
    last = page.context["found"].months.table.rows[-1]
    assert last[1:5] == [2, 2, "1 of 2", "1 of 1"] and last[-1] == "1"
    policing = around.breach(happened_on=today, at=timezone.now())
    assert policing and "chart__mark" in client.get(around.url("show_policing_trend")).content.decode()


def test_answers_overdue_stand_on_today_of_those_who_arrange(around, client, today):
    row = around.complaint(
        told_on=today - timedelta(days=9), due_on=today - timedelta(days=1), at=timezone.now()
    )
    home = around.project.url("desk:show_today")
    assert "1 complaint waits for your answer" in text(client.get(home))
    assert "waits for your answer" not in text(around.world.client("outreach").get(home))
    around.do(
        actions.add_step,
        at=timezone.now(),
        complaint=row,
        version=1,
        done_on=today,
        what="answer",
        state="answered",
    )
    assert "waits for your answer" not in text(client.get(home))
