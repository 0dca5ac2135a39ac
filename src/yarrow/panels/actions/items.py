"""Somebody is put forward, taken off, spoken about."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.panels import rules
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Item, Meeting
from yarrow.people.actions.rows import begin, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.people.rules import check_may_open
from yarrow.referrals.models import Concern
from yarrow.sharing import lists
from yarrow.sharing.actions.shares import WITH_NAMES, Fact
from yarrow.sharing.rules import check_facts
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def put_forward(
    *,
    person: Person,
    meeting: Meeting,
    wants: str,
    facts: Sequence[Fact],
    project: Project,
    by: Actor,
    at: datetime,
    concern: Concern | None = None,
    entry_id: UUID | None = None,
) -> Item:
    """A worker puts somebody forward: what they want first, then what may be told at most. Nothing leaves by it.

    Raises CannotBe, NotOnTeam, NotHere, NotForYou, ReasonNeeded, Erased, Locked, NoGrant.
    """
    rules.check_on_team(by, meeting.panel, project)
    rules.check_goes_on(meeting.panel)
    begin(person, project, by)
    check_may_open(by, person, at)
    known = entered_before(Item, person, entry_id)
    if known is not None:
        return known
    if meeting.project_id != project.id or (concern is not None and concern.person_id != person.pk):
        raise NotHere()
    if Item.objects.filter(meeting=meeting, person=person, taken_off_at=None).exists():
        raise CannotBe(_("They are on this agenda already."))
    wanted, said = rules.needed("wants", wants), _tidied(facts)
    row = Item(id=new_id(entry_id), project=project, person=person, meeting=meeting, concern=concern)
    row.added_by, row.added_at = by.id, at
    row.sealed.put("notes.wants", wanted, by.unlocked)
    named = {code: text for code, text in said.items() if lists.category_of(code) in WITH_NAMES}
    row.sealed.put("identity.said", named, by.unlocked)
    told = {code: text for code, text in said.items() if code not in named}
    row.sealed.put("notes.told", told, by.unlocked)
    row.save(force_insert=True)
    _note("panels.put_forward", row, by, at)
    return row


@transaction.atomic
def take_off(*, item: Item, project: Project, by: Actor, at: datetime) -> Item:
    """Off the agenda: told to nobody from now on. What was told and written stays. Twice is once."""
    row = held(item, project, by)
    if row.taken_off_at is None:
        row.taken_off_at = at
        row.save(update_fields=["taken_off_at"])
        _note("panels.take_off", row, by, at)
    return row


@transaction.atomic
def write_minutes(*, item: Item, words: str, seen: str, project: Project, by: Actor, at: datetime) -> Item:
    """What was said about them, in whole; `seen`: `mark_of` what stood there as the page was made. Raises CannotBe."""
    row = held(item, project, by)
    if seen != mark_of(row.sealed.open_unrecorded("notes.minutes", by.key)):
        raise CannotBe(
            _("A colleague wrote here meanwhile. Look at it again, then add yours."), field="words"
        )
    row.sealed.put("notes.minutes", rules.tidied("words", words), by.unlocked)
    row.save(update_fields=["minutes"])
    _note("panels.write_minutes", row, by, at)
    return row


def mark_of(words: str | None) -> str:
    """What betrays that minutes were changed since a page was made: SHA-256; it stands on that page alone."""
    return hashlib.sha256((words or "").encode()).hexdigest()


def held(item: Item, project: Project, by: Actor) -> Item:
    """The item as it stands, for somebody of the team; whoever acts on the same person waits until the end."""
    rules.check_on_team(by, item.meeting.panel, project)
    begin(item.person, project, by)
    return Item.objects.select_related("person__project", "meeting__panel").get(pk=item.pk)


def _tidied(facts: Sequence[Fact]) -> dict[str, str]:
    """Code → what it says, in the order of the list; nothing that speaks of papers to stay."""
    chosen = check_facts(fact.code for fact in facts)
    if lists.about_files() & set(chosen):
        raise CannotBe(_("A file goes through a link. Choose that, or leave the file out."), field="facts")
    says = {fact.code: rules.tidied(fact.code, fact.says) for fact in facts}
    said = {code: rules.without_papers("facts", text) for code in chosen if (text := says[code])}
    if len(said) != len(chosen) or len(chosen) != len(facts):
        raise CannotBe(_("One of these says nothing. Leave it out, or write what it says."), field="facts")
    return said


def _note(act: str, row: Item, by: Actor, at: datetime) -> None:
    fields = [
        f"panels.item.{path}"
        for path in ("notes.wants", "identity.said", "notes.told", "notes.minutes")
        if getattr(row, path.partition(".")[2]) is not None
    ]
    trail.note(row.project_id, by=by, act=act, subject=row.person_id, fields=fields, at=at)
