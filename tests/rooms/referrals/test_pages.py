"""Pages of the room: a walk without a browser, what is missing, the silent ones first."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.referrals.conftest import days, fresh, text
from yarrow.people.actions import give_consent
from yarrow.referrals import actions, following
from yarrow.referrals.models import Journey, Move, Preparation, Referral, Signpost, StepTaken


@pytest.fixture
def now(table):
    """These pages live today."""
    return timezone.now()


@pytest.fixture
def rosa(table, now):
    return table.person("Rosa", at=now)


def consent(table, person, now, categories=("identity", "ways", "support")):
    said = {"purpose": "health", "recipient": "clinic", "how": "spoken"}
    table.do(give_consent, at=now, person=person, categories=categories, **said)


def offered(client, url, person, target, **said):
    told = {
        "target": target,
        "need": "sexual_health",
        "route": "plain",
        "is_agreed": "on",
        "entry_id": str(uuid4()),
        **said,
    }
    return client.post(url("offer_referral", person.id), told)


def test_the_whole_way_in_ten_presses(table, client, url, rosa, clinic, now):
    service = table.service(clinic, needs=["sexual_health"])
    answer = offered(client, url, rosa, f"s.{service.pk}", words="Somebody kind")
    row = Referral.objects.get()
    here = url("show_referral", rosa.id, row.pk)
    assert answer.status_code == 302 and answer.url == here and row.service == service
    missing = text(client.get(url("send_referral", rosa.id, row.pk)))
    assert "Ask them first" in missing and "/consents/health/give/" in missing and "Somebody kind" in missing
    refused = client.post(url("send_referral", rosa.id, row.pk), {"called": "Rosa"})
    assert "Ask them first" in text(refused) and fresh(row).state == "agreed"
    assert f"/consents/health/give/?next={url('send_referral', rosa.id, row.pk)}" in missing
    consent(table, rosa, now)
    client.post(url("send_referral", rosa.id, row.pk), {"called": "Rosa", "support_words": "A check-up"})
    assert fresh(row).state == "sent" and fresh(row).share is not None
    client.post(url("move_referral", rosa.id, row.pk, "accept"))
    day = timezone.localdate()
    booked = {"happened_on_0": day.day, "happened_on_1": day.month, "happened_on_2": day.year}
    day += days(3)
    booked |= {"booked_on_0": day.day, "booked_on_1": day.month, "booked_on_2": day.year}
    client.post(url("move_referral", rosa.id, row.pk, "book"), booked)
    assert fresh(row).state == "booked" and fresh(row).expected_on == day
    for act in ("accompany", "engage", "complete"):
        client.post(url("move_referral", rosa.id, row.pk, act))
    page = text(client.get(here))
    assert fresh(row).state == "completed" and "They went, with somebody alongside" in page


def test_a_move_that_somebody_made_first_says_so(table, client, url, rosa, clinic):
    offered(client, url, rosa, f"a.{clinic.pk}")
    row = Referral.objects.get()
    assert client.post(url("move_referral", rosa.id, row.pk, "attend")).status_code == 409
    for act in ("send", "fly"):
        assert client.post(url("move_referral", rosa.id, row.pk, act)).status_code == 404
    assert fresh(row).state == "agreed"


def test_a_refusal_asks_why_and_keeps_what_was_typed(table, client, url, rosa, clinic, now):
    consent(table, rosa, now)
    offered(client, url, rosa, f"a.{clinic.pk}")
    row = Referral.objects.get()
    client.post(url("send_referral", rosa.id, row.pk), {"called": "Rosa"})
    day = timezone.localdate()
    told = {
        "happened_on_0": day.day,
        "happened_on_1": day.month,
        "happened_on_2": day.year,
        "words": "At the desk",
    }
    page = text(client.post(url("move_referral", rosa.id, row.pk, "refuse"), told))
    assert "Choose a reason" in page and "At the desk" in page and fresh(row).state == "sent"
    client.post(url("move_referral", rosa.id, row.pk, "refuse"), {**told, "reason": "judged_sex_work"})
    assert Move.objects.get(act="refuse").reason == "judged_sex_work"
    assert "Judged or refused for sex work" in text(client.get(url("show_referral", rosa.id, row.pk)))


def test_what_was_needed_is_said_with_its_cost(table, client, url, rosa, clinic):
    offered(client, url, rosa, f"a.{clinic.pk}")
    row = Referral.objects.get()
    day = timezone.localdate()
    told = {
        "entry_id": str(uuid4()),
        "kind": "travel",
        "done_on_0": day.day,
        "done_on_1": day.month,
        "done_on_2": day.year,
    }
    client.post(url("add_preparation", rosa.id, row.pk), {**told, "pounds": "4.50"})
    assert Preparation.objects.get().pence == 450
    assert "£4.50" in text(client.get(url("show_referral", rosa.id, row.pk)))


def test_signposting_stands_apart(table, client, url, rosa, clinic):
    client.post(
        url("signpost", rosa.id),
        {"target": f"a.{clinic.pk}", "need": "sexual_health", "entry_id": str(uuid4())},
    )
    assert Signpost.objects.count() == 1 and Referral.objects.count() == 0
    assert "Told where to go" in text(client.get(url("show_referrals", rosa.id)))


@pytest.mark.parametrize("target", ["", "a.", "s.nothing", "x.00000000-0000-0000-0000-000000000000"])
def test_a_made_up_target_is_refused(table, client, url, rosa, clinic, target):
    answer = offered(client, url, rosa, target)
    assert answer.status_code == 200 and Referral.objects.count() == 0


def test_every_service_is_offered_and_no_address_says_what_for(table, client, url, rosa, clinic):
    table.service(clinic, "Evening clinic", needs=["sexual_health"])
    table.service(table.agency("Law centre", kind="legal"), "Advice", needs=["legal"])
    page = client.get(url("offer_referral", rosa.id)).content.decode()
    assert "Law centre: Advice" in page and "Evening clinic" in page and "need=" not in page
    assert text(client.get(url("offer_referral", rosa.id) + "?need=legal")).count("Evening clinic") == 1


def test_the_silent_stand_first_on_today_and_asking_quiets_them(table, client, url, rosa, clinic, now):
    at = now - days(40)
    quiet = table.do(actions.offer, at=now, person=rosa, agency=clinic, need="sexual_health")
    row = table.do(
        actions.offer, at=at, person=rosa, agency=clinic, need="money", offered_on=timezone.localdate(at)
    )
    today = table.project.url("desk:show_today")
    client.get(today)
    with CaptureQueriesContext(connection) as ran:
        page = text(client.get(today))
    assert len(ran) <= 10
    assert "Nothing heard yet" in page and str(row.pk) in page and str(quiet.pk) not in page
    listed = text(client.get(url("list_open")))
    assert listed.index(str(row.pk)) < listed.index(str(quiet.pk))
    client.post(url("ask_again", rosa.id, row.pk))
    assert "Nothing heard yet" not in text(client.get(today))


def test_a_coordinator_sees_it_a_week_later_and_a_colleague_never(table, rosa, clinic, now):
    today = table.project.url("desk:show_today")
    at = now - days(14 + 5)
    told = {"person": rosa, "agency": clinic, "need": "sexual_health", "offered_on": timezone.localdate(at)}
    row = table.do(actions.offer, at=at, **told)
    coordinator = table.world.client("coordinator")
    assert str(row.pk) not in text(coordinator.get(today))
    act = {"project": table.project, "by": table.world.worker("coordinator"), "at": now}
    actions.set_reminders(days={}, escalate_days=4, **act)
    assert str(row.pk) in text(coordinator.get(today))
    assert "Nothing heard yet" not in text(table.world.client("outreach").get(today))


def test_one_page_says_what_a_person_s_referrals_ask_for_now(table, rosa, clinic, now):
    row = table.do(actions.offer, at=now, person=rosa, agency=clinic, need="sexual_health")
    found = following.of_person(table.by, rosa, timezone.localdate(now), "")
    (line,) = found.open
    assert [act.code for act in line.forward] == ["agree"] and [act.code for act in line.ways_out] == [
        "decline"
    ]
    assert line.referral == row and line.n_silent == 0 and found.ended == []


def test_a_slip_is_put_back_on_the_page(table, client, url, rosa, clinic):
    offered(client, url, rosa, f"a.{clinic.pk}")
    row = Referral.objects.get()
    assert "put it back" in text(client.get(url("show_referral", rosa.id, row.pk)))
    client.post(url("put_back", rosa.id, row.pk))
    assert fresh(row).state == "offered"


def test_following_is_taken_over_in_one_press(table, url, rosa, clinic, now):
    row = table.do(actions.offer, at=now, person=rosa, agency=clinic, need="sexual_health")
    other = table.world.client("coordinator")
    other.post(url("follow_referral", rosa.id, row.pk))
    assert fresh(row).worker == table.world.worker("coordinator").id


def test_what_happened_on_another_day_is_said_with_its_day(table, url, agreed, clinic, client):
    row = table.sent(agreed, clinic, days_ago=20)
    address = url("move_referral", agreed.id, row.pk, "attend")
    assert address in text(client.get(url("show_referral", agreed.id, row.pk)))
    day = row.since_on + days(4)
    told = {
        "happened_on_0": day.day,
        "happened_on_1": day.month,
        "happened_on_2": day.year,
        "words": "Went alone",
    }
    client.post(address, told)
    assert (fresh(row).state, fresh(row).since_on) == ("attended", day)
    assert "Went alone" in text(client.get(url("show_referral", agreed.id, row.pk)))


def test_a_pathway_is_set_out_on_once_and_again_only_after_leaving_it(table, client, url, rosa, now):
    act = {"project": table.project, "by": table.world.worker("coordinator"), "at": now}
    pathway = actions.take_up_pathway(code="stable-then-trauma", **act)
    here, begin = url("show_journeys", rosa.id), url("begin_journey", rosa.id, pathway.code)
    assert begin in text(client.get(here))
    client.post(begin)
    assert begin not in text(client.get(here))
    client.post(url("end_step", rosa.id, StepTaken.objects.get().pk), {"result": "done"})
    client.post(url("end_journey", rosa.id, Journey.objects.get().pk))
    assert begin in text(client.get(here))


def test_figures_are_linked_only_for_those_who_may_see_them(table, client, url, now):
    act = {"project": table.project, "by": table.world.worker("coordinator"), "at": now}
    pathway = actions.take_up_pathway(code="stable-then-trauma", **act)
    funnel, listed = url("show_pathway", pathway.code), url("list_pathways")
    evaluator = table.world.client("evaluator")
    assert funnel not in text(client.get(listed)) and client.get(funnel).status_code == 403
    assert funnel in text(evaluator.get(listed)) and evaluator.get(funnel).status_code == 200
    activity = text(evaluator.get(table.project.url("evaluation:show_activity")))
    assert listed in activity and url("show_answers") in activity
    shown = text(evaluator.get(listed)) + text(evaluator.get(url("show_answers")))
    assert f'"{url("list_open")}"' not in shown and f'"{url("list_open")}"' in text(client.get(listed))
