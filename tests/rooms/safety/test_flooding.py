"""Somebody who sends the same many times is one voice: nobody else's report is pushed out of sight."""

import re

import pytest

from tests.rooms.safety.test_comparing import HEARD, compared, key_of, man
from yarrow.safety import matching, waiting_pairs
from yarrow.safety.models import Suggestion

N_SENT = 6


@pytest.fixture
def flooded(safe):
    """Two reporters who sent the same report over and over; a third report by somebody else, and one more like all."""
    for _flood in range(2):
        first = safe.report(**man(), choice=HEARD)
        for _n in range(N_SENT - 1):
            safe.report(**man(), choice=HEARD, reporter=str(first.pk))
    mate = safe.report(**man(), kinds=[])
    return mate, safe.report(**man(), choice=HEARD)


def test_a_flood_of_two_hides_no_suggestion(safe, flooded):
    mate, asked = flooded
    assert compared(safe, asked) == 5
    pairs = {frozenset((row.low_id, row.high_id)) for row in Suggestion.objects.all()}
    assert frozenset((key_of(mate), key_of(asked))) in pairs
    beside = (
        Suggestion.objects.exclude(low=key_of(mate)).exclude(high=key_of(mate)).select_related("low", "high")
    )
    told = [
        row.low.report.reporter_id if row.high_id == key_of(asked) else row.high.report.reporter_id
        for row in beside
    ]
    assert sorted(map(told.count, told)) == [2, 2, 2, 2]


def test_a_flood_of_two_stands_on_the_page_and_in_the_lists_a_few_times(safe, flooded):
    mate, asked = flooded
    compared(safe, asked)
    client = safe.world.client("adviser")
    page = client.get(safe.project.url("safety:compare_report", asked.pk)).content.decode()
    assert safe.project.url("safety:show_report", mate.pk) in page and len(re.findall("<article", page)) == 5
    listed = waiting_pairs.listed(safe.world.worker("adviser"), safe.project)
    assert (len(listed.pairs), listed.n_pairs, matching.n_waiting(safe.project).n) == (5, 5, 5)
    assert {mate.pk, asked.pk} in [{pair.low[0], pair.high[0]} for pair in listed.pairs]
