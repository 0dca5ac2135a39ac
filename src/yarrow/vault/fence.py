"""Which project a piece of work is for. On PostgreSQL every statement carries it, and the rows of others do not exist.

    with fence.around(project.id):      rows of this project, until the block ends
    with fence.gate():                  a request or a command: inside it no project is chosen until somebody enters
        fence.enter(project.id)
    fence.along(project.id, parts)      the same for what is made while it is sent

Without a project a statement on a fenced table is an error there, never an empty page (`postgresql`, `policies`).
On SQLite nothing reads this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar
from uuid import UUID

Part = TypeVar("Part")
# Said aloud by what rightly sees every project: upgrading and copying. Only the owner of the tables is believed.
EVERY = "every"
# What PostgreSQL calls it, for the length of a transaction.
SETTING = "yarrow.project"
_inside: ContextVar[str] = ContextVar("fence", default="")


def inside() -> str:
    """The project that statements are for now, as text; empty for none."""
    return _inside.get()


def enter(project_id: UUID) -> None:
    """From here on this project, until the gate that we came through closes."""
    _inside.set(str(UUID(str(project_id))))


@contextmanager
def gate() -> Iterator[None]:
    """Whatever is chosen inside the block ends with it; it begins with no project."""
    before = _inside.set("")
    try:
        yield
    finally:
        _inside.reset(before)


@contextmanager
def around(project_id: UUID | None) -> Iterator[None]:
    """This project for the length of the block; None: what belongs to the installation."""
    with gate():
        if project_id is not None:
            enter(project_id)
        yield


@contextmanager
def every() -> Iterator[None]:
    """Every project, for the owner of the tables alone."""
    with gate():
        _inside.set(EVERY)
        yield


def along(project_id: UUID, parts: Iterator[Part]) -> Iterator[Part]:
    """The same parts, each made inside this project, wherever they are taken from us."""
    while True:
        with around(project_id):
            try:
                part = next(parts)
            except StopIteration:
                return
        yield part
