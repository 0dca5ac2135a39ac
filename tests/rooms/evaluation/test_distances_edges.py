"""Distance that leaves: one table however it is asked for, and whom its figures count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import publish
from tests.rooms.evaluation.test_distances import QUARTER, figures, people, propose, rate
from yarrow.evaluation.distances import WantedDistance, prepare_distance
from yarrow.evaluation.errors import CannotBe, WrongCut
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.plans import extract

pytestmark = pytest.mark.django_db
MAY = Period(QUARTER.from_on, QUARTER.to_on.replace(month=5, day=31))
BEGIN, END = QUARTER.from_on, QUARTER.to_on


@pytest.fixture
def crowd(world):
    """Forty people with two domains: half of them moved up in each."""
    them = people(world, 40)
    for domain in ("housing", "money"):
        rate(world, them, BEGIN, 2, domain)
        rate(world, them[:20], END, 4, domain)
    return them


def counted(world, **said):
    return figures(propose(world, domains=["housing"], **said))


@pytest.mark.parametrize(
    "again", [["money", "housing"], ["housing", "money", "housing"], ["money", "housing", "money"]]
)
def test_the_same_rows_are_the_same_table_in_whatever_order(world, crowd, again):
    """Otherwise whoever turns them round publishes it anew a month later."""
    publish(world, propose(world, domains=["housing", "money"]))
    with pytest.raises(WrongCut, match="less than three months"):
        propose(world, period=MAY, domains=again)


def test_all_rows_by_name_are_all_rows(world, crowd):
    every = list(extract.domain_labels())
    publish(world, propose(world))
    with pytest.raises(WrongCut):
        propose(world, period=MAY, domains=every[::-1])
    assert propose(world, "needs", domains=every).asked_by == propose(world, "needs").asked_by == []


def test_a_row_that_was_asked_for_twice_stands_there_once(world, crowd):
    release = propose(world, domains=["money", "money", "housing"])
    assert (release.asked_by, release.by) == (["housing", "money"], ["housing", "money"])
    assert not release.is_coarser and len(release.cells.all()) == len(figures(release)) == 10


@pytest.mark.parametrize("domains", [["housing", "spaceport"], ["spaceport"], [""], ["HOUSING"]])
def test_rows_of_no_list_are_refused_also_beside_others(world, crowd, domains):
    with pytest.raises(CannotBe) as found:
        propose(world, domains=domains)
    assert found.value.field == "domains"


@pytest.mark.parametrize(
    ("on", "n"), [(BEGIN - timedelta(days=1), 40), (BEGIN, 60), (END, 60), (END + timedelta(days=1), 40)]
)
def test_days_at_both_ends_are_in(world, crowd, on, n):
    rate(world, people(world, 20), on, 2)
    assert counted(world)[("housing", ALL)] == n


@pytest.mark.parametrize(
    ("about", "n"),
    [({"erased_at": timezone.now()}, 60), ({"age_band": "under_18"}, 40), ({"supported_as": "partner"}, 40)],
)
def test_whom_figures_count(world, crowd, about, n):
    """An erased person stays in what was counted; a child, or somebody known through another, never was."""
    rate(world, people(world, 20, **about), BEGIN, 2)
    assert counted(world)[("housing", ALL)] == n


def test_people_merged_into_another_are_not_counted_beside_them(world, crowd):
    twice = people(world, 20, merged_into=crowd[0])
    rate(world, twice, BEGIN, 2)
    assert counted(world)[("housing", ALL)] == 40


def test_another_projects_ratings_are_in_no_figure(world, crowd):
    with world.other.inside():
        rate(world.other, people(world.other, 30), BEGIN, 2)
    assert counted(world)[("housing", ALL)] == 40


def test_what_was_released_of_other_days_is_counted_anew_in_its_own(world, crowd):
    """A year apart, and the ledger still holds what was shown beside figures of now."""
    publish(world, propose(world, domains=["housing"]))
    year = Period(BEGIN, BEGIN.replace(year=2026) - timedelta(days=1))
    rate(world, people(world, 4), END + timedelta(days=40), 2)
    found = prepare_distance(world.project, WantedDistance("moved", "self", year, ("housing",)))
    shown = found.proposal.gated.shown
    assert shown[("housing", ALL), "n_people"].why == "earlier", "forty then and forty-four now show the four"
