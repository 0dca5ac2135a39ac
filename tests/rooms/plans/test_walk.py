"""From the first question to a plan, a review and how far somebody came: through the pages, as a worker does."""

import re
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from tests.rooms.plans.conftest import text
from yarrow.plans import lists
from yarrow.plans.models import Goal, Plan, Rating


def posted(client, address, said):
    """A form as its page gave it, with what is said over it; where it led."""
    page = text(client.get(address))
    entry = re.search(r'name="entry_id" value="([^"]+)"', page)
    answer = client.post(address, {"entry_id": entry[1] if entry else str(uuid4()), **said})
    assert answer.status_code == 302, text(answer)
    return answer.headers["Location"]


def on(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def asked(client, url, kim, rater, day, step):
    """All seven parts, each leading to the next."""
    here, n = url("rate_needs", kim.id, lists.items("area")[0].code), 0
    while "/ask/" in here:
        area = re.search(r"/ask/(\w+)/", here)[1]
        said = {item.code: str(step) for item in lists.domains_of(area)}
        here = posted(client, here, {"rater": rater, "occasion": "review", **on("rated_on", day), **said})
        n += 1
    assert n == len(lists.items("area"))
    return here


def test_walk_from_the_first_question_to_how_far_somebody_came(table, client, url, kim):
    today = timezone.localdate()
    asked(client, url, kim, "self", today - timedelta(days=90), 1)
    picture = asked(client, url, kim, "self", today, 3)
    asked(client, url, kim, "worker", today, 2)
    assert Rating.objects.count() == 3 * len(lists.items("domain"))
    page = text(client.get(picture))
    assert page.count("Up and down (up from: Very hard just now)") >= 2 * len(lists.items("domain"))
    assert "Not asked yet:" not in page and page.count("seen differently") == len(lists.items("domain"))

    posted(client, url("add_goal", kim.id), {"words": "Sleep", "domain": "trauma", "kind": "own"})
    goal = Goal.objects.get()
    plan = text(client.get(url("show_plan", kim.id)))
    assert "Worth asking" in plan and "Drugs or alcohol are hard for them too" in plan
    due = on("due_on", today)
    posted(client, url("add_step", kim.id, goal.id), {"what": "Ask the group", "who": "person", **due})
    looked = {"helped": "the tea", "around": "", "unexpected": "", **on("held_on", today)}
    posted(client, url("add_review", kim.id, goal.plan_id), looked | on("next_on", today + timedelta(days=9)))
    queue = text(client.get(url("list_due")))
    assert queue.index("Ask the group") < queue.index("look at the plan together")
    assert Plan.objects.get().review_on == today + timedelta(days=9)

    figures = text(table.world.client("evaluator").get(url("show_distance")))
    assert "1 person was asked" in figures and "read it as their story" in figures and "Kim" not in figures


def test_walk_of_two_workers_and_the_person_over_one_domain(table, url, kim):
    """Each says it in a browser of their own on one day; all three stand, and the last of each."""
    today = timezone.localdate()
    browsers = {role: table.world.client(role) for role in ("case_worker", "coordinator")}
    for role, rater, step in (
        ("case_worker", "self", 4),
        ("case_worker", "worker", 2),
        ("coordinator", "worker", 5),
        ("coordinator", "together", 3),
    ):
        said = {"rater": rater, "occasion": "intake", "housing": str(step), **on("rated_on", today)}
        posted(browsers[role], url("rate_needs", kim.id, "everyday"), said)
    page = text(browsers["case_worker"].get(url("show_needs", kim.id)))
    assert Rating.objects.count() == 4
    assert [words in page for words in ("Mostly all right", "Going well", "Up and down")] == [True] * 3
    told = text(browsers["case_worker"].get(url("show_domain", kim.id, "housing")))
    assert "Hard more often than not" in told and told.count("timeline__item") == 4
