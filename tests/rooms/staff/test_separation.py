"""Several projects in one installation: nothing of one can be reached, granted or counted from another."""

import pytest
from django.urls import get_resolver
from django.utils import timezone

from tests.rooms.staff.workers import join_second
from tests.worlds import accept, client_of, make_project
from yarrow.staff import queries, rules
from yarrow.staff.actions import joining, keys, leaving
from yarrow.staff.models import Membership
from yarrow.vault import compartments
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import Compartment, TrailRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def staff_names(with_argument):
    """URL names of this room, with or without an argument beside the project."""
    [inside] = [p for p in get_resolver().url_patterns if str(p.pattern).startswith("p/")]
    [ours] = [p for p in inside.url_patterns if getattr(p, "app_name", "") == "staff"]
    return sorted(p.name for p in ours.url_patterns if ("<" in str(p.pattern)) == with_argument)


def both(world):
    """One worker with a place in both projects: peer here, case worker there."""
    account = world.account("peer")
    other = world.other
    place = join_second(other, account, "case_worker")
    with other.inside():
        keys.grant_keys(
            project=other.project,
            membership=place,
            names=["identity", "notes"],
            by=other.worker("manager"),
            at=timezone.now(),
        )
    place.refresh_from_db()
    return account, place


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", staff_names(with_argument=False))
def test_every_page_of_another_project_is_not_found(world, name, method):
    url = world.other.project.url(f"staff:{name}")
    assert getattr(world.client("manager"), method)(url).status_code == 404


@pytest.mark.parametrize("name", staff_names(with_argument=True))
def test_every_record_of_another_project_is_not_found_under_ones_own_code(world, name):
    theirs = world.other.account("peer").place
    with world.other.inside():
        invitation, _token = joining.invite_worker(
            project=world.other.project,
            name="Kim",
            email="kim@x.example",
            role="peer",
            by=world.other.worker("manager"),
            at=timezone.now(),
        )
    record = {"narrow_role": "nobody"}.get(name, invitation.id if "invitation" in name else theirs.id)
    answer = world.client("manager").post(world.project.url(f"staff:{name}", record))
    assert answer.status_code in (404, 410), "no such record, or a sentence that fits any unknown one"
    invitation.refresh_from_db()
    theirs.refresh_from_db()
    with world.other.inside():
        assert invitation.withdrawn_at is None and theirs.is_active and theirs.held == {"identity"}


def test_worker_in_two_projects_has_each_role_in_its_own(world):
    account, place = both(world)
    client = client_of(account)
    here = client.get(world.project.url("desk:show_today")).wsgi_request
    there = client.get(world.other.project.url("desk:show_today")).wsgi_request
    assert (here.actor.role, there.actor.role) == ("peer", "case_worker")
    assert here.project != there.project and there.membership == place


def test_worker_in_two_projects_holds_two_sets_of_grants(world):
    account, _place = both(world)
    actor = account.actor()
    assert actor.holds(world.project.id, "identity") and not actor.holds(world.project.id, "notes")
    with world.other.inside():
        assert actor.holds(world.other.project.id, "notes")


def test_worker_in_two_projects_leaving_one_keeps_the_other(world):
    account, place = both(world)
    with world.other.inside():
        leaving.remove_worker(
            project=world.other.project,
            membership=place,
            by=world.other.worker("manager"),
            at=timezone.now(),
        )
    client = client_of(account)
    assert client.get(world.project.url("desk:show_today")).status_code == 200
    assert client.get(world.other.project.url("desk:show_today")).status_code == 404
    assert account.place.held == {"identity"}


def test_role_of_one_project_opens_no_page_of_another(world):
    account = world.other.account("manager")
    place = join_second(world, account, "peer")
    keys.grant_keys(
        project=world.project,
        membership=place,
        names=["identity"],
        by=world.worker("manager"),
        at=timezone.now(),
    )
    client = client_of(account)
    assert client.get(world.other.project.url("staff:list_workers")).status_code == 200
    assert client.get(world.project.url("staff:list_workers")).status_code == 403


def test_no_two_projects_share_a_compartment_key(world):
    publics = [bytes(c.public_key) for c in Compartment.objects.filter(project_id=world.project.id)]
    with world.other.inside():
        theirs = Compartment.objects.filter(project_id=world.other.project.id)
        publics += [bytes(c.public_key) for c in theirs]
    assert len(publics) == len(set(publics)) == 14


def test_holder_of_another_project_cannot_grant_here(world):
    account = accept(world.project, "peer", by=world.worker("manager"), at=timezone.now(), name="Wren")
    stranger = world.other.worker("manager")
    with pytest.raises(NoGrant):
        compartments.grant(
            world.project.id,
            "identity",
            to_holder_id=account.worker.holder_id,
            by=stranger,
            at=timezone.now(),
        )


def test_lists_of_one_project_name_nobody_of_another(world):
    world.other.account("peer")
    here = {place.worker.email for place in queries.workers_of(world.project)}
    assert all(email.endswith("@small.example") for email in here)
    holders = {name for line in queries.holder_lines(world.project) for name in line.holders}
    assert holders == {"Mona Manager", "Sam Coordinator"}


def test_place_of_another_project_is_none(world):
    theirs = world.other.account("manager").place
    assert queries.place_in(world.project, theirs.id) is None
    assert queries.place_in(world.other.project, theirs.id) == theirs
    assert queries.place_of(world.project, theirs.worker) is None


def test_trail_of_one_project_has_no_row_of_another(world):
    both(world)
    n_here = TrailRow.objects.filter(project_id=world.project.id).count()
    with world.other.inside():
        leaving.change_role(
            project=world.other.project,
            membership=world.other.account("outreach").place,
            role="peer",
            by=world.other.worker("manager"),
            at=timezone.now(),
        )
    assert TrailRow.objects.filter(project_id=world.project.id).count() == n_here


def test_holders_of_another_project_do_not_count_as_the_second_one(world):
    """Two managers in two projects are not two holders of either."""
    assert rules.can_leave(world.account("coordinator").place) is False
    assert world.other.account("case_worker").place.is_active
    assert rules.can_leave(world.account("coordinator").place) is False


def test_same_person_may_have_one_place_per_project(world):
    _account, place = both(world)
    again = Membership(worker=place.worker, project=place.project, role="peer", joined_at=timezone.now())
    with world.other.inside(), pytest.raises(Exception, match=r"(?i)unique|one_place"):
        again.save()
