"""What came sealed is read whatever it says: nobody can be asked to put it right, and nothing of it is lost."""

from datetime import date
from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import NOW, SAID, TODAY
from tests.rooms.safety.test_coming import comes, envelope
from yarrow.safety import actions, becoming
from yarrow.safety.errors import CannotBe
from yarrow.safety.fitting import read_sealed
from yarrow.safety.models import Addition, Report
from yarrow.safety.told import MOST_LINES, MOST_OFFENDERS, read

LONG = "x" * 300


def opened(safe, **said):
    """The page of a report as a browser sealed it."""
    safe.world.worker("adviser")
    entry_id = uuid4()
    payload = {"sent": {**SAID, **said}, "way": "phone", "taken_by": ""}
    comes(safe, entry_id=entry_id, envelope=envelope(safe, entry_id, payload))
    assert safe.open_inbox().n_opened == 1
    url = safe.project.url("safety:show_report", Report.objects.get().pk)
    return safe.world.client("adviser").get(url).content.decode()


@pytest.mark.parametrize("day", ["2026-11-15", "2026-12-24", "1970-01-01", "last week", "2026-12", LONG])
def test_a_day_that_can_not_be_is_said_in_the_words(safe, day):
    said = opened(safe, day=day)
    assert f"When was it? {day}" in said and SAID["words"] in said


@pytest.mark.parametrize(
    ("day", "today", "counted", "month"),
    [
        ("2026-11-15", TODAY, "2026-11-14", date(2026, 11, 1)),
        ("2026-12-01", date(2026, 11, 30), "2026-11-30", date(2026, 11, 1)),
        ("2026-12", date(2026, 11, 30), "2026-11", date(2026, 11, 1)),
        ("2026-11-16", TODAY, None, None),
        ("2026-12", TODAY, None, None),
        ("1970-01-01", TODAY, None, None),
        ("2026-11-13", TODAY, "2026-11-13", date(2026, 11, 1)),
    ],
)
def test_a_clock_or_a_zone_ahead_counts_as_the_day_it_came(day, today, counted, month):
    told = read_sealed({"words": "He ran", "day": day}, today)
    assert (told.facts.get("day"), told.month) == (counted, month)
    assert told.words == ("He ran" if counted == day else f"He ran\nWhen was it? {day}")


def test_what_is_too_long_or_too_many_stands_in_the_words(safe):
    offender = {"phones": ["07700 900123", LONG], "names": [f"Name {n}" for n in range(MOST_LINES + 1)]}
    more = {"place": "p" * 300, "reach": "r" * 300, "setting": LONG, "zone": LONG, "language": LONG}
    offenders = [offender, *[{"names": [f"Other {n}"]} for n in range(MOST_OFFENDERS)], 5]
    said = opened(safe, offenders=offenders, words="w" * 20_000, **more)
    for each in (LONG, "Name 10", "p" * 300, "r" * 300, f"Other {MOST_OFFENDERS - 1}", "w" * 20_000):
        assert each in said
    assert Report.objects.get().offenders.count() == MOST_OFFENDERS


def test_what_is_typed_here_is_still_refused():
    for wrong in ({"day": "2026-12-24"}, {"words": "x" * 10_001}, {"offenders": [{"phones": [LONG]}]}):
        with pytest.raises(CannotBe):
            read({"words": "x", **wrong}, TODAY)


def test_what_fits_is_read_as_it_is():
    assert read_sealed(SAID, TODAY) == read(SAID, TODAY)


def test_a_long_addition_is_taken(safe):
    row = safe.report()
    added = {"received_at": NOW, "entry_id": becoming.addition_ids(row.pk)[0]}
    safe.do(actions.take_addition, report_id=row.pk, words="w" * 20_000, **added)
    assert Addition.objects.count() == 1
