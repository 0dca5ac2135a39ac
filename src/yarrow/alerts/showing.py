"""What pages about alerts show."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from yarrow.alerts import alert_rules, board_words, due, passing, reached, risks, sources, states
from yarrow.alerts.actions.publishing import asked_by
from yarrow.alerts.errors import NotHere
from yarrow.alerts.feeding import latest_texts
from yarrow.alerts.finding_words import WHO, WHY
from yarrow.alerts.models import Alert, AlertText
from yarrow.alerts.whole import Whole
from yarrow.people import lists as people_lists
from yarrow.safety import choices, lists
from yarrow.staff.models import Project
from yarrow.ui.languages import BY_CODE
from yarrow.vault.actors import Actor

MOST_OVER = 20


@dataclass(frozen=True)
class Live:
    """One alert in force as anybody who meets people reads it."""

    alert: Alert
    words: str = field(repr=False)
    language: str
    is_corrected: bool
    is_to_review: bool
    is_taken_back: bool


@dataclass(frozen=True)
class Line:
    """One alert in a list, without its words."""

    alert: Alert

    @property
    def what(self) -> str:
        return kinds_of(self.alert)

    @property
    def state(self) -> str:
        return str(states.LABELS[self.alert.state])

    @property
    def tag(self) -> str:
        return states.TAGS.get(self.alert.state, "")


@dataclass(frozen=True)
class RiskShown:
    """One risk in words."""

    risk: risks.Risk

    @property
    def why(self) -> str:
        return str(WHY[self.risk.finding.code])

    @property
    def who(self) -> str:
        return str(WHO[self.risk.finding.who])

    @property
    def language(self) -> str:
        return name_of(self.risk.language)


@dataclass(frozen=True)
class Decided:
    """One row of what was decided, opened."""

    act: str
    by: str
    at: datetime
    why: str = field(repr=False)


def list_page(by: Actor, project: Project, now: datetime) -> dict[str, Any]:
    """Alerts in force for everybody who meets people; what is under way for those who write."""
    today = now.astimezone(project.zone).date()
    rows = sources.live(project, today)
    can_write = alert_rules.can_write(by, project)
    under_way = Alert.objects.filter(project=project, state__in=states.OPEN) if can_write else []
    over = Alert.objects.filter(project=project, state__in=states.OVER).order_by("-over_on", "id")
    corrections = (
        AlertText.objects.filter(project=project, state__in=states.OPEN, alert__state=states.PUBLISHED)
        if can_write
        else AlertText.objects.none()
    )
    return {
        "live": live_lines(project, rows, today),
        "under_way": [Line(row) for row in under_way],
        "over": [Line(row) for row in over[:MOST_OVER]] if can_write else [],
        "passed": passing.offered(project, today),
        "can_take_over": can_write and by.holds(project.id, "identity"),
        "corrections": {text.alert_id for text in corrections},
        "unsent": set(due.unsent(project.id).values_list("alert_id", flat=True)) if can_write else set(),
        "can_write": can_write,
        "today": today,
    }


def live_lines(project: Project, rows: list[Alert], today: date) -> list[Live]:
    """Each with its words, opened with the board's key, in the reader's language where it has them."""
    last, back = latest_texts(rows), sources.taken_back(project, [row.pk for row in rows])
    back |= passing.fallen(rows, today)
    found = []
    for row in rows:
        text = last.get(row.pk)
        if text is None:
            continue
        tag, words = board_words.in_language(board_words.of_text(text), get_language() or "")
        is_due = row.review_on is not None and row.review_on <= today
        found.append(Live(row, words, tag, text.n > 1, is_due, row.pk in back))
    return found


def alert_in(project: Project, alert_id: UUID) -> Alert:
    """An alert of this project; NotHere otherwise."""
    found = Alert.objects.select_related("project").filter(project=project, pk=alert_id).first()
    if found is None:
        raise NotHere()
    return found


def latest_text(alert: Alert) -> AlertText:
    """The text that is worked on or stands."""
    found = AlertText.objects.select_related("alert__project", "project").filter(alert=alert)
    text = found.exclude(state=states.DROPPED).order_by("-n").first() or found.order_by("-n").first()
    if text is None:
        raise NotHere()
    return text


def alert_page(by: Actor, of: Whole, now: datetime) -> dict[str, Any]:
    """One alert: its words as they are or would be sent, its risks, who decided, how far it was sent."""
    alert, text, drawn, reports = of.alert, of.text, of.drawn, of.reports
    project, today = alert.project, now.astimezone(alert.project.zone).date()
    looked = (
        risks.look(by, text, reports, now, "alerts.show_alert", of.decided)
        if text.state in states.OPEN
        else risks.words_alone(by, text, "alerts.show_alert", of.decided)
    )
    stands = _stands(by, alert, text, today)
    let_out = text if text.state == states.PUBLISHED else None
    if let_out is None and alert.state == states.PUBLISHED:
        # While a correction is written, what it corrects stands and may wait still.
        let_out = latest_texts([alert]).get(alert.pk)
    return stands | {
        "alert": alert,
        "text": text,
        "line": Line(alert),
        "words": [(tag, name_of(tag), words) for tag, words in looked.words.items()],
        "risks": [RiskShown(risk) for risk in looked.risks],
        "n_open": looked.n_open,
        "zones": [zone.label for zone in of.zones],
        "settings": [people_lists.label("setting", code) for code in alert.settings],
        "n_reports": len(drawn),
        "n_reporters": len(set(drawn.values())),
        "is_closed": len(reports) < len(drawn) or bool(passing.fallen([alert], today)),
        "can_pass_on": stands["is_live"]
        and bool(drawn)
        and _is_for_others(project, list(drawn), alert.kinds),
        "may_propose": alert_rules.may_propose(text, by),
        "written_by": of.names.get(text.written_by, "") if text.written_by else "",
        "decided": [
            Decided(str(states.ACT_LABELS[row.act]), of.names.get(row.by, ""), row.at, looked.reasons[row.pk])
            for row in of.decided
        ],
        "let_out": let_out,
        "sending": reached.sending_of(let_out) if let_out is not None else None,
    }


def _stands(by: Actor, alert: Alert, text: AlertText, today: date) -> dict[str, Any]:
    """Where the alert and its latest text stand, and what of that is the reader's own doing."""
    is_live = alert.state == states.PUBLISHED and not alert_rules.is_past(alert, today)
    asked = asked_by(alert) if is_live else None
    return {
        "text_state": str(states.LABELS[text.state]),
        "kind": str(states.KIND_LABELS[text.kind]),
        "is_passed": is_live and hasattr(alert, "passed"),
        "is_unreadable": is_live and not all(map(board_words.of_text, latest_texts([alert]).values())),
        "is_open": text.state in states.OPEN,
        "is_draft": text.state == states.DRAFT,
        "is_proposed": text.state == states.PROPOSED,
        "is_own": text.proposed_by == by.id,
        "is_live": is_live,
        "is_to_review": is_live and alert.review_on is not None and alert.review_on <= today,
        "asked": asked,
        "asked_myself": asked == by.id,
    }


def _is_for_others(project: Project, report_ids: list[UUID], kinds: list[str]) -> bool:
    said = choices.of(project, report_ids)
    return all(passing.is_for_others(each, kinds) for each in said.values())


def kinds_of(alert: Alert) -> str:
    return ", ".join(lists.label("kinds", code) for code in alert.kinds)


def name_of(tag: str) -> str:
    """A language as its speakers write it."""
    return BY_CODE[tag].name if tag in BY_CODE else tag
