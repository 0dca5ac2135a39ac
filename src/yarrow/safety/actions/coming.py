"""A report comes in from somebody's own phone, sealed before it travels or before anything is written."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.safety import lists, visits
from yarrow.safety.actions.taking import KIND
from yarrow.safety.doors import is_read
from yarrow.safety.errors import CannotBe
from yarrow.safety.models import Reply, Report, WayBack
from yarrow.safety.told import check_somebody_is_told, read
from yarrow.safety.wayback import Key, key_from, new_phrase
from yarrow.staff.models import Project
from yarrow.vault import entries, inbox, intake, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import Compartment, InboxEntry

# What is sealed is as long as the next of these: the length of an ordinary report tells nothing.
STEP = 8 * 1024
# So long a page that was sent again gives other words, in place of words that did not arrive.
AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Came:
    """What the page says after a report: the words ("" where they were shown already), and what its exit ends."""

    phrase: str = field(repr=False)
    visit: visits.Visit


def come_in(
    *,
    entry_id: UUID,
    envelope: bytes = b"",
    sent: dict[str, Any] | None = None,
    project: Project,
    by: Actor,
    at: datetime,
) -> Came:
    """Keep one report: the envelope that a browser sealed, or `sent` as `told.read` reads it. Twice is once.

    Raises CannotBe, Refusal, Tampered.
    """
    _check_taken(project)
    if sent is not None:
        _check_sent(sent, at.astimezone(project.zone).date())
    # Before the transaction: the memory-hard run takes its time, and others wait for the same rows.
    phrase = new_phrase()
    key = key_from(phrase, project.id)
    visit = visits.Visit(entry_id, visits.new_number(), key.private)
    with transaction.atomic():
        trail.hold(project.id)
        is_new = _is_new(entry_id, project)
        if not is_new and not _is_from_here(entry_id, project, by):
            return Came("", visit)
        _keep(entry_id, envelope, sent, project, by, at)
        is_given = _give(entry_id, key, project, at, is_new=is_new)
    return Came(phrase if is_given else "", visit)


def seal_here(
    project: Project, kind: str, payload: dict[str, Any], by: Actor, at: datetime, entry_id: UUID
) -> None:
    """What came without scripts: sealed before anything is written, as long as everything else."""
    inbox.leave(project.id, "incident", kind=kind, payload=padded(payload), by=by, at=at, entry_id=entry_id)


def keep_envelope(
    project: Project, kind: str, envelope: bytes, by: Actor, at: datetime, entry_id: UUID
) -> None:
    """What a browser sealed to the key of reports. It rings no bell. Raises Refusal, Tampered."""
    here = Compartment.objects.filter(project_id=project.id, name="incident")
    key = here.filter(id=intake.key_id_of(envelope)).first()
    if key is None or len(envelope) > inbox.LARGEST:
        raise Refusal(_("This page is from before a change here. Open it again."))
    entries.keep(key, kind, entries.BROWSER, envelope, by, at, entry_id)


def padded(payload: dict[str, Any]) -> dict[str, Any]:
    """The same with a part that says nothing, so that all reports but very long ones are of one length."""
    text = json.dumps({**payload, "pad": ""}, ensure_ascii=False, separators=(",", ":"))
    return {**payload, "pad": "0" * (-len(text.encode(errors="replace")) % STEP)}


def _check_taken(project: Project) -> None:
    if not (project.is_live and is_read(project)):
        raise CannotBe(_("Reports cannot be taken on this page now."))


def _check_sent(sent: dict[str, Any], today: date) -> None:
    if read(sent, today).is_empty:
        raise CannotBe(_("Say what happened or who it was. Anything may be left out, but not everything."))
    check_somebody_is_told(sent.get("choice"))


def _is_new(entry_id: UUID, project: Project) -> bool:
    known = InboxEntry.objects.filter(project_id=project.id, entry_id=entry_id)
    return not (known.exists() or Report.objects.filter(pk=entry_id).exists())


def _is_from_here(entry_id: UUID, project: Project, by: Actor) -> bool:
    """Whether it came by the public page and still stands.

    What was taken back does not come again, and nobody gets a way into what a worker wrote down with somebody.
    """
    others = InboxEntry.objects.filter(project_id=project.id, entry_id=entry_id).exclude(left_by=by.id)
    taken = Report.objects.filter(project=project, pk=entry_id).exclude(way=lists.PHONE)
    way = WayBack.objects.filter(project=project, report_id=entry_id)
    return way.exists() and not (others.exists() or taken.exists())


def _keep(
    entry_id: UUID,
    envelope: bytes,
    sent: dict[str, Any] | None,
    project: Project,
    by: Actor,
    at: datetime,
) -> None:
    if sent is None:
        keep_envelope(project, KIND, envelope, by, at, entry_id)
    else:
        seal_here(project, KIND, {"sent": sent, "way": lists.PHONE, "taken_by": ""}, by, at, entry_id)


def _give(entry_id: UUID, key: Key, project: Project, at: datetime, *, is_new: bool) -> bool:
    """Whether these words lead to the report from now on."""
    made = {"mark": key.mark, "public_key": key.public, "made_at": at}
    if is_new:
        WayBack.objects.create(project=project, report_id=entry_id, **made)
        return True
    # Nobody came back, nobody left the page in a hurry, nothing was sealed to the words before.
    mine = WayBack.objects.filter(project=project, report_id=entry_id, visit="", made_at__gt=at - AGAIN)
    is_answered = Reply.objects.filter(project=project, report_id=entry_id).exists()
    return not is_answered and bool(mine.update(mark=key.mark, public_key=key.public))
