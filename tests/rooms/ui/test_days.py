"""Days in the reader's way of writing them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils.translation import override

from yarrow.ui import days
from yarrow.ui.languages import TRANSLATED

ON = date(2026, 3, 27)
AT = datetime(2026, 3, 27, 21, 40)
WRITTEN = {
    "en-gb": ("27 March 2026", "27 March 2026, 21:40", "Friday 27 March"),
    "ro": ("27 martie 2026", "27 martie 2026, 21:40", "vineri, 27 martie"),
    "ar": ("27 مارس 2026", "27 مارس 2026، 21:40", "الجمعة، 27 مارس"),
    "pl": ("27 marca 2026", "27 marca 2026, 21:40", "piątek, 27 marca"),
    "pt-br": ("27 de março de 2026", "27 de março de 2026, 21:40", "sexta-feira, 27 de março"),
    "es": ("27 de marzo de 2026", "27 de marzo de 2026, 21:40", "viernes, 27 de marzo"),
    "bg": ("27 март 2026 г.", "27 март 2026 г., 21:40", "петък, 27 март"),
    "sq": ("27 mars 2026", "27 mars 2026, 21:40", "e premte, 27 mars"),
    "th": ("27 มีนาคม 2026", "27 มีนาคม 2026 21:40", "ศุกร์ 27 มีนาคม"),
    "zh-hans": ("2026年3月27日", "2026年3月27日 21:40", "3月27日星期五"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_day_is_written_as_in_the_language(language):
    with override(language):
        assert (days.day(ON), days.day_time(AT), days.weekday(ON)) == WRITTEN[language]


def test_every_language_has_its_way():
    assert set(days.WAYS) == {one.code for one in TRANSLATED}


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (days.day_of_year, "27 March"),
        (days.day_of_year_time, "27 March, 21:40"),
        (days.weekday_time, "Friday 27 March, 21:40"),
        (days.weekday_year, "Friday 27 March 2026"),
        (days.month, "Mar 2026"),
        (days.month_of_year, "Mar"),
    ],
)
def test_shorter_and_longer_ways(write, said):
    assert write(AT) == said


def test_nothing_is_said_of_nothing():
    assert [write(None) for write in days.FILTERS] == [""] * len(days.FILTERS)


def test_pages_say_the_hour_where_the_project_is(settings):
    page = engines["django"].from_string("{% load tz ui %}{{ at|timezone:zone|day_time }}")
    at = datetime(2026, 3, 27, 21, 40, tzinfo=ZoneInfo("UTC"))
    assert page.render({"at": at, "zone": ZoneInfo("Asia/Bangkok")}) == "28 March 2026, 04:40"
