"""A new key for a compartment: who holds it, what is wrapped under it, and what still opens with the old one."""

import time
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import children
from tests.rooms.vault.holding import new_holder
from tests.worlds import make_project
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import (
    compartments,
    doctor,
    erasing,
    inbox,
    intake,
    keyring,
    recovery,
    rekeying,
    sealing,
    trail,
)
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import Compartment, Grant

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def world():
    return make_project()


def people(world, n=3):
    by = world.worker("coordinator")
    return [add_person(project=world.project, by=by, at=NOW, called=f"Ayo {each}").pk for each in range(n)]


def current(world, name="identity"):
    return Compartment.current(world.project.id, name)


def begin(world, role="coordinator", name="identity", at=NOW):
    by = world.worker(role)
    return rekeying.begin(world.project.id, name, instead_of=current(world, name).id, by=by, at=at)


def rewrap(world, role="coordinator"):
    return rekeying.rewrap(world.project.id, "identity", by=world.worker(role))


def called(person_id, by):
    return Person.objects.get(pk=person_id).sealed.open_unrecorded("identity.called", by.unlocked)


def key_ids(world):
    rows = keyring.connection().execute(
        "SELECT DISTINCT key_id FROM subject_key WHERE compartment='identity' AND project=?",
        (str(world.project.id),),
    )
    return {row[0] for row in rows}


def test_rekey_gives_every_present_holder_and_the_envelope_the_new_key_and_nobody_else(world):
    ids, old = people(world), current(world)
    stranger = new_holder()
    before = compartments.holders_of(world.project.id, "identity")
    new = begin(world)
    assert current(world) == new != old and Compartment.objects.get(id=old.id).retired_at == NOW
    assert compartments.holders_of(world.project.id, "identity") == before
    assert recovery.opens(world.project.id, "identity")
    recovery.prove(world.project.id, world.words, by=world.worker("manager"), at=NOW)
    assert not Grant.objects.filter(holder_id=stranger.key.id).exists()
    # Half way, everything opens; a new person is under the new key.
    assert key_ids(world) == {str(old.id)}
    assert {called(each, world.worker("manager")) for each in ids} == {"Ayo 0", "Ayo 1", "Ayo 2"}
    later = people(world, 1)
    assert key_ids(world) == {str(old.id), str(new.id)}
    assert rewrap(world) == 3 and key_ids(world) == {str(new.id)}
    assert {called(each, world.worker("manager")) for each in ids + later} == {"Ayo 0", "Ayo 1", "Ayo 2"}
    assert rewrap(world) == 0 and trail.verify(world.project.id) == []


def test_rekey_leaves_other_compartments_and_projects_alone(world):
    people(world)
    with world.other.inside():
        elsewhere = people(world.other)
    notes = current(world, "notes")
    begin(world)
    rewrap(world)
    assert current(world, "notes") == notes
    with world.other.inside():
        assert called(elsewhere[0], world.other.worker("manager")) == "Ayo 0"


def test_rekey_twice_at_once_or_without_the_key_is_refused(world):
    seen = current(world).id
    begin(world)
    with pytest.raises(Refusal, match="made a new key for this meanwhile"):
        rekeying.begin(world.project.id, "identity", instead_of=seen, by=world.worker("manager"), at=NOW)
    with pytest.raises(NoGrant):
        begin(world, role="outreach", name="notes")
    assert Compartment.objects.filter(project_id=world.project.id, name="identity").count() == 2


def test_rekey_again_before_the_first_is_finished_brings_all_generations_under_one(world):
    ids = people(world, 2)
    begin(world)
    ids += people(world, 2)
    new = begin(world, role="manager", at=NOW + timedelta(seconds=1))
    assert len(key_ids(world)) == 2 and rewrap(world, "manager") == 4
    assert key_ids(world) == {str(new.id)} and called(ids[0], world.worker("coordinator")) == "Ayo 0"


def test_newcomer_is_granted_old_and_new_so_that_nothing_is_shut_to_them(world):
    ids = people(world)
    begin(world)
    joined = world.worker("case_worker")
    assert {called(each, joined) for each in ids} == {"Ayo 0", "Ayo 1", "Ayo 2"}


