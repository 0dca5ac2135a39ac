"""Facts behind a link: sealed with a key that is in the link alone, for few openings and a short time."""

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.agencies.models import Agency
from yarrow.people.models import OfPerson
from yarrow.sharing.models.shares import Share
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedFile


class Package(OfPerson):
    """What one share holds for whoever has its link. Nothing in the database or the keyring opens it.

    content    the facts, sealed with a key made of the link's token
    code       the mark of the code that is told apart from the link: it only limits how often somebody may guess
    """

    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="package")
    content = models.BinaryField()
    code = models.CharField(max_length=64)
    until = models.DateTimeField()
    most_openings = models.PositiveSmallIntegerField()
    n_openings = models.PositiveSmallIntegerField(default=0)
    n_wrong = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "id"]

    class Privacy:
        plain = (
            *("id", "project", "person", "share", "content", "code", "until", "most_openings", "n_openings"),
            *("n_wrong", "ended_at", "made_at"),
        )
        personal = ("made_by",)
        sealed = ()
        retention = "with_subject"
        subject = "person"

    def is_live(self, at: datetime) -> bool:
        """Whether its own limits let somebody open it; that consent still stands is asked beside this."""
        return self.ended_at is None and at < self.until and self.n_openings < self.most_openings


class PackageFile(OfPerson):
    """A file that a package holds.

    kind       what the shared copy is: pdf, jpg or txt
    original   the file as it came, with whatever it carries unseen; it leaves with nothing
    shared     the copy made anew, sealed with the key of the package
    n_fetched  how often a partner took it; at most as often as the package may be opened
    """

    package = models.OneToOneField(Package, on_delete=models.CASCADE, related_name="file")
    kind = models.CharField(max_length=4)
    original = SealedFile("notes")
    shared = models.BinaryField()
    n_fetched = models.PositiveSmallIntegerField(default=0)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "package", "kind", "shared", "n_fetched", "added_at")
        personal = ("added_by",)
        sealed = ("original",)
        retention = "with_subject"
        subject = "person"


class Parting(models.Model):
    """An agency that got something about somebody who was erased since, and when. Who it was is not kept.

    how       how it reached them, a code of the list `hows`
    told_at   when they were told; such a row is not listed any more, and goes after a while
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    shared_on = models.DateField()
    how = models.CharField(max_length=20)
    erased_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["erased_at", "id"]

    class Privacy:
        plain = ("id", "project", "agency", "shared_on", "how", "erased_at", "told_at")
        personal = ()
        sealed = ()
        retention = "parting"
        event = "told_at"
        subject = "project"


class PackageLink(models.Model):
    """What finds a package before its project is known: a mark of its token, and nothing else.

    Once somebody was erased, `parting` says that it has ended, to whoever has the code, until its time is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    package = models.OneToOneField(
        Package, on_delete=models.CASCADE, null=True, blank=True, related_name="link"
    )
    mark = models.CharField(max_length=64, unique=True)
    parting = models.ForeignKey(
        Parting, on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    code = models.CharField(max_length=64, blank=True, default="", db_default="")
    until = models.DateTimeField(null=True, blank=True)
    n_wrong = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Privacy:
        plain = ("id", "project", "package", "mark", "parting", "code", "until", "n_wrong")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "package"


class Answer(OfPerson):
    """What the partner said, in two taps: a code of the list `answers`, and of `reasons` where they refused.

    seen_at, seen_by   when somebody who shared it, or arranges the work, said that they saw it; None: nobody yet
    """

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=20)
    reason = models.CharField(max_length=30, blank=True)
    said_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-said_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "said_at"],
                condition=models.Q(seen_at__isnull=True),
                name="answers_that_nobody_saw",
            )
        ]

    class Privacy:
        plain = ("id", "project", "person", "package", "answer", "reason", "said_at", "seen_at")
        personal = ("seen_by",)
        sealed = ()
        retention = "with_subject"
        subject = "person"
