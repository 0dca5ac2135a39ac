"""The shift sheet put together: whom to show, what to offer, and where what was told goes."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yarrow.contacts import queries, rules
from yarrow.contacts.actions import record_contact
from yarrow.contacts.forms.shift import Face, ShiftForm
from yarrow.contacts.inbox_openers import leave_sheet
from yarrow.contacts.lines import open_names
from yarrow.contacts.models import Contact, Session, Zone
from yarrow.people.called import SAME
from yarrow.people.queries import Found, find_people
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared

_zones_of = Prepared(lambda session_id: Zone.objects.filter(sessions=session_id))


@dataclass
class Sheet:
    """One worker's sheet of one session. Locked, it shows nobody and takes everything."""

    project: Project
    session: Session
    by: Actor
    at: datetime
    found: list[Found] = field(default_factory=list, repr=False)
    said: str = ""

    @property
    def is_locked(self) -> bool:
        return not self.by.holds(self.project.id, "identity")

    def form(self, data: Any = None) -> ShiftForm:
        """The sheet's form, without what only its page shows (see `dressed`)."""
        self._read_places()
        return ShiftForm(
            data,
            project=self.project,
            session=self.session,
            arranged=self.arranged,
            is_locked=self.is_locked,
        )

    def dressed(self, form: ShiftForm) -> ShiftForm:
        """With whom to tap on, those found first, and what is usually given: a sheet that is taken needs neither."""
        self._read()
        if not self.is_locked:
            form.usual_given, form.faces = self.shift.usual_supplies(), self.faces(form)
        return form

    def look(self, typed: str) -> None:
        """Find people by what was typed on the sheet."""
        if self.is_locked or not typed.strip():
            return
        self.found = find_people(self.by, self.project, typed)
        self.said = "" if self.found else _("Nobody found by that name. Write it under “Someone new”.")

    def faces(self, form: ShiftForm) -> list[Face]:
        """Those found, who was tapped already, then whom to expect here."""
        people = {found.person.id: found.person for found in self.found}
        tapped = ShiftForm.tapped(self.project, form.data)
        people |= {person.id: person for person in [tapped] if person is not None}
        people |= {person.id: person for person in self.shift.recent_people()}
        met = self.shift.met_already()
        called = open_names(self.by, self.project, people.values(), "contacts.shift_sheet")
        return [Face(person, called[key], key in met) for key, person in people.items()]

    def is_known_already(self, form: ShiftForm) -> bool:
        """Whether somebody goes by the new name that was typed; then they are shown and the worker is asked."""
        if self.is_locked or not form.typed_name or form.cleaned_data["is_new"]:
            return False
        if queries.is_entered(self.project, form.cleaned_data["entry_id"]):
            # The same sheet, sent again: the name is known because the first sending made the record.
            return False
        found = find_people(self.by, self.project, form.typed_name)
        self.found = [one for one in found if one.score >= SAME]
        return bool(self.found)

    def take(self, form: ShiftForm) -> str:
        """Write it down, or, locked, leave it sealed in the inbox. A sentence when something waits. Raises Refusal."""
        rules.check_may_record(self.by)
        entry_id = form.cleaned_data["entry_id"]
        if not self.is_locked:
            told = form.told()
            record_contact(project=self.project, by=self.by, at=self.at, entry_id=entry_id, **told)
            waits = told["note"] and not self.by.holds(self.project.id, "notes")
            return (
                _("Your note is sealed and waits for somebody who holds the key to notes.") if waits else ""
            )
        rules.check_recording(self.session)
        leave_sheet(form, project=self.project, by=self.by, at=self.at)
        return _("Kept, sealed, until somebody unlocks.")

    @property
    def is_after_dark(self) -> bool:
        """Whether the sheet opens in the night theme: from six in the evening to seven in the morning, there."""
        hour = self.at.astimezone(self.project.zone).hour
        return hour >= 18 or hour < 7

    def _read_places(self, *beside: Any) -> None:
        zones = _zones_of(self.session.pk)
        at_once.read(self.arranged, zones, *beside)
        at_once.attach([self.session], "zones", {self.session.pk: list(zones)})

    def _read(self) -> None:
        """Ask for everything that the page shows in one query."""
        at_once.read(self.shift, *([] if self.is_locked else [self.sums, self.just]))

    @cached_property
    def shift(self) -> queries.Shift:
        return queries.Shift(self.project, self.session)

    @cached_property
    def arranged(self) -> queries.Arranged:
        return queries.Arranged(self.project)

    @cached_property
    def sums(self) -> queries.Tallying:
        return queries.Tallying(self.session)

    @cached_property
    def just(self) -> QuerySet[Contact]:
        """What this worker may undo now."""
        return queries.just_recorded(self.session, self.by, self.at)

    def context(self, form: ShiftForm) -> dict[str, Any]:
        """What the page shows. Locked: no names and no figures, only what waits."""
        self.dressed(form)
        shown: dict[str, Any] = {
            "form": form,
            "session": self.session,
            "is_locked": self.is_locked,
            "n_waiting": self.shift.n_waiting(),
            "said": self.said,
            "is_open": rules.can(rules.check_recording, self.session),
            "after_dark": self.is_after_dark,
        }
        if not self.is_locked:
            shown["tally"] = self.sums.tally()
            shown["just"] = next(iter(self.just), None)
        return shown
