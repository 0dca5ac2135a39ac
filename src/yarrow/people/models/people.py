"""People the project supports. What anyone could know or say about someone is sealed under `identity`."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, Subquery

from yarrow.people import ages
from yarrow.people.lists import FOR_THEMSELVES, NOT_SAID, UNDER_18
from yarrow.staff.models import Project, Worker
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel, sealed_fields


class PersonSet(models.QuerySet["Person"]):
    def in_project(self, project: Project) -> "PersonSet":
        return self.filter(project=project)

    def present(self) -> "PersonSet":
        """Everyone but the erased, who stay as random ids so that past totals hold."""
        return self.filter(erased_at=None)

    def once(self) -> "PersonSet":
        """Everybody once: without the records that were merged into another. The erased still count."""
        return self.filter(merged_into=None)

    def known(self) -> "PersonSet":
        """Everybody who is here, once."""
        return self.present().once()

    def adults(self) -> "PersonSet":
        """Everybody who did not say that they are under 18."""
        return self.exclude(age_band=UNDER_18)

    def under_18(self) -> "PersonSet":
        """Those who go on no list of adults."""
        return self.filter(age_band=UNDER_18)

    def comparable(self) -> "PersonSet":
        """Those who are looked at for being known twice.

        Partners and relatives share phones and names with whom they belong to, so comparing them would tell that
        both are known.
        """
        return self.known().filter(supported_as=FOR_THEMSELVES)

    def with_mine_first(self, worker_id: UUID) -> "PersonSet":
        """The worker's own caseload first, then whoever was added last; `is_mine` says which."""
        mine = KeyWorker.objects.current().filter(worker_id=worker_id).order_by().values("person")
        is_mine = ExpressionWrapper(Q(pk__in=mine), output_field=models.BooleanField())
        return self.annotate(is_mine=is_mine).order_by("-is_mine", "-created_at", "id")

    def in_a_list(self) -> "PersonSet":
        """With no more of each than a line of a list shows, and `key_worker_id` and `key_worker_name`."""
        current = KeyWorker.objects.current().filter(person=OuterRef("pk"))
        told = self.annotate(
            key_worker_id=Subquery(current.values("worker_id")[:1], output_field=models.UUIDField()),
            key_worker_name=Subquery(current.values("worker__name")[:1]),
        )
        return told.only("project", "code", "called", "born_on", "age_band", "age_said_on", "merged_into")

    def on_caseload_of(self, worker_id: UUID) -> "PersonSet":
        return self.filter(key_workers__worker_id=worker_id, key_workers__until_on=None)


