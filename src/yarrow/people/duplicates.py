"""People who may be known twice: everything compared is opened in memory for one page, and forgotten with it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.methods.matching import Comparison, Known, Suggestion, facts_of, suggestions
from yarrow.people import rules
from yarrow.people.lists import NOT_SAID
from yarrow.people.models import Alias, Apart, Person, PersonSetting, WayToReach
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading

MOST = 50
MOST_ALIKE = 3
# Whoever is just being added is looked at more widely: a name alone is a reason to look.
WORTH_A_HINT = -6.0


@dataclass(frozen=True)
class Pair:
    """Two people who may be one, and why, in words."""

    person: Person
    other: Person
    called: str = field(repr=False)
    other_called: str = field(repr=False)
    reasons: tuple[str, ...]
    is_clear: bool

    @property
    def has_under_18(self) -> bool:
        return self.person.is_under_18 or self.other.is_under_18


class Book:
    """What is compared of every person of a project, or of some, opened on one page."""

    def __init__(self, page: Page, project: Project, only: Iterable[UUID] | None = None) -> None:
        people = Person.objects.in_project(project).comparable()
        if only is not None:
            people = people.filter(pk__in=list(only))
        theirs = {"project": project, "person__in": people}
        self.aliases = Alias.objects.filter(**theirs)
        self.ways = WayToReach.objects.filter(**theirs)
        self.settings = PersonSetting.objects.filter(**theirs).values_list("person_id", "code")
        self.apart = Apart.objects.filter(**theirs)
        everybody = people.all()
        at_once.read(everybody, self.aliases, self.ways, self.settings, self.apart)
        self.people = {person.pk: person for person in everybody}
        columns = ("called", "full_name", "born_on")
        self.identity = {name: self._column(page, name) for name in columns}
        self.names = _cells(page, Alias, "identity.name", self.aliases, "name")
        self.values = _cells(page, WayToReach, "identity.value", self.ways, "value")
        self.facts = _cells(page, Apart, "identity.facts", self.apart, "facts")

    def _column(self, page: Page, name: str) -> dict[UUID, Opened]:
        cells = ((pk, person.sealing_subject, getattr(person, name)) for pk, person in self.people.items())
        return page.open_column(Person, f"identity.{name}", cells)

    def called(self, person_id: UUID) -> str:
        """The name to be called by; "" when none was said."""
        return _value(self.identity["called"], person_id)

    def known(self) -> list[Known]:
        """Everybody as they are compared; once the page is on the trail."""
        names, numbers, ways, settings = (defaultdict[UUID, list[str]](list) for _ in range(4))
        for alias in self.aliases:
            kept = numbers if alias.kind == "external" else names
            kept[alias.person_id].append(_value(self.names, alias.pk))
        for way in self.ways:
            ways[way.person_id].append(_value(self.values, way.pk))
        for person_id, code in self.settings:
            settings[person_id].append(code)
        return [
            Known(
                key=str(pk),
                names=tuple(name for name in (self.called(pk), self._full_name(pk), *names[pk]) if name),
                born_on=self._born_on(pk),
                ways=tuple(ways[pk]),
                numbers=tuple(numbers[pk]),
                gender="" if person.gender == NOT_SAID else person.gender,
                settings=frozenset(settings[pk]),
            )
            for pk, person in self.people.items()
        ]

    def told_apart(self) -> dict[frozenset[str], set[str]]:
        """Pairs that somebody said are two people, and the facts they said it of."""
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for row in self.apart:
            found[frozenset((str(row.person_id), str(row.other_id)))].add(_value(self.facts, row.pk))
        return found

    def pair(self, found: Suggestion) -> Pair:
        """A suggestion in words, whoever was written down first in front."""
        listed = (self.people[UUID(found.first)], self.people[UUID(found.second)])
        person, other = sorted(listed, key=lambda one: (one.created_at, one.code))
        return Pair(
            person,
            other,
            self.called(person.pk),
            self.called(other.pk),
            tuple(reason_in_words(one.code) for one in found.reasons),
            found.is_clear,
        )

    def _full_name(self, pk: UUID) -> str:
        return _value(self.identity["full_name"], pk)

    def _born_on(self, pk: UUID) -> date | None:
        born_on = _value(self.identity["born_on"], pk)
        return date.fromisoformat(born_on) if born_on else None


def list_duplicates(by: Actor, project: Project) -> tuple[list[Pair], int]:
    """The likeliest pairs, and how many there are in all. Raises NotForYou, Locked, NoGrant."""
    rules.check_may_read(by)
    with reading(by, project.id, act="people.list_duplicates") as page:
        book = Book(page, project)
    people = {one.key: one for one in book.known()}
    apart = book.told_apart()
    found = [one for one in suggestions(people.values()) if not _is_answered(one, people, apart)]
    return [book.pair(one) for one in found[:MOST]], len(found)


def alike(by: Actor, project: Project, person: Person) -> list[Pair]:
    """Whom somebody just added may be. Nobody when they are not compared."""
    rules.check_may_read(by)
    with reading(by, project.id, act="people.list_alike") as page:
        book = Book(page, project)
    known = book.known()
    asked = next((one for one in known if one.key == str(person.pk)), None)
    if asked is None:
        return []
    found = Comparison(known).like(asked, worth=WORTH_A_HINT)
    return [book.pair(one) for one in found[:MOST_ALIKE]]


def digest_of(by: Actor, project: Project, person: Person, other: Person) -> str:
    """What the question whether these two are one rests on now."""
    with reading(by, project.id, act="people.compare_people") as page:
        book = Book(page, project, only=[person.pk, other.pk])
    return _digest(book.known())


def _is_answered(found: Suggestion, people: dict[str, Known], apart: dict[frozenset[str], set[str]]) -> bool:
    said_of = apart.get(frozenset((found.first, found.second)), set())
    return bool(said_of) and _digest([people[found.first], people[found.second]]) in said_of


def _digest(known: Sequence[Known]) -> str:
    facts = [facts_of(one) for one in sorted(known, key=lambda one: one.key)]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _cells(page: Page, model: Any, path: str, rows: Iterable[Any], name: str) -> dict[UUID, Opened]:
    return page.open_column(model, path, ((row.pk, row.sealing_subject, getattr(row, name)) for row in rows))


def _value(opened: dict[UUID, Opened], row_id: UUID) -> str:
    held = opened.get(row_id)
    return str(held.value) if held is not None else ""


def reason_in_words(code: str) -> str:
    """One piece of evidence as a worker reads it."""
    return {
        "same_number": _("Same number in another system"),
        "other_number": _("Different numbers in another system"),
        "same_way": _("Same phone number, address or name online"),
        "house_phone": _("Same phone number, which several people give"),
        "same_birth": _("Same date of birth"),
        "turned_birth": _("Day and month of birth are the other way round"),
        "digit_birth": _("Dates of birth differ by one digit"),
        "year_birth": _("Same year of birth"),
        "other_birth": _("Different dates of birth"),
        "same_name": _("Same name"),
        "like_name": _("Almost the same name"),
        "sound_name": _("The name sounds the same"),
        "short_name": _("A short form of the name"),
        "half_name": _("Half of the name is the same"),
        "other_name": _("Different names"),
        "same_gender": _("Same gender"),
        "other_gender": _("Different gender"),
        "same_setting": _("A setting in common"),
        "other_setting": _("Different settings"),
    }[code]
