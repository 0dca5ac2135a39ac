"""A second person publishes; what is published is armed in batches, corrected, recalled, looked at again, renewed."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yarrow.alerts import alert_rules as rules
from yarrow.alerts import board_words, passing, reaching, sources
from yarrow.alerts.actions.drafting import check_answered
from yarrow.alerts.actions.holding import add_text, held_alert, held_text, note, report_ids_of
from yarrow.alerts.ending import end
from yarrow.alerts.errors import Conflict
from yarrow.alerts.models import Alert, AlertText, Approval
from yarrow.alerts.states import ALERT_STATES, DROPPED, OPEN, PUBLISHED, RECALL, TEXT_STATES, after
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

REVIEW_MONTHS, LIFE_MONTHS = 3, 12


def publish(*, text: AlertText, version: int, project: Project, by: Actor, at: datetime) -> AlertText:
    """A second person lets it out: from now on members' pages show it, and messages are armed (`arming`).

    Outside of transactions, as sealed values are opened. Raises NotASecond, Unanswered, Closed where a reporter
    changed their mind, Conflict where it is not what was looked at, WrongStep.
    """
    rules.check_may_reach(by, project)
    rules.check_second(text.proposed_by, by)
    rules.check_version(text, version)
    looked = check_answered(text, by, at, "alerts.publish")
    reached = reaching.whom(text.alert, text.kind, project, by, at)
    with transaction.atomic():
        held = held_text(text, project)
        rules.check_version(held, version)
        held.state = after(TEXT_STATES, held.state, "publish")
        rules.check_second(held.proposed_by, by)
        sources.warnable(project, report_ids_of(held.alert))
        held.alert.state = after(ALERT_STATES, held.alert.state, "publish")
        rules.check_in_force(held.alert, _day(project, at))
        _let_out(held, looked.words, at)
        passing.refresh(held.alert, looked.words, at)
        reaching.take_back_armed(held.alert, project, by, at)
        reaching.plan(held, reached)
        _begin_life(held.alert, at)
        note(held.alert, "publish", project=project, by=by, at=at, text=held)
    return held


def put_words_back(*, text: AlertText, project: Project, by: Actor, at: datetime) -> AlertText:
    """Seal published words anew with this server's key, from the workers' copy. Outside of transactions."""
    rules.check_may_write(by, project)
    with reading(by, project.id, act="alerts.put_words_back") as page:
        draft = page.open(text, "incident.draft")
    with transaction.atomic():
        held = held_text(text, project)
        if held.state != PUBLISHED or held.version != text.version:
            raise Conflict()
        board_words.seal(held, draft.value["words"])
        held.save(update_fields=["published"])
        passing.reseal(held.alert, draft.value["words"])
        trail.note(project.id, by=by, act="alerts.put_words_back", at=at, subject=held.alert_id)
    return held


def recall(*, alert: Alert, why: str, project: Project, by: Actor, at: datetime) -> AlertText:
    """It holds no more: whoever got it is told so, and nothing of it that waits leaves. One person is enough.

    Outside of transactions. Raises CannotBe without a reason, WrongStep.
    """
    rules.check_may_reach(by, project)
    said = rules.check_why(why)
    reached = reaching.whom(alert, RECALL, project, by, at)
    with transaction.atomic():
        held = held_alert(alert, project)
        held.state = after(ALERT_STATES, held.state, "recall")
        end(held, at)
        passing.take_back(held, at)
        # Another project's warning in its corrected words may be sent again.
        held.passed_id = None
        held.save(update_fields=["state", "over_on", "goes_on", "passed_id"])
        held.alerttexts.filter(state__in=OPEN).update(state=DROPPED)
        languages = _languages(held)
        text = add_text(held, RECALL, {tag: recall_words(held, tag) for tag in languages}, by)
        text.state = PUBLISHED
        _let_out(text, {tag: recall_words(held, tag) for tag in languages}, at)
        reaching.take_back_armed(held, project, by, at)
        got = reaching.had_it(held)
        reaching.plan(text, [one for one in reached if one.member_id in got])
        note(held, RECALL, project=project, by=by, at=at, text=text, why=said)
    return text


@transaction.atomic
def mark_reviewed(*, alert: Alert, project: Project, by: Actor, at: datetime) -> Alert:
    """Somebody looked: it still holds, for three months more."""
    rules.check_may_write(by, project)
    held = held_alert(alert, project)
    after(ALERT_STATES, held.state, "recall")
    held.review_on = later(_day(project, at), REVIEW_MONTHS)
    held.save(update_fields=["review_on"])
    note(held, "review", project=project, by=by, at=at)
    return held


@transaction.atomic
def ask_renewal(*, alert: Alert, why: str, project: Project, by: Actor, at: datetime) -> Alert:
    """Ask a second person to let it stand for twelve months more."""
    rules.check_may_write(by, project)
    said = rules.check_why(why)
    held = held_alert(alert, project)
    after(ALERT_STATES, held.state, "recall")
    rules.check_in_force(held, _day(project, at))
    sources.warnable(project, report_ids_of(held))
    if asked_by(held) is not None:
        raise Conflict()
    note(held, "ask_renewal", project=project, by=by, at=at, why=said)
    return held


@transaction.atomic
def renew(*, alert: Alert, why: str, project: Project, by: Actor, at: datetime) -> Alert:
    """A second person lets it stand for twelve months more, from today. Raises NotASecond, Closed, WrongStep."""
    rules.check_may_write(by, project)
    said = rules.check_why(why)
    held = held_alert(alert, project)
    after(ALERT_STATES, held.state, "recall")
    rules.check_in_force(held, _day(project, at))
    rules.check_second(asked_by(held), by)
    sources.warnable(project, report_ids_of(held))
    held.expires_on = later(_day(project, at), LIFE_MONTHS)
    held.review_on = later(_day(project, at), REVIEW_MONTHS)
    held.save(update_fields=["expires_on", "review_on"])
    passing.prolong(held)
    note(held, "renew", project=project, by=by, at=at, why=said)
    return held


def asked_by(alert: Alert) -> Any:
    """Who asked for a renewal that nobody gave yet; None: nobody did."""
    rows = Approval.objects.filter(alert=alert, act__in=["ask_renewal", "renew"]).order_by("at", "id")
    last = rows.last()
    return last.by if last is not None and last.act == "ask_renewal" else None


def recall_words(alert: Alert, language: str) -> str:
    """What a recall says, the same for every alert."""
    with translation.override(language):
        day = alert.published_at.astimezone(alert.project.zone).date() if alert.published_at else None
        return _("The warning of %(day)s no longer holds. Please delete it.") % {
            "day": day.isoformat() if day else ""
        }


def later(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    return day.replace(
        year=day.year + year,
        month=month + 1,
        day=min(day.day, monthrange(day.year + year, month + 1)[1]),
    )


def _let_out(text: AlertText, words: dict[str, str], at: datetime) -> None:
    board_words.seal(text, words)
    text.published_at = at
    text.save(update_fields=["state", "published", "published_at"])


def _begin_life(alert: Alert, at: datetime) -> None:
    """A correction begins none: it ends when the warning would have."""
    if alert.published_at is None:
        today = _day(alert.project, at)
        alert.published_at = at
        alert.review_on, alert.expires_on = later(today, REVIEW_MONTHS), later(today, LIFE_MONTHS)
    alert.save(update_fields=["state", "published_at", "review_on", "expires_on"])


def _languages(alert: Alert) -> list[str]:
    """Those of its latest published text."""
    last = alert.alerttexts.filter(state=PUBLISHED).order_by("-n").first()
    return list(last.languages) if last is not None else []


def _day(project: Project, at: datetime) -> date:
    return at.astimezone(project.zone).date()
