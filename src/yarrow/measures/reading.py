"""A version's questions as the engine reads them; read once in each process, since a version never changes."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from yarrow.measures.models import FormVersion
from yarrow.methods.forms import Form, read_form

MOST_KEPT = 64


class _Source:
    """The JSON of a version, known by its digest, so that a cache compares no JSON."""

    def __init__(self, digest: str, raw: Callable[[], Any]) -> None:
        self.digest, self.raw = digest, raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=MOST_KEPT)
def _read(source: _Source) -> Form:
    return read_form(source.raw())


def form_of(version: FormVersion) -> Form:
    """The form of this version."""
    return _read(_Source(version.digest, lambda: version.questionnaire))
