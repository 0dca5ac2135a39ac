"""Addresses of a project's pages, as `reverse` gives them: what stands around the ids is worked out once a process."""

from functools import lru_cache
from itertools import chain, zip_longest
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

# A page asks for dozens of addresses, of projects by hundreds of pages.
MOST = 8192


def address(name: str, code: str, *args: object) -> str:
    """The address of page `name` in the project with this code. Raises NoReverseMatch."""
    ids = [str(each) for each in args if isinstance(each, UUID)]
    if len(ids) < len(args):
        return reverse(name, args=(code, *args))
    around = _around(get_urlconf(), get_script_prefix(), name, code, len(ids))
    return "".join(chain.from_iterable(zip_longest(around, ids, fillvalue="")))


@lru_cache(maxsize=MOST)
def _around(_urlconf: str | None, _prefix: str, name: str, code: str, n_ids: int) -> tuple[str, ...]:
    """The pieces of the address before, between and after so many ids."""
    stand_ins = [UUID(int=(1 << 127) + place) for place in range(n_ids)]
    left, pieces = reverse(name, args=(code, *stand_ins)), []
    for each in stand_ins:
        piece, _id, left = left.partition(str(each))
        pieces.append(piece)
    return (*pieces, left)
