"""Models with sealed fields: sealing is an explicit call, never something the ORM does."""

from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import ExpressionWrapper, Q

from yarrow.methods.refusals import Fault
from yarrow.vault import sealing
from yarrow.vault.errors import Locked, Tampered
from yarrow.vault.fields import Sealed, SealedField, SealedFile
from yarrow.vault.unlocked import Unlocked

SCHEMA_VERSION = 1
Rows = TypeVar("Rows", bound="models.QuerySet[Any]")


class SealedFields:
    """The sealed fields of one row, reached as `row.sealed`."""

    __slots__ = ("_row",)

    def __init__(self, row: "SealedModel") -> None:
        self._row = row

    def put(self, path: str, value: Any, unlocked: Unlocked | None) -> None:
        """Seal `value` (any JSON, bytes for a file; None and empty clear it) into the field at `compartment.field`.

        The caller saves. Raises Locked, NoGrant or Erased.
        """
        compartment, name = self.place(path)
        if value in (None, "", b"", [], {}):
            setattr(self._row, name, None)
            return
        if unlocked is None:
            raise Locked()
        row = self._row
        key = unlocked.subject_key_or_new(row.project_id, row.sealing_subject, compartment)
        is_file = isinstance(row._meta.get_field(name), SealedFile)
        packed = sealing.pack_file(value) if is_file else sealing.pack(value)
        ciphertext = sealing.seal(key, packed, self.bound(compartment, name))
        setattr(row, name, Sealed(ciphertext))

    def open_unrecorded(self, path: str, unlocked: Unlocked | None) -> Any:
        """The plain value. Only `vault.opening` and re-sealing actions call this: it leaves no trail row."""
        compartment, name = self.place(path)
        held = getattr(self._row, name)
        if held is None:
            return None
        if not isinstance(held, Sealed):
            raise Tampered("a sealed field holds something that was never sealed")
        if unlocked is None:
            raise Locked()
        row = self._row
        key = unlocked.subject_key(row.project_id, row.sealing_subject, compartment)
        return sealing.unpack(sealing.open_sealed(key, held.ciphertext, self.bound(compartment, name)))

    def place(self, path: str) -> tuple[str, str]:
        """(compartment, field name) of `path`; a Fault when the model declares it otherwise."""
        return place_of(type(self._row), path)

    def bound(self, compartment: str, name: str) -> bytes:
        """What a ciphertext is bound to, so that it opens nowhere else."""
        row = self._row
        model = row._meta.concrete_model or type(row)
        return sealing.bound_to(
            row.project_id,
            row.sealing_subject,
            compartment,
            model._meta.label,
            row.pk,
            name,
            SCHEMA_VERSION,
        )


class SealedColumn:
    """One sealed field of a model, opened for very many rows of a project without building the rows."""

    def __init__(self, model: type[models.Model], path: str, project_id: UUID) -> None:
        self.compartment, self.name = place_of(model, path)
        self.label = (model._meta.concrete_model or model)._meta.label
        self.project_id = project_id

    def open_unrecorded(self, row_id: UUID, subject: UUID, held: Any, unlocked: Unlocked) -> Any:
        """The plain value. What belongs to another project, subject or row does not open (Tampered)."""
        if not isinstance(held, Sealed):
            raise Tampered("a sealed field holds something that was never sealed")
        key = unlocked.subject_key(self.project_id, subject, self.compartment)
        place = sealing.bound_to(
            self.project_id, subject, self.compartment, self.label, row_id, self.name, SCHEMA_VERSION
        )
        return sealing.unpack(sealing.open_sealed(key, held.ciphertext, place))


@cache
def place_of(model: type[models.Model], path: str) -> tuple[str, str]:
    """(compartment, field name) of `path`; a Fault when the model declares it otherwise."""
    compartment, _, name = path.partition(".")
    declared = next((field for field in sealed_fields(model) if field.name == name), None)
    if declared is None or declared.compartment != compartment:
        raise Fault(f"{model._meta.label} has no sealed field {path}")
    return compartment, name


@cache
def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    """The sealed fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def sealed_files(model: type[models.Model]) -> list[SealedFile]:
    """The sealed files of a model."""
    return [field for field in sealed_fields(model) if isinstance(field, SealedFile)]


def without_files(rows: Rows) -> Rows:
    """The same rows with their files left in the database; `holds_<field>` says whether there is one."""
    names = [field.name for field in sealed_files(rows.model)]
    return rows.defer(*names).annotate(**_held_or_not(names)) if names else rows


def is_held(row: Any, field: SealedField) -> bool:
    """Whether a row of `without_files` holds something in the field."""
    holds = getattr(row, f"holds_{field.name}", None)
    return getattr(row, field.name) is not None if holds is None else bool(holds)


def _held_or_not(names: list[str]) -> dict[str, Any]:
    """Whether each of these fields holds something, asked of the database without reading it."""
    boolean = models.BooleanField()
    return {f"holds_{name}": ExpressionWrapper(Q(**{f"{name}__isnull": False}), boolean) for name in names}


class SealedModel(models.Model):
    """Base of every model with sealed fields: a random id, and `sealed`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project_id: UUID

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> UUID:
        """Whose key seals this row's fields. A row about itself is its own subject."""
        return self.id

    @property
    def sealed(self) -> SealedFields:
        """The row's sealed fields."""
        return SealedFields(self)
