"""Names in the order of the reader's own language: every list that people read by name is sorted here.

Names are opened in memory or few, so this is never the database's work, which knows one order for everybody.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import get_language

from yarrow.methods.collating import Key, key_of

One = TypeVar("One")


def name_key(name: str) -> Key:
    """What a name is compared by, for sorting by something else first."""
    return key_of(name, get_language() or "")


def by_name(ones: Iterable[One], name: Callable[[One], str] = str) -> list[One]:
    """These, by what `name` says of each."""
    return sorted(ones, key=lambda one: name_key(name(one)))
