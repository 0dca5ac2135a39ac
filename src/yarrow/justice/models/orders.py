"""An order of a court or the police, how it moved, its appointments, and the notes that left about it."""

from typing import ClassVar

from django.db import models

from yarrow.contacts.models import Contact
from yarrow.justice.states import GIVEN, KEPT, PLANNED
from yarrow.people.models import OfPerson
from yarrow.sharing.models import Share
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField


class OrderSet(models.QuerySet["Order"]):
    def of(self, project: Project) -> "OrderSet":
        return self.filter(project=project)


class Order(OfPerson):
    """What a court or the police asks of somebody, moving along `states.ORDER_STATES`.

    kind         a code of `order_kinds`, which says whether its appointments are mandated
    since_on     since when it stands in `state`
    until_on     its last day, where one was said
    n_planned    how many appointments it asks for
    light        whether they want light contact after it: agreed, not_wanted, "" for not asked; `light_on`: said when
    reference    the number that the court or the police gave it
    ordered_by   {"agency": id of the directory or "", "words": "…"}
    """

    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=20, default=GIVEN)
    given_on = models.DateField()
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    n_planned = models.PositiveSmallIntegerField()
    light = models.CharField(max_length=12, blank=True)
    light_on = models.DateField(null=True, blank=True)
    reference = SealedField("notes")
    ordered_by = SealedField("notes")
    conditions = SealedField("notes")
    worker = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = OrderSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-given_on", "-added_at", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "state", "since_on"], name="orders_by_end")]

    class Privacy:
        plain = (
            *("id", "project", "person", "kind", "state", "given_on", "since_on", "until_on", "n_planned"),
            *("light", "light_on", "version", "added_at"),
        )
        personal = ("worker", "added_by")
        sealed = ("reference", "ordered_by", "conditions")
        retention = "with_subject"
        subject = "person"


class OrderMove(OfPerson):
    """One step in the life of an order; rows are only added, and a trigger keeps them. `words`: in whose words, why."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="moves")
    n = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=20)
    was = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    happened_on = models.DateField()
    words = SealedField("notes")
    moved_by = models.UUIDField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["order", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "n"], name="order_moves_are_written_in_order")
        ]

    class Privacy:
        plain = ("id", "project", "person", "order", "n", "act", "was", "state", "happened_on", "moved_at")
        personal = ("moved_by",)
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"


class Appointment(OfPerson):
    """One appointment of an order. Moved, it stays as it was and another takes its place (`moved_to`).

    time_words   when and where, as it was told
    reason       of one that was missed: {"code", "judged", "by"} of the lists `reasons`, `judged`, `judges`
    words        why, in their words
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="appointments")
    planned_on = models.DateField()
    state = models.CharField(max_length=10, default=PLANNED)
    moved_to = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="moved_from"
    )
    time_words = SealedField("notes")
    reason = SealedField("notes")
    words = SealedField("notes")
    settled_by = models.UUIDField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["planned_on", "added_at", "id"]

    class Privacy:
        plain = (
            *("id", "project", "person", "order", "planned_on", "state", "moved_to"),
            *("settled_at", "added_at"),
        )
        personal = ("settled_by", "added_by")
        sealed = ("time_words", "reason", "words")
        retention = "with_subject"
        subject = "person"
        # What is still planned keeps a record until its day; one that was missed shows nobody.
        met_on = "planned_on"
        met_if: ClassVar = {"state__in": (PLANNED, KEPT)}


class AppointmentContact(OfPerson):
    """This contact was that appointment. Contacts know nothing of it; it goes with either of the two."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="marked")
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="+")
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Privacy:
        plain = ("id", "project", "person", "appointment", "contact", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "with_subject"
        subject = "person"


class ComplianceNote(OfPerson):
    """A note about an order that left, beside the share that says what stood on it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notes")
    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="+")
    with_reasons = models.BooleanField(default=False)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-sent_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "order", "share", "with_reasons", "sent_at")
        personal = ("sent_by",)
        sealed = ()
        retention = "with_subject"
        subject = "person"
