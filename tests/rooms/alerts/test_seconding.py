"""What is released "once another person reports it" is told as long as another person's report stands."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from tests.rooms.alerts.members import NOW
from tests.rooms.alerts.test_after_challenges import challenge  # noqa: F401
from yarrow.alerts.actions import accept_identifier
from yarrow.alerts.checking import HIT, MISS
from yarrow.alerts.models import Released
from yarrow.safety import actions
from yarrow.safety.models import Offender, Report

OTHER = "07700 900999"


def is_told(table):
    code = table.check().code
    assert code in (HIT, MISS)
    return code == HIT


@pytest.fixture
def two(table):
    """One that waits for a second, the second, and a third of somebody else."""
    first, second = table.report(release="two"), table.report(release="never")
    third = table.report(release="never", phones=[OTHER])
    table.accept()
    assert is_told(table) and Released.objects.get().seconded_by == [str(second.pk)]
    return first, second, third


@pytest.mark.parametrize("how", ["taken_back", "erased"])
def test_what_went_speaks_for_nobody(table, two, how):
    if how == "taken_back":
        table.do(actions.take_back, report_id=two[1].pk)
    else:
        table.do(actions.erase_report, report=two[1], reason="mistake")
    assert not is_told(table)


@pytest.mark.parametrize(
    "changed", [{"tell": "nobody", "release": "never"}, {"level": "escrow", "release": "never"}]
)
def test_what_nobody_may_hear_of_speaks_for_nobody(table, two, changed):
    table.choose(two[1], **changed)
    assert not is_told(table)
    table.choose(two[1], release="never", at=NOW + timedelta(hours=2))
    assert not is_told(table)
    (line,) = table.look().accepted
    assert line.is_seconded_since
    table.accept()
    assert is_told(table)


@pytest.mark.parametrize("outcome", ["restrict", "delete"])
def test_what_was_challenged_away_speaks_for_nobody(table, two, challenge, outcome):  # noqa: F811
    challenge(two[1], outcome)
    assert not is_told(table)


def test_another_that_stands_is_enough_and_what_goes_besides_changes_nothing(table, two):
    more = table.report(release="never")
    table.accept()
    for report in (two[2], two[1]):
        table.do(actions.take_back, report_id=report.pk)
        assert is_told(table)
    table.do(actions.take_back, report_id=more.pk)
    assert not is_told(table)


def keys(*reports):
    return [Offender.objects.get(report=each).pk for each in reports]


def decide(table, one, other, said="same", n_seen=0):
    one, other = keys(one, other)
    table.do(actions.decide, one=one, other=other, said=said, n_seen=n_seen)


@pytest.fixture
def linked(table):
    """Three numbers of one person, the second linked with each of the others."""
    chain = [
        table.report(release="two"),
        table.report(release="never", phones=[OTHER]),
        table.report(release="never", phones=["07700 900998"]),
    ]
    for one, other in pairwise(chain):
        decide(table, one, other)
    table.accept()
    assert is_told(table) and len(Released.objects.get().seconded_by) == 2
    return chain


@pytest.mark.parametrize("said", ["undone", "different"])
def test_a_link_taken_back_speaks_for_nobody(table, linked, said):
    decide(table, linked[1], linked[2], said, 1)
    assert is_told(table)
    decide(table, linked[0], linked[1], said, 1)
    assert not is_told(table)


def test_what_was_linked_by_way_of_one_that_went_speaks_for_nobody(table, linked):
    table.do(actions.take_back, report_id=linked[1].pk)
    assert not is_told(table)
    assert [line.n_others for line in table.look().accepted] == [0]


def test_a_link_by_way_of_one_in_escrow_counts_for_nothing(table, linked):
    table.choose(linked[1], level="escrow", release="never")
    assert [line.n_others for line in table.look().accepted] == [0] and not is_told(table)


def test_one_in_escrow_is_no_second(table):
    table.report(release="two")
    table.report(level="escrow", release="never")
    (line,) = table.look().waiting
    assert line.n_others == 0
    table.accept()
    assert not is_told(table)


def test_what_went_between_the_page_and_the_press_is_no_second(table):
    first, second = table.report(release="two"), table.report(release="never")
    (line,) = table.look().waiting
    Report.objects.filter(pk=second.pk).update(reporter_id=first.reporter_id)
    table.do(accept_identifier, line=line, says="what")
    assert not is_told(table)
    Report.objects.filter(pk=second.pk).update(reporter_id=uuid4())
    table.do(actions.take_back, report_id=second.pk)
    table.do(accept_identifier, line=line, says="what")
    assert not is_told(table)
