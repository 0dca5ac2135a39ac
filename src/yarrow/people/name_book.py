"""Every name in a project, as a search needs them: opened once, kept in a sealed book, and looked through by index."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any
from uuid import UUID

from django.db.models import Q

from yarrow.methods import name_index
from yarrow.methods.packed import Ids, Texts
from yarrow.people.models import Alias, Naming, Person
from yarrow.people.searching import Fit, Search
from yarrow.staff.models import Project
from yarrow.vault import at_once, books
from yarrow.vault.actors import Actor
from yarrow.vault.books import Book, Column, Index, Stamped
from yarrow.vault.opening import Opened, Page
from yarrow.vault.prepared import Prepared, PreparedLists

# What is kept beside the names: of everybody, of each alias, and of records that were merged into another. And
# `numbers`: which aliases are numbers elsewhere.
IDS = ("ids", "alias_ids", "owners", "merged")
TEXTS = ("codes", "kinds", "merged_codes")
INDEX = Index(f"{name_index.FORM}, facts 2", name_index.index_of)


def _rows(project_id: UUID) -> list[Any]:
    people, aliases = Person.objects.filter(project=project_id), Alias.objects.filter(project=project_id)
    # Of a record that was merged only the code is looked at.
    known, merged = Q(erased_at=None, merged_into=None), Q(merged_into__isnull=False)
    rows = [
        people.filter(known | merged).values_list("id", "code", "called", "full_name", "merged_into_id"),
        aliases.values_list("id", "person_id", "kind", "name"),
    ]
    return [at_once.steady(each) for each in rows]


_rows_of = PreparedLists(_rows)
_stamp = Prepared(
    lambda project_id: Naming.objects.filter(project=project_id).values_list("stamp", flat=True)
)


class NameBook:
    """The names of those of a project who are known: read and opened on a page, used once it is on the trail."""

    def __init__(self, by: Actor, project: Project) -> None:
        self.project_id = project.pk
        # Read before any row: what is kept under it is never older than the rows.
        stamp = _stamp(project.pk)
        by.key.read_grants_beside(project.pk, stamp)
        self.stamp: str = stamp.first() or ""
        self.facts: dict[str, Any] = {}

    def opened(self, page: Page) -> Opened:
        """Every name, and the index of them; `value` is what the other methods take. Raises Locked, NoGrant."""
        kept = page.open_kept("identity", self.stamp, INDEX, self._columns)
        return kept or page.open_book(self._read(), INDEX, Stamped(self.stamp, self.facts))

    def names_and_codes(self, by: Actor) -> tuple[list[str], list[str]]:
        """(every name, every code), off any page: whoever asks notes on the trail that they were looked through.

        Raises Locked, NoGrant.
        """
        book = books.kept((self.project_id, "identity"), self.stamp, INDEX, by.key)
        if book is None:
            columns = self._read()
            book = books.read(self.project_id, columns, INDEX, by.key, Stamped(self.stamp, self.facts))
        else:
            self._columns(book.facts)
        names = [value for value in book.values if value is not None]
        return names, [str(code) for code in (*self.facts["codes"], *self.facts["merged_codes"])]

    def _read(self) -> list[Column]:
        """The columns, read from the rows."""
        people, aliases = map(at_once.columns, _rows_of(self.project_id))
        is_known = [into is None for into in people[4]]
        is_merged = [into is not None for into in people[4]]
        ids, codes, called, full = (list(compress(column, is_known)) for column in people[:4])
        merged, merged_codes = (list(compress(people[place], is_merged)) for place in (4, 1))
        each_id = map(Ids.of, (ids, *aliases[:2], merged))
        texts = map(Texts.of, (codes, aliases[2], merged_codes))
        facts: dict[str, Any] = dict(zip((*IDS, *TEXTS), (*each_id, *texts), strict=True))
        facts["numbers"] = array("I", (n for n, kind in enumerate(aliases[2]) if kind == "external"))
        return self._columns(facts, (ids, *aliases[:2]), (called, full, aliases[3]))

    def _columns(
        self, facts: dict[str, Any], ids: Sequence[Any] = (), sealed: Sequence[Any] = ((), (), ())
    ) -> list[Column]:
        """The columns of what stands of the rows in `facts`; without values, and with its ids, where none are given."""
        self.facts, (called, full, others) = facts, sealed
        people, aliases, owners = ids or (facts["ids"], facts["alias_ids"], facts["owners"])
        return [
            Column(Person, "identity.called", people, people, called),
            Column(Person, "identity.full_name", people, people, full),
            Column(Alias, "identity.name", aliases, owners, others),
        ]

    @property
    def ids(self) -> Sequence[Any]:
        """Everybody who is known."""
        found: Sequence[Any] = self.facts["ids"]
        return found

    def best(self, typed: str, book: Book, most: int) -> list[tuple[Fit, str | None]]:
        """Who fits best, with the name they are called by."""
        search = Search(typed)
        places = self._look_through(search, book)
        fits = search.best(most)
        if any(fit.person_id not in places for fit in fits):
            places = {person_id: place for place, person_id in enumerate(self.ids)}
        return [
            (fit, book.values[places[fit.person_id]] if fit.person_id in places else None) for fit in fits
        ]

    def _look_through(self, search: Search, book: Book) -> dict[Any, int]:
        """Show a search every code, and every name that could fit; a person's own before what else they go by.

        Gives where those stand among the ids who were looked at by a code or a name of their own.
        """
        possible = set(name_index.candidates(book.index, search.matcher)) | self._numbers(search, book)
        n_people, places = len(self.ids), {}
        for place in self._with_code(search, self.facts["codes"]):
            places[self.ids[place]] = place
            search.look_at_code(self.ids[place], self.facts["codes"][place])
        for number in sorted(number for number in possible if number < 2 * n_people):
            kind, place = ("called", number) if number < n_people else ("full_name", number - n_people)
            places[self.ids[place]] = place
            search.look_at(self.ids[place], kind, book.values[number] or "")
        for place in self._with_code(search, self.facts["merged_codes"]):
            search.look_at_code(self.facts["merged"][place], self.facts["merged_codes"][place])
        for number in sorted(number for number in possible if number >= 2 * n_people):
            place = number - 2 * n_people
            search.look_at(self.facts["owners"][place], self.facts["kinds"][place], book.values[number] or "")
        return places

    @staticmethod
    def _with_code(search: Search, codes: Iterable[str]) -> Iterator[int]:
        """Where a code stands that fits."""
        if search.may_be_code:
            yield from (place for place, code in enumerate(codes) if search.code_score(code))

    def _numbers(self, search: Search, book: Book) -> set[int]:
        """Where a number elsewhere stands that has what was typed in it."""
        if not self.facts["numbers"]:
            return set()
        letters, start = name_index.joined(book.index), 2 * len(self.ids)
        return {start + place for place in self.facts["numbers"] if search.number in letters[start + place]}
