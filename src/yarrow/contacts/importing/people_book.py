"""Whose row it is: someone this file added before, someone whose number or name is known here, or someone new."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yarrow.contacts.importing.entry_ids import EntryIds
from yarrow.contacts.reading.joins import id_key
from yarrow.contacts.reading.results import ReadPerson
from yarrow.contacts.reading.words import folded
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_alias, add_person
from yarrow.people.models import Alias, Person
from yarrow.people.said import Said
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Erased
from yarrow.vault.sealing_model import SealedModel

SEVERAL = (
    "Several people here go by this name. Write their code instead of the name and bring the file again."
)
LONGEST = {"called": 80, "full_name": 200}


class WhoIsIt(Refusal):
    """A name that several people go by."""


@dataclass
class PeopleBook:
    """The people of one step of an import. Lives inside its transaction."""

    project: Project
    by: Actor
    at: datetime
    batch_id: UUID
    ids: EntryIds
    n_added: int = 0
    settled: dict[str, Person] = field(default_factory=dict)

    def person(self, read: ReadPerson, first_on: date | None) -> Person:
        """The person's record, made if need be. Raises WhoIsIt, and Refusal for words that can't be kept."""
        if read.key not in self.settled:
            self.settled[read.key] = (
                self._added_before(read) or self._known(read) or self._added(read, first_on)
            )
        return self.settled[read.key]

    def entry_id(self, read: ReadPerson) -> UUID:
        """The id of the person's entry."""
        return self.ids.of("person", id_key(read.external_ref) if read.external_ref else read.key)

    def _added_before(self, read: ReadPerson) -> Person | None:
        return self._by_entry.get(self.entry_id(read))

    def _known(self, read: ReadPerson) -> Person | None:
        if read.external_ref:
            return self._by_number.get(id_key(read.external_ref))
        found = self._by_name.get(folded(read.called), {})
        if len(found) > 1:
            raise WhoIsIt(SEVERAL)
        return next(iter(found.values()), None)

    def _added(self, read: ReadPerson, first_on: date | None) -> Person:
        entry_id = self.entry_id(read)
        told: dict[str, Any] = {"project": self.project, "by": self.by, "at": self.at}
        person = add_person(**told, entry_id=entry_id, batch_id=self.batch_id, **said(read, first_on))
        if read.external_ref:
            number_id = self.ids.of("number", str(entry_id))
            add_alias(**told, person=person, kind="external", name=read.external_ref, entry_id=number_id)
        self.n_added += 1
        return person

    @cached_property
    def _by_entry(self) -> dict[UUID, Person]:
        return {p.entry_id: p for p in Person.objects.in_project(self.project) if p.entry_id}

    @cached_property
    def _by_name(self) -> dict[str, dict[UUID, Person]]:
        """Folded name or code -> people. Names are opened for comparing only, and the trail says so."""
        book: dict[str, dict[UUID, Person]] = defaultdict(dict)
        people = list(Person.objects.in_project(self.project).present())
        by_id = {person.id: person for person in people}
        self.by.key.prime(self.project.id, "identity", by_id)
        for person in people:
            names = [self._opened(person, path) for path in ("identity.called", "identity.full_name")]
            for name in (person.code, *names):
                if name:
                    book[folded(name)][person.id] = person
        for alias in self._aliases.exclude(kind="external"):
            book[folded(self._opened(alias, "identity.name"))][alias.person_id] = by_id[alias.person_id]
        self._note()
        return book

    @cached_property
    def _by_number(self) -> dict[str, Person]:
        """Number in another system -> person."""
        aliases = list(self._aliases.filter(kind="external").select_related("person"))
        self.by.key.prime(self.project.id, "identity", (alias.person_id for alias in aliases))
        self._note()
        return {id_key(self._opened(alias, "identity.name")): alias.person for alias in aliases}

    @property
    def _aliases(self) -> QuerySet[Alias]:
        return Alias.objects.filter(project=self.project)

    def _opened(self, row: SealedModel, path: str) -> str:
        try:
            return row.sealed.open_unrecorded(path, self.by.key) or ""
        except Erased:
            return ""

    def _note(self) -> None:
        trail.note(
            self.project.id,
            by=self.by,
            act="contacts.match_import",
            at=self.at,
            subject=self.batch_id,
            fields=["people.person.identity.called", "people.alias.identity.name"],
        )


def said(read: ReadPerson, first_on: date | None) -> Said:
    """What the file says about a person, in the fields of a person's record."""
    details = read.details
    kept: Said = {
        "called": read.called[: LONGEST["called"]] or None,
        "full_name": details.get("full_name", "")[: LONGEST["full_name"]] or None,
        "gender_said": details.get("gender", "")[:80] or None,
        "nationality": details.get("nationality", "")[:80] or None,
        "languages": [details["language"][:80]] if details.get("language") else [],
        "born_on": read.birth_on,
    }
    met = [day for day in (read.first_seen_on, first_on) if day]
    if met:
        kept["first_met_on"] = min(met)
    return kept
