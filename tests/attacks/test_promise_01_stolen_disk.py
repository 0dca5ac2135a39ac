"""A stolen database, keyring, log and app secret reveal no name, note or number, and hold no key that opens one."""

import pytest
from django.utils import timezone

from tests.attacks import journey as journeys
from tests.attacks import town
from tests.attacks.disk import Disk
from tests.attacks.guessing import keys_that_open
from tests.attacks.scanner import marker
from tests.attacks.secrets_seen import forms_of
from yarrow.vault import devices, intake, sealing, unlocking
from yarrow.vault.backups import archives, taking

# Fields are sealed before either database sees them; what PostgreSQL holds is scanned by promises 19, 25 and 28.
WHOLE_JOURNEY = pytest.mark.sqlite_only(
    reason="the whole journey; what PostgreSQL holds is scanned after shorter ones"
)

PROMISE = "A stolen database, keyring, log and app secret reveal no name, note, number or story."


def without_sealing(monkeypatch):
    """The control off: what should be sealed is only framed."""
    frame = sealing.XCHACHA + b"\0" * sealing.NONCE_BYTES
    monkeypatch.setattr(sealing, "seal", lambda key, plain, place: frame + plain)
    monkeypatch.setattr(sealing, "open_sealed", lambda key, sealed, place: sealed[len(frame) :])


def without_envelopes(monkeypatch):
    """The control off: what waits in the inbox lies there as it was said."""
    monkeypatch.setattr(sealing, "seal_to", lambda public, plain: public + plain)
    monkeypatch.setattr(sealing, "open_with", lambda private, sealed: sealed[32:])


@WHOLE_JOURNEY
def test_stolen_disk_gives_nothing_away(secrets_seen, world, disk):
    journey = journeys.travel(world)
    hits = disk.scan(journey.sealed)
    assert [(journey.planted[hit.marker], hit.place, hit.disguise) for hit in hits] == []
    # The same scan finds what is plain by design, so it looked at the right disk.
    assert len({hit.marker for hit in disk.scan(journey.plain)}) >= 2
    # And the journey was one: markers were shown, and every sealed field of every room holds something.
    assert sum(word.encode() in journey.seen for word in journey.sealed) > 10
    held = {**journeys.stored(world.worker("coordinator")), **journeys.stored(world.worker("adviser"))}
    assert journeys.every_sealed_field() - set(held) == set()
    # No key that was made on the way lies on the disk, and no piece of the disk is a key.
    assert keys_lying_about(secrets_seen, disk) == []
    assert len(set(secrets_seen.values())) == 4 and len(secrets_seen) > 30
    assert keys_that_open(disk) == []


def keys_lying_about(secrets, disk):
    """What the secrets are that the disk holds in some form."""
    everything = disk.everything()
    return [what for secret, what in secrets.items() if any(form in everything for form in forms_of(secret))]


@WHOLE_JOURNEY
def test_stolen_disk_twin_without_sealing_is_caught(world, disk, monkeypatch):
    without_sealing(monkeypatch)
    journey = journeys.Journey(world)
    journeys._someone_known(journey)
    journeys._walk(journey, world.client("coordinator", raise_request_exception=False))
    given_away = {journey.planted[hit.marker][0] for hit in disk.scan(journey.sealed)}
    assert "people:add_person" in given_away and len(given_away) > 3


def test_stolen_disk_twin_without_envelopes_is_caught(world, disk, monkeypatch):
    journey = journeys.Journey(world)
    without_envelopes(monkeypatch)
    journeys._walk(journey, world.client("outreach", locked=True, raise_request_exception=False))
    given_away = {journey.planted[hit.marker][0] for hit in disk.scan(journey.sealed)}
    assert "people:add_person" in given_away


def stolen_backups(world, folder):
    """Both archives taken apart, the app secret among them; every sealed word and a plain one to look for."""
    planted = {}

    def word(name):
        return planted.setdefault(name, marker())

    given = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    town._about(town._someone(world, given, word), given, word)
    device = devices.add_device(
        world.project.id,
        name=marker(),
        public_key=intake.new_points().public,
        by=given["by"],
        at=given["at"],
    )
    taken = taking.take(folder / "one", folder / "two", at=given["at"], same_disk=True)
    for path in (taken.records, taken.keyring):
        names = archives.FILES[archives.check(path).kind]
        archives.unpack(path, {name: folder / f"{path.name} {name}" for name in names})
    return planted, device.name, Disk(folder)


@pytest.mark.sqlite_only(reason="PostgreSQL's dump is of the rows that the stolen disk is")
def test_stolen_backups_give_nothing_away(secrets_seen, world, tmp_path):
    planted, plain, stolen = stolen_backups(world, tmp_path / "stolen")
    assert stolen.scan(list(planted.values())) == [] and len(planted) > 5
    assert stolen.scan([plain])
    assert keys_lying_about(secrets_seen, stolen) == []
    assert keys_that_open(stolen) == []


@pytest.mark.sqlite_only(reason="PostgreSQL's dump is of the rows that the stolen disk is")
def test_stolen_backups_twin_without_sealing_is_caught(world, tmp_path, monkeypatch):
    without_sealing(monkeypatch)
    planted, _plain, stolen = stolen_backups(world, tmp_path / "stolen")
    assert {hit.marker for hit in stolen.scan(list(planted.values()))} == set(planted.values())


@pytest.mark.parametrize("attack", ["search", "guess"])
def test_stolen_disk_twin_with_the_seal_kept_is_caught(secrets_seen, world, disk, monkeypatch, attack):
    """The control off: the session row keeps the key as it is, and no seal is needed."""
    monkeypatch.setattr(unlocking.sealing, "seal", _kept_as_it_is(sealing.seal))
    world.client("coordinator")
    if attack == "guess":
        assert keys_that_open(disk)
    else:
        assert keys_lying_about(secrets_seen, disk)


def _kept_as_it_is(seal):
    def keep(key, plain, place):
        return plain if b"session" in place else seal(key, plain, place)

    return keep
