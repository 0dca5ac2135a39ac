"""Installations in folders of their own: one that is lived in, and others that its backups are put back into."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from tests.attacks.disk import installation
from tests.worlds import World, _build
from yarrow.people.actions import add_person, erase_person
from yarrow.people.models import Person
from yarrow.sending.actions import ToSend, arm
from yarrow.vault import anchors, keyring
from yarrow.vault.backups import taking
from yarrow.vault.backups.taking import Taken


@contextmanager
def at_home(root: Path, settings: Any) -> Iterator[Path]:
    """This process works with the installation in `root`, as its next start would."""
    root.mkdir(mode=0o700, exist_ok=True)
    keyring.close()
    name, held = connection.settings_dict["NAME"], connection.connection
    before = settings.HOME, settings.KEYRING, settings.ANCHORS
    connection.connection, connection.settings_dict["NAME"] = None, str(root / "records.sqlite3")
    settings.HOME, settings.KEYRING, settings.ANCHORS = (
        root,
        root / "keyring.sqlite3",
        root / "anchors.jsonl",
    )
    try:
        yield root
    finally:
        connection.close()
        keyring.close()
        connection.settings_dict["NAME"], connection.connection = name, held
        settings.HOME, settings.KEYRING, settings.ANCHORS = before


@dataclass
class Lived:
    """An installation with Ayo, and Bea who was erased between its two backups; the home as it stood at the end."""

    home: Path
    world: World
    ayo: Any
    bea: Any
    before: Taken
    after: Taken


_built: list[tuple[Path, Lived]] = []


def copy_of_one(root: Path, first: Path, settings: Any, monkeypatch: Any) -> Lived:
    """The one below `first`, built when first asked for, copied below `root`: the same keys, files of its own."""
    if not _built or _built[0][0] != first:
        _built[:] = [(first, live(first, settings, monkeypatch))]
    lived = _built[0][1]
    shutil.copytree(first, root, dirs_exist_ok=True)

    def here(taken: Taken) -> Taken:
        return Taken(root / taken.records.relative_to(first), root / taken.keyring.relative_to(first), [])

    return replace(lived, home=root / "home", before=here(lived.before), after=here(lived.after))


def live(root: Path, settings: Any, monkeypatch: Any) -> Lived:
    """Build one: a backup with both people, then Bea is erased, then another backup."""
    with installation(root / "home", settings, monkeypatch):
        world = _build("small", True, None, {})
        given = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        ayo, bea = (add_person(called=name, **given) for name in ("Ayo", "Bea"))
        _arm(root, settings, given)
        anchors.anchor_trails(timezone.now())
        before = backup(root, timezone.now() - timedelta(days=2))
        erase_person(person=bea, reason="asked", **given)
        after = backup(root, timezone.now())
        # Their keys are opened while their rows are at hand.
        for account in world.accounts.values():
            account.actor()
    return Lived(root / "home", world, ayo.pk, bea.pk, before, after)


def _arm(root: Path, settings: Any, given: Any) -> None:
    """A message waits in both backups. The sender's keys are in neither."""
    settings.REACH_KEY, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = root / "reach-key", "ours", "secret"
    arm(messages=[ToSend(uuid4(), "sms", "+447700900123", "Water the plants")], **given)


def backup(root: Path, at: Any, **how: Any) -> Taken:
    return taking.take(root / "records", root / "keys", at=at, same_disk=True, **how)


def called(lived: Lived, person_id: Any) -> str | None:
    """The name as the co-ordinator reads it in the installation of this moment."""
    by = lived.world.account("coordinator").actor()
    person = Person.objects.get(pk=person_id)
    value: str | None = person.sealed.open_unrecorded("identity.called", by.unlocked)
    return value
