"""Nouns of the room: addresses, days, names, errors."""

import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.worlds import make_project
from yarrow.methods.refusals import Fault, Refusal
from yarrow.staff import errors
from yarrow.staff.models import Invitation, Membership, Project, Worker, worker_names

pytestmark = pytest.mark.django_db


def test_project_url_puts_the_code_first():
    project, place = Project(code="north"), uuid.uuid4()
    assert project.url("staff:list_workers") == "/p/north/workers/"
    assert project.url("staff:show_worker", place) == f"/p/north/workers/{place}/"
    assert project.url("staff:show_worker", membership_id=place) == f"/p/north/workers/{place}/"


def test_project_zone_is_where_its_days_begin():
    assert Project(time_zone="Europe/Lisbon").zone == ZoneInfo("Europe/Lisbon")


@pytest.mark.parametrize("code", ["Big", "two words", "under_score", "ü"])
def test_project_code_is_small_letters_digits_and_hyphens(code):
    project = Project(code=code, name="N", created_at=timezone.now(), languages=["en"])
    with pytest.raises(ValidationError):
        project.full_clean()


def test_project_code_is_unique():
    make_project()
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(code="small", name="Again", created_at=timezone.now())


def test_project_prints_as_its_code_and_worker_as_the_name():
    world = make_project()
    assert str(world.project) == "small"
    assert str(world.account("manager").worker) == "Mona Manager"


def test_membership_and_invitation_print_without_a_name():
    world = make_project()
    place = world.account("manager").place
    assert "Mona" not in str(place) and "manager active" in str(place)
    assert str(Invitation(id=place.id, name="Kim")) == f"invitation {place.id}"


def test_worker_without_key_pair_says_so():
    with pytest.raises(KeyError, match="no key pair"):
        Worker(email="x@x.example").holder  # noqa: B018


def test_worker_email_is_unique():
    world = make_project()
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.create(email=world.account("manager").email, name="Twin", joined_at=timezone.now())


def test_worker_names_by_id():
    world = make_project()
    worker = world.account("manager").worker
    assert worker_names({worker.id, uuid.uuid4()}) == {worker.id: "Mona Manager"}
    assert worker_names(set()) == {}


def test_worker_cannot_be_deleted_while_they_have_a_place():
    world = make_project()
    with pytest.raises(Exception, match=r"(?i)protected"):
        world.account("manager").worker.delete()


def test_membership_sets_by_state():
    world = make_project()
    place = world.account("peer").place
    assert place in Membership.objects.present() and place not in Membership.objects.left()
    place.state = "left"
    place.save()
    assert place not in Membership.objects.present() and place in Membership.objects.left()
    assert not Membership.objects.of(place.worker).exists()


def test_membership_of_a_worker_without_keys_holds_nothing():
    assert Membership(worker=Worker(holder_id=None), project=Project()).held == set()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotAllowed, 403),
        (errors.NotLive, 403),
        (errors.WrongCode, 400),
        (errors.UnusableLink, 410),
        (errors.AlreadyHere, 400),
        (errors.TooFewHolders, 400),
        (errors.CantGrant, 400),
        (errors.WrongStep, 400),
        (errors.WrongPassphrase, 400),
    ],
)
def test_refusals_of_this_room_have_a_status(error, status):
    assert issubclass(error, Refusal) and error.status == status


def test_missing_rule_is_a_fault_not_a_refusal():
    assert issubclass(errors.NoRule, Fault)
