"""Every name in a project, as a search needs them: opened once, kept in a sealed book, and looked through by index."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from yarrow.methods import name_index
from yarrow.people.models import Alias, Person
from yarrow.people.searching import Fit, Search
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.books import Book, Column, Index
from yarrow.vault.opening import Opened, Page
from yarrow.vault.prepared import PreparedLists

INDEX = Index(name_index.FORM, name_index.index_of)


def _rows(project_id: UUID) -> list[Any]:
    people, aliases = Person.objects.filter(project=project_id), Alias.objects.filter(project=project_id)
    rows = [
        people.known().values_list("id", "code", "called", "full_name"),
        aliases.values_list("id", "person_id", "kind", "name"),
        people.exclude(merged_into=None).values_list("merged_into_id", "code"),
    ]
    return [at_once.steady(each) for each in rows]


_rows_of = PreparedLists(_rows)


class NameBook:
    """The names of those of a project who are known: read here, opened on a page, used once it is on the trail."""

    def __init__(self, project: Project) -> None:
        known, aliases, self.merged = _rows_of(project.pk)
        self.ids, self.codes, called, full = at_once.columns(known)
        alias_ids, self.owners, self.kinds, others = at_once.columns(aliases)
        self.columns = [
            Column(Person, "identity.called", self.ids, self.ids, called),
            Column(Person, "identity.full_name", self.ids, self.ids, full),
            Column(Alias, "identity.name", alias_ids, self.owners, others),
        ]

    def opened(self, page: Page) -> Opened:
        """Every name, and the index of them; `value` is what the other methods take. Raises Locked, NoGrant."""
        return page.open_book(self.columns, INDEX)

    def best(self, typed: str, book: Book, most: int) -> list[tuple[Fit, str | None]]:
        """Who fits best, with the name they are called by."""
        search = Search(typed)
        self._look_through(search, book)
        fits = search.best(most)
        wanted, own = {fit.person_id for fit in fits}, zip(self.ids, book.values, strict=False)
        called = {person_id: name for person_id, name in own if person_id in wanted}
        return [
            (replace(fit, person_id=at_once.as_id(fit.person_id)), called.get(fit.person_id)) for fit in fits
        ]

    def _look_through(self, search: Search, book: Book) -> None:
        """Show a search every code, and every name that could fit; a person's own before what else they go by."""
        possible = set(name_index.candidates(book.index, search.matcher)) | self._numbers(search, book)
        n_own = 2 * len(self.ids)
        if search.may_be_code:
            for person_id, code in zip(self.ids, self.codes, strict=True):
                search.look_at_code(person_id, code)
        for number in sorted(place for place in possible if place < n_own):
            kind, place = (
                ("called", number) if number < len(self.ids) else ("full_name", number - len(self.ids))
            )
            search.look_at(self.ids[place], kind, book.values[number])
        if search.may_be_code:
            # Codes of records that were merged; what can't be a code need not ask for them.
            for person_id, code in zip(*at_once.columns(self.merged), strict=True):
                search.look_at_code(person_id, code)
        for number in sorted(place for place in possible if place >= n_own):
            place = number - n_own
            search.look_at(self.owners[place], self.kinds[place], book.values[number])

    def _numbers(self, search: Search, book: Book) -> set[int]:
        """Where a number elsewhere stands that has what was typed in it."""
        letters, start = name_index.joined(book.index), 2 * len(self.ids)
        return {
            start + place
            for place, kind in enumerate(self.kinds)
            if kind == "external" and search.number in letters[start + place]
        }
