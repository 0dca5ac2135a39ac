"""The items of a form in the order of the page, so that a rule can ask what comes before and what lies inside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yarrow.methods.forms.shapes import Item, Words


@dataclass(frozen=True)
class Placed:
    """An item with its place ("2.1": the first inside the second). Items `spot + 1` to `end - 1` lie inside it."""

    item: Item
    place: str
    spot: int
    end: int

    @property
    def name(self) -> str:
        """What a sentence calls it: its link id, else its place."""
        return self.item.link_id or f"no. {self.place}"


@dataclass(frozen=True)
class Whole:
    """A whole file, read as far as it can be."""

    raw: Mapping[str, Any]
    language: str
    title: Words
    placed: tuple[Placed, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Placed]:
        """The first item of each link id."""
        found: dict[str, Placed] = {}
        for one in self.placed:
            found.setdefault(one.item.link_id, one)
        return found

    @cached_property
    def languages(self) -> frozenset[str]:
        """Every language that any word of it is in, its own included."""
        every = (tag for words in (self.title, *self.words()) for tag in words.languages)
        return frozenset((self.language, *every))

    def words(self) -> Iterator[Words]:
        """The words of every item and option."""
        for one in self.placed:
            yield one.item.text
            yield one.item.easy
            yield from (option.display for option in one.item.options)
