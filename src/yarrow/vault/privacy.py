"""What every model declares about its fields, and the check that it does.

`class Privacy` names each concrete field exactly once as plain, personal or sealed, a retention rule, and the
path to the subject. Erasure, export and the person's own view walk these declarations, so that a room built
later is covered without a change below it.

A row between two subjects is sealed for the one at the end of `subject` and names the others in `also`: it goes
with whichever is erased first.

Erasing a subject deletes its rows. Rows that past totals count say `counted = True` and stay, emptied: sealed and
personal fields go, plain ones stay but for those named in `cleared`, which could lead back to the subject.

For the clock: `event` is the moment from which a rule that deletes rows counts; `met_on` the day on which such a row
shows that its subject was met, where the row also fits `met_if`.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from yarrow.vault.fields import SealedField
from yarrow.vault.retention import RULES

CLASSES = ("plain", "personal", "sealed")


@dataclass(frozen=True)
class Declaration:
    """The `class Privacy` of one model, read once."""

    model: type[models.Model]
    plain: tuple[str, ...]
    personal: tuple[str, ...]
    sealed: tuple[str, ...]
    retention: str
    subject: str
    also: tuple[str, ...] = ()
    counted: bool = False
    cleared: tuple[str, ...] = ()
    event: str = ""
    met_on: str = ""
    met_if: tuple[tuple[str, Any], ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path from a row to whom it is about, that of its own subject first."""
        return (self.subject, *self.also)

    @property
    def emptied(self) -> tuple[str, ...]:
        """The fields that erasing empties in a row that stays."""
        return (*self.sealed, *self.personal, *self.cleared)


def our_models() -> list[type[models.Model]]:
    """Every concrete model of our own rooms, automatic through tables included."""
    ours = (
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("yarrow.")
    )
    return sorted(ours, key=lambda model: model._meta.label)


def declaration(model: type[models.Model]) -> Declaration | None:
    """The declaration of `model`, or None when it has none."""
    written: Any = model.__dict__.get("Privacy")
    if written is None:
        return None
    return Declaration(
        model=model,
        plain=tuple(getattr(written, "plain", ())),
        personal=tuple(getattr(written, "personal", ())),
        sealed=tuple(getattr(written, "sealed", ())),
        retention=getattr(written, "retention", ""),
        subject=getattr(written, "subject", "?"),
        also=tuple(getattr(written, "also", ())),
        counted=getattr(written, "counted", False),
        cleared=tuple(getattr(written, "cleared", ())),
        event=getattr(written, "event", ""),
        met_on=getattr(written, "met_on", ""),
        met_if=tuple(dict(getattr(written, "met_if", {})).items()),
    )


def faults(model: type[models.Model]) -> list[str]:
    """What is wrong with a model's declaration, in words; empty when all is well."""
    declared = declaration(model)
    if declared is None:
        return [] if model._meta.auto_created else ["has no class Privacy"]
    found = []
    listed = [*declared.plain, *declared.personal, *declared.sealed]
    concrete = {field.name: field for field in model._meta.concrete_fields}
    found += [f"field {name} is not declared" for name in concrete if name not in listed]
    found += [f"declares {name}, which is no field" for name in set(listed) - set(concrete)]
    found += [f"declares {name} twice" for name in set(listed) if listed.count(name) > 1]
    for name, field in concrete.items():
        if isinstance(field, SealedField) != (name in declared.sealed):
            found.append(f"field {name} is sealed in one place and not in the other")
    if declared.retention not in RULES:
        found.append(f"retention {declared.retention!r} is no rule")
    if declared.subject == "?":
        found.append("names no path to its subject")
    found += [
        f"is also about {path}, which is no field" for path in declared.also if not _begins(path, concrete)
    ]
    found += [
        f"was met on {declared.met_on}, which is no day"
        for name in [declared.met_on]
        if name and not isinstance(concrete.get(name), models.DateField)
    ]
    return found + _faults_of_erasing(declared, concrete)


def _begins(path: str, concrete: dict[str, Any]) -> bool:
    """Whether a path sets out along a link of the model."""
    return isinstance(concrete.get(path.partition(".")[0]), models.ForeignKey)


def _faults_of_erasing(declared: Declaration, concrete: dict[str, Any]) -> list[str]:
    """Why erasing could not empty a row of this model and leave it."""
    found = [f"clears {name}, which is not plain" for name in declared.cleared if name not in declared.plain]
    if not declared.counted:
        return found
    if declared.subject == "self" and "erased_at" not in concrete:
        found.append("is counted after it is erased, and has no field erased_at to say so")
    emptied = [concrete[name] for name in declared.emptied if name in concrete]
    return found + [f"field {field.name} can't be emptied" for field in emptied if not can_empty(field)]


def can_empty(field: Any) -> bool:
    """Whether erasing can leave a row without what this field says."""
    return bool(field.null) or isinstance(field, models.CharField | models.TextField | models.UUIDField)


def check_declarations(**_: Any) -> list[CheckMessage]:
    """Django's start-up check: one error per fault."""
    return [
        Error(f"{model._meta.label} {fault}.", id="vault.E001")
        for model in our_models()
        for fault in faults(model)
    ]
