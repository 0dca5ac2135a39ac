"""Somebody challenges what is kept; a colleague who had no hand in it decides; everybody gets the same answer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.methods.tokens import hashed, new_token
from yarrow.safety import independence, lists, rules, withheld
from yarrow.safety.actions.erasing import take_back
from yarrow.safety.errors import CannotBe, Conflict, NotIndependent
from yarrow.safety.models import Challenge, ChallengeDoor, Outcome, Report
from yarrow.staff.models import Project
from yarrow.vault import entries, inbox, trail
from yarrow.vault.actors import Actor

KIND = "safety.challenge"
LONGEST = {"which": 500, "words": 5_000, "reach": 200}
MOST_LINES = 10


@transaction.atomic
def open_challenges(*, project: Project, by: Actor, at: datetime) -> ChallengeDoor:
    """A page where anybody may challenge what is kept. One that was closed is opened again with a new link."""
    rules.check_may_keep(by, project)
    trail.hold(project.id)
    row = ChallengeDoor.objects.filter(project=project).first()
    if row is not None and row.closed_at is None:
        return row
    row = row or ChallengeDoor(project=project)
    row.token, row.opened_by, row.opened_at, row.closed_at = new_token(), by.id, at, None
    row.digest = hashed(row.token)
    row.save()
    trail.note(project.id, by=by, act="safety.open_challenges", at=at, subject=row.id)
    return row


@transaction.atomic
def close_challenges(*, project: Project, by: Actor, at: datetime) -> None:
    """The link leads nowhere from now on. Closed twice is closed once."""
    rules.check_may_keep(by, project)
    if ChallengeDoor.objects.filter(project=project, closed_at=None).update(closed_at=at):
        trail.note(project.id, by=by, act="safety.close_challenges", at=at)


def leave_challenge(
    *, sent: dict[str, str], project: Project, by: Actor, at: datetime, entry_id: UUID
) -> None:
    """Keep it sealed, without looking anything up: whoever sends it learns nothing, and no more by waiting.

    Raises CannotBe at a field.
    """
    inbox.leave(
        project.id, "incident", kind=KIND, payload={"sent": read(sent)}, by=by, at=at, entry_id=entry_id
    )


def open_challenge(
    payload: dict[str, Any], *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID
) -> None:
    """Unseal what came. When it came is what the server wrote down."""
    sent = read(payload["sent"])
    if Challenge.objects.filter(pk=entry_id).exists():
        return
    received_at = entries.arrived_at(project_id, entry_id) or at
    row = Challenge(id=entry_id, project_id=project_id, received_at=received_at)
    for name in LONGEST:
        row.sealed.put(f"incident.{name}", sent[name], by.unlocked)
    row.save(force_insert=True)
    trail.note(project_id, by=by, act="safety.open_challenge", at=at, subject=row.pk)


def judge(
    *,
    challenge: Challenge,
    report: Report,
    outcome: str,
    reason: str,
    project: Project,
    by: Actor,
    at: datetime,
) -> Outcome:
    """What becomes of one report that it is about; from then on it stands with that report, or the report goes.

    Outside of transactions. Raises NotIndependent for whoever had a hand in it, Conflict once the challenge is
    answered or the report is gone, CannotBe, KeyringBusy.
    """
    said = {"outcome": outcome, "reason": reason}
    row = _judged(challenge=challenge, report=report, project=project, by=by, at=at, **said)
    if outcome == lists.DELETE:
        take_back(report_id=report.pk, project=project, by=by, at=at, reason="challenged")
    return row


@transaction.atomic
def _judged(
    *,
    challenge: Challenge,
    report: Report,
    outcome: str,
    reason: str,
    project: Project,
    by: Actor,
    at: datetime,
) -> Outcome:
    rules.check_may_read(by, project)
    rules.check_here(project, challenge, report)
    trail.hold(project.id)
    _check_stands(challenge)
    _check_is_there(report)
    if by.id in independence.had_a_hand(project, [report.pk]):
        raise NotIndependent()
    if outcome not in lists.OUTCOMES:
        raise CannotBe(_("Choose what is to become of the report."), field="outcome")
    words = visible(reason).strip()
    if not words or len(words) > LONGEST["words"]:
        raise CannotBe(_("Say why, in up to 5,000 letters. It stands with the report."), field="reason")
    row = Outcome(project=project, challenge=challenge, report=report, outcome=outcome)
    row.decided_by, row.decided_at = by.id, at
    row.sealed.put("incident.reason", words, by.unlocked)
    row.save(force_insert=True)
    independence.follow(project, report, outcome)
    withheld.follow(project, [report.pk], by, at)
    trail.note(project.id, by=by, act="safety.decide_challenge", at=at, subject=report.pk, fields=["outcome"])
    return row


@transaction.atomic
def answer_challenge(
    *, challenge: Challenge, found: Collection[UUID], project: Project, by: Actor, at: datetime
) -> Challenge:
    """It was reviewed, and they were answered in the words that everybody gets. Raises Conflict the second time.

    `found`: reports that name what it is about; each has an outcome by then. Raises CannotBe, NotIndependent.
    """
    rules.check_may_read(by, project)
    rules.check_here(project, challenge)
    trail.hold(project.id)
    _check_stands(challenge)
    if by.id in independence.had_a_hand(project, found):
        raise NotIndependent()
    decided = Outcome.objects.filter(challenge=challenge, report_id__in=found).values_list("report_id")
    if decided.distinct().count() < len(set(found)):
        raise CannotBe(_("Decide first what becomes of each report that names it."))
    row = Challenge.objects.select_for_update().get(pk=challenge.pk)
    row.answered_at, row.reviewed_by = at, by.id
    row.save(update_fields=["answered_at", "reviewed_by"])
    trail.note(project.id, by=by, act="safety.answer_challenge", at=at, subject=row.pk)
    return row


def read(sent: dict[str, Any]) -> dict[str, str]:
    """What was typed, tidied. Raises CannotBe at a field."""
    said = {name: visible(str(sent.get(name, ""))).strip() for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            raise CannotBe(_("Use at most %(n)d letters here.") % {"n": longest}, field=name)
    if not said["which"]:
        raise CannotBe(
            _("Write the number, plate, e-mail address or name that this is about."), field="which"
        )
    if len(said["which"].splitlines()) > MOST_LINES:
        raise CannotBe(_("Up to %(n)d of these, please.") % {"n": MOST_LINES}, field="which")
    if not said["words"]:
        raise CannotBe(_("Write what is wrong, so that somebody can look into it."), field="words")
    return said


def _check_stands(challenge: Challenge) -> None:
    if Challenge.objects.filter(pk=challenge.pk, answered_at=None).count() != 1:
        raise Conflict()


def _check_is_there(report: Report) -> None:
    """A colleague may have deleted it since the page was made. Held until the transaction ends."""
    # Whoever else has the row while the trail is held erases it, and waits for the trail: nobody waits for them.
    if Report.objects.select_for_update(skip_locked=True).filter(pk=report.pk).first() is None:
        raise Conflict()
