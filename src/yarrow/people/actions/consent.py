"""Writing down that a person agrees to something, and that they take it back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import purposes, rules
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Consent, Person
from yarrow.people.models.consent import GIVEN, WITHDRAWN
from yarrow.people.said import not_after, words
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

SEALED = ("recipient_name", "language", "interpreter", "witness")


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    recipient: str,
    categories: Iterable[str],
    how: str,
    project: Project,
    by: Actor,
    at: datetime,
    said_on: date | None = None,
    expires_on: date | None = None,
    agency: UUID | None = None,
    entry_id: UUID | None = None,
    **said: str,
) -> Consent:
    """The person agrees. `said`: recipient_name, language, interpreter, witness, each as far as known.

    `agency`: the one of the directory that it is for; none: every recipient of this kind.

    Raises Refusal (at a field), NotHere, NotForYou, Locked, NoGrant.
    """
    begin(person, project, by)
    known = entered_before(Consent, person, entry_id)
    if known is not None:
        return known
    asked = purposes.purpose_of(purpose)
    chosen = set(categories)
    kept = [code for code in asked.categories if code in chosen]
    if not kept or chosen - set(kept):
        raise Refusal(_("Say what it is about: choose at least one."), field="categories")
    today = day_of(at, project)
    if expires_on is not None and expires_on < today:
        raise Refusal(_("This day is over. Choose a later one, or leave it empty."), field="expires_on")
    row = _row(person, asked, recipient, GIVEN, how, said_on, by, at, entry_id)
    row.categories, row.expires_on, row.agency = kept, expires_on, agency
    _save(row, said, by)
    return row


@transaction.atomic
def withdraw_consent(
    *,
    person: Person,
    purpose: str,
    recipient: str,
    how: str,
    project: Project,
    by: Actor,
    at: datetime,
    said_on: date | None = None,
    agency: UUID | None = None,
    entry_id: UUID | None = None,
    **said: str,
) -> Consent:
    """The person takes it back: a new row, and nothing before it changes. Raises what giving raises.

    Without an agency it is taken back from every recipient of this kind.
    """
    begin(person, project, by)
    known = entered_before(Consent, person, entry_id)
    if known is not None:
        return known
    if not rules.can_take_back(person, purpose, recipient, agency):
        raise Refusal(_("There is nothing to take back here."), field="recipient")
    row = _row(person, purposes.purpose_of(purpose), recipient, WITHDRAWN, how, said_on, by, at, entry_id)
    row.agency = agency
    _save(row, said, by)
    return row


def _row(
    person: Person,
    asked: purposes.Purpose,
    recipient: str,
    act: str,
    how: str,
    said_on: date | None,
    by: Actor,
    at: datetime,
    entry_id: UUID | None,
) -> Consent:
    if recipient not in asked.recipients:
        raise Refusal(_("Choose who it is for."), field="recipient")
    if how not in dict(purposes.choices("hows")):
        raise Refusal(_("Choose how they said it."), field="how")
    today = day_of(at, person.project)
    return Consent(
        id=new_id(entry_id),
        project=person.project,
        person=person,
        purpose=asked.code,
        recipient=recipient,
        act=act,
        how=how,
        said_on=not_after("said_on", said_on, today) or today,
        words_version=purposes.version(),
        recorded_by=by.id,
        added_at=at,
    )


def _save(row: Consent, said: dict[str, Any], by: Actor) -> None:
    for field in SEALED:
        row.sealed.put(f"identity.{field}", words(field, said.get(field)), by.unlocked)
    trail.hold(row.project_id)
    last = Consent.objects.filter(project_id=row.project_id).aggregate(last=Max("n"))["last"]
    row.n = (last or 0) + 1
    row.save(force_insert=True)
    act = "people.give_consent" if row.act == GIVEN else "people.withdraw_consent"
    reason = f"{row.purpose}_{row.recipient}"
    trail.note(row.project_id, by=by, act=act, subject=row.person_id, reason=reason, at=row.added_at)
