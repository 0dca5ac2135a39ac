"""Names of answers. An answer is called by its link id; inside the second time a group is filled in, by "id@2".

Inside groups in groups the times are joined: "id@2.1" is in the first inner group of the second outer one. A page adds
the part of an answer that a box holds: "id~day", "id~month", "id~year", "id~time", "id~other", "id~skip".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from yarrow.methods.forms.shapes import GROUP, Form, Item

MOST_TIMES = 50
# What boxes of a page send: a flag's two answers, and before own words beside options (also as the code of "other").
YES, NO, OWN = "yes", "no", "~"
DAY, MONTH, YEAR, TIME, OTHER, SKIP = PARTS = ("~day", "~month", "~year", "~time", "~other", "~skip")
_KEY = re.compile(r"(?P<id>.+)@(?P<times>[1-9]\d?(\.[1-9]\d?)*)", re.S)


@dataclass(frozen=True)
class Asked:
    """An item at one of the times it is asked. `times` has a number for each repeating group around it, or itself."""

    item: Item
    key: str
    times: tuple[int, ...] = ()
    parent: str = ""


def key_of(link_id: str, times: tuple[int, ...] = ()) -> str:
    """The name of an answer: its link id alone, as long as every group is filled in for the first time."""
    return link_id if all(n == 1 for n in times) else f"{link_id}@{'.'.join(map(str, times))}"


def groups_around(form: Form) -> Mapping[str, tuple[str, ...]]:
    """The repeating groups around each item, outermost first; a repeating group counts for itself."""
    found: dict[str, tuple[str, ...]] = {}

    def note(items: tuple[Item, ...], around: tuple[str, ...]) -> None:
        for item in items:
            inside = (*around, item.link_id) if item.kind == GROUP and item.repeats else around
            found[item.link_id] = inside
            note(item.items, inside)

    note(form.items, ())
    return found


def split(form: Form, key: str, around: Mapping[str, tuple[str, ...]]) -> tuple[str, tuple[int, ...]] | None:
    """(link id, times) of an answer's name; None for one that isn't of this form."""
    if key in around:
        return key, (1,) * len(around[key])
    parts = _KEY.fullmatch(key)
    times = tuple(map(int, parts["times"].split("."))) if parts else ()
    if not parts or len(times) != len(around.get(parts["id"], ())) or max(times, default=0) > MOST_TIMES:
        return None
    return (parts["id"], times) if key_of(parts["id"], times) == key else None


def all_asked(form: Form, keys: Iterable[str] = ()) -> Iterator[Asked]:
    """Every item in the order of the page, groups as often as some answer's name says, and once at least."""
    around = groups_around(form)
    times_of: dict[tuple[str, tuple[int, ...]], set[int]] = {}
    for link_id, times in filter(None, (split(form, key, around) for key in keys)):
        for depth, group in enumerate(around[link_id]):
            times_of.setdefault((group, times[:depth]), {1}).add(times[depth])
    yield from _asked(form.items, (), "", times_of)


def _asked(
    items: tuple[Item, ...],
    times: tuple[int, ...],
    parent: str,
    times_of: Mapping[tuple[str, tuple[int, ...]], set[int]],
) -> Iterator[Asked]:
    for item in items:
        repeats = item.kind == GROUP and item.repeats
        every = (
            [(*times, n) for n in sorted(times_of.get((item.link_id, times), {1}))] if repeats else [times]
        )
        for one in every:
            asked = Asked(item, key_of(item.link_id, one), one, parent)
            yield asked
            yield from _asked(item.items, one, asked.key, times_of)
