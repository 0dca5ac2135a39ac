"""What an adviser writes is closed to everyone else, managers with every other key too: by cryptography.

No page writes under `isva` yet. The rows here are of a room that only the tests have, sealed with the project's real
`isva` key, in the real keyring, by an adviser who got it as workers get keys.
"""

import pytest
from django.utils import timezone

from tests.later.models import Advice
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_person
from yarrow.staff import roles
from yarrow.staff.actions import keys
from yarrow.vault import compartments, keyring, recovery, sealing
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant, Tampered
from yarrow.vault.models import Compartment, Grant, HolderKey
from yarrow.vault.opening import reading

PROMISE = (
    "What an adviser writes is closed to everyone else: a manager with every other key is refused by the keys, not "
    "only by a page. (No page writes it yet; the rows are of a room that only the tests have.)"
)
WORDS = "she said it in her own words"
OTHERS = tuple(name for name in roles.ALL_COMPARTMENTS if name != "isva")


@pytest.fixture
def advice(world):
    """An adviser's row about somebody."""
    person = add_person(
        project=world.project, by=world.worker("coordinator"), at=timezone.now(), called="Ayo"
    )
    row = Advice(project=world.project, person=person)
    row.sealed.put("isva.words", WORDS, world.worker("adviser").unlocked)
    row.save(force_insert=True)
    return Advice.objects.get(pk=row.pk)


@pytest.fixture
def manager(world):
    """The manager, given every other key there is: from the recovery words, which open all, and `isva` taken again."""
    holder = HolderKey.objects.get(id=world.account("manager").worker.holder)
    act = {"by": world.worker("manager"), "at": timezone.now()}
    world.account("adviser")
    recovery.recover(world.project.id, world.words, to=holder, **act)
    compartments.revoke(world.project.id, "isva", holder_id=holder.id, **act)
    return world.worker("manager")


def every_secret(by: Actor):
    """Every compartment key that this worker's own key opens from what the database holds, whoever it is for."""
    found = []
    for grant in Grant.objects.all():
        try:
            found.append(by.key.open_to_holder(bytes(grant.sealed_key)))
        except Tampered:
            continue
    return found


def what_opens(by: Actor, row: Advice):
    """The row's words by any way round the pages: every key in reach, tried on the keyring and on the field."""
    held = every_secret(by)
    _key_id, wrapped = keyring.find(row.project_id, "isva", [row.person_id])[row.person_id]
    place = sealing.bound_to("subject key", row.project_id, row.person_id, "isva")
    own = [subject_key(by, row, name) for name in OTHERS]
    tried = [*held, *(sealing.derive(secret, "yarrow subject keys") for secret in held), *filter(None, own)]
    subject_keys = [*tried, *(opened for key in tried if (opened := unsealed(key, wrapped, place)))]
    bound = row.sealed.bound("isva", "words")
    words = (unsealed(key, row.words.ciphertext, bound) for key in subject_keys)
    return [sealing.unpack(each) for each in words if each]


def subject_key(by: Actor, row: Advice, name: str):
    try:
        return by.key.subject_key(row.project_id, row.person_id, name)
    except (NoGrant, Tampered):
        return None


def unsealed(key, sealed, place):
    try:
        return sealing.open_sealed(key, sealed, place)
    except Tampered:
        return None


def test_adviser_reads_their_own_and_the_manager_really_holds_the_rest(world, advice, manager):
    assert advice.sealed.open_unrecorded("isva.words", world.worker("adviser").unlocked) == WORDS
    assert WORDS in what_opens(world.worker("adviser"), advice)
    assert {name for name in roles.ALL_COMPARTMENTS if manager.holds(world.project.id, name)} == set(OTHERS)
    assert len(every_secret(manager)) == len(OTHERS)


def test_manager_with_every_other_key_is_refused(world, advice, manager):
    with pytest.raises(NoGrant), reading(manager, world.project.id, act="test.read") as page:
        page.open(advice, "isva.words")
    with pytest.raises(NoGrant):
        advice.sealed.open_unrecorded("isva.words", manager.unlocked)
    assert what_opens(manager, advice) == []


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "coordinator"])
def test_nobody_else_opens_it_either(world, advice, role):
    assert what_opens(world.worker(role), advice) == []


def test_manager_cannot_take_the_key_through_the_actions(world, advice, manager):
    """Neither for themselves nor for somebody else: giving needs the key, and the role may not hold it."""
    place = world.account("manager").place
    for by in (manager, world.worker("coordinator"), world.worker("adviser")):
        with pytest.raises(Refusal):
            keys.grant_keys(project=world.project, membership=place, names=["isva"], by=by, at=timezone.now())
    with pytest.raises(NoGrant):
        compartments.grant(
            world.project.id,
            "isva",
            to_holder_id=world.account("manager").worker.holder,
            by=manager,
            at=timezone.now(),
        )
    assert "isva" not in world.project.compartments_for("manager", named=True)


def test_manager_with_the_database_in_hand_opens_nothing_more(world, advice, manager):
    """The adviser's grant is copied to the manager's own name: it is sealed to the adviser's key still."""
    key = Compartment.current(world.project.id, "isva")
    theirs = Grant.objects.get(compartment=key, holder_id=world.account("adviser").worker.holder)
    Grant.objects.create(
        compartment=key,
        holder_id=world.account("manager").worker.holder,
        sealed_key=bytes(theirs.sealed_key),
        granted_by=manager.id,
        granted_at=timezone.now(),
    )
    again = world.worker("manager")
    with pytest.raises(Tampered):
        advice.sealed.open_unrecorded("isva.words", again.unlocked)
    assert what_opens(again, advice) == []


def test_adviser_twin_whose_key_is_given_on_is_caught(world, advice, manager):
    """The control off: the adviser's key is sealed to the manager like any other."""
    compartments.grant(
        world.project.id,
        "isva",
        to_holder_id=world.account("manager").worker.holder,
        by=world.worker("adviser"),
        at=timezone.now(),
    )
    assert WORDS in what_opens(world.worker("manager"), advice)


def test_adviser_twin_sealed_under_another_key_is_caught(world, advice, manager):
    """The control off: the page says `isva`, and the subject key of `notes` seals it."""
    key = manager.key.subject_key_or_new(world.project.id, advice.person_id, "notes")
    bound = advice.sealed.bound("isva", "words")
    advice.words = type(advice.words)(sealing.seal(key, sealing.pack(WORDS), bound))
    assert WORDS in what_opens(world.worker("manager"), advice)
