"""Warnings of other projects: which stand now, what they say, and which of ours no longer hold."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from yarrow.alerts import board_words, sources
from yarrow.alerts.errors import NotHere
from yarrow.alerts.models import Alert, Passed
from yarrow.safety import choices, lists
from yarrow.safety.models import Choice
from yarrow.safety.rules import may_warn
from yarrow.safety.told import Chosen
from yarrow.sending import board
from yarrow.sending.errors import NoKey
from yarrow.staff.models import Project
from yarrow.vault.errors import Tampered


@dataclass(frozen=True)
class Offered:
    """A warning of another project that we have not sent: its words in the reader's language, and whose it is."""

    passed: Passed
    words: str = field(repr=False)
    language: str = ""


def seal(row: Passed, words: Mapping[str, str], at: datetime) -> None:
    """Put the words where other projects read them; the caller saves."""
    row.published, row.changed_at = board.seal(row.project_id, row.pk, json.dumps(dict(words))), at


def words_of(row: Passed) -> dict[str, str]:
    """Language → words; nothing where the server's key was lost."""
    try:
        found: dict[str, str] = json.loads(board.opened(row.project_id, row.pk, bytes(row.published)))
    except (NoKey, Tampered):
        return {}
    return found


def refresh(alert: Alert, words: Mapping[str, str], at: datetime) -> None:
    """A text of it was published: other projects read that one. Inside the transaction that publishes."""
    row = Passed.objects.filter(alert=alert).first()
    if row is not None:
        seal(row, words, at)
        row.save(update_fields=["published", "changed_at"])


def reseal(alert: Alert, words: Mapping[str, str]) -> None:
    """The same words with this server's key: nothing new for whoever sent them."""
    row = Passed.objects.filter(alert=alert).first()
    if row is not None:
        seal(row, words, row.changed_at)
        row.save(update_fields=["published"])


def prolong(alert: Alert) -> None:
    """It stands for longer. Inside the transaction that renews it."""
    Passed.objects.filter(alert=alert).update(expires_on=alert.expires_on)


def take_back(alert: Alert, at: datetime) -> None:
    """It was recalled. Inside the transaction that recalls."""
    Passed.objects.filter(alert=alert, recalled_at=None).update(recalled_at=at)


def follow(project: Project, report_ids: Collection[UUID]) -> None:
    """Reports were put right or restricted: what may warn nobody any more is let go to nobody else.

    Other projects read choices as they are, and nothing else of a report; so this is written where they read.
    """
    changed = {str(each) for each in report_ids}
    for row in Passed.objects.filter(project=project, recalled_at=None).select_related("alert"):
        if changed & set(row.report_ids):
            ids = [UUID(each) for each in row.report_ids]
            if len(sources.still_warning(project, ids)) < len(ids):
                take_back(row.alert, timezone.now())


def said_of(rows: Iterable[Passed]) -> QuerySet[Choice]:
    """What reporters behind these chose, not read yet: `live` takes it."""
    return choices.anywhere(report_id for row in rows for report_id in row.report_ids)


def live(rows: Iterable[Passed], today: date, said: Iterable[Choice] | None = None) -> list[Passed]:
    """Those that stand: not recalled, not over, and every reporter still lets other projects hear of it.

    One query, unless what the reporters chose was read (`said_of`).
    """
    standing = [row for row in rows if row.recalled_at is None and row.expires_on > today]
    chosen = choices.last_anywhere(said_of(standing) if said is None else said)
    return [
        row
        for row in standing
        if all(is_for_others(chosen.get((row.project_id, UUID(each))), row.kinds) for each in row.report_ids)
    ]


def is_for_others(chosen: Chosen | None, kinds: list[str]) -> bool:
    """Whether a reporter lets others be warned, and other projects hear of it."""
    return chosen is not None and chosen.tell == lists.PROJECTS and may_warn(chosen, kinds)


def offered(project: Project, today: date) -> list[Offered]:
    """Warnings of other projects that stand and that this one has not sent, the latest first."""
    rows = Passed.objects.exclude(project=project).select_related("project")
    taken = set(
        Alert.objects.filter(project=project).exclude(passed_id=None).values_list("passed_id", flat=True)
    )
    found = []
    for row in live([row for row in rows if row.pk not in taken], today):
        tag, words = board_words.in_language(words_of(row), get_language() or "")
        if words:
            found.append(Offered(row, words, tag))
    return found


def offered_one(project: Project, passed_id: UUID, today: date) -> Offered:
    """One of them. Raises NotHere."""
    found = next((one for one in offered(project, today) if one.passed.pk == passed_id), None)
    if found is None:
        raise NotHere()
    return found


def passed_to(project: Project, passed_id: UUID) -> Passed:
    """A warning that another project let go. Raises NotHere."""
    row = Passed.objects.exclude(project=project).filter(pk=passed_id).first()
    if row is None:
        raise NotHere()
    return row


def fallen(alerts: Collection[Alert], today: date) -> set[UUID]:
    """Of these alerts those that came from another project, where they no longer hold, or say something else now."""
    ours = [alert for alert in alerts if alert.passed_id is not None]
    if not ours:
        return set()
    return fallen_of(ours, live(Passed.objects.filter(pk__in=[alert.passed_id for alert in ours]), today))


def fallen_of(copies: Iterable[Alert], standing: Iterable[Passed]) -> set[UUID]:
    """The same of alerts that came from another project, beside those that are live there."""
    rows = {row.pk: row for row in standing}
    return {
        alert.pk
        for alert in copies
        if alert.passed_id not in rows or _has_changed(alert, rows[alert.passed_id])
    }


def _has_changed(alert: Alert, row: Passed) -> bool:
    return alert.published_at is not None and row.changed_at > alert.published_at
