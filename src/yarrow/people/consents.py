"""What a person's page shows of their consents: each purpose in plain words, how it stands, and what was said when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.people import purposes, rules
from yarrow.people.actions.consent import SEALED
from yarrow.people.models import Consent, Person
from yarrow.people.models.consent import GIVEN
from yarrow.people.purposes import Purpose
from yarrow.staff.models import names_in
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading


@dataclass(frozen=True)
class Said:
    """One row of the ledger in words."""

    row: Consent
    recipient: str
    about: str
    how: str
    extra: tuple[str, ...]
    recorded_by: str
    state: str

    @property
    def is_given(self) -> bool:
        return self.row.act == GIVEN


@dataclass(frozen=True)
class Standing:
    """One purpose: what holds now, by recipient, and everything that was said, the latest first."""

    purpose: Purpose
    now: list[Said]
    history: list[Said]

    @property
    def holds(self) -> list[Said]:
        """Those that something could rest on today."""
        return [one for one in self.now if one.state == rules.HOLDS]

    @property
    def refused(self) -> list[Said]:
        """Agencies that get nothing, whatever was agreed to for their kind."""
        noes = {row.pk for row in rules.refused(one.row for one in self.history)}
        return [one for one in self.history if one.row.pk in noes]


class Ledger:
    """Everything a person said about purposes: `lists` are read with others of a page (`at_once`), then opened."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.rows: Any = Consent.objects.filter(person=person)
        self.names = names_in(person.project)
        self.lists = [self.rows, self.names]
        self.opened: dict[str, dict[Any, Opened]] = {}

    def open(self, page: Page) -> None:
        """Open what is sealed. Raises Locked, NoGrant, Erased."""
        self.opened = {field: page.open_many(self.rows, f"identity.{field}") for field in SEALED}

    def standing(self, at: datetime) -> list[Standing]:
        """Every purpose in words, once the page is on the trail."""
        names, day = dict(self.names), at.astimezone(self.person.project.zone).date()
        names_said = self.opened["recipient_name"]
        # What is taken back from an agency is written down without its name: it is called as when it was agreed to.
        called: dict[UUID | None, str] = {
            row.agency: name
            for row in reversed(list(self.rows))
            if row.agency and (name := names_said[row.id].value)
        }
        shown = []
        for row in self.rows:
            words = {field: self.opened[field][row.id].value or "" for field in SEALED}
            words["recipient_name"] = words["recipient_name"] or called.get(row.agency) or ""
            shown.append(_said(row, words, names.get(row.recorded_by, ""), day))
        return [
            _standing(purpose, [one for one in shown if one.row.purpose == purpose.code])
            for purpose in purposes.purposes()
        ]


def of_person(by: Actor, person: Person, at: datetime, reason: str = "") -> list[Standing]:
    """Every purpose, opened on one page."""
    ledger = Ledger(person)
    at_once.read(ledger)
    with reading(by, person.project_id, act="people.list_consents", reason=reason) as page:
        ledger.open(page)
    return ledger.standing(at)


def _standing(purpose: Purpose, history: Sequence[Said]) -> Standing:
    latest: dict[tuple[str, UUID | None], Said] = {}
    for one in history:
        latest.setdefault((one.row.recipient, one.row.agency), one)
    stands = {row.pk for row in rules.standing(one.row for one in history)}
    now = [one if one.row.pk in stands else replace(one, state=rules.WITHDRAWN) for one in latest.values()]
    return Standing(purpose, now, list(history))


def to_take_back(by: Actor, person: Person, purpose: str, reason: str = "") -> list[tuple[str, str]]:
    """(value, words) of each recipient from whom something can be taken back: a kind, or one agency of it."""
    rows = rules.to_take_back(person, purpose)
    with reading(by, person.project_id, act="people.list_consents", reason=reason) as page:
        opened = page.open_many(rows, "identity.recipient_name")
    return [
        (
            f"{row.recipient}.{row.agency}" if row.agency else row.recipient,
            _recipient(row, opened[row.id].value or ""),
        )
        for row in rows
    ]


def _recipient(row: Consent, name: str) -> str:
    recipient = purposes.label("recipients", row.recipient)
    return f"{recipient}: {name}" if name else recipient


def _said(row: Consent, words: dict[str, str], recorded_by: str, day: date) -> Said:
    extra = [
        _("In %s") % words["language"] if words["language"] else "",
        _("Interpreter: %s") % words["interpreter"] if words["interpreter"] else "",
        _("Witness: %s") % words["witness"] if words["witness"] else "",
    ]
    return Said(
        row=row,
        recipient=_recipient(row, words["recipient_name"]),
        about=", ".join(purposes.label("categories", code) for code in row.categories),
        how=purposes.label("hows", row.how),
        extra=tuple(part for part in extra if part),
        recorded_by=recorded_by,
        state=rules.state_of_consent(row, day),
    )
