"""Releases: proposed, published, withdrawn; what the rules refuse; what stands in the ledger and on the trail."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import DAYS, QUARTER, figures, fill, propose, publish
from yarrow.evaluation import states
from yarrow.evaluation.actions import drop_release, withdraw_release
from yarrow.evaluation.errors import CannotBe, NotAllowed, NotHere, TooFew, WrongCut, WrongStep
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.methods.activity import Period
from yarrow.staff.roles import ROLES
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(diary):
    return fill(diary)


def about(world, role="manager"):
    return {"project": world.project, "by": world.worker(role), "at": timezone.now()}


def test_propose_release_freezes_what_the_gate_lets_through(world, crowd):
    release = propose(world)
    assert (release.number, release.state, release.rule) == (1, "proposed", "1")
    said = figures(release)
    assert said[(("quay",), "n_people")] == 10 and said[(("mills",), "n_people")] == "few"
    assert said[(("quay",), "n_contacts")] == 20 and said[(("*",), "n_contacts")] == 25
    assert said[(("*",), "n_people")] == 15


def test_propose_release_keeps_no_true_figure(world, crowd):
    propose(world)
    kept = {cell.n for cell in ReleasedCell.objects.all()}
    assert all(n is None or n % 5 == 0 for n in kept)


def test_propose_release_of_the_met_has_fewer_figures_and_more_rows(world, crowd):
    release = propose(world, counts="met", by=("month",))
    said = figures(release)
    assert release.by == ["month"] and {measure for _row, measure in said} == {"n_contacts", "n_people"}
    assert [n for (_row, measure), n in said.items() if measure == "n_contacts"] == [10, "few", 10, 25]


def test_propose_release_of_things_follows_the_people_behind(world, crowd):
    said = figures(propose(world, counts="given"))
    assert said[(("quay",), "given:condoms")] == 360 and said[(("mills",), "given:condoms")] == "few"
    done = figures(propose(world, counts="done", by=()))
    assert done[((), "done:information")] == 10


def test_propose_release_proposes_a_coarser_table(world, diary):
    fill(diary, n_mills=7)
    release = propose(world, by=("month", "zone"))
    assert (release.asked_by, release.by, release.is_coarser) == (["month", "zone"], [], True)


def test_late_entries_change_no_release(world, crowd):
    release = propose(world)
    before = figures(release)
    crowd.met(DAYS[2], crowd.person("Late", DAYS[2]), zone="quay")
    assert figures(publish(world, release)) == before


def test_publish_release_says_who_and_when_and_is_on_the_trail(world, crowd):
    release = publish(world, propose(world, "evaluator"), "coordinator")
    assert release.is_published and release.published_by == world.worker("coordinator").id
    acts = list(TrailRow.objects.filter(subject=release.id).order_by("n").values_list("act", flat=True))
    assert acts == ["evaluation.propose_release", "evaluation.publish_release"]


@pytest.mark.parametrize(
    "role", [role for role in ROLES if role not in ("coordinator", "manager", "evaluator")]
)
def test_propose_release_is_refused_to_other_roles(world, crowd, role):
    with pytest.raises(NotAllowed):
        propose(world, role)


def test_publish_release_is_refused_to_an_evaluator(world, crowd):
    release = propose(world, "evaluator")
    with pytest.raises(NotAllowed, match="manager or a co-ordinator"):
        publish(world, release, "evaluator")
    with pytest.raises(NotAllowed):
        withdraw_release(**about(world, "evaluator"), release=release, reason="not_agreed")


def test_release_of_another_project_is_not_there(world, crowd):
    release = propose(world)
    with pytest.raises(NotHere):
        publish(world.other, release)
    with pytest.raises(NotHere):
        drop_release(**about(world.other), release=release)


@pytest.mark.parametrize(
    ("period", "field", "words"),
    [
        (Period(date(2025, 1, 2), date(2025, 3, 31)), "from_on", "first day of a month"),
        (Period(date(2025, 1, 1), date(2025, 3, 30)), "to_on", "last day of a month"),
        (Period(date(2024, 12, 1), date(2025, 3, 31)), "from_on", "Records begin"),
        (Period(date(2025, 1, 1), date(2097, 3, 31)), "to_on", "not over yet"),
    ],
)
def test_propose_release_needs_whole_months_that_are_over(world, crowd, period, field, words):
    with pytest.raises(WrongCut, match=words) as refused:
        propose(world, period=period)
    assert refused.value.field == field


def test_same_table_again_ends_a_quarter_later_or_on_the_same_day(world, crowd):
    publish(world, propose(world))
    with pytest.raises(WrongCut, match="Release 1 of this table"):
        propose(world, period=replace(QUARTER, to_on=date(2025, 5, 31)))
    assert propose(world, period=replace(QUARTER, to_on=date(2025, 6, 30))).number == 2
    assert propose(world, period=replace(QUARTER, to_on=date(2025, 5, 31)), by=("kind",)).number == 3


def test_publish_release_of_the_same_table_takes_the_place_of_the_first(world, crowd):
    first = publish(world, propose(world))
    second = publish(world, propose(world))
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "published")
    assert figures(first) == figures(second)


def test_publish_release_waits_for_no_other(world, crowd):
    first, second = propose(world), propose(world, by=("kind",))
    publish(world, first)
    with pytest.raises(WrongStep, match="Another release was published"):
        publish(world, second)


def test_two_releases_that_differ_by_one_person_are_not_both_shown(world, diary):
    fill(diary, n_quay=12, n_mills=1)
    publish(world, propose(world, by=(), where=(("zone", "quay"),)))
    with pytest.raises(TooFew, match="Beside an earlier release"):
        propose(world, by=())


def test_release_that_is_all_held_back_is_refused(world, diary):
    fill(diary, n_quay=12, n_mills=1)
    publish(world, propose(world, by=(), counts="given", where=(("zone", "quay"),)))
    with pytest.raises(TooFew, match="Beside an earlier release"):
        propose(world, by=(), counts="given")


def test_withdrawn_release_stays_in_the_ledger(world, diary):
    fill(diary, n_quay=12, n_mills=1)
    release = publish(world, propose(world, by=(), where=(("zone", "quay"),)))
    gone = withdraw_release(**about(world), release=release, reason="not_agreed")
    assert (gone.state, gone.reason) == ("withdrawn", "not_agreed")
    assert TrailRow.objects.filter(subject=release.id, reason="not_agreed").exists()
    with pytest.raises(TooFew, match="Beside an earlier release"):
        propose(world, by=())


def test_dropped_release_counts_for_nothing(world, diary):
    fill(diary, n_quay=12, n_mills=1)
    drop_release(**about(world), release=propose(world, by=(), where=(("zone", "quay"),)))
    assert figures(propose(world, by=()))[((), "n_people")] == 15


def test_withdraw_release_needs_a_reason_from_the_list(world, crowd):
    release = publish(world, propose(world))
    with pytest.raises(CannotBe, match="Say why") as refused:
        withdraw_release(**about(world), release=release, reason="because Ada said so")
    assert refused.value.field == "reason"


def test_release_goes_only_the_ways_of_its_states(world, crowd):
    release = propose(world)
    with pytest.raises(WrongStep):
        withdraw_release(**about(world), release=release, reason="not_agreed")
    publish(world, release)
    with pytest.raises(WrongStep, match="Published"):
        publish(world, release)
    with pytest.raises(WrongStep):
        drop_release(**about(world), release=release)


def test_release_of_hardly_anybody_is_refused(world, town):
    with pytest.raises(TooFew, match="Too few people"):
        propose(world)
    assert not Release.objects.exists()


def test_states_all_end_somewhere():
    assert set(states.RELEASE_STATES) == set(states.LABELS)
    assert {after for acts in states.RELEASE_STATES.values() for after in acts.values()} <= set(states.LABELS)


def test_records_of_release_are_numbered_by_project(world, crowd):
    assert [propose(world).number, propose(world, by=("kind",)).number] == [1, 2]
    assert Release.objects.of(world.other.project).count() == 0
