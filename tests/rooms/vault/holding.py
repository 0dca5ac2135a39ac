"""Holders of keys, as the vault sees workers."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from yarrow.vault import holders
from yarrow.vault.actors import Actor
from yarrow.vault.models import HolderKey
from yarrow.vault.unlocked import Unlocked

PHRASE = "harbour lemon quiet ribbon saddle winter"


@dataclass
class Holder:
    """A worker with a key pair."""

    key: HolderKey
    phrase: str
    role: str
    worker_id: UUID

    def actor(self) -> Actor:
        """The same worker in a new request: nothing opened is remembered."""
        private = holders.unlock(self.key.id, self.phrase)
        assert private is not None
        return Actor(id=self.worker_id, role=self.role, unlocked=Unlocked(self.key.id, private))


def new_holder(role: str = "outreach", phrase: str = PHRASE) -> Holder:
    """A holder with no grant anywhere."""
    return Holder(holders.make_holder(phrase), phrase, role, uuid4())
