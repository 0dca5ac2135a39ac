"""How often something may be tried: counted together by what it is, forgotten after a while."""

import pytest
from django.core.cache import cache

from yarrow.desk import limits
from yarrow.desk.limits import is_too_often

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def test_is_too_often_lets_the_first_ones_through():
    assert [is_too_often("a", 3) for _ in range(5)] == [False, False, False, True, True]


def test_is_too_often_counts_each_thing_for_itself():
    assert [is_too_often("a", 1), is_too_often("b", 1)] == [False, False]
    assert is_too_often("a", 1) and is_too_often("b", 1)


def test_is_too_often_forgets_after_its_time():
    assert not is_too_often("a", 1)
    assert is_too_often("a", 1)
    cache.delete("tries:a")
    assert not is_too_often("a", 1)


def test_is_too_often_when_the_time_ends_between_two_looks(monkeypatch):
    is_too_often("a", 1)

    def gone(_key):
        raise ValueError("no such key")

    monkeypatch.setattr(limits.cache, "incr", gone)
    assert not is_too_often("a", 1)
