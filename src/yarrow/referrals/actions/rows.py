"""What the actions of this room share: a row as it stands now, its sealed words, its line on the trail."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max

from yarrow.people.actions.rows import begin
from yarrow.referrals import rules, timers
from yarrow.referrals.models import Move, Referral
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.sealing_model import sealed_fields


def held(row: Any, project: Project, by: Actor, *related: str) -> Any:
    """The row as it stands now, whoever acts on the same person waiting until the end."""
    rules.check_may_refer(by, project)
    begin(row.person, project, by)
    return type(row).objects.select_related("person__project", "project", *related).get(pk=row.pk)


def held_referral(referral: Referral, project: Project, by: Actor) -> Referral:
    """The referral with its agency and the step that it serves."""
    found: Referral = held(referral, project, by, "agency", "taken__journey__pathway")
    return found


def put_words(row: Any, words: str | None, by: Actor) -> None:
    """Seal what was said."""
    row.sealed.put("notes.words", rules.tidied("words", words), by.unlocked)


def write_move(
    referral: Referral,
    act: str,
    state: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    booked_on: date | None = None,
    reason: str = "",
    list_version: str = "",
    words: str = "",
) -> Move:
    """Add a row to the history and let the referral stand where it says."""
    row = Move(project=referral.project, person=referral.person, referral=referral, act=act)
    row.n = (referral.moves.aggregate(last=Max("n"))["last"] or 0) + 1
    row.was, row.state, row.happened_on, row.booked_on = referral.state, state, on, booked_on
    row.reason, row.list_version, row.moved_by, row.moved_at = reason, list_version, by.id, at
    put_words(row, words, by)
    row.save(force_insert=True)
    referral.state = state
    return row


def stand(referral: Referral, since_on: date, booked_on: date | None = None) -> None:
    """Save where it stands since when, and by when something should be heard."""
    referral.since_on = since_on
    referral.expected_on = timers.expected_on(referral, booked_on)
    referral.version += 1
    referral.save(update_fields=["state", "since_on", "expected_on", "share", "worker", "version"])


def note(act: str, row: Any, by: Actor, at: datetime) -> None:
    """One line on the trail: the sealed fields that were written, never what they say."""
    label, model = row._meta.label_lower, row._meta.concrete_model
    fields = [
        f"{label}.notes.{each.name}" for each in sealed_fields(model) if getattr(row, each.name) is not None
    ]
    trail.note(row.project_id, by=by, act=act, subject=row.person_id, fields=fields, at=at)
