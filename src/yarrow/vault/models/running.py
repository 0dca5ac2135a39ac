"""What comes and goes while the server runs: sessions of browsers, jobs that are due."""

from typing import ClassVar

from django.db import models


class SealedSession(models.Model):
    """A browser session, stored under the hash of its id; the key material is wrapped by the seal cookie."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    contents = models.TextField()
    worker_id = models.UUIDField(null=True, db_index=True)
    holder_id = models.UUIDField(null=True)
    wrapped_key = models.BinaryField(null=True)
    pending_key = models.BinaryField(null=True)
    pending_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Privacy:
        plain = (
            "key_hash",
            "contents",
            "worker_id",
            "holder_id",
            "wrapped_key",
            "pending_key",
            "pending_until",
            "started_at",
            "seen_at",
            "expires_at",
        )
        personal = ()
        sealed = ()
        retention = "session_end"
        event = "expires_at"
        subject = ""


class DueJob(models.Model):
    """One thing to be done by itself once its time has come (see `vault.due`).

    `key` says which of its kind it is (a day, a random id), never anything about a person. `due_at`: from when it may
    be taken up; while somebody has it, the end of their lease. `fault`: the class of what went wrong last.
    """

    name = models.CharField(max_length=80)
    # None: it belongs to the installation.
    project_id = models.UUIDField(null=True)
    key = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    n_tried = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "project_id", "key"], name="a_job_of_a_project_once"),
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=models.Q(project_id=None),
                name="a_job_of_the_installation_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=models.Q(done_at=None), name="jobs_that_are_due")
        ]

    class Privacy:
        plain = ("id", "name", "project_id", "key", "due_at", "claimed_by", "n_tried", "fault", "done_at")
        personal = ()
        sealed = ()
        retention = "job"
        subject = ""
