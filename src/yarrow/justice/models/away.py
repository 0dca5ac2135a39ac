"""Time in prison, who visited, the pick-up at the gate, and what is ready for the day of leaving."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef

from yarrow.contacts.models import Contact
from yarrow.justice.states import INSIDE, PLANNED
from yarrow.people.models import OfPerson
from yarrow.staff.models import Membership, Project
from yarrow.staff.states import ACTIVE
from yarrow.vault.fields import SealedField


class AwaySet(models.QuerySet["Away"]):
    def of(self, project: Project) -> "AwaySet":
        return self.filter(project=project)

    def inside(self) -> "AwaySet":
        return self.filter(state=INSIDE)

    def with_pick_up(self) -> "AwaySet":
        """`is_met`: whether somebody who works here is to be at the gate on the very day."""
        here = Membership.objects.filter(project=OuterRef("project"), worker=OuterRef("worker"), state=ACTIVE)
        planned = PickUp.objects.filter(Exists(here), away=OuterRef("pk"), state=PLANNED)
        return self.annotate(is_met=Exists(planned.filter(planned_on=OuterRef("expected_on"))))


class Away(OfPerson):
    """Somebody is in prison, along `states.AWAY_STATES`. Days are plain, so that Today finds them; the rest is sealed.

    worker        who keeps in touch
    expected_on   the day on which they are to leave; None while nobody knows
    left_on       the day on which they left
    prison        {"agency": id of the directory or "", "words": "…"}
    number        their number there; `time_words`: at which hour, through which gate
    """

    state = models.CharField(max_length=10, default=INSIDE)
    since_on = models.DateField()
    expected_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    prison = SealedField("notes")
    number = SealedField("notes")
    time_words = SealedField("notes")
    words = SealedField("notes")
    worker = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = AwaySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since_on", "-added_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["project", "state", "expected_on", "id"], name="away_by_day_of_leaving")
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "state", "since_on", "expected_on", "left_on", "version"),
            "added_at",
        )
        personal = ("worker", "added_by")
        sealed = ("prison", "number", "time_words", "words")
        retention = "with_subject"
        subject = "person"
        # Whoever is inside is not forgotten before the day on which they are to leave.
        met_on = "expected_on"
        met_if: ClassVar = {"state": INSIDE, "expected_on__isnull": False}

    @property
    def is_inside(self) -> bool:
        return self.state == INSIDE

    @property
    def is_early(self) -> bool:
        """Whether they left before the day that was expected."""
        return bool(self.left_on and self.expected_on and self.left_on < self.expected_on)

    def n_days_to(self, today: date) -> int | None:
        """Days until the one on which they are to leave; below nought when it is over; None while nobody knows."""
        return (self.expected_on - today).days if self.expected_on else None


class Visit(OfPerson):
    """Somebody went to see them. `contact`: the contact that it is counted as, where one was written down with it."""

    away = models.ForeignKey(Away, on_delete=models.CASCADE, related_name="visits")
    visited_on = models.DateField()
    contact = models.OneToOneField(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    words = SealedField("notes")
    visited_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-visited_on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "away", "visited_on", "contact", "added_at")
        personal = ("visited_by",)
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"
        met_on = "visited_on"


class PickUp(OfPerson):
    """Somebody is to be at the gate. `worker`: who goes; `where`: gate and hour; `words`: what came of it."""

    away = models.ForeignKey(Away, on_delete=models.CASCADE, related_name="pick_ups")
    state = models.CharField(max_length=12, default=PLANNED)
    planned_on = models.DateField()
    worker = models.UUIDField()
    where = SealedField("notes")
    words = SealedField("notes")
    settled_by = models.UUIDField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-planned_on", "-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "away", "state", "planned_on", "settled_at", "added_at")
        personal = ("worker", "settled_by", "added_by")
        sealed = ("where", "words")
        retention = "with_subject"
        subject = "person"


class CheckItem(OfPerson):
    """One thing of the checklist and how it stands, a code of `check_states`: sealed, None while nobody asked."""

    away = models.ForeignKey(Away, on_delete=models.CASCADE, related_name="checks")
    item = models.CharField(max_length=30)
    stands = SealedField("notes")
    words = SealedField("notes")
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["away", "item"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["away", "item"], name="one_line_for_each_thing")
        ]

    class Privacy:
        plain = ("id", "project", "person", "away", "item", "changed_at")
        personal = ("changed_by",)
        sealed = ("stands", "words")
        retention = "with_subject"
        subject = "person"
