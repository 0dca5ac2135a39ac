"""Who does something. Every action takes one as `by=`."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from yarrow.vault.errors import Locked
from yarrow.vault.unlocked import Unlocked

_SYSTEM = UUID("5d0c1d4e-6f0e-5a53-9f0e-7a2f3f1f7b11")


@dataclass(frozen=True)
class Actor:
    """A worker in a role, with the key of the session if it is open; or the system under a name."""

    id: UUID
    role: str
    unlocked: Unlocked | None = None

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The system itself (set-up, console, jobs): holds no key; its id is derived from its name."""
        return cls(id=uuid5(_SYSTEM, name), role="system")

    @property
    def key(self) -> Unlocked:
        """The open key; Locked when there is none."""
        if self.unlocked is None:
            raise Locked()
        return self.unlocked

    def holds(self, project_id: UUID, compartment: str) -> bool:
        """Whether this actor could open something of the compartment now."""
        return self.unlocked is not None and self.unlocked.holds(project_id, compartment)
