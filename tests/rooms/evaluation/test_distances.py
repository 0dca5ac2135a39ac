"""Distance travelled and needs through the gate: proposed, on paper, beside what left before."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import publish
from tests.rooms.evaluation.test_outputs import READERS
from tests.worlds import check_roles
from yarrow.evaluation import actions
from yarrow.evaluation.distances import WantedDistance
from yarrow.evaluation.errors import CannotBe, NotAllowed, TooFew, WrongCut
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.queries import releases_of
from yarrow.evaluation.return_paper import paper_of
from yarrow.evaluation.rules import COUNTERS
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.people.models import Person
from yarrow.plans.models import Rating

pytestmark = pytest.mark.django_db
QUARTER = Period(date(2025, 2, 1), date(2025, 4, 30))
HALF = Period(date(2025, 2, 1), date(2025, 7, 31))
ASKED = {"from_on": "2025-02-01", "to_on": "2025-04-30", "what": "moved", "rater": "self"}


def people(world, n, **said):
    at = timezone.now()
    about = {
        "project": world.project,
        "created_by": uuid4(),
        "created_at": at,
        "first_met_on": QUARTER.from_on,
        **said,
    }
    return Person.objects.bulk_create(Person(code=uuid4().hex[:6], **about) for _n in range(n))


def rate(world, them, day, step, domain="housing", rater="self"):
    """Each of them on this step that day; None: they would rather not say."""
    about = {"project": world.project, "domain": domain, "rater": rater, "occasion": "review"}
    about |= {"rated_on": day, "list_version": "1", "recorded_by": uuid4(), "recorded_at": timezone.now()}
    said = {"answer": "rather_not" if step is None else "rated", "step": step}
    Rating.objects.bulk_create(Rating(person=one, **said, **about) for one in them)


@pytest.fixture
def rated(world):
    """Sixty people: 24 moved up, 20 stayed, 12 were asked once and 4 moved down; six of money; a worker saw some."""
    up, stayed, once, down = (people(world, n) for n in (24, 20, 12, 4))
    begin, end = QUARTER.from_on + timedelta(days=3), QUARTER.to_on - timedelta(days=3)
    for them, first, last in ((up, 1, 4), (stayed, 2, 2), (once, 3, None), (down, 4, 2)):
        rate(world, them, begin, first)
        if last:
            rate(world, them, end, last)
    rate(world, up[:6], begin, 1, "money")
    rate(world, up, begin, 2, rater="worker")
    rate(world, people(world, 30, age_band="under_18"), begin, 1)
    return {"up": up, "stayed": stayed, "once": once, "down": down}


def propose(world, what="moved", period=QUARTER, rater="self", domains=(), role="coordinator"):
    wanted = WantedDistance(what, rater, period, tuple(domains))
    return actions.propose_distance(
        project=world.project, by=world.worker(role), at=timezone.now(), wanted=wanted
    )


def figures(release):
    return {tuple(cell.row): cell.why or cell.n for cell in release.cells.all()}


def test_propose_distance_freezes_figures_out_of_everybody_who_was_asked(world, rated):
    release = propose(world, role="evaluator")
    assert figures(release) == {
        ("housing", ALL): 60,
        ("housing", "up"): 25,
        ("housing", "stayed"): 20,
        ("housing", "down"): "few",
        ("housing", "not_known"): 10,
    }
    assert (release.counts, release.by, release.is_coarser) == ("moved", ["housing"], True)


def test_propose_needs_counts_by_the_latest_step(world, rated):
    said = figures(propose(world, "needs", domains=["housing"]))
    assert said[("housing", ALL)] == 60
    assert said[("housing", "need")] == 35 and said[("housing", "no_need")] == 25
    assert said[("housing", "no_step")] == 0


def test_propose_distance_never_mixes_raters(world, rated):
    said = figures(propose(world, rater="worker"))
    assert said == {("housing", ALL): 25, ("housing", "not_known"): 25} | {
        ("housing", code): 0 for code in ("up", "stayed", "down")
    }


def test_paper_of_distance_says_what_moved_most_and_what_it_is_out_of(world, rated):
    paper = paper_of(world.project, propose(world))
    assert paper.finding.startswith("Most moved up in “Where I live”: about 25 of about 60, from")
    assert paper.title.startswith("Distance travelled (They said it themselves), ")
    assert paper.measures == ("Out of", "Moved up", "Stayed", "Moved down", "Not known")
    assert [line.figures for line in paper.lines] == [(60, 25, 20, None, 10)]
    said = " ".join(paper.caveats)
    assert "left out" in said and "few people" in said and "Not known is not the same as stayed" in said
    assert "named need" in paper_of(world.project, propose(world, "needs")).finding


def test_propose_distance_refuses_what_shows_too_few(world, rated):
    with pytest.raises(TooFew):
        propose(world, domains=["money"])
    with pytest.raises(TooFew):
        propose(world, domains=["tax"])


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"domains": ["leaving"]}, CannotBe),
        ({"rater": "everybody"}, CannotBe),
        ({"period": Period(date(2025, 2, 3), date(2025, 4, 30))}, WrongCut),
        ({"role": "peer"}, NotAllowed),
    ],
)
def test_propose_distance_says_what_can_not_be(world, rated, said, error):
    with pytest.raises(error):
        propose(world, **said)


@pytest.mark.parametrize("n_late", [1, 7])
def test_a_few_who_came_between_two_releases_are_held_back(world, rated, n_late):
    publish(world, propose(world))
    rate(world, people(world, n_late), HALF.to_on - timedelta(days=9), 1)
    assert figures(propose(world, period=HALF))[("housing", ALL)] == "earlier"


def test_many_who_came_between_two_releases_are_shown(world, rated):
    publish(world, propose(world))
    rate(world, people(world, 15), HALF.to_on - timedelta(days=9), 1)
    assert figures(propose(world, period=HALF))[("housing", ALL)] == 75


def test_a_proposal_that_never_left_holds_nothing_back(world, rated):
    propose(world)
    rate(world, people(world, 3), HALF.to_on - timedelta(days=9), 1)
    assert figures(propose(world, period=HALF))[("housing", ALL)] == 65


def test_ledgers_of_meetings_surveys_and_plans_are_apart(world, rated):
    publish(world, propose(world))
    ledger = ReleasedCell.objects
    assert len(ledger.ledger_of_plans(world.project)) == 5
    assert ledger.ledger(world.project) == ledger.ledger_of_surveys(world.project) == []


def test_same_table_ends_a_quarter_apart(world, rated):
    publish(world, propose(world))
    with pytest.raises(WrongCut, match="less than three months"):
        propose(world, period=Period(date(2025, 2, 1), date(2025, 5, 31)))


def test_page_proposes_and_every_format_carries_the_ledger(world, rated):
    client, url = world.client("manager"), world.project.url
    address = url("evaluation:propose_distance")
    page = client.get(address, secure=True).content.decode()
    assert "Where I live" in page and "They said it themselves" in page
    wrong = client.post(address, {**ASKED, "to_on": "2025-01-31"}, secure=True).content.decode()
    assert "The last day is before the first" in wrong
    assert client.post(address, ASKED, secure=True).status_code == 302
    release = Release.objects.get()
    publish(world, release)
    assert address in client.get(url("evaluation:list_releases"), secure=True).content.decode()
    assert [line.title for line in releases_of(world.project)] == [paper_of(world.project, release).title]
    for kind, read in READERS.items():
        answer = client.get(url("evaluation:fetch_release", release.id, kind), secure=True)
        assert answer.status_code == 200 and "25" in str(read(answer.content)), kind


def test_page_is_for_those_who_count(world):
    check_roles(world, world.project.url("evaluation:propose_distance"), COUNTERS)
