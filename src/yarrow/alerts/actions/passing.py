"""An alert is let go to the other projects here; another project sends it to its own members."""

from datetime import datetime, timedelta

from django.db import transaction

from yarrow.alerts import alert_rules as rules
from yarrow.alerts import board_words, passing, reaching, sources
from yarrow.alerts.actions.holding import add_text, held_alert, held_text, note, report_ids_of
from yarrow.alerts.actions.publishing import REVIEW_MONTHS, later
from yarrow.alerts.ending import DRAFT_FOR
from yarrow.alerts.errors import Conflict, NotHere, WrongStep
from yarrow.alerts.models import Alert, AlertText, Passed
from yarrow.alerts.states import PROPOSED, PUBLISHED, WARNING
from yarrow.safety import choices
from yarrow.safety.errors import Closed
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@transaction.atomic
def pass_on(*, alert: Alert, project: Project, by: Actor, at: datetime) -> Passed:
    """Other projects here may send it. Twice is once.

    Raises Closed where a reporter does not let other projects hear of it, WrongStep where it is not in force.
    """
    rules.check_may_write(by, project)
    held = held_alert(alert, project)
    known = Passed.objects.filter(alert=held).first()
    if known is not None:
        return known
    ids = report_ids_of(held)
    rules.check_in_force(held, at.astimezone(project.zone).date())
    if held.state != PUBLISHED or held.expires_on is None or not ids:
        raise WrongStep()
    sources.warnable(project, ids)
    said = choices.of(project, ids)
    if not all(passing.is_for_others(each, held.kinds) for each in said.values()):
        raise Closed()
    words = _words(held)
    row = Passed(project=project, alert=held, report_ids=[str(each) for each in sorted(ids)])
    row.kinds, row.month, row.expires_on = held.kinds, held.month, held.expires_on
    row.passed_by, row.passed_at = by.id, at
    passing.seal(row, words, at)
    row.save(force_insert=True)
    note(held, "pass_on", project=project, by=by, at=at)
    return row


def take_over(*, passed: Passed, project: Project, by: Actor, at: datetime) -> AlertText:
    """Publish another project's warning to our members, in its words; the sending is armed as for our own.

    Two people let it out where it comes from. Outside of transactions. Raises NotHere where it does not stand any
    more, Conflict where it was taken over already.
    """
    rules.check_may_reach(by, project)
    words = _standing(passed, project, at)
    text = _brought_in(passed, words, project, by, at)
    reached = reaching.whom(text.alert, WARNING, project, by, at)
    with transaction.atomic():
        held = held_text(text, project)
        if held.state != PROPOSED or _standing(passed, project, at) != words:
            raise Conflict()
        today = at.astimezone(project.zone).date()
        held.state, held.published_at = PUBLISHED, at
        board_words.seal(held, words)
        held.save(update_fields=["state", "published", "published_at"])
        alert = held.alert
        alert.state, alert.published_at = PUBLISHED, at
        alert.review_on, alert.expires_on = later(today, REVIEW_MONTHS), passed.expires_on
        alert.save(update_fields=["state", "published_at", "review_on", "expires_on"])
        reaching.plan(held, reached)
        note(alert, "take_over", project=project, by=by, at=at, text=held)
    return held


def _standing(passed: Passed, project: Project, at: datetime) -> dict[str, str]:
    """Its words as they are now. Raises NotHere."""
    rows = Passed.objects.filter(pk=passed.pk).exclude(project=project)
    found = passing.live(rows, at.astimezone(project.zone).date())
    words = passing.words_of(found[0]) if found else {}
    if not words:
        raise NotHere()
    return words


@transaction.atomic
def _brought_in(
    passed: Passed, words: dict[str, str], project: Project, by: Actor, at: datetime
) -> AlertText:
    """The alert as a row of ours that nobody has sent; what was left half done is gone on with."""
    known = Alert.objects.select_for_update().filter(project=project, passed_id=passed.pk).first()
    if known is not None:
        text = known.alerttexts.get(n=1)
        if known.state != PROPOSED:
            raise Conflict()
        return text
    alert = Alert(
        project=project, passed_id=passed.pk, kinds=passed.kinds, month=passed.month, state=PROPOSED
    )
    alert.drafted_by, alert.drafted_at = by.id, at
    alert.goes_on = (at + DRAFT_FOR + timedelta(days=1)).date()
    alert.save(force_insert=True)
    text = add_text(alert, WARNING, words, by)
    text.state = PROPOSED
    text.save(update_fields=["state"])
    return text


def _words(alert: Alert) -> dict[str, str]:
    """Of its latest published text. Raises WrongStep where they can't be read."""
    text = alert.alerttexts.filter(state=PUBLISHED).order_by("-n").first()
    words = board_words.of_text(text) if text is not None else {}
    if not words:
        raise WrongStep()
    return words
