"""Another project's places, lines and follow-ups are not there, whatever page asks for them; locked, no name shows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.contacts.pages import MARK, url
from yarrow.contacts import actions
from yarrow.contacts.models import FollowUpStep, Movement, PremisesConcern, PremisesVisit
from yarrow.people.actions import add_person


@pytest.fixture
def theirs(shift):
    """A place, a line of the cupboard's book and a follow-up of another project."""
    other = shift.world.other
    act = {"project": other.project, "by": other.worker("outreach"), "at": timezone.now()}
    today = timezone.localdate()
    with other.inside():
        line = actions.move_stock(supply="condoms", what="delivery", n=5, moved_on=today, **act)
        person = add_person(called=MARK, **act)
        return {
            "premises": actions.add_premises(name=MARK, **act).id,
            "movement": line.id,
            "follow_up": actions.add_follow_up(person=person, due_on=today, what=MARK, **act).id,
            "session": actions.open_session(kind="indoor", **act).id,
        }


@pytest.mark.parametrize(
    ("name", "what", "method"),
    [
        ("show_premises", "premises", "get"),
        ("change_premises", "premises", "get"),
        ("set_concern", "premises", "post"),
        ("visit_premises", "premises", "post"),
        ("end_premises", "premises", "post"),
        ("visit_in_session", "session", "get"),
        ("take_back_movement", "movement", "post"),
        ("show_follow_up", "follow_up", "get"),
        ("reschedule_follow_up", "follow_up", "post"),
        ("hand_over_follow_up", "follow_up", "post"),
        ("complete_follow_up", "follow_up", "post"),
    ],
)
def test_another_projects_things_do_not_exist(shift, theirs, name, what, method):
    client = shift.world.client("coordinator")
    for key in (theirs[what], uuid4()):
        answer = getattr(client, method)(
            url(shift, name, key), {"level": "red", "reason": "x", "due_on": "today"}
        )
        assert answer.status_code == 404 and MARK not in answer.content.decode()
    for world in (shift.world, shift.world.other):
        with world.inside():
            assert not PremisesConcern.objects.exists() and not PremisesVisit.objects.exists()
            assert not FollowUpStep.objects.exists()
            assert Movement.objects.filter(project=world.project).count() == (world is shift.world.other)


def test_place_of_another_project_can_not_be_chosen_for_a_session(shift, theirs):
    indoor = shift.act(actions.open_session, at=timezone.now(), kind="indoor")
    page = url(shift, "visit_in_session", indoor.id)
    shift.world.client("coordinator").post(page, {"premises": [str(theirs["premises"])]})
    assert not PremisesVisit.objects.exists()


@pytest.mark.parametrize("name", ["list_follow_ups", "find_contacts", "list_premises"])
def test_lists_with_names_are_closed_while_locked(shift, name):
    on = timezone.localdate() - timedelta(days=1)
    shift.act(actions.add_follow_up, person=shift.person(MARK), due_on=on, what=MARK)
    answer = shift.world.client("outreach", locked=True).get(url(shift, name))
    assert answer.status_code == 302 and MARK not in answer.content.decode()
