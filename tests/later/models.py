"""Poems that a person wrote, their lines, and how often each was read out; and what an adviser wrote down."""

from uuid import UUID

from django.db import models

from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.fields import SealedField
from yarrow.vault.sealing_model import SealedModel


class Poem(SealedModel):
    """One poem: sealed words, and the day on which it came."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = SealedField("identity")
    came_on = models.DateField()

    class Privacy:
        plain = ("id", "project", "person", "came_on")
        personal = ()
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"

    @property
    def sealing_subject(self) -> UUID:
        return self.person_id


class PoemRead(models.Model):
    """A reading: it counts in what the project did, whoever the poem was by."""

    poem = models.ForeignKey(Poem, on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    n_listeners = models.PositiveIntegerField()

    class Privacy:
        plain = ("id", "poem", "person", "n_listeners")
        personal = ("title",)
        sealed = ()
        retention = "with_subject"
        subject = "person"
        counted = True
        cleared = ("poem",)


class Line(models.Model):
    """One line of a poem: two steps from the person."""

    poem = models.ForeignKey(Poem, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveIntegerField()

    class Privacy:
        plain = ("id", "poem", "n")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "poem"


class Advice(SealedModel):
    """What an adviser wrote down: the first row of any room that the `isva` key seals."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = SealedField("isva")

    class Privacy:
        plain = ("id", "project", "person")
        personal = ()
        sealed = ("words",)
        retention = "with_subject"
        subject = "person"

    @property
    def sealing_subject(self) -> UUID:
        return self.person_id
