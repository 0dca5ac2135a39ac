"""Agencies and their services, and what the project knows of them beyond what they publish."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.agencies import lists
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel

LOCAL = "local"


class Feed(models.Model):
    """A directory that somebody else publishes, as Open Referral UK. `address` is empty where files are brought in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="feeds")
    name = models.CharField(max_length=80)
    address = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    is_ended = models.BooleanField(default=False)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "name"], name="one_feed_per_name"),
        ]

    class Privacy:
        plain = ("id", "project", "name", "address", "licence", "is_ended", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class AgencySet(models.QuerySet["Agency"]):
    def of(self, project: Project) -> "AgencySet":
        return self.filter(project=project)

    def still_there(self) -> "AgencySet":
        """Agencies that have not closed."""
        return self.filter(is_closed=False)


class Agency(SealedModel):
    """An organisation that others can be sent to. Its name is public; where it is may be a secret.

    public_address  where it says it is; "" where it is confidential
    address         where it is, as the project knows it: sealed, in no list and no file
    is_confidential whether its whereabouts may never be shown in a list or leave in a file
    is_published    whether the project gives it to others in its own directory
    feed, source_id where it comes from and what it is called there; no feed: written down here
    assured_on      the day for which somebody said that it is right
    fetched_at      when the feed last had it
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="listed_agencies")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, default=lists.OTHER)
    about = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    url = models.CharField(max_length=500, blank=True)
    public_address = models.CharField(max_length=400, blank=True)
    address = SealedField("identity")
    is_confidential = models.BooleanField(default=False)
    is_published = models.BooleanField(default=False)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, null=True, blank=True, related_name="agencies")
    source_id = models.CharField(max_length=200, blank=True)
    assured_on = models.DateField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    is_closed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = AgencySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name_plural = "agencies"
        indexes: ClassVar = [models.Index(fields=["project", "name", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["feed", "source_id"],
                condition=models.Q(feed__isnull=False),
                name="one_agency_per_place_in_a_feed",
            ),
        ]

    class Privacy:
        plain = (
            *("id", "project", "name", "kind", "about", "phone", "email", "url", "public_address"),
            *("is_confidential", "is_published", "feed", "source_id", "assured_on", "fetched_at"),
            *("is_closed", "version", "added_by", "added_at"),
        )
        personal = ()
        sealed = ("address",)
        retention = "project_life"
        subject = "self"

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """`local`, or the id of the feed that it comes from."""
        return str(self.feed_id) if self.feed_id else LOCAL

    @property
    def recipient(self) -> str:
        """The recipient of consent that it falls under."""
        return lists.recipient_of(self.kind)


class ServiceSet(models.QuerySet["Service"]):
    def of(self, project: Project) -> "ServiceSet":
        return self.filter(project=project)

    def running(self) -> "ServiceSet":
        """Services that take people, as far as anybody knows."""
        return self.filter(status=lists.ACTIVE, gone_on=None, agency__is_closed=False)


class Service(models.Model):
    """Something an agency does for people.

    needs            codes of the need it answers; `are_needs_ours`: a worker chose them, and no feed changes them
    languages        tags of the languages it is given in
    places           where it is given, by words that are public: a town, an area, never a street of a secret place
    public_address   where a feed says it is; "" where its agency is confidential
    waiting_said     what they say about waiting, in their words
    waiting_days     how long people really wait, as far as the project knows
    gone_on          the day on which a feed no longer had it
    words, place_words  what it is found by, folded (`finding.fold`)
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="listed_services")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    status = models.CharField(max_length=20, default=lists.ACTIVE)
    needs = models.JSONField(default=list)
    are_needs_ours = models.BooleanField(default=False)
    languages = models.JSONField(default=list)
    places = models.JSONField(default=list)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    url = models.CharField(max_length=500, blank=True)
    public_address = models.CharField(max_length=400, blank=True, default="", db_default="")
    waiting_said = models.CharField(max_length=200, blank=True)
    waiting_days = models.PositiveSmallIntegerField(null=True, blank=True)
    women_only = models.CharField(max_length=9, default=lists.NOT_KNOWN)
    accepts_people_who_use = models.CharField(max_length=9, default=lists.NOT_KNOWN)
    has_interpreter = models.CharField(max_length=9, default=lists.NOT_KNOWN)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    source_id = models.CharField(max_length=200, blank=True)
    assured_on = models.DateField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    gone_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()
    words = models.TextField(blank=True)
    place_words = models.TextField(blank=True)

    objects = ServiceSet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [models.Index(fields=["project", "name", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["feed", "source_id"],
                condition=models.Q(feed__isnull=False),
                name="one_service_per_place_in_a_feed",
            ),
        ]

    class Privacy:
        plain = (
            *("id", "project", "agency", "name", "about", "status", "needs", "are_needs_ours", "languages"),
            *(
                "places",
                "phone",
                "email",
                "url",
                "public_address",
                "waiting_said",
                "waiting_days",
                "women_only",
            ),
            *("accepts_people_who_use", "has_interpreter", "feed", "source_id", "assured_on", "fetched_at"),
            *("gone_on", "version", "added_by", "added_at", "words", "place_words"),
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "agency"

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """`local`, or the id of the feed that it comes from."""
        return str(self.feed_id) if self.feed_id else LOCAL


class Fact(models.Model):
    """What the project learned about a service and when, by whom. Rows are only added; the latest of a kind holds.

    fact    a code of `facts`; `said`: days for waiting, else yes, no, not_known; "" takes a waiting time back
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=30)
    said = models.CharField(max_length=9, blank=True)
    known_from = models.CharField(max_length=20)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-noted_at", "id"]

    class Privacy:
        plain = ("id", "project", "service", "fact", "said", "known_from", "noted_by", "noted_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "service"
