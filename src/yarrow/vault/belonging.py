"""Which rows belong to a subject: found by following the paths that every room's models declare in `Privacy`.

What is written once here (erasing, a person's copy, merging) covers a room built later, and no room below names
one above.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from yarrow.vault.privacy import Declaration, declaration

ENDS = ("", "self", "project")
Model = type[models.Model]
Rows = models.QuerySet[Any]


@dataclass(frozen=True)
class Belonging:
    """A model whose rows belong to a subject, and the lookups that lead from a row to it ("pk" = the subject itself).

    More than one where a row is between two subjects.
    """

    model: Model
    lookups: tuple[str, ...]

    @property
    def n_steps(self) -> int:
        """How far a row is from its subject: 0 for the subject, 1 for a row that names it."""
        return max(0 if lookup == "pk" else len(lookup.split("__")) for lookup in self.lookups)

    def rows_of(self, subject: models.Model) -> Rows:
        """The rows of this model that belong to `subject`."""
        return self.rows_of_any([subject.pk])

    def rows_of_any(self, ids: Collection[Any]) -> Rows:
        """The rows of this model that belong to any of these subjects."""
        belongs = models.Q()
        for lookup in self.lookups:
            belongs |= models.Q(**{f"{lookup}__in": ids})
        return self.model._base_manager.filter(belongs)


def rows_of(subject: models.Model) -> Iterator[tuple[Model, Rows]]:
    """Every row that belongs to `subject`, model by model: the furthest first, the subject itself last."""
    for each in belongings(type(subject)):
        yield each.model, each.rows_of(subject)


@cache
def belongings(subject: Model) -> tuple[Belonging, ...]:
    """The models whose rows can belong to a subject of this model, the furthest first, itself last."""
    reached = ((model, _lookups(model, subject)) for model in declared())
    found = [Belonging(model, lookups) for model, lookups in reached if lookups]
    found.sort(key=lambda each: (-each.n_steps, each.model._meta.label))
    return (*found, Belonging(subject, ("pk",)))


def declared() -> list[Model]:
    """Every model with a `class Privacy`, whoever wrote the room."""
    return sorted(
        (model for model in apps.get_models() if declaration(model)), key=lambda model: model._meta.label
    )


def subject_models() -> list[Model]:
    """The models whose rows are subjects themselves."""
    return [model for model in declared() if _paths(model)[0] == "self"]


@cache
def to_project(model: Model) -> str:
    """How a row leads to its project, as a lookup ending in its column; "" when it does not."""
    names = {field.attname: field for field in model._meta.concrete_fields}
    if "project_id" in names:
        return "project_id"
    for field in names.values():
        if field.is_relation and not field.null and field.related_model is not model:
            further = to_project(field.related_model)
            if further:
                return f"{field.name}__{further}"
    return ""


def _paths(model: Model) -> tuple[str, ...]:
    found: Declaration | None = declaration(model)
    return found.paths if found else ("",)


def _lookups(model: Model, subject: Model) -> tuple[str, ...]:
    return tuple(lookup for path in _paths(model) for lookup in _along(model, path, subject))


def _along(here: Model, path: str, subject: Model) -> Iterator[str]:
    """How a row of `here` reaches `subject`: along this path, and from where it ends along that row's own paths."""
    if path in ENDS:
        return
    step, _, left = path.partition(".")
    there: Any = here._meta.get_field(step).related_model
    if there is subject:
        yield step
        return
    for onward in [left] if left else _paths(there):
        for lookup in _along(there, onward, subject):
            yield f"{step}__{lookup}"
