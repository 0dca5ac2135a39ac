"""Alerts are drafted from reports, changed, and proposed to a second person."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.alerts import alert_rules, ending, prefilling, risks, sources
from yarrow.alerts.actions.holding import (
    add_text,
    held_alert,
    held_text,
    move,
    note,
    report_ids_of,
)
from yarrow.alerts.errors import CannotBe, Conflict, NotHere, Unanswered
from yarrow.alerts.models import Alert, AlertSource, AlertText
from yarrow.alerts.states import (
    ALERT_STATES,
    CORRECTION,
    DROPPED,
    OPEN,
    PUBLISHED,
    TEXT_STATES,
    WARNING,
    after,
)
from yarrow.alerts.told import told_by
from yarrow.contacts.models import Zone
from yarrow.people import lists as people_lists
from yarrow.safety import lists
from yarrow.safety.models import Report
from yarrow.staff.models import Project
from yarrow.ui.languages import BY_CODE
from yarrow.vault import trail
from yarrow.vault.actors import Actor

Taken = dict[str, list[str]]


def draft_alert(
    *,
    report_ids: Collection[UUID],
    languages: Collection[str],
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID,
) -> Alert:
    """A first draft, out of codes alone; the same entry twice is one. Outside of transactions.

    Raises NotAllowed, Locked, NoGrant, NotHere, Closed where a reporter did not agree to warn others.
    """
    alert_rules.check_may_write(by, project)
    tags = check_languages(languages)
    reports = sources.warnable(project, report_ids)
    told = told_by(by, project, reports, "alerts.draft_alert")
    with transaction.atomic():
        trail.hold(project.id)
        known = Alert.objects.filter(pk=entry_id).first()
        if known is not None:
            if known.project_id != project.pk:
                raise NotHere()
            return known
        reports = sources.warnable(project, report_ids)
        alert = _begun(reports, told.taken, entry_id, project, by, at)
        add_text(alert, WARNING, _first_words(alert, told.taken, tags), by)
        trail.note(project.id, by=by, act="alerts.draft_alert", at=at, subject=alert.pk)
    return alert


def _begun(
    reports: list[Report], taken: Taken, entry_id: UUID, project: Project, by: Actor, at: datetime
) -> Alert:
    alert = Alert(id=entry_id, project=project, drafted_by=by.id, drafted_at=at)
    alert.kinds = [code for code in lists.labels("kinds") if any(code in row.kinds for row in reports)]
    alert.month = max((row.month for row in reports if row.month), default=None)
    alert.goes_on = (at + ending.DRAFT_FOR).astimezone(project.zone).date()
    alert.sealed.put("incident.facts", taken, by.unlocked)
    alert.save(force_insert=True)
    alert.zones.set({row.zone for row in reports if row.zone})
    AlertSource.objects.bulk_create(
        AlertSource(project=project, alert=alert, report_id=row.pk, reporter_id=row.reporter_id)
        for row in reports
    )
    return alert


def _first_words(alert: Alert, taken: Taken, tags: list[str]) -> dict[str, str]:
    zones = [zone.label for zone in alert.zones.all()]
    about: dict[str, Any] = {"kinds": alert.kinds, "month": alert.month, "zones": zones}
    return {tag: prefilling.draft(taken, **about, language=tag) for tag in tags}


def change_draft(
    *,
    text: AlertText,
    version: int,
    words: Mapping[str, str],
    kept: Mapping[str, str],
    zones: Collection[Zone],
    settings: Collection[str],
    project: Project,
    by: Actor,
    at: datetime,
) -> AlertText:
    """Write the words anew, and why risky ones stay. `kept`: finding's key → reason. Raises CannotBe, Conflict."""
    alert_rules.check_may_write(by, project)
    said = {tag: alert_rules.check_text(words.get(tag)) for tag in text.languages}
    reasons = {key[:32]: alert_rules.check_why(why) for key, why in kept.items() if why.strip()}
    if set(settings) - people_lists.codes("setting") or any(zone.project_id != project.pk for zone in zones):
        raise NotHere()
    with transaction.atomic():
        held = held_text(text, project)
        alert_rules.check_version(held, version)
        held.state = after(TEXT_STATES, held.state, "change")
        held.version += 1
        before = held.sealed.open_unrecorded("incident.draft", by.unlocked) or {}
        if said != before.get("words"):
            held.written_by = by.id
        held.sealed.put("incident.draft", {"words": said, "kept": reasons}, by.unlocked)
        held.save(update_fields=["state", "version", "draft", "written_by"])
        # Whom a published warning concerns stays: a correction reaches those whom it reached.
        if held.alert.state != PUBLISHED:
            held.alert.settings = sorted(settings)
            held.alert.save(update_fields=["settings"])
            held.alert.zones.set(zones)
        trail.note(project.id, by=by, act="alerts.change_draft", at=at, subject=held.alert_id)
    return held


