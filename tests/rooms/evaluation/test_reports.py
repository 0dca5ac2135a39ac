"""Figures of reports through the gate: proposed, on paper, beside what left before."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import publish
from tests.rooms.evaluation.test_outputs import READERS
from tests.worlds import check_roles
from yarrow.alerts.models import Alert, AlertSource
from yarrow.contacts.actions import add_zone
from yarrow.evaluation import actions
from yarrow.evaluation.errors import CannotBe, NotAllowed, TooFew, WrongCut
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.reporting import WantedReports
from yarrow.evaluation.return_paper import paper_of
from yarrow.evaluation.rules import COUNTERS
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.safety import extract
from yarrow.safety.models import Choice, Decision, Offender, Report, WayBack

pytestmark = pytest.mark.django_db
QUARTER = Period(date(2025, 2, 1), date(2025, 4, 30))
HALF = Period(date(2025, 2, 1), date(2025, 7, 31))
ASKED = {"from_on": "2025-02-01", "to_on": "2025-04-30", "by": "kind"}
CAME = datetime(2025, 2, 5, 12, tzinfo=UTC)


def told(world, n, *, at=CAME, level="warn", **said):
    """So many reports of so many reporters, as the database has them: nothing sealed is counted."""
    about = {"kinds": ["robbery"], "way": "phone", **said}
    rows = Report.objects.bulk_create(
        Report(project=world.project, received_at=at, opened_at=at, **about) for _n in range(n)
    )
    Choice.objects.bulk_create(
        Choice(
            project=world.project,
            report_id=row.pk,
            level=level,
            tell="here",
            release="never",
            said_at=at,
            how="phone",
        )
        for row in rows
    )
    return rows


def came_back(world, rows, on):
    WayBack.objects.bulk_create(
        WayBack(
            project=world.project,
            report_id=row.pk,
            mark=uuid4().hex,
            public_key=b"k",
            made_at=CAME,
            n_back=1,
            first_on=on,
            last_on=on,
        )
        for row in rows
    )


def match(world, one, other, *, n=1, said="same", at=CAME + timedelta(days=9)):
    """An adviser said so of one offender of each; the offenders are made where there are none."""
    low, high = sorted(
        (Offender.objects.get_or_create(project=world.project, report=row, n=1)[0] for row in (one, other)),
        key=lambda row: row.pk,
    )
    pair = {"low": low, "high": high, "n": n, "said": said}
    return Decision.objects.create(project=world.project, decided_by=uuid4(), decided_at=at, **pair)


def alerted(world, rows, at):
    alert = Alert.objects.create(
        project=world.project, drafted_by=uuid4(), drafted_at=at, published_at=at, goes_on=date(2027, 1, 1)
    )
    AlertSource.objects.bulk_create(
        AlertSource(project=world.project, alert=alert, report_id=row.pk, reporter_id=row.reporter_id)
        for row in rows
    )


def propose(world, by="kind", period=QUARTER, role="coordinator"):
    return actions.propose_reports(
        project=world.project, by=world.worker(role), at=timezone.now(), wanted=WantedReports(by, period)
    )


def figures(release):
    return {tuple(cell.row): cell.why or cell.n for cell in release.cells.all()}


@pytest.fixture
def winter(world):
    """Forty robberies that may warn others, thirty assaults kept here, twenty of both that go to the police."""
    rows = told(world, 40)
    told(world, 30, kinds=["assault"], level="kept", way="worker")
    both = told(world, 20, kinds=["robbery", "assault"], level="full")
    came_back(world, rows[:20], date(2025, 2, 9))
    came_back(world, rows[20:], None)
    alerted(world, rows[:15], CAME + timedelta(days=4))
    return rows, both


def test_propose_reports_freezes_how_far_they_go_and_what_came_of_them(world, winter):
    release = propose(world, role="evaluator")
    said = figures(release)
    assert (release.counts, release.by) == ("told", ["kind"])
    columns = ("reported", "warns", "police", "full", "phone", "back", "matched", "alerted")
    assert [said[ALL, one] for one in columns] == [90, 60, 20, 20, 60, 20, 0, 15]
    assert [said["assault", one] for one in columns[:4]] == [50, 20, 20, 20]
    assert [said["robbery", one] for one in columns[:2]] == [60, 60]


def test_paper_says_the_middle_of_days_and_what_it_can_not(world, winter):
    paper = paper_of(world.project, propose(world))
    assert paper.title.startswith("Incidents reported by what happened, ")
    days = {line.names[0]: line.names[1] for line in paper.lines}
    assert days["Robbed"] == days["All"] == "about 4 days"
    assert days["Hit, hurt or held"] == "too few to say"
    assert paper.finding == (
        "About 90 incidents were reported from 1 February 2025 to 30 April 2025; about 60 may warn others, "
        "about 20 go to the police in full."
    )
    assert "the rows add up to more than all" in " ".join(paper.caveats)


def test_choice_that_came_later_is_in_no_earlier_quarter(world, winter):
    rows, _both = winter
    Choice.objects.bulk_create(
        Choice(
            project=world.project,
            report_id=row.pk,
            level="kept",
            tell="nobody",
            release="never",
            said_at=CAME + timedelta(days=120),
            how="phone",
        )
        for row in rows
    )
    assert figures(propose(world))[ALL, "warns"] == 60
    later = propose(world, period=HALF)
    assert figures(later)[ALL, "warns"] == 20


def test_match_counts_between_two_reporters_and_only_while_it_stands(world, winter):
    rows, both = winter
    twice = told(world, 1, reporter_id=rows[0].reporter_id)[0]
    match(world, rows[0], twice)
    of = {one.report_id: one for one in extract.reports(world.project, *_ends(QUARTER))}
    assert of[rows[0].pk].matched_on is None
    for one, other in zip(rows[:20], both, strict=True):
        match(world, one, other)
    of = {one.report_id: one for one in extract.reports(world.project, *_ends(QUARTER))}
    assert of[rows[1].pk].matched_on == of[both[1].pk].matched_on == date(2025, 2, 14)
    match(world, rows[1], both[1], n=2, said="undone")
    of = {one.report_id: one for one in extract.reports(world.project, *_ends(QUARTER))}
    assert of[rows[1].pk].matched_on is None
    assert of[rows[2].pk].matched_on == date(2025, 2, 14)


def _ends(period):
    return period.from_on, period.to_on


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2025, 1, 31, 23, 59, tzinfo=UTC), False),
        (datetime(2025, 2, 1, 0, 0, tzinfo=UTC), True),
        (datetime(2025, 4, 30, 22, 59, tzinfo=UTC), True),
        (datetime(2025, 4, 30, 23, 0, tzinfo=UTC), False),
    ],
)
def test_report_is_of_the_projects_own_day(world, at, counts):
    told(world, 1, at=at)
    assert len(list(extract.reports(world.project, *_ends(QUARTER)))) == int(counts)


def test_extract_says_no_word_and_asks_few_questions(world, winter, django_assert_num_queries):
    with django_assert_num_queries(5):
        rows = list(extract.reports(world.project, *_ends(QUARTER)))
    assert len(rows) == 90
    assert set(rows[0].__dataclass_fields__) == {
        *("report_id", "reporter_id", "on", "kinds", "zone", "setting", "is_by_phone", "levels"),
        *("back_on", "matched_on", "alerted_on"),
    }


def test_zones_are_called_as_the_project_calls_them_and_not_said_is_a_row(world):
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    told(world, 30, zone=add_zone(label="Old quay", **act))
    told(world, 20)
    release = propose(world, "zone")
    names = {line.names[0]: line.figures[0] for line in paper_of(world.project, release).lines}
    assert names == {"Old quay": 30, "Not said": 20, "All": 50}


@pytest.mark.parametrize("n_late", [1, 7])
def test_a_few_alerts_between_two_releases_are_held_back(world, winter, n_late):
    rows, _both = winter
    publish(world, propose(world, by="month"))
    alerted(world, rows[15 : 15 + n_late], CAME + timedelta(days=120))
    assert figures(propose(world, by="month", period=HALF))[ALL, "alerted"] == "earlier"


def test_ledgers_are_apart(world, winter):
    publish(world, propose(world))
    assert ReleasedCell.objects.ledger(world.project) == []
    assert ReleasedCell.objects.ledger_of_referrals(world.project) == []
    assert len(ReleasedCell.objects.ledger_of_reports(world.project)) == 24


def test_reports_of_another_project_are_in_no_figure(world, winter):
    before = figures(propose(world))
    with world.other.inside():
        told(world.other, 50)
    assert figures(propose(world)) == before


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"by": "reporter_id"}, CannotBe),
        ({"period": Period(date(2025, 2, 3), date(2025, 4, 30))}, WrongCut),
        ({"period": Period(date(2025, 2, 1), date.max)}, WrongCut),
        ({"period": Period(date.min, date(2025, 4, 30))}, WrongCut),
        ({"role": "peer"}, NotAllowed),
        ({"role": "adviser"}, NotAllowed),
        ({"period": Period(date(2025, 5, 1), date(2025, 7, 31))}, TooFew),
    ],
)
def test_propose_reports_says_what_can_not_be(world, winter, said, error):
    with pytest.raises(error):
        propose(world, **said)


def test_seven_reporters_are_too_few_and_leave_no_row(world):
    told(world, 7)
    with pytest.raises(TooFew):
        propose(world)
    assert not Release.objects.exists()


def test_page_proposes_and_every_format_carries_the_ledger(world, winter):
    client, url = world.client("manager"), world.project.url
    address = url("evaluation:propose_reports")
    assert "Incidents reported" in client.get(address).content.decode()
    assert (
        "The last day is before the first"
        in client.post(address, {**ASKED, "to_on": "2025-01-31"}).content.decode()
    )
    assert client.post(address, ASKED).status_code == 302
    release = Release.objects.get()
    publish(world, release)
    assert address in client.get(url("evaluation:list_releases")).content.decode()
    for kind, read in READERS.items():
        answer = client.get(url("evaluation:fetch_release", release.id, kind))
        assert answer.status_code == 200 and "90" in str(read(answer.content)), kind


def test_page_is_for_those_who_count(world):
    check_roles(world, world.project.url("evaluation:propose_reports"), COUNTERS)
