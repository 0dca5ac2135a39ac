"""Going live, and the envelopes behind it."""

import pytest
from django.utils import timezone

from tests.rooms.staff.workers import grant, newcomer
from tests.worlds import make_project
from yarrow.staff import rules
from yarrow.staff.actions import founding, keys
from yarrow.staff.errors import NotLive
from yarrow.vault import compartments
from yarrow.vault.errors import NoGrant, WrongWords

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


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
