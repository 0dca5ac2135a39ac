"""Who signed a translation off."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from yarrow.languages.catalogue import LENGTH
from yarrow.staff.models import Project, Worker


class SignOffSet(models.QuerySet["SignOff"]):
    def standing(self) -> "SignOffSet":
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at=None)


class SignOff(models.Model):
    """A fluent worker read a language's messages and stands by them. It holds in the whole installation.

    `read`: the marks of the messages as they were then, one after another, so that a page can say how many changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    language = models.CharField(max_length=12)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    read = models.TextField()

    objects = SignOffSet.as_manager()

    class Meta:
        ordering: ClassVar = ["signed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["language", "worker"], condition=models.Q(withdrawn_at=None), name="one_sign_off_each"
            )
        ]

    class Privacy:
        plain = ("id", "language", "project", "worker", "signed_at", "withdrawn_at", "read")
        personal = ()
        sealed = ()
        retention = "installation"
        subject = ""

    def __str__(self) -> str:
        return f"sign-off {self.id}"

    @property
    def digests(self) -> set[str]:
        """The marks of the messages that were read."""
        return {self.read[at : at + LENGTH] for at in range(0, len(self.read), LENGTH)}
