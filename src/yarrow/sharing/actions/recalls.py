"""Telling a recipient that what they got was taken back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.said import not_after, words
from yarrow.sharing import lists, rules
from yarrow.sharing.errors import CannotBe, WrongStep
from yarrow.sharing.models import Package, Parting, Recall, Share
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

# They saw it themselves: written down by nobody.
SEEN = "seen"


@transaction.atomic
def note_recall(
    *,
    share: Share,
    how: str,
    project: Project,
    by: Actor,
    at: datetime,
    told_on: date | None = None,
    answer: str = "",
    entry_id: UUID | None = None,
) -> Recall:
    """The recipient was told, on this day, this way. `answer`: what they said to it, sealed like notes.

    Raises CannotBe, WrongStep, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    rules.check_may_share(by, project)
    begin(share.person, project, by)
    known = entered_before(Recall, share.person, entry_id)
    if known is not None:
        return known
    if not Share.objects.to_recall().filter(pk=share.pk).exists():
        raise WrongStep(_("Nobody has to be told about this any more."))
    if how not in lists.codes("tellings") or how == SEEN:
        raise CannotBe(_("Choose how they were told."), field="how")
    today = day_of(at, project)
    row = Recall(id=new_id(entry_id), project=project, person=share.person, share=share, how=how)
    row.told_on = not_after("told_on", told_on, today) or today
    row.told_by, row.added_at = by.id, at
    row.sealed.put("notes.answer", words("note", answer), by.unlocked)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="sharing.note_recall", subject=share.person_id, at=at)
    return row


def seen_ended(package: Package, by: Actor, at: datetime) -> None:
    """A recipient was shown that it has ended, when they opened it; called in the transaction that shows it."""
    told: dict[str, Any] = {"subject": package.person_id, "at": at}
    trail.note(package.project_id, by=by, act="sharing.show_ended", **told)
    share, project = package.share, package.person.project
    if Share.objects.to_recall().filter(pk=share.pk).exists():
        row = Recall(project=project, person=package.person, share=share, how=SEEN)
        row.told_on, row.told_by, row.added_at = day_of(at, project), by.id, at
        row.save(force_insert=True)


@transaction.atomic
def note_parting(*, parting: Parting, project: Project, by: Actor, at: datetime) -> Parting:
    """An agency was told that somebody was erased. Twice is once. Raises NotHere, NotForYou."""
    rules.check_may_share(by, project)
    now = Parting.objects.select_for_update().filter(pk=parting.pk, project=project).first()
    if now is None:
        raise NotHere()
    if now.told_at is None:
        now.told_at = at
        now.save(update_fields=["told_at"])
        trail.note(project.id, by=by, act="sharing.note_parting", at=at)
    return now
