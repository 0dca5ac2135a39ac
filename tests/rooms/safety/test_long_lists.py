"""However much comes, everything on the lists can be reached."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import NOW
from tests.rooms.safety.test_comparing import decide, key_of, man
from yarrow.safety import queries, waiting_pairs
from yarrow.safety.links import pair_of
from yarrow.safety.models import Challenge, Report, Suggestion


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)


def pages(safe, name):
    """Every page of a list, from the first, by its own links."""
    client, url, found = safe.world.client("adviser"), safe.project.url(f"safety:{name}"), []
    asked = ""
    while asked is not None and len(found) < 9:
        found.append(client.get(f"{url}{asked}").content.decode())
        after = re.search(r'href="([^"]*)" rel="next"', found[-1])
        asked = after[1] if after else None
    return found


def test_every_challenge_is_on_some_page(safe):
    safe.world.worker("adviser")
    with safe.world.inside():
        rows = [
            Challenge.objects.create(id=uuid4(), project=safe.project, received_at=NOW + timedelta(days=n))
            for n in range(5)
        ]
    found = pages(safe, "list_challenges")
    listed = [re.findall(r"/challenges/([0-9a-f-]{36})/", page) for page in found]
    assert [one for page in listed for one in page] == [str(row.pk) for row in rows]
    assert [len(page) for page in listed] == [2, 2, 1]


def test_every_pair_and_everybody_known_is_on_some_page(safe):
    reports = [safe.report(**man()) for _n in range(6)]
    keys = [key_of(report) for report in reports]
    for n in range(5):
        low, high = pair_of(keys[0], keys[n + 1])
        Suggestion.objects.create(
            project=safe.project, low_id=low, high_id=high, bits=12, suggested_at=NOW + timedelta(days=n)
        )
    for n in (1, 3):
        decide(safe, reports[n], reports[n + 1], "same")
    by, project = safe.world.worker("adviser"), safe.project
    found = [waiting_pairs.listed(by, project, n) for n in (1, 2, 3)]
    assert [len(one.pairs) for one in found] == [2, 2, 1]
    assert [(len(one.known), one.n_pairs, one.has_more) for one in found] == [
        (2, 5, True),
        (0, 5, True),
        (0, 5, False),
    ]
    assert len({(pair.low[0], pair.high[0]) for one in found for pair in one.pairs}) == 5
    beyond = waiting_pairs.listed(by, project, 4)
    assert (beyond.page, beyond.pairs) == (1, found[0].pairs)
    shown = pages(safe, "list_matches")
    assert len(shown) == 3 and all("5 pairs to look at" in page for page in shown)


def test_others_of_one_reporter_are_shown_up_to_a_number(safe, monkeypatch):
    first = safe.report(words="")
    with safe.world.inside():
        for n in range(queries.MOST_OTHERS + 3):
            Report.objects.create(
                id=uuid4(),
                project=safe.project,
                way="phone",
                received_at=NOW + timedelta(hours=n),
                opened_at=NOW,
                reporter_id=first.reporter_id,
            )
    page = safe.world.client("adviser").get(safe.project.url("safety:show_report", first.pk))
    listed = page.content.decode().split("They also reported", 1)[1].split("</ul>", 1)[0]
    assert listed.count("<a ") == queries.MOST_OTHERS and "…" in listed


def test_others_of_one_reporter_that_are_few_are_all_there(safe):
    first = safe.report()
    again = safe.report(reporter=str(first.pk))
    page = safe.world.client("adviser").get(safe.project.url("safety:show_report", first.pk)).content.decode()
    listed = page.split("They also reported", 1)[1].split("</ul>", 1)[0]
    assert str(again.pk) in listed and "…" not in listed
