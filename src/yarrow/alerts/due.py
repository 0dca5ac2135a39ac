"""What Today asks of alerts, for those who may write them: what waits for a second person or is to be looked at.

And what is to be recalled: somebody whose report it is drawn from changed their mind. And what was let out and not
handed to the sender whole."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce

from yarrow.alerts import passing
from yarrow.alerts.alert_rules import WRITERS
from yarrow.alerts.models import Alert, AlertSource, AlertText, Delivery, Passed
from yarrow.alerts.models.alerts import PLANNED
from yarrow.alerts.states import PROPOSED, PUBLISHED
from yarrow.safety import lists
from yarrow.safety.models import Choice, Outcome, Report
from yarrow.safety.rules import WARNING
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import PreparedLists


class Due:
    """Four counts; `lists` are read with others of the page, `further` after them, none for whoever is not asked."""

    def __init__(self, by: Actor, project: Project, today: date) -> None:
        self.is_asked = by.role in WRITERS and by.holds(project.id, "incident")
        self.can_reach = self.is_asked and by.holds(project.id, "identity")
        self.lists: list[Any] = _due_in(project.id, by.id, today) if self.is_asked else []
        # Warnings of other projects that stand here, and these as they are there.
        self.copies: list[Any] = _copies_in(project.id, today) if self.is_asked else []
        self.lists += self.copies
        self.today = today

    def further(self) -> list[Any]:
        """What the second round asks."""
        return [self._said] if self.is_asked and len(self.copies[0]) else []

    @cached_property
    def _said(self) -> QuerySet[Any, Any]:
        return passing.said_of(self.copies[1])

    @property
    def n_proposed(self) -> int:
        """Waiting for somebody other than who proposed them."""
        return len(self.lists[0]) if self.is_asked else 0

    @property
    def n_review(self) -> int:
        return len(self.lists[1]) if self.is_asked else 0

    @property
    def n_recall(self) -> int:
        """Alerts in force of which a report may warn nobody any more, or is gone; or that no longer hold where they
        came from.
        """
        return len({row[0] for row in self.lists[2]} | self._fallen) if self.is_asked else 0

    @property
    def _fallen(self) -> set[UUID]:
        if not len(self.copies[0]):
            return set()
        return passing.fallen_of(self.copies[0], passing.live(self.copies[1], self.today, self._said))

    @property
    def n_unsent(self) -> int:
        """Texts, recalls too, of which something waits for somebody to go on; for those who may."""
        return len(self.lists[3]) if self.can_reach else 0


def _due(project_id: UUID, by_id: UUID, today: date) -> list[QuerySet[Any, Any]]:
    """Proposed by others, to be reviewed, to be recalled, to be handed over."""
    in_force = Alert.objects.filter(project=project_id, state=PUBLISHED, expires_on__gt=today)
    texts = AlertText.objects.filter(project=project_id, state=PROPOSED).exclude(proposed_by=by_id)
    return [
        texts.order_by().values_list("id"),
        in_force.filter(review_on__lte=today).order_by().values_list("id"),
        _not_warning(project_id, today).values_list("alert_id"),
        unsent(project_id).values_list("id"),
    ]


def _copies(project_id: UUID, today: date) -> list[QuerySet[Any, Any]]:
    ours = Alert.objects.filter(project=project_id, state=PUBLISHED, expires_on__gt=today)
    ours = ours.exclude(passed_id=None).order_by()
    theirs = Passed.objects.filter(pk__in=ours.values("passed_id")).defer("published").order_by()
    return [ours.only("id", "passed_id", "published_at"), theirs]


_due_in, _copies_in = PreparedLists(_due), PreparedLists(_copies)


def unsent(project_id: UUID) -> QuerySet[AlertText]:
    """Published texts of which messages were planned and not handed to the sender yet."""
    planned = Delivery.objects.filter(text=OuterRef("pk"), state=PLANNED)
    rows = AlertText.objects.filter(Exists(planned), project=project_id, state=PUBLISHED, armed_at=None)
    return rows.order_by()


def _not_warning(project_id: UUID, today: date) -> QuerySet[AlertSource]:
    """Sources of alerts in force whose reporter said otherwise since: `safety.rules.may_warn` asked of the database."""
    said = Choice.objects.filter(project=OuterRef("project"), report_id=OuterRef("report_id"))
    level = Subquery(said.order_by("-said_at", "-id").values("level")[:1], output_field=CharField())
    kinds = Report.objects.filter(pk=OuterRef("report_id"), project=OuterRef("project"))
    told = Subquery(kinds.values(said=Cast("kinds", TextField()))[:1], output_field=TextField())
    decided = Outcome.objects.filter(project=OuterRef("project"), report=OuterRef("report_id"))
    outcome = Subquery(decided.order_by("-decided_at", "-id").values("outcome")[:1], output_field=CharField())
    rows = AlertSource.objects.filter(
        project=project_id, alert__state=PUBLISHED, alert__expires_on__gt=today
    ).annotate(level=Coalesce(level, Value(lists.KEPT)), told=told, outcome=outcome)
    gone = Q(told=None) | Q(told__contains=f'"{lists.YOUNG}"') | Q(outcome=lists.RESTRICT)
    return rows.filter(~Q(level__in=WARNING) | gone).order_by()