class Person(SealedModel):
    """Someone the project supports: a code, whatever they chose to say, and nothing that must be said.

    Children are never records. There is no field for immigration status.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="people")
    code = models.CharField(max_length=12)

    called = SealedField("identity")
    full_name = SealedField("identity")
    born_on = SealedField("identity")
    appearance = SealedField("identity")
    nationality = SealedField("identity")
    gender_said = SealedField("identity")
    trans = SealedField("identity")
    languages = SealedField("identity")
    interpreter = SealedField("identity")
    # Quiet facts that open doors, each only if they want it known.
    gp = SealedField("identity")
    dentist = SealedField("identity")
    woman_worker = SealedField("identity")
    suits_place = SealedField("identity")
    suits_hour = SealedField("identity")
    pregnant = SealedField("identity")
    parenting = SealedField("identity")

    gender = models.CharField(max_length=20, default=NOT_SAID)
    age_band = models.CharField(max_length=20, default=NOT_SAID)
    # The day on which the band was said, or confirmed when asked again.
    age_said_on = models.DateField(null=True, blank=True)
    # Partners and family have records of their own, without a link to whom they belong to.
    supported_as = models.CharField(max_length=20, default=FOR_THEMSELVES)
    first_met_on = models.DateField()
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    entry_id = models.UUIDField(null=True, blank=True)
    # The import that brought this record, so that it can be undone.
    batch_id = models.UUIDField(null=True, blank=True, db_index=True)
    # The record that stands for this one since they turned out to be the same person.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_rows"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = PersonSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code"], name="one_person_per_code"),
            models.UniqueConstraint(fields=["project", "entry_id"], name="one_person_per_entry"),
        ]
        indexes: ClassVar = [
            # All that says who is on which page of the list, so that no row is read for it.
            models.Index(
                fields=["project", "-created_at", "id", "age_band", "merged_into", "erased_at"],
                name="people_as_listed",
            )
        ]

    class Privacy:
        plain = (
            "id",
            "project",
            "code",
            "gender",
            "age_band",
            "age_said_on",
            "supported_as",
            "first_met_on",
            "created_at",
            "version",
            "entry_id",
            "batch_id",
            "merged_into",
            "erased_at",
        )
        personal = ("created_by",)
        sealed = (
            "called",
            "full_name",
            "born_on",
            "appearance",
            "nationality",
            "gender_said",
            "trans",
            "languages",
            "interpreter",
            "gp",
            "dentist",
            "woman_worker",
            "suits_place",
            "suits_hour",
            "pregnant",
            "parenting",
        )
        retention = "last_contact"
        subject = "self"
        counted = True
        cleared = ("code", "entry_id", "batch_id", "age_said_on")

    @property
    def sealing_subject(self) -> UUID:
        """A merged record is sealed with the key of the one that stands for it, and erased with it."""
        return self.merged_into_id or self.id

    @property
    def stands(self) -> "Person":
        """The record that stands for this person now."""
        return self.merged_into or self

    @property
    def is_under_18(self) -> bool:
        return self.age_band == UNDER_18

    def asks_age_on(self, day: date) -> bool:
        """Whether it is time to ask somebody under 18 again: only the band is known, and it was said a year ago."""
        is_only_said = self.is_under_18 and self.born_on is None
        return is_only_said and (self.age_said_on is None or day >= ages.ask_again_on(self.age_said_on))

    def current_settings_on(self, day: date) -> "PersonSettingSet":
        """The settings that hold on `day`; several at once are usual."""
        return PersonSetting.objects.filter(person=self).on_day(day)

    def key_worker_on(self, day: date) -> "KeyWorker | None":
        """Whose caseload this person is on, on `day`."""
        return KeyWorker.objects.filter(person=self).on_day(day).select_related("worker").first()


def but_a_name(*, of: str) -> list[str]:
    """What of a person (reached along `of`) a line with their name or code does not show; for `defer`."""
    return [f"{of}__{each.name}" for each in sealed_fields(Person) if each.name != "called"]


def a_name(*, of: str) -> list[str]:
    """The other way round: all that a line with nothing but their name or code needs; for `only`."""
    return [f"{of}__{name}" for name in ("project", "code", "called", "merged_into")]


class OfPerson(SealedModel):
    """A row that belongs to one person and is sealed with that person's key."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> UUID:
        return self.person_id


class PersonSettingSet(models.QuerySet["PersonSetting"]):
    def on_day(self, day: date) -> "PersonSettingSet":
        return self.filter(Q(from_on=None) | Q(from_on__lte=day), Q(until_on=None) | Q(until_on__gte=day))


class PersonSetting(OfPerson):
    """A setting over a time: the list's code for counting, the person's own word kept sealed."""

    code = models.CharField(max_length=40)
    own_word = SealedField("identity")
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()

    objects = PersonSettingSet.as_manager()

    class Meta:
        ordering: ClassVar = ["from_on", "added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "code", "from_on", "until_on", "added_at")
        personal = ()
        sealed = ("own_word",)
        retention = "with_subject"
        subject = "person"
        counted = True


class KeyWorkerSet(models.QuerySet["KeyWorker"]):
    def on_day(self, day: date) -> "KeyWorkerSet":
        """Assignments that hold at the end of `day`: one handed over on that day counts for the new worker."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=day), from_on__lte=day)

    def current(self) -> "KeyWorkerSet":
        return self.filter(until_on=None)


class KeyWorker(models.Model):
    """The worker who is a person's fixed point of contact, over a time."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="key_workers")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="caseload")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)

    objects = KeyWorkerSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on=None), name="one_key_worker_at_a_time"
            )
        ]
        ordering: ClassVar = ["-from_on", "-id"]

    class Privacy:
        plain = ("id", "project", "person", "from_on", "until_on", "end_reason")
        personal = ("worker",)
        sealed = ()
        retention = "with_subject"
        subject = "person"
