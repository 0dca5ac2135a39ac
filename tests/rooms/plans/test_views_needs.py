"""Pages of needs and strengths: a portion at a time, nothing lost, the picture and its table, turned."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.plans.conftest import TODAY, text
from yarrow.people.actions import assign_key_worker
from yarrow.plans import lists
from yarrow.plans.actions import Answer
from yarrow.plans.models import Rating


def posted(entry=None, **said):
    today = timezone.localdate()
    told = {"rater": "self", "occasion": "intake", "entry_id": str(entry or uuid4())}
    return told | {"rated_on_0": today.day, "rated_on_1": today.month, "rated_on_2": today.year} | said


def test_rate_needs_saves_a_portion_and_leads_to_the_next_with_what_was_said(client, url, kim):
    here = url("rate_needs", kim.id, "everyday")
    answer = client.post(here, posted(rater="worker", occasion="review", housing="2", money="rather_not"))
    assert answer.status_code == 302
    assert dict(Rating.objects.values_list("domain", "answer")) == {"housing": "rated", "money": "rather_not"}
    page = text(client.get(answer.headers["Location"]))
    assert "The people around you" in page and "Saved. Go on" in page
    ticked = re.findall(r'value="(\w+)"[^>]*checked', page)
    assert ticked == ["worker", "review"] and f'value="{timezone.localdate().year}"' in page


def test_rate_needs_last_portion_leads_to_the_picture(client, url, kim):
    last = lists.items("area")[-1].code
    answer = client.post(url("rate_needs", kim.id, last), posted(meaning="not_concerned"))
    assert answer.headers["Location"] == url("show_needs", kim.id)


def test_rate_needs_with_a_mistake_loses_nothing(client, url, kim):
    said = posted(housing="4", housing_words="a quiet room", money_words="she has none", rater="")
    answer = client.post(url("rate_needs", kim.id, "everyday"), said)
    page = text(answer)
    assert answer.status_code == 200 and Rating.objects.count() == 0
    assert "a quiet room" in page and "she has none" in page and said["entry_id"] in page
    assert re.search(r'name="housing" value="4"[^>]*checked', page)
    assert (
        "Choose an answer to go with what you wrote" in page and "Choose an answer for “Who says it”" in page
    )
    # Whatever was typed stands open, not folded away.
    assert page.count('<details class="govuk-details" open>') == 2


def test_rate_needs_sent_twice_is_once(client, url, kim):
    said = posted(housing="2")
    for _ in range(2):
        client.post(url("rate_needs", kim.id, "everyday"), said)
    assert Rating.objects.count() == 1


def test_rate_needs_nothing_answered_says_so(client, url, kim):
    answer = client.post(url("rate_needs", kim.id, "everyday"), posted())
    assert "Answer one thing, or go on without saving" in text(answer)


@pytest.mark.parametrize("area", ["castle", "everyday2"])
def test_rate_needs_no_such_portion(client, url, kim, area):
    assert client.get(url("rate_needs", kim.id, area)).status_code == 404


def test_rate_needs_day_in_the_address_that_is_none_is_today(client, url, kim):
    page = text(client.get(url("rate_needs", kim.id, "everyday") + "?rated_on=yesterweek&rater=nobody"))
    assert f'value="{timezone.localdate().year}"' in page and "yesterweek" not in page


def test_show_needs_has_the_picture_with_its_table_and_links_to_words(table, client, url, kim):
    table.rate(kim, days_ago=40, housing=1)
    table.rate(kim, housing=4)
    table.rate(kim, rater="worker", housing=2)
    page = text(client.get(url("show_needs", kim.id)))
    assert 'id="ladder-everyday-title"' in page and "<caption><bdi>Home and money</bdi></caption>" in page
    assert "Mostly all right (up from: Very hard just now)" in page and "seen differently" in page
    assert url("show_domain", kim.id, "housing") in page and url("turn_needs", kim.id) in page


def test_turn_needs_shows_the_ladders_and_nothing_else(table, client, url, kim):
    table.rate(kim, housing=Answer(4, words="secret words"))
    page = text(client.get(url("turn_needs", kim.id)))
    assert "What you say" in page and "ladder-everyday" in page
    for hidden in ("Kim", kim.code, "secret words", table.project.name, "They said it themselves", "<nav"):
        assert hidden not in page, hidden


def test_turn_needs_has_easy_words_and_can_be_read_aloud(table, client, url, kim):
    table.rate(kim, housing=4)
    usual = text(client.get(url("turn_needs", kim.id)))
    assert "Each line is a ladder" in usual and "?easy=1" in usual and "1 is hard" not in usual
    easy = text(client.get(url("turn_needs", kim.id) + "?easy=1"))
    assert "1 is hard" in easy and "Each line is a ladder" not in easy


def test_turn_needs_way_out_locks_the_session(table, client, url, kim):
    page = text(client.get(url("turn_needs", kim.id)))
    action = re.search(r'method="post" action="(/lock/[^"]+)"', page)[1]
    answer = client.post(action)
    assert answer.headers["Location"] == table.project.url("desk:show_today")
    assert client.get(url("turn_needs", kim.id)).status_code == 302


def test_show_domain_tells_every_answer_with_its_words(table, client, url, kim):
    table.rate(kim, days_ago=9, housing=Answer(1, words="no lock on the door", wanted="a lock"))
    table.rate(kim, rater="worker", housing="not_asked")
    page = text(client.get(url("show_domain", kim.id, "housing")))
    assert "no lock on the door" in page and "a lock" in page and "Not asked" in page
    assert client.get(url("show_domain", kim.id, "castle")).status_code == 404


def test_needs_outside_the_caseload_ask_for_a_reason(table, client, url, kim):
    keeper = table.world.account("coordinator").worker
    table.do(assign_key_worker, person=kim, worker=keeper, by=table.world.worker("coordinator"))
    for page in ("show_needs", "turn_needs", "show_plan", "show_card", "show_course"):
        answer = client.get(url(page, kim.id))
        why = table.project.url("people:give_reason", kim.id)
        assert answer.status_code == 302 and answer.headers["Location"].startswith(why), page


def test_record_leads_to_the_plan_for_those_who_keep_plans(table, client, url, kim):
    record = table.project.url("people:show_person", kim.id)
    assert url("show_plan", kim.id) in text(client.get(record))
    assert url("show_plan", kim.id) not in text(table.world.client("outreach").get(record))


def test_needs_of_long_ago_stand_with_their_day(table, client, url, kim):
    table.rate(kim, days_ago=400, housing=3)
    assert str((TODAY - timedelta(days=400)).year) in text(client.get(url("show_needs", kim.id)))
