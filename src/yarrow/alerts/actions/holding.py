"""Rows of an alert held while something is done with them, and what was done written down."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from yarrow.alerts.errors import NotHere
from yarrow.alerts.models import Alert, AlertText, Approval
from yarrow.alerts.states import ALERT_STATES, PUBLISHED, after
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


def held_text(text: AlertText, project: Project) -> AlertText:
    """The text as it stands now, with its alert; whoever comes next waits until the transaction ends.

    Choices of reporters wait as well (`safety.actions.choose` holds the same). Raises NotHere.
    """
    trail.hold(project.id)
    rows = AlertText.objects.select_for_update(of=("self",)).select_related("alert__project")
    found = rows.filter(pk=text.pk, project=project).first()
    if found is None:
        raise NotHere()
    return found


def held_alert(alert: Alert, project: Project) -> Alert:
    """The same of an alert."""
    trail.hold(project.id)
    rows = Alert.objects.select_for_update(of=("self",)).select_related("project")
    found = rows.filter(pk=alert.pk, project=project).first()
    if found is None:
        raise NotHere()
    return found


def move(alert: Alert, act: str) -> None:
    """The alert goes with its text, unless one of its texts is published already."""
    if alert.state == PUBLISHED:
        return
    alert.state = after(ALERT_STATES, alert.state, act)
    alert.save(update_fields=["state"])


def add_text(alert: Alert, kind: str, words: Mapping[str, str], by: Actor) -> AlertText:
    """A further text, a draft."""
    n = (alert.alerttexts.aggregate(n=Max("n"))["n"] or 0) + 1
    text = AlertText(project=alert.project, alert=alert, n=n, kind=kind, languages=list(words))
    text.written_by = by.id
    text.sealed.put("incident.draft", {"words": dict(words), "kept": {}}, by.unlocked)
    text.save(force_insert=True)
    return text


def note(
    alert: Alert,
    act: str,
    *,
    project: Project,
    by: Actor,
    at: datetime,
    text: AlertText | None = None,
    why: str = "",
) -> Approval:
    """Who did it, and why; with its row on the trail."""
    row = Approval(project=project, alert=alert, text=text, act=act, by=by.id, at=at)
    row.sealed.put("incident.why", why, by.unlocked)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act=f"alerts.{act}", at=at, subject=alert.pk)
    return row


def report_ids_of(alert: Alert) -> list[UUID]:
    """The numbers of the reports that it is drawn from."""
    return list(alert.sources.values_list("report_id", flat=True))
