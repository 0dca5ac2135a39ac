"""Supporting letters: the project's templates in versions, and each letter exactly as it left."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef

from yarrow.people.models import OfPerson
from yarrow.sharing.models.shares import Share
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField


class TemplateSet(models.QuerySet["LetterTemplate"]):
    def in_use(self, project: Project) -> "TemplateSet":
        """The newest version of each that was not taken out of use, by name."""
        newer = LetterTemplate.objects.filter(project=project, code=OuterRef("code"), n__gt=OuterRef("n"))
        return self.filter(~Exists(newer), project=project, is_in_use=True).order_by("name", "code")


class LetterTemplate(models.Model):
    """A template in the words of one version. Rows are only added; the highest `n` of a code is the one that holds.

    words        the text, with fields of the list `letter_fields` in braces
    is_asked     it may say by itself what is nobody's business: the person asks for each letter, to an agency by name
    is_in_use    False: from this version on nobody writes it any more
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    words = models.TextField()
    is_asked = models.BooleanField(default=False)
    is_in_use = models.BooleanField(default=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = TemplateSet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "code", "-n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "code", "n"], name="one_letter_template_per_version")
        ]

    class Privacy:
        plain = ("id", "project", "code", "n", "name", "words", "is_asked", "is_in_use", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class Letter(OfPerson):
    """One letter, exactly as it left with its share. `template`: the version it was written from."""

    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="letter")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="+")
    text = SealedField("notes")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-written_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "share", "template", "written_at")
        personal = ("written_by",)
        sealed = ("text",)
        retention = "with_subject"
        subject = "person"
