"""Forms of a project and their versions; what the project says about how it uses measures."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from yarrow.staff.models import Project


class ProjectForm(models.Model):
    """One form of a project, through all its versions. `pack`: the measure it is, "" for a home-made one.

    is_carried   devices keep its words, to ask it without a signal
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="project_forms")
    url = models.CharField(max_length=300)
    pack = models.CharField(max_length=40, blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    is_carried = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "url"], name="one_form_per_address")]
        ordering = ["made_at", "id"]

    class Privacy:
        plain = ("id", "project", "url", "pack", "made_by", "made_at", "is_carried")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class FormVersionSet(models.QuerySet["FormVersion"]):
    def in_project(self, project: Project) -> "FormVersionSet":
        return self.filter(project=project)

    def in_use(self) -> "FormVersionSet":
        """Versions that a filling can begin with."""
        return self.exclude(published_at=None).filter(withdrawn_at=None)

    def in_a_list(self) -> "FormVersionSet":
        """Without the questions themselves."""
        return self.defer("questionnaire", "slots", "dangers")


class FormVersion(models.Model):
    """One wording of a form. Its questions never change: a database trigger refuses it; a change is a new version.

    questionnaire  the FHIR R4 Questionnaire as it came or was written
    fidelity       language → how its wording compares with the measure's own: {"says", "items"}
    slots          slot of the pack → link id of the question
    dangers        link id → answers after which the next page is the safe response
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(ProjectForm, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    questionnaire = models.JSONField()
    digest = models.CharField(max_length=64)
    languages = models.JSONField(default=list)
    fidelity = models.JSONField(default=dict)
    slots = models.JSONField(default=dict)
    dangers = models.JSONField(default=dict)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=20, blank=True)

    objects = FormVersionSet.as_manager()

    class Meta:
        ordering = ["form", "-n"]
        constraints = [
            models.UniqueConstraint(fields=["form", "n"], name="versions_are_numbered"),
            models.UniqueConstraint(
                fields=["form"],
                condition=Q(published_at__isnull=False, withdrawn_at=None),
                name="one_version_in_use",
            ),
        ]

    class Privacy:
        plain = (
            *("id", "project", "form", "n", "title", "questionnaire", "digest", "languages", "fidelity"),
            *("slots", "dangers", "made_by", "made_at", "published_at", "withdrawn_at", "withdrawn_reason"),
        )
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"

    @property
    def is_in_use(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None


class UseOfMeasures(models.Model):
    """What the project uses measures for: the contexts that licences ask about."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="use_of_measures")
    contexts = models.JSONField(default=list)

    class Privacy:
        plain = ("id", "project", "contexts")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"


class Permission(models.Model):
    """A permission that the project holds for one measure: from whom, when, where the paper is."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="measure_permissions")
    pack = models.CharField(max_length=40)
    evidence = models.CharField(max_length=300)
    granted_on = models.DateField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-granted_on", "id"]

    class Privacy:
        plain = ("id", "project", "pack", "evidence", "granted_on", "recorded_by", "recorded_at", "ended_at")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
