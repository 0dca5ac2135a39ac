"""The consent ledger: what a person agreed to and took back, one row each time, none ever changed."""

from typing import ClassVar

from django.db import models

from yarrow.people.models.people import OfPerson
from yarrow.vault.fields import SealedField

GIVEN, WITHDRAWN = "given", "withdrawn"
ACTS = [(GIVEN, "Given"), (WITHDRAWN, "Withdrawn")]


class Consent(OfPerson):
    """One time that a person said yes, or took it back, for one purpose and one recipient.

    `n` counts the project's rows in the order in which they were written: what stands is what was written last. A
    database trigger refuses any change of what was said; only whom the row belongs to and its sealed bytes move, with
    a merge.

    agency   the one agency of the directory that it is for; none: every recipient of this kind, or, where
             `recipient_name` says which, somebody who is in no directory
    """

    n = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=30)
    recipient = models.CharField(max_length=30)
    agency = models.UUIDField(null=True, blank=True)
    categories = models.JSONField(default=list)
    act = models.CharField(max_length=10, choices=ACTS)
    how = models.CharField(max_length=10)
    said_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    # The version of the words that were read to them.
    words_version = models.CharField(max_length=20)
    recipient_name = SealedField("identity")
    language = SealedField("identity")
    interpreter = SealedField("identity")
    witness = SealedField("identity")
    recorded_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "n"], name="consents_are_written_in_order")
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "purpose", "recipient"], name="consents_of_person")
        ]

    class Privacy:
        plain = (
            *("id", "project", "person", "n", "purpose", "recipient", "agency", "categories", "act", "how"),
            *("said_on", "expires_on", "words_version", "added_at"),
        )
        personal = ("recorded_by",)
        sealed = ("recipient_name", "language", "interpreter", "witness")
        retention = "with_subject"
        subject = "person"
        met_on = "said_on"
