"""Numbers typed without a country are from where the project is."""

import pytest

from tests.rooms.safety.test_comparing import key_of
from yarrow.safety.match_book import read_unrecorded
from yarrow.safety.models import Suggestion
from yarrow.safety.regions import region_of


@pytest.mark.parametrize(
    ("time_zone", "region"),
    [
        ("Europe/London", "GB"),
        ("Europe/Bucharest", "RO"),
        ("America/Sao_Paulo", "BR"),
        ("Asia/Bangkok", "TH"),
        ("UTC", "GB"),
        ("", "GB"),
        ("Nowhere/At_All", "GB"),
    ],
)
def test_region_of_a_time_zone(time_zone, region):
    assert region_of(time_zone) == region


def test_a_project_elsewhere_reads_its_own_numbers(safe):
    safe.project.time_zone = "Europe/Bucharest"
    typed, whole = (
        safe.report(offenders=[{"phones": [text]}]) for text in ("0722 111 333", "+40 722 111 333")
    )
    register = read_unrecorded(safe.world.worker("adviser"), safe.project)
    best = register.book.likest(register.told[key_of(typed)].one, 1)[0]
    assert best.key == str(key_of(whole)) and best.reasons[0].field == "phone" and best.reasons[0].level == 5


def test_an_erased_report_leaves_no_pair_and_no_line_in_the_book(safe):
    pair = [safe.report(offenders=[{"phones": ["07700 900123"]}]) for _ in range(2)]
    low, high = sorted(key_of(each) for each in pair)
    Suggestion.objects.create(
        project=safe.project, low_id=low, high_id=high, bits=9, suggested_at=pair[0].received_at
    )
    gone = pair[0].pk
    pair[0].delete()
    register = read_unrecorded(safe.world.worker("adviser"), safe.project)
    assert set(register.told) == {key_of(pair[1])} and register.report(gone) is None
    assert not Suggestion.objects.exists()