def test_entries_sealed_to_the_old_key_open_until_none_wait_and_late_ones_too(world, monkeypatch):
    told = {"by": world.worker("outreach"), "at": NOW}
    old, taken = current(world), []
    place = {"project_id": world.project.id, "kind": "test.rekeyed"}
    monkeypatch.setitem(inbox._openers, "test.rekeyed", lambda payload, **_: taken.append(payload["text"]))
    inbox.leave(
        world.project.id,
        "identity",
        kind="test.rekeyed",
        payload={"text": "server"},
        entry_id=uuid4(),
        **told,
    )
    entry_id = uuid4()
    content = {"kind": "test.rekeyed", "entry_id": str(entry_id), "payload": {"text": "tablet"}}
    sealed = intake.seal_envelope(
        bytes(old.intake_public),
        old.id,
        content,
        intake.place_of(world.project.id, "identity", entry_id),
    )
    begin(world)
    rewrap(world)
    # A tablet that was offline all the time arrives with the key it knew.
    inbox.receive(**place, envelope=sealed, entry_id=entry_id, **told)
    state = next(each for each in rekeying.states(world.project.id) if each.name == "identity")
    assert (state.n_behind, state.n_waiting) == (0, 2)
    done = inbox.open_waiting(world.project.id, by=world.worker("case_worker"), at=NOW)
    assert done.n_opened == 2 and sorted(taken) == ["server", "tablet"]
    assert [each.n_waiting for each in rekeying.states(world.project.id) if each.name == "identity"] == [0]


def test_rewrap_passes_over_a_key_that_never_opened_and_one_that_was_erased_meanwhile(world, monkeypatch):
    ids = people(world)
    db = keyring.connection()
    db.execute("UPDATE subject_key SET wrapped=x'01' WHERE subject=?", (str(ids[0]),))
    begin(world)
    real = keyring.replace

    def then_erase(project, name, key_id, fresh):
        erasing.erase_subject(project, ids[1], reason="asked", at=NOW)
        return real(project, name, key_id, fresh)

    monkeypatch.setattr(keyring, "replace", then_erase)
    assert rewrap(world) == 1
    assert keyring.is_erased(world.project.id, ids[1]) and keyring.count()["keys"] == 2
    assert called(ids[2], world.worker("manager")) == "Ayo 2"


def test_no_old_wrapping_is_left_in_the_file(world, settings):
    ids = people(world)
    held = keyring.find(world.project.id, "identity", ids)
    begin(world)
    rewrap(world)
    raw = b"".join(path.read_bytes() for path in settings.KEYRING.parent.glob(f"{settings.KEYRING.name}*"))
    assert [subject for subject, (_key, wrapped) in held.items() if wrapped in raw] == []
    now = keyring.find(world.project.id, "identity", ids)
    assert all(wrapped in raw for _key, wrapped in now.values())


def test_rewrap_killed_after_any_batch_goes_on_where_it_was(world, monkeypatch):
    monkeypatch.setattr(rekeying, "AT_ONCE", 2)
    ids, by = people(world, 7), None
    new = begin(world)
    by = world.worker("coordinator")
    by.key.secret(world.project.id, "identity")
    for done in (1, 2):
        keyring.close()
        assert children.killed(partial(_die_after, done, world, by))
    n_behind = keyring.n_behind(world.project.id, "identity", new.id)
    assert n_behind == 7 - 2 * 3
    assert any("1 keys of identity are under an older key" in each.what for each in doctor.risks(NOW))
    assert {called(each, world.worker("manager")) for each in ids} == {f"Ayo {n}" for n in range(7)}
    assert rewrap(world) == 1 and keyring.n_behind(world.project.id, "identity", new.id) == 0


def _die_after(batches, world, by):
    """The database connection belongs to the parent, so the grants were read before."""
    real, left = keyring.replace, [batches]
    type(by.key).look_again = lambda *_: None

    def replace(*args):
        real(*args)
        left[0] -= 1
        if not left[0]:
            children.die()
        return 0

    keyring.replace = replace
    rekeying.rewrap(world.project.id, "identity", by=by)


def test_rewrap_of_five_thousand_takes_seconds_at_most(world):
    by = world.worker("coordinator")
    with keyring.together():
        for _ in range(5000):
            by.key.subject_key_or_new(world.project.id, uuid4(), "identity")
    begin(world)
    began = time.perf_counter()
    assert rewrap(world) == 5000
    assert time.perf_counter() - began < 10


def test_doctor_advises_a_new_key_after_somebody_left_and_says_nothing_after_it_was_made(world):
    compartments.advise_rekey(world.project.id, ["identity"], NOW)
    assert [each.partition(":")[0] for each in doctor.advice(world.project.id)] == ["identity"]
    begin(world)
    assert doctor.advice(world.project.id) == []


def test_new_key_opens_what_only_it_may(world):
    """The private halves are two: what is sealed to the new one does not open with the old."""
    by = world.worker("coordinator")
    _id, old = by.key.secret(world.project.id, "identity")
    new = begin(world)
    sealed = sealing.seal_to(bytes(new.public_key), b"x")
    with pytest.raises(Exception, match="does not open"):
        sealing.open_with(old, sealed)
