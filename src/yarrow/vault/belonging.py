"""Which rows belong to a subject: found by following the `Privacy.subject` paths of every room's models.

What is written once here (erasing, a person's copy, merging) covers a room built later, and no room below names
one above.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from yarrow.vault.privacy import declaration

ENDS = ("", "self", "project")
Model = type[models.Model]
Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Belonging:
    """A model whose rows belong to a subject, and the lookup that leads from a row to it ("" = the subject itself)."""

    model: Model
    lookup: str

    @property
    def n_steps(self) -> int:
        """How far a row is from its subject: 0 for the subject, 1 for a row that names it."""
        return len(self.lookup.split("__")) if self.lookup else 0

    def rows_of(self, subject: models.Model) -> Rows:
        """The rows of this model that belong to `subject`."""
        return self.model._base_manager.filter(**{self.lookup or "pk": subject.pk})


def rows_of(subject: models.Model) -> Iterator[tuple[Model, Rows]]:
    """Every row that belongs to `subject`, model by model: the furthest first, the subject itself last."""
    for each in belongings(type(subject)):
        yield each.model, each.rows_of(subject)


@cache
def belongings(subject: Model) -> tuple[Belonging, ...]:
    """The models whose rows can belong to a subject of this model, the furthest first, itself last."""
    found = [
        Belonging(model, lookup) for model in declared() for lookup in _lookups(model, subject) if lookup
    ]
    found.sort(key=lambda each: (-each.n_steps, each.model._meta.label))
    return (*found, Belonging(subject, ""))


def declared() -> list[Model]:
    """Every model with a `class Privacy`, whoever wrote the room."""
    return sorted(
        (model for model in apps.get_models() if declaration(model)), key=lambda model: model._meta.label
    )


def subject_models() -> list[Model]:
    """The models whose rows are subjects themselves."""
    return [model for model in declared() if _path(model) == "self"]


def _path(model: Model) -> str:
    found = declaration(model)
    return found.subject if found else ""


def _lookups(model: Model, subject: Model) -> list[str]:
    """How a row of `model` reaches `subject`: its path, and where that ends at another room's row, that row's path."""
    steps: list[str] = []
    here, left = model, _path(model)
    while left not in ENDS:
        step, _, left = left.partition(".")
        field = here._meta.get_field(step)
        here = field.related_model  # type: ignore[assignment]
        steps.append(step)
        if here is subject:
            return ["__".join(steps)]
        left = left or _path(here)
    return []
