"""The invented workers come and go through the actions of the staff room; half a town never stays."""

from datetime import UTC, datetime

import pytest

from yarrow.demo import happening, loading, staffing
from yarrow.demo.scales import SMALL
from yarrow.demo.sign_ins import (
    NEWCOMER,
    OTHER_MANAGER,
    OTHER_SECOND,
    SIGN_INS,
    SignIn,
    code_now,
    seconds_left,
)
from yarrow.methods.refusals import Fault
from yarrow.staff.actions.founding import NewProject
from yarrow.staff.models import Membership, Project, Worker
from yarrow.vault import recovery, trail

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADVISER = next(one for one in SIGN_INS if one.role == "adviser")
EVALUATOR = next(one for one in SIGN_INS if one.role == "evaluator")


@pytest.fixture
def crew():
    new = NewProject(name="Quay", code="quay")
    return staffing.found(new, OTHER_MANAGER, OTHER_SECOND, at=NOW, live_at=NOW)


def test_found_is_live_with_two_holders_and_proven_words(crew):
    assert crew.project.is_live and len(crew.words.split()) == 24
    assert recovery.current(crew.project.id).proven_at == NOW
    for key in ("manager", "coordinator"):
        assert crew.actor(key).holds(crew.project.id, "identity")
        assert crew.actor(key).holds(crew.project.id, "notes")


def test_found_leaves_the_founder_no_more_than_the_role_holds(crew):
    assert not crew.actor("manager").holds(crew.project.id, "isva")


def test_join_grants_what_the_role_holds(crew):
    staffing.join(crew, "newcomer", NEWCOMER, at=NOW)
    actor = crew.actor("newcomer")
    assert actor.holds(crew.project.id, "identity") and not actor.holds(crew.project.id, "notes")


def test_join_takes_an_advisers_keys_from_the_envelope(crew):
    staffing.join(crew, "adviser", ADVISER, at=NOW)
    actor = crew.actor("adviser")
    assert all(actor.holds(crew.project.id, name) for name in ("identity", "incident", "isva"))
    assert not actor.holds(crew.project.id, "notes")


def test_join_of_an_evaluator_needs_no_key(crew):
    staffing.join(crew, "evaluator", EVALUATOR, at=NOW)
    place = Membership.objects.get(project=crew.project, worker__email=EVALUATOR.email)
    assert place.is_active and place.held == set()


def test_join_may_leave_somebody_waiting_for_keys(crew):
    staffing.join(crew, "waiting", NEWCOMER, at=NOW, granted=False)
    place = Membership.objects.get(project=crew.project, worker__email=NEWCOMER.email)
    assert place.is_waiting and place.held == set()


def test_leave_takes_every_key_away(crew):
    staffing.join(crew, "newcomer", NEWCOMER, at=NOW)
    staffing.leave(crew, "newcomer", at=NOW)
    place = Membership.objects.get(project=crew.project, worker__email=NEWCOMER.email)
    assert place.state == "left" and place.held == set()
    assert not Worker.objects.get(email=NEWCOMER.email).is_active


def test_everything_is_on_the_trail(crew):
    staffing.join(crew, "newcomer", NEWCOMER, at=NOW)
    acts = set(trail.TrailRow.objects.filter(project_id=crew.project.id).values_list("act", flat=True))
    assert {"staff.begin_project", "staff.go_live", "staff.invite_worker", "staff.grant_keys"} <= acts
    assert trail.verify(crew.project.id) == []


def test_opened_refuses_a_passphrase_that_opens_nothing(crew):
    wrong = SignIn("manager", OTHER_MANAGER.name, OTHER_MANAGER.email, "six words that are quite wrong")
    with pytest.raises(Fault, match="does not open"):
        staffing.opened(crew.places["manager"], wrong)


def test_load_small_leaves_nothing_behind_when_it_breaks(monkeypatch):
    def breaks(_built, _say):
        raise RuntimeError("half-way")

    monkeypatch.setattr(happening, "happen", breaks)
    with pytest.raises(RuntimeError, match="half-way"):
        loading.load(SMALL, NOW, lambda words: None)
    assert not loading.is_loaded()
    assert not Project.objects.exists() and not Worker.objects.exists()


def test_code_now_is_six_digits_and_changes_in_half_a_minute():
    assert all(len(code_now(one)) == 6 and code_now(one).isdigit() for one in SIGN_INS)
    assert seconds_left(datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC)) == 30
    assert seconds_left(datetime(2026, 3, 2, 9, 0, 29, tzinfo=UTC)) == 1
    assert seconds_left(datetime(2026, 3, 2, 9, 0, 31, tzinfo=UTC)) == 29
