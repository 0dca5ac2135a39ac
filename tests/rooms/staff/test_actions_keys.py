"""Keys handed on, taken up from paper, taken away."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from tests.worlds import accept, client_of, make_project
from yarrow.staff import rules
from yarrow.staff.actions import founding, joining, keys, leaving
from yarrow.staff.errors import CantGrant, NotAllowed, NotLive, TooFewHolders, WrongStep
from yarrow.staff.models import Membership, Worker
from yarrow.vault import compartments, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant, WrongWords
from yarrow.vault.models import SealedSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def newcomer(world, role="case_worker"):
    by = world.worker("manager")
    return accept(world.project, role, by=by, at=timezone.now(), name=f"New {role}")


def grant(world, account, names, by="manager"):
    actor = by if isinstance(by, Actor) else world.worker(by)
    return keys.grant_keys(
        project=world.project, membership=account.place, names=names, by=actor, at=timezone.now()
    )


def change(world, account, role, by="manager"):
    actor = by if isinstance(by, Actor) else world.worker(by)
    return leaving.change_role(
        project=world.project, membership=account.place, role=role, by=actor, at=timezone.now()
    )


def leave(world, account, by="manager"):
    return leaving.remove_worker(
        project=world.project, membership=account.place, by=world.worker(by), at=timezone.now()
    )


def test_grant_keys_of_the_role_makes_the_worker_active(world):
    account = newcomer(world)
    place = grant(world, account, ["identity", "notes"])
    assert place.is_active and place.keys_at is not None
    assert account.actor().holds(world.project.id, "notes")
    row = trail.rows_about(world.project.id, account.worker.id)[0]
    assert (row.act, row.fields) == ("staff.grant_keys", ["identity", "notes"])


def test_grant_keys_of_one_of_two_keeps_the_worker_waiting(world):
    assert grant(world, newcomer(world), ["identity"]).is_waiting


def test_grant_keys_beyond_the_role_is_refused(world):
    account = newcomer(world, "outreach")
    with pytest.raises(CantGrant, match="never holds: notes"):
        grant(world, account, ["identity", "notes"])
    assert account.place.held == set(), "nothing at all was granted"


def test_grant_keys_that_the_granter_lacks_says_who_could(world):
    world.account("adviser")
    second = accept(world.project, "adviser", by=world.worker("manager"), at=timezone.now(), name="Ada")
    with pytest.raises(CantGrant, match="Ask: Sam Adviser") as said:
        grant(world, second, ["isva"])
    assert said.value.field == "compartments"


def test_grant_keys_that_nobody_holds_points_to_the_envelope(world):
    with pytest.raises(CantGrant, match="recovery envelope"):
        grant(world, newcomer(world, "adviser"), ["isva"])


def test_grant_keys_of_nothing_is_refused(world):
    with pytest.raises(CantGrant, match="at least one"):
        grant(world, newcomer(world), [])


def test_grant_keys_from_a_locked_session_is_refused(world):
    manager = world.worker("manager")
    with pytest.raises(Locked):
        grant(world, newcomer(world), ["identity"], by=Actor(manager.id, "manager"))


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "adviser"])
def test_grant_keys_is_for_those_who_keep_the_list(world, role):
    with pytest.raises(NotAllowed):
        grant(world, newcomer(world), ["identity"], by=role)


def test_grant_keys_by_an_administrator_opens_nothing(world):
    with pytest.raises(CantGrant):
        grant(world, newcomer(world), ["identity"], by="administrator")


def test_grant_keys_to_someone_without_second_factor_is_refused(world):
    account = newcomer(world)
    Authenticator.objects.filter(user=account.worker).delete()
    with pytest.raises(CantGrant, match="no second factor"):
        grant(world, account, ["identity"])


def test_grant_keys_in_another_project_finds_no_such_worker(world):
    theirs = newcomer(world.other)
    with pytest.raises(Membership.DoesNotExist):
        grant(world, theirs, ["identity"])


def test_grant_keys_to_a_leaver_is_refused(world):
    account = world.account("outreach")
    leave(world, account)
    with pytest.raises(WrongStep, match="already left"):
        grant(world, account, ["identity"])


def test_narrowed_role_gets_less(world):
    world.project.narrowed = {"peer": ["identity"]}
    world.project.save()
    _invitation, token = joining.invite_worker(
        project=world.project,
        name="P",
        email="p@x.example",
        role="peer",
        by=world.worker("manager"),
        at=timezone.now(),
    )
    place = joining.accept_as_new(
        token=token, name="P", passphrase="seven other words for this person", at=timezone.now()
    )
    assert place.is_active and place.compartments == ()


def test_evaluator_gets_research_only_by_name(world):
    account = world.account("evaluator")
    assert account.place.held == set()
    assert world.project.compartments_for("evaluator", named=True) == ("research",)
    keys.use_envelope(
        project=world.project,
        membership=account.place,
        words=world.words,
        by=account.actor(),
        at=timezone.now(),
    )
    assert account.place.held == {"research"}


def test_use_envelope_gives_the_keys_of_the_role_and_no_others(world):
    account = newcomer(world, "adviser")
    place = keys.use_envelope(
        project=world.project,
        membership=account.place,
        words=world.words,
        by=account.actor(),
        at=timezone.now(),
    )
    assert place.held == {"identity", "incident", "isva"} and place.is_active
    assert "staff.use_envelope" in [r.act for r in trail.rows_about(world.project.id, account.worker.id)]


def test_use_envelope_with_wrong_words_gives_nothing(world):
    account = newcomer(world, "adviser")
    with pytest.raises(WrongWords):
        keys.use_envelope(
            project=world.project,
            membership=account.place,
            words="abandon " * 24,
            by=account.actor(),
            at=timezone.now(),
        )
    assert account.place.held == set()


def test_use_envelope_of_another_project_gives_nothing(world):
    account = newcomer(world, "adviser")
    with pytest.raises(WrongWords):
        keys.use_envelope(
            project=world.project,
            membership=account.place,
            words=world.other.words,
            by=account.actor(),
            at=timezone.now(),
        )


def test_change_role_takes_and_grants_and_ends_sessions(world):
    account = world.account("case_worker")
    client = client_of(account)
    place = change(world, account, "outreach")
    assert place.held == {"identity"} and place.is_active
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    place = change(world, account, "case_worker")
    assert place.held == {"identity", "notes"}


def test_change_role_of_someone_waiting_keeps_them_waiting(world):
    place = change(world, newcomer(world, "peer"), "case_worker")
    assert place.is_waiting and place.role == "case_worker" and place.held == set()


def test_change_role_to_one_without_keys_starts_someone_waiting(world):
    assert change(world, newcomer(world, "peer"), "administrator").is_active


def test_change_role_that_needs_keys_one_lacks_says_who_could(world):
    account = world.account("outreach")
    with pytest.raises(CantGrant, match="Sam Coordinator"):
        change(world, account, "case_worker", by="administrator")
    account.place.refresh_from_db()
    assert account.place.role == "outreach"


def test_change_role_to_adviser_is_not_a_managers_to_give(world):
    with pytest.raises(CantGrant, match="recovery envelope"):
        change(world, world.account("outreach"), "adviser")


def test_change_role_of_oneself_is_refused(world):
    with pytest.raises(NotAllowed, match="your own role"):
        change(world, world.account("manager"), "administrator")


def test_change_role_of_the_last_but_one_holder_is_refused(world):
    with pytest.raises(TooFewHolders, match="one of only 2"):
        change(world, world.account("coordinator"), "outreach")
    assert world.account("coordinator").place.held == {"identity", "notes"}


def test_remove_worker_takes_keys_and_sessions_at_once(world):
    account = world.account("outreach")
    client = client_of(account)
    assert client.get(world.project.url("desk:show_today")).status_code == 200
    place = leave(world, account)
    assert place.state == "left" and place.held == set()
    assert SealedSession.objects.filter(worker_id=account.worker.id).count() == 0
    assert client.get(world.project.url("desk:show_today"))["Location"].startswith("/sign-in/")
    assert not Worker.objects.get(id=account.worker.id).is_active
    assert trail.rows_about(world.project.id, account.worker.id)[0].act == "staff.remove_worker"


def test_remove_worker_from_one_of_two_projects_keeps_the_other(world):
    account = world.account("outreach")
    _invitation, token = joining.invite_worker(
        project=world.other.project,
        name="S",
        email=account.email,
        role="outreach",
        by=world.other.worker("manager"),
        at=timezone.now(),
    )
    theirs = joining.accept_as_worker(token=token, worker=account.worker, at=timezone.now())
    keys.grant_keys(
        project=world.other.project,
        membership=theirs,
        names=["identity"],
        by=world.other.worker("manager"),
        at=timezone.now(),
    )
    leave(world, account)
    assert Worker.objects.get(id=account.worker.id).is_active
    assert theirs.held == {"identity"} and account.place.held == set()


def test_remove_worker_who_is_the_last_but_one_holder_is_refused(world):
    assert not rules.can_leave(world.account("coordinator").place)
    with pytest.raises(TooFewHolders, match="Invite someone else"):
        leave(world, world.account("coordinator"))
    world.account("case_worker")
    assert rules.can_leave(world.account("coordinator").place)
    assert leave(world, world.account("coordinator")).state == "left"


def test_remove_worker_twice_is_refused(world):
    account = world.account("outreach")
    leave(world, account)
    with pytest.raises(WrongStep):
        leave(world, account)


@pytest.mark.parametrize("role", ["outreach", "case_worker", "adviser", "evaluator"])
def test_remove_worker_is_for_those_who_keep_the_list(world, role):
    with pytest.raises(NotAllowed):
        leave(world, world.account("peer"), by=role)


def test_founder_may_not_leave_before_anyone_else_holds_the_keys():
    world = make_project(live=False)
    with pytest.raises(TooFewHolders):
        leave(world, world.account("manager"))


def test_check_is_live_refuses_until_live():
    world = make_project(live=False)
    assert not rules.can_record(world.project)
    with pytest.raises(NotLive, match="still being set up"):
        rules.check_is_live(world.project)
    rules.check_is_live(make_project(code="two").project)


def test_go_live_names_everything_that_is_missing():
    world = make_project(live=False)
    with pytest.raises(NotLive) as said:
        founding.go_live(project=world.project, by=world.worker("manager"), at=timezone.now())
    for words in ("key to identity", "key to notes", "two recovery envelopes", "Type the words back"):
        assert words in said.value.message


def test_new_envelope_needs_to_be_proven_again():
    world = make_project(live=False)
    by = world.worker("manager")
    words = founding.make_envelope(project=world.project, by=by, at=timezone.now())
    founding.prove_recovery(project=world.project, words=" ".join(words), by=by, at=timezone.now())
    founding.make_envelope(project=world.project, by=world.worker("manager"), at=timezone.now())
    assert any("Type the words back" in sentence for sentence in rules.missing_for_live(world.project))
    with pytest.raises(WrongWords):
        founding.prove_recovery(project=world.project, words=" ".join(words), by=by, at=timezone.now())


def test_make_envelope_of_a_live_project_needs_the_old_words(world):
    with pytest.raises(NotLive, match="words of the old ones"):
        founding.make_envelope(project=world.project, by=world.worker("manager"), at=timezone.now())


def test_renew_envelope_replaces_the_words_and_leaves_no_extra_key(world):
    manager = world.worker("manager")
    fresh = founding.renew_envelope(project=world.project, words=world.words, by=manager, at=timezone.now())
    assert world.account("manager").place.held == {"identity", "notes"}
    with pytest.raises(WrongWords):
        founding.prove_recovery(project=world.project, words=world.words, by=manager, at=timezone.now())
    founding.prove_recovery(project=world.project, words=" ".join(fresh), by=manager, at=timezone.now())
    account = newcomer(world, "adviser")
    place = keys.use_envelope(
        project=world.project,
        membership=account.place,
        words=" ".join(fresh),
        by=account.actor(),
        at=timezone.now(),
    )
    assert place.held == {"identity", "incident", "isva"}


def test_renew_envelope_with_wrong_words_changes_nothing(world):
    with pytest.raises(WrongWords):
        founding.renew_envelope(
            project=world.project, words=world.other.words, by=world.worker("manager"), at=timezone.now()
        )
    founding.prove_recovery(
        project=world.project, words=world.words, by=world.worker("manager"), at=timezone.now()
    )


def test_second_manager_cannot_print_envelopes_for_keys_they_lack():
    world = make_project(live=False)
    second = newcomer(world, "manager")
    grant(world, second, ["identity", "notes"])
    with pytest.raises(NoGrant):
        founding.make_envelope(project=world.project, by=second.actor(), at=timezone.now())


def test_recovery_after_every_holder_is_lost(world):
    """The drill behind the envelopes: nobody holds a key any more, one worker waits, the paper opens it."""
    account = newcomer(world, "coordinator")
    for role in ("manager", "coordinator"):
        compartments.revoke_all(
            world.project.id,
            holder_id=world.account(role).worker.holder_id,
            by=world.worker("manager"),
            at=timezone.now(),
        )
    assert compartments.holders_of(world.project.id, "identity") == set()
    place = keys.use_envelope(
        project=world.project,
        membership=account.place,
        words=world.words,
        by=account.actor(),
        at=timezone.now(),
    )
    assert place.is_active and account.actor().holds(world.project.id, "notes")
