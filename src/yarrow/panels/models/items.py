"""Somebody put forward to a meeting: what they want, what may be told at most, minutes, actions, and what was told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yarrow.agencies.models import Agency
from yarrow.panels.models.panels import Meeting
from yarrow.people.models import OfPerson
from yarrow.referrals.models import Concern
from yarrow.sharing.models import Share
from yarrow.vault.fields import SealedField


class Item(OfPerson):
    """One person on a meeting's agenda, put forward by a worker with what the person wants.

    concern   the worry it grew from, if one did
    said      names and ways to reach that may be told at most, by fact; `told`: the rest. Which of them each agency
              may hear is decided anew each time, and never written here
    minutes   what was said about them: inside only, on no sheet
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    concern = models.ForeignKey(Concern, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    wants = SealedField("notes")
    said = SealedField("identity")
    told = SealedField("notes")
    minutes = SealedField("notes")
    taken_off_at = models.DateTimeField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "meeting", "concern", "taken_off_at", "added_at")
        personal = ("added_by",)
        sealed = ("wants", "said", "told", "minutes")
        retention = "with_subject"
        subject = "person"


class Telling(OfPerson):
    """At this meeting an agency was told something about somebody: the share says what, on which ground, under what."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="tellings")
    share = models.OneToOneField(Share, on_delete=models.CASCADE, related_name="panel_telling")

    class Meta:
        ordering: ClassVar = ["share__shared_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "item", "share")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "person"


class PanelAction(OfPerson):
    """What somebody took on about a person, by when: a worker of the project, or an agency of the panel."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="actions")
    what = SealedField("notes")
    worker = models.UUIDField(null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["due_on", "added_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "due_on"], condition=Q(done_on=None), name="panel_actions_to_be_done"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(worker=None, agency__isnull=False) | Q(worker__isnull=False, agency=None),
                name="an_action_has_one_owner",
            ),
        ]

    class Privacy:
        plain = ("id", "project", "person", "item", "agency", "due_on", "done_on", "added_at")
        personal = ("worker", "added_by")
        sealed = ("what",)
        retention = "with_subject"
        subject = "person"
