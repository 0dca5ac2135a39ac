"""Spreadsheets brought in: one batch for each file, the columns remembered, the secret behind entry ids."""

from django.db import models

from yarrow.contacts.states import IMPORT_LABELS, LOOKED
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class ImportBatchSet(models.QuerySet["ImportBatch"]):
    def of(self, project: Project) -> "ImportBatchSet":
        return self.filter(project=project)


class ImportBatch(SealedModel):
    """One file on its way in. Its bytes stay sealed until it is brought in or dropped, then they are gone.

    `figures` holds numbers only; `n_done` of `n_entries` (people, then contacts) are dealt with.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="imports")
    state = models.CharField(max_length=8, choices=list(IMPORT_LABELS.items()), default=LOOKED)
    kind = models.CharField(max_length=10)
    day_first = models.BooleanField(default=True)
    file_name = SealedField("identity")
    content = SealedField("identity")
    columns = SealedField("identity")
    not_taken = SealedField("identity")
    figures = models.JSONField(default=dict)
    n_entries = models.PositiveIntegerField(default=0)
    n_done = models.PositiveIntegerField(default=0)
    n_people = models.PositiveIntegerField(default=0)
    n_sessions = models.PositiveIntegerField(default=0)
    n_contacts = models.PositiveIntegerField(default=0)
    n_known = models.PositiveIntegerField(default=0)
    n_refused = models.PositiveIntegerField(default=0)
    n_kept = models.PositiveIntegerField(default=0)
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchSet.as_manager()

    class Meta:
        ordering = ["-started_at", "id"]

    class Privacy:
        plain = (
            "id",
            "project",
            "state",
            "kind",
            "day_first",
            "figures",
            "n_entries",
            "n_done",
            "n_people",
            "n_sessions",
            "n_contacts",
            "n_known",
            "n_refused",
            "n_kept",
            "started_by",
            "started_at",
            "finished_at",
            "undone_at",
        )
        personal = ()
        sealed = ("file_name", "content", "columns", "not_taken")
        retention = "import"
        subject = "self"


class RememberedColumns(SealedModel):
    """What a file's headings were taken to mean. Sealed, since a file without headings shows a row instead."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="remembered_columns")
    columns = SealedField("identity")
    remembered_at = models.DateTimeField()

    class Meta:
        ordering = ["-remembered_at"]

    class Privacy:
        plain = ("id", "project", "remembered_at")
        personal = ()
        sealed = ("columns",)
        retention = "project_life"
        subject = "self"


class ImportSecret(SealedModel):
    """The project's secret from which a row's words become an entry id; the same file twice has the same ids."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="import_secret")
    secret = SealedField("identity")

    class Privacy:
        plain = ("id", "project")
        personal = ()
        sealed = ("secret",)
        retention = "project_life"
        subject = "self"
