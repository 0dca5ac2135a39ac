"""Contacts: one meeting of a person, known or not, with the project; and what was given and done."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yarrow.contacts.codes import label, lazy_choices
from yarrow.contacts.models.kinds import Zone
from yarrow.contacts.models.sessions import Session
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel

STANDS, VOID = "stands", "void"
STATE_CHOICES = [(STANDS, _("Stands")), (VOID, _("Removed"))]


class ContactSet(models.QuerySet["Contact"]):
    def of(self, project: Project) -> "ContactSet":
        return self.filter(project=project)

    def standing(self) -> "ContactSet":
        """Contacts that count: everything but those recorded by mistake."""
        return self.filter(state=STANDS)

    def unnamed(self) -> "ContactSet":
        return self.filter(person=None)


class Contact(SealedModel):
    """One row of people met: a known person, or `n_people` who are not known.

    It counts as `n_people` contacts; things done count once for each of them, supplies as written. A mistaken
    row is void: kept, shown as removed, never counted.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contacts")
    entry_id = models.UUIDField()
    # What a repeat under the same entry_id is compared with: plain facts plainly, typed text under seal.
    digest = models.CharField(max_length=64, blank=True)
    text_digest = SealedField("identity")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="contacts")
    kind = models.CharField(max_length=20, choices=lazy_choices("kinds"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="contacts")
    n_people = models.PositiveSmallIntegerField(default=1)
    gender_seen = models.CharField(max_length=10, blank=True)
    happened_on = models.DateField()
    met_at = SealedField("identity")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, related_name="contacts")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    language = SealedField("identity")
    language_how = models.CharField(max_length=12, blank=True)
    language_unmet = models.BooleanField(default=False)
    seemed = models.CharField(max_length=12, blank=True)
    note = SealedField("notes")
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=STANDS)
    void_reason = models.CharField(max_length=20, blank=True)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    batch_id = models.UUIDField(null=True, blank=True, db_index=True)

    objects = ContactSet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_contact_per_entry"),
            models.CheckConstraint(
                condition=models.Q(n_people=1) | models.Q(n_people__gt=1, person=None),
                name="a_known_person_is_one",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "happened_on"], name="contacts_by_day"),
            models.Index(fields=["person", "happened_on"], name="contacts_of_person"),
        ]

    class Privacy:
        plain = (
            "id",
            "project",
            "entry_id",
            "digest",
            "session",
            "kind",
            "person",
            "n_people",
            "gender_seen",
            "happened_on",
            "zone",
            "minutes",
            "language_how",
            "language_unmet",
            "seemed",
            "recorded_by",
            "recorded_at",
            "version",
            "state",
            "void_reason",
            "split_from",
            "batch_id",
        )
        personal = ()
        sealed = ("text_digest", "met_at", "language", "note")
        retention = "contact"
        subject = "person"
        met_on = "happened_on"
        met_if: ClassVar = {"state": STANDS}
        counted = True
        cleared = ("entry_id", "digest", "batch_id")

    @property
    def sealing_subject(self) -> UUID:
        """The person if known; people not known are sealed under the contact itself."""
        return self.person_id or self.id

    @property
    def kind_label(self) -> str:
        return label("kinds", self.kind)

    @property
    def is_void(self) -> bool:
        return self.state == VOID


class ContactVersion(SealedModel):
    """How a contact stood before it was corrected, linked or removed."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField()
    stood = models.JSONField()
    met_at = SealedField("identity")
    language = SealedField("identity")
    note = SealedField("notes")
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()
    act = models.CharField(max_length=40)

    class Meta:
        ordering = ["-n"]
        constraints = [models.UniqueConstraint(fields=["contact", "n"], name="one_row_per_version")]

    class Privacy:
        plain = ("id", "contact", "n", "stood", "changed_by", "changed_at", "act")
        personal = ()
        sealed = ("met_at", "language", "note")
        retention = "with_subject"
        subject = "contact.person"

    @property
    def project_id(self) -> UUID:  # type: ignore[override]
        return self.contact.project_id

    @property
    def sealing_subject(self) -> UUID:
        return self.contact.sealing_subject


class ContactSupply(models.Model):
    """So many of one supply, given (or, for returns, taken back) at a contact."""

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="supplies")
    kind = models.CharField(max_length=40)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "kind"], name="one_count_per_supply")]

    class Privacy:
        plain = ("id", "contact", "kind", "n")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "contact.person"
        counted = True


class ContactDone(models.Model):
    """One thing done at a contact."""

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="done")
    kind = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "kind"], name="done_once_per_contact")]

    class Privacy:
        plain = ("id", "contact", "kind")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "contact.person"
        counted = True


class FollowUp(SealedModel):
    """Something to do by a day, for a person or after a contact with someone not known."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="follow_ups")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="follow_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="follow_ups")
    due_on = models.DateField()
    what = SealedField("identity")
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    # What came of it (lists/follow_up_results.json), once it is closed.
    result = models.CharField(max_length=20, blank=True)
    # Whose it is; None: whoever wrote it down, or the key worker.
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "created_at"]
        indexes = [models.Index(fields=["project", "done_at", "due_on"], name="follow_ups_due")]

    class Privacy:
        plain = (
            "id",
            "project",
            "contact",
            "person",
            "due_on",
            "created_by",
            "created_at",
            "done_at",
            "done_by",
            "result",
        )
        personal = ("worker",)
        sealed = ("what",)
        retention = "with_subject"
        subject = "person"
        # What is still promised keeps a record until its day.
        met_on = "due_on"
        met_if: ClassVar = {"done_at": None}

    @property
    def sealing_subject(self) -> UUID:
        """The person if known, else the contact, else the line itself."""
        return self.person_id or self.contact_id or self.id
