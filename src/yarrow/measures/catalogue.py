"""The measures that packs know, and what a project may do with each: shown, answer sheet only, or hidden."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yarrow.measures.errors import NotHere
from yarrow.measures.models import Permission, UseOfMeasures
from yarrow.methods.packs import Pack, Use, load_packs, may_use
from yarrow.staff.models import Project
from yarrow.ui.sorting import by_name

FOLDER = Path(__file__).parent / "packs"
HIDDEN = "hidden"
# The measure without the question about harm → for whom nobody can respond.
WITHOUT_DANGER = {"phq-9": "phq-8"}


@dataclass(frozen=True)
class Entry:
    """One measure as a project meets it."""

    pack: Pack
    use: Use

    @property
    def may_bring(self) -> bool:
        """Whether its wording may be brought in here."""
        return self.use.state != HIDDEN


@cache
def packs() -> Mapping[str, Pack]:
    """Every pack by its id, in the order of their names."""
    found = load_packs(FOLDER)
    return {pack.id: pack for pack in by_name(found.values(), lambda one: one.name)}


def pack_of(pack_id: str) -> Pack:
    """The pack of this id. Raises NotHere."""
    found = packs().get(pack_id)
    if found is None:
        raise NotHere()
    return found


def entries(contexts: Collection[str], permitted: Collection[str]) -> list[Entry]:
    """Every measure, held against what the project uses measures for and the permissions it keeps."""
    return [
        Entry(pack, may_use(pack, contexts, has_permission=pack.id in permitted)) for pack in packs().values()
    ]


class Terms:
    """What a project may do with measures now; its lists are read with others of a page (`at_once`)."""

    def __init__(self, project: Project) -> None:
        self.contexts = UseOfMeasures.objects.filter(project=project).values_list("contexts", flat=True)
        held = Permission.objects.filter(project=project, ended_at=None)
        self.permitted = held.values_list("pack", flat=True)

    @property
    def lists(self) -> list[Any]:
        return [self.contexts, self.permitted]

    def may_ask(self, pack_id: str) -> bool:
        """Whether a form may be asked: always a form of one's own, a measure as far as its terms go."""
        pack = packs().get(pack_id)
        contexts: list[str] = next(iter(self.contexts), [])
        return (
            pack is None
            or may_use(pack, contexts, has_permission=pack_id in set(self.permitted)).state != HIDDEN
        )


def use_in(project: Project, pack: Pack) -> Use:
    """What this project may do with one measure now."""
    contexts, permitted = contexts_of(project), permitted_in(project)
    return may_use(pack, contexts, has_permission=pack.id in permitted)


def contexts_of(project: Project) -> list[str]:
    """What the project said it uses measures for."""
    row = UseOfMeasures.objects.filter(project=project).first()
    return list(row.contexts) if row else []


def permitted_in(project: Project) -> set[str]:
    """Packs for which a permission is kept that still holds."""
    return set(Permission.objects.filter(project=project, ended_at=None).values_list("pack", flat=True))
