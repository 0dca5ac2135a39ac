"""A passphrase change that is killed leaves the old one or the new one, never neither."""

import pytest
from django.db import connection
from django.utils import timezone

from tests import children
from tests.attacks.disk import installation
from tests.worlds import PASSPHRASE, _build
from yarrow.staff.actions import accounts
from yarrow.staff.models import Worker
from yarrow.vault import holders, keyring, sessions, trail
from yarrow.vault.models import HolderKey

NEW = "copper meadow with nine patient herons"
pytestmark = pytest.mark.sqlite_only(reason="the process that dies brings its own file of records")


@pytest.fixture
def world(transactional_db, settings, tmp_path, monkeypatch):
    with installation(tmp_path / "home", settings, monkeypatch):
        yield _build("small", True, None, {})


def change(account):
    accounts.change_passphrase(
        worker=Worker.objects.get(id=account.worker.id),
        old=PASSPHRASE,
        new=NEW,
        keep_session=None,
        by=account.actor(),
        at=timezone.now(),
    )


def die_at(place, account):
    """Whether a child that changed the passphrase was killed right after `place`."""

    def changes():
        owner, name = place
        real = getattr(owner, name)

        def then_die(*args, **kwargs):
            real(*args, **kwargs)
            children.die()

        setattr(owner, name, then_die)
        change(account)
        children.die()

    connection.close()
    keyring.close()
    return children.killed(changes)


@pytest.mark.parametrize(
    ("place", "opens"),
    [
        ((HolderKey, "save"), PASSPHRASE),
        ((sessions, "end_all_of"), PASSPHRASE),
        ((trail, "note"), PASSPHRASE),
        ((accounts, "change_passphrase"), NEW),
    ],
    ids=["wrapped", "sessions_ended", "noted", "done"],
)
def test_passphrase_change_killed_anywhere_leaves_one_that_opens(world, place, opens):
    account = world.account("coordinator")
    private = account.private
    assert die_at(place, account)
    opened = {words: holders.unlock(account.worker.holder_id, words) for words in (PASSPHRASE, NEW)}
    assert opened == {**dict.fromkeys((PASSPHRASE, NEW)), opens: private}
    assert trail.verify(world.project.id) == []