def propose(*, text: AlertText, version: int, project: Project, by: Actor, at: datetime) -> AlertText:
    """Whoever wrote it hands it to a second person. Outside of transactions, as sealed values are opened.

    Raises Unanswered, Closed where a reporter changed their mind, Conflict, also where somebody else wrote it.
    """
    alert_rules.check_may_write(by, project)
    alert_rules.check_version(text, version)
    alert_rules.check_may_propose(text, by)
    check_answered(text, by, at, "alerts.propose")
    with transaction.atomic():
        held = held_text(text, project)
        alert_rules.check_version(held, version)
        alert_rules.check_may_propose(held, by)
        sources.warnable(project, report_ids_of(held.alert))
        held.state = after(TEXT_STATES, held.state, "propose")
        held.proposed_by = by.id
        held.save(update_fields=["state", "proposed_by"])
        move(held.alert, "propose")
        note(held.alert, "propose", project=project, by=by, at=at, text=held)
    return held


@transaction.atomic
def send_back(*, text: AlertText, why: str, project: Project, by: Actor, at: datetime) -> AlertText:
    """Not like this: it is a draft again, with the reason. Raises CannotBe, WrongStep."""
    alert_rules.check_may_write(by, project)
    said = alert_rules.check_why(why)
    held = held_text(text, project)
    held.state = after(TEXT_STATES, held.state, "send_back")
    held.proposed_by = None
    held.save(update_fields=["state", "proposed_by"])
    move(held.alert, "send_back")
    note(held.alert, "send_back", project=project, by=by, at=at, text=held, why=said)
    return held


@transaction.atomic
def drop(*, text: AlertText, project: Project, by: Actor, at: datetime) -> None:
    """Nobody gets it. Of a correction only the new text goes; what is published stands."""
    alert_rules.check_may_write(by, project)
    held = held_text(text, project)
    held.state = after(TEXT_STATES, held.state, "drop")
    held.save(update_fields=["state"])
    move(held.alert, "drop")
    if held.alert.passed_id is not None and held.alert.state == DROPPED:
        # Another project's warning that was not sent after all may be sent another day.
        held.alert.passed_id = None
        held.alert.save(update_fields=["passed_id"])
    note(held.alert, "drop", project=project, by=by, at=at, text=held)


def begin_correction(*, alert: Alert, project: Project, by: Actor, at: datetime, words: Any) -> AlertText:
    """A further text of a published alert, begun with the words that stand. Raises WrongStep, Conflict."""
    alert_rules.check_may_write(by, project)
    with transaction.atomic():
        held = held_alert(alert, project)
        after(ALERT_STATES, held.state, "recall")
        alert_rules.check_in_force(held, at.astimezone(project.zone).date())
        sources.warnable(project, report_ids_of(held))
        if held.alerttexts.filter(state__in=OPEN).exists():
            raise Conflict()
        text = add_text(held, CORRECTION, words, by)
        trail.note(project.id, by=by, act="alerts.begin_correction", at=at, subject=held.pk)
    return text


def check_languages(languages: Collection[str]) -> list[str]:
    """Known ones, in the order of the languages of the pages. Raises CannotBe."""
    tags = [tag for tag in BY_CODE if tag in set(languages)]
    if not tags or len(tags) != len(set(languages)):
        raise CannotBe(_("Choose at least one language of those offered."), field="languages")
    return tags


def check_answered(text: AlertText, by: Actor, at: datetime, act: str) -> risks.Looked:
    """Nothing risky is unanswered, as the text stands now. Opens what it is compared with.

    Raises Unanswered, CannotBe where a draft of codes alone says nothing.
    """
    reports = sources.warnable(text.project, report_ids_of(text.alert))
    looked = risks.look(by, text, reports, at, act)
    if looked.n_open:
        raise Unanswered()
    for said in looked.words.values():
        alert_rules.check_text(said)
    return looked
