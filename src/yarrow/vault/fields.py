"""A model field that only ever shows ciphertext."""

from typing import Any

from django.db import models


class Sealed:
    """The ciphertext of one value. Whatever prints it gets `[sealed]`."""

    __slots__ = ("ciphertext",)

    def __init__(self, ciphertext: bytes) -> None:
        self.ciphertext = bytes(ciphertext)

    def __str__(self) -> str:
        return "[sealed]"

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.ciphertext == self.ciphertext

    def __hash__(self) -> int:
        return hash(self.ciphertext)


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A column of sealed bytes in one compartment; NULL when nothing was said.

    Written only through `row.sealed.put(...)`; assigning anything but a `Sealed` is a TypeError, so plain text
    can't slip into the column.
    """

    def __init__(self, compartment: str = "", *args: Any, **kwargs: Any) -> None:
        self.compartment = compartment
        kwargs["null"] = kwargs["blank"] = True
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations: the compartment is the one argument; null and blank always hold."""
        name, path, args, kwargs = super().deconstruct()
        for always in ("null", "blank", "editable"):
            kwargs.pop(always, None)
        return name, path, [self.compartment, *args], kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        """Bytes from the database become a `Sealed`."""
        return None if value is None else Sealed(bytes(value))

    def get_prep_value(self, value: Any) -> bytes | None:
        """Only a `Sealed` (or None) can be saved."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self.name} takes sealed values only: use sealed.put(...)")
        return value.ciphertext

    def to_python(self, value: Any) -> Any:
        """No conversion: a form or a fixture can't make a sealed value."""
        return value

    def value_to_string(self, obj: Any) -> str:
        """Serialisers get the mark, not the bytes."""
        return "[sealed]"


class SealedFile(SealedField):
    """A column of a sealed file: bytes, and many of them.

    What walks over many rows leaves it in the database (`sealing_model.without_files`) and opens one at a time.
    """
