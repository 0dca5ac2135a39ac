"""Figures of referrals through the gate: proposed, on paper, beside what left before."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import publish
from tests.rooms.evaluation.test_distances import people
from tests.rooms.evaluation.test_outputs import READERS
from tests.worlds import check_roles
from yarrow.agencies.actions import add_agency, add_service, note_fact
from yarrow.evaluation import actions
from yarrow.evaluation.errors import CannotBe, NotAllowed, TooFew, WrongCut
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.evaluation.onward import WantedReferrals
from yarrow.evaluation.queries import releases_of
from yarrow.evaluation.return_paper import paper_of
from yarrow.evaluation.rules import COUNTERS
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.row_gate import OTHERS
from yarrow.referrals.models import Move, Referral

pytestmark = pytest.mark.django_db
QUARTER = Period(date(2025, 2, 1), date(2025, 4, 30))
HALF = Period(date(2025, 2, 1), date(2025, 7, 31))
ASKED = {"from_on": "2025-02-01", "to_on": "2025-04-30", "what": "came", "by": "agency"}
OFFERED_ON = QUARTER.from_on + timedelta(days=4)


def agency(world, name, **said):
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    return add_agency(name=name, kind="clinic", **said, **act)


def refer(world, n, to, *moves, need="housing", on=OFFERED_ON):
    """So many people, each offered it that day; moves: (state, days later, reason)."""
    at, them = timezone.now(), people(world, n)
    steps = [("offered", 0, ""), *((*one, "") if len(one) == 2 else one for one in moves)]
    state, since = steps[-1][0], on + timedelta(days=steps[-1][1])
    about = {"project": world.project, "agency": to, "need": need, "route": "plain", "worker": uuid4()}
    about |= {"state": state, "offered_on": on, "since_on": since, "added_by": uuid4(), "added_at": at}
    about["expected_on"] = None if state == "refused" else since
    rows = Referral.objects.bulk_create(Referral(person=one, **about) for one in them)
    Move.objects.bulk_create(
        Move(
            project=world.project,
            person=row.person,
            referral=row,
            n=place,
            act="made",
            was="",
            state=then,
            happened_on=on + timedelta(days=after),
            reason=reason,
            moved_by=uuid4(),
            moved_at=at,
        )
        for row in rows
        for place, (then, after, reason) in enumerate(steps, 1)
    )


@pytest.fixture
def told(world):
    """A clinic: 30 seen after two weeks, 20 wait. A hostel: 24 refused for sex work, 8 wait. A refuge: 12."""
    clinic, hostel = agency(world, "Clinic"), agency(world, "Hostel")
    refuge = agency(world, "House on the Hill", is_confidential=True, address="1 Hill")
    refer(world, 30, clinic, ("sent", 1), ("attended", 15))
    refer(world, 20, clinic, ("sent", 1), ("accepted", 3))
    refer(world, 24, hostel, ("sent", 1), ("refused", 5, "judged_sex_work"), need="safety")
    refer(world, 8, hostel, ("sent", 1), need="safety")
    refer(world, 12, refuge, ("sent", 1), need="safety")
    return {"clinic": clinic, "hostel": hostel, "refuge": refuge}


def propose(world, what="came", by="agency", period=QUARTER, role="coordinator"):
    return actions.propose_referrals(
        project=world.project,
        by=world.worker(role),
        at=timezone.now(),
        wanted=WantedReferrals(what, by, period),
    )


def figures(release):
    return {tuple(cell.row): cell.why or cell.n for cell in release.cells.all()}


def test_propose_referrals_freezes_how_far_they_came_and_names_no_confidential_agency(world, told):
    release = propose(world, role="evaluator")
    said, clinic = figures(release), str(told["clinic"].pk)
    assert (release.counts, release.by) == ("came", ["agency", OTHERS])
    assert [said[clinic, one] for one in ("offered", "sent", "accepted", "attended", "waits")] == [
        50,
        50,
        50,
        30,
        20,
    ]
    assert said[ALL, "offered"] == 95 and said[OTHERS, "offered"] == 10
    assert str(told["refuge"].pk) not in {row for row, _column in said}
    assert "House on the Hill" not in str(release.words)


def test_paper_says_middle_waits_in_weeks_and_what_it_can_not(world, told):
    paper = paper_of(world.project, propose(world))
    assert paper.title.startswith("How far referrals came by agency, ")
    lines = {line.names[0]: line.names[1] for line in paper.lines}
    assert lines["Clinic"] == "about 2 weeks"
    assert lines["All others"] == lines["All"] == "fewer than half so far"
    assert paper.finding.startswith("About 95 referrals were offered from")
    assert "as they stood when its last day was over" in " ".join(paper.caveats)


def test_reasons_by_agency_name_what_people_were_refused_for(world, told):
    release = propose(world, "short")
    said = figures(release)
    assert said[str(told["hostel"].pk), "judged_sex_work"] == 25 and said[ALL, ALL] == 25
    paper = paper_of(world.project, release)
    assert "Judged or refused for sex work" in paper.measures
    assert "Would not take someone who uses" in paper.measures
    assert "Most often: “Judged or refused for sex work”, about 25." in paper.finding


def test_gaps_set_what_is_offered_beside_what_people_met(world, told):
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    service = add_service(agency=told["hostel"], name="Beds", needs=["housing", "debt"], **act)
    add_service(agency=told["hostel"], name="More beds", needs=["housing"], **act)
    note_fact(service=service, fact="accepts_people_who_use", said="yes", known_from="asked_them", **act)
    release = propose(world, "gaps", "need")
    said = figures(release)
    assert (said["safety", "turned_away"], said["housing", "turned_away"]) == (25, 0)
    assert said["housing", "slow"] == 20, "twenty wait for longer than six weeks by the end of April"
    paper = paper_of(world.project, release)
    lines = {line.names[0]: line.names[1:] for line in paper.lines}
    assert lines["A place to live"] == ("2 of 2", "1 of 2", "0 of 2")
    assert "No service in the directory is open for: " in " ".join(paper.caveats)
    assert "Debt" not in next(one for one in paper.caveats if one.startswith("No service"))


def test_what_happened_later_is_in_no_earlier_quarter(world, told):
    clinic = told["clinic"]
    refer(world, 40, clinic, ("sent", 1), ("attended", 120))
    row = figures(propose(world))
    assert row[str(clinic.pk), "attended"] == 30 and row[str(clinic.pk), "waits"] == 60


@pytest.mark.parametrize("n_late", [1, 7])
def test_a_few_seen_between_two_releases_are_held_back(world, told, n_late):
    refer(world, n_late, told["clinic"], ("sent", 1), ("attended", 120))
    publish(world, propose(world, by="month"))
    assert figures(propose(world, by="month", period=HALF))[ALL, "attended"] == "earlier"


def test_ledgers_are_apart(world, told):
    publish(world, propose(world))
    assert ReleasedCell.objects.ledger(world.project) == []
    assert len(ReleasedCell.objects.ledger_of_referrals(world.project)) == 24 + 8


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"what": "short", "by": "month"}, CannotBe),
        ({"what": "everything"}, CannotBe),
        ({"by": "person_id"}, CannotBe),
        ({"period": Period(date(2025, 2, 3), date(2025, 4, 30))}, WrongCut),
        ({"period": Period(date(2025, 2, 1), date.max)}, WrongCut),
        ({"period": Period(date.min, date(2025, 4, 30))}, WrongCut),
        ({"role": "peer"}, NotAllowed),
        ({"what": "short", "by": "agency", "period": Period(date(2025, 5, 1), date(2025, 7, 31))}, TooFew),
    ],
)
def test_propose_referrals_says_what_can_not_be(world, told, said, error):
    with pytest.raises(error):
        propose(world, **said)


def test_page_proposes_and_every_format_carries_the_ledger(world, told):
    client, url = world.client("manager"), world.project.url
    address = url("evaluation:propose_referrals")
    assert "Gaps in provision" in client.get(address, secure=True).content.decode()
    wrong = client.post(address, {**ASKED, "what": "short", "by": "route"}, secure=True).content.decode()
    assert "These rows do not go with that table" in wrong
    wrong = client.post(address, {**ASKED, "to_on": "2025-01-31"}, secure=True).content.decode()
    assert "The last day is before the first" in wrong
    assert client.post(address, ASKED, secure=True).status_code == 302
    release = Release.objects.get()
    publish(world, release)
    assert address in client.get(url("evaluation:list_releases"), secure=True).content.decode()
    assert [line.title for line in releases_of(world.project)] == [paper_of(world.project, release).title]
    for kind, read in READERS.items():
        answer = client.get(url("evaluation:fetch_release", release.id, kind), secure=True)
        assert answer.status_code == 200 and "95" in str(read(answer.content)), kind


def test_page_is_for_those_who_count(world):
    check_roles(world, world.project.url("evaluation:propose_referrals"), COUNTERS)


def released(world, period, by, **said):
    """A proposal that left, so that the next one stands beside it."""
    return publish(world, propose(world, period=period, by=by, **said))


@pytest.mark.parametrize(
    ("on", "to", "n"),
    [
        (date(2025, 2, 1), "first", 30),
        (date(2025, 4, 30), "last", 30),
        (date(2025, 1, 31), "the day before", 0),
        (date(2025, 5, 1), "the day after", 0),
    ],
)
def test_a_referral_counts_on_the_first_and_the_last_day_and_on_no_other(world, on, to, n):
    clinic = agency(world, "Clinic")
    refer(world, 30, clinic, on=on)
    refer(world, 20, agency(world, "Hostel"))
    said = figures(propose(world))
    assert said[ALL, "offered"] == 20 + n, to
    assert (str(clinic.pk), "offered") in said or not n


def test_what_happens_on_the_last_day_counts_and_what_happens_after_it_does_not(world):
    last = (QUARTER.to_on - OFFERED_ON).days
    clinic, hostel = agency(world, "Clinic"), agency(world, "Hostel")
    refer(world, 20, clinic, ("sent", 1), ("attended", last))
    refer(world, 20, hostel, ("sent", 1), ("attended", last + 1))
    said = figures(propose(world))
    assert (said[str(clinic.pk), "attended"], said[str(clinic.pk), "waits"]) == (20, 0)
    assert (said[str(hostel.pk), "attended"], said[str(hostel.pk), "waits"]) == (0, 20)


@pytest.mark.parametrize(
    "name", ["<b>Clinic</b>", "عيادة الشارع", "🏥" * 20, "=HYPERLINK(1)", 'He said "no", twice']
)
def test_a_name_of_any_letters_is_on_the_paper_as_it_is(world, name):
    refer(world, 30, agency(world, name), ("sent", 1))
    refer(world, 20, agency(world, "Hostel"), ("sent", 2))
    release = propose(world)
    assert name in {line.names[0] for line in paper_of(world.project, release).lines}
    page = world.client("coordinator").get(world.project.url("evaluation:show_release", release.id))
    assert "<b>Clinic" not in page.content.decode() and page.status_code == 200


def test_nobody_and_a_few_are_refused_in_a_sentence_and_leave_no_row(world):
    for n in (0, 1, 7):
        if n:
            refer(world, n, agency(world, f"Clinic {n}"))
        if n < 7:
            with pytest.raises(TooFew):
                propose(world, by="need")
    assert not Release.objects.exists() and not ReleasedCell.objects.exists()


def test_reasons_of_nobody_are_no_table(world):
    refer(world, 30, agency(world, "Clinic"), ("sent", 1))
    with pytest.raises(TooFew):
        propose(world, "short")


def test_somebody_who_is_erased_is_gone_from_the_next_table_and_stays_in_what_left(world, told):
    before = figures(propose(world))
    refused = Referral.objects.filter(agency=told["hostel"], state="refused")
    gone = list(refused.values_list("person", flat=True)[:24])
    Move.objects.filter(person__in=gone).delete()
    Referral.objects.filter(person__in=gone).delete()
    after = figures(propose(world))
    assert before[ALL, "offered"] == 95 and after[ALL, "offered"] == 70
    assert figures(Release.objects.order_by("number").first()) == before


def test_twenty_referrals_of_one_person_are_one_persons_story(world, told):
    street = agency(world, "Street office")
    refer(world, 20, street, ("sent", 1))
    one = Referral.objects.filter(agency=street).first().person
    Referral.objects.filter(agency=street).update(person=one)
    said = figures(propose(world))
    assert str(street.pk) not in {row for row, _column in said}


@pytest.mark.parametrize("what", ["came", "short", "gaps"])
@pytest.mark.parametrize("role", ["coordinator", "evaluator"])
def test_each_table_says_the_same_on_page_and_paper_for_whoever_counts(world, told, what, role):
    release = propose(world, what, by="need", role=role)
    paper = paper_of(world.project, release)
    page = world.client(role).get(world.project.url("evaluation:show_release", release.id)).content.decode()
    shown = [figure for line in paper.lines for figure in line.figures if figure]
    assert shown and all(f"{figure:,}" in page or str(figure) in page for figure in shown)
    assert paper.finding.split(",")[0] in page
