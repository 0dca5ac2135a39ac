"""Partners' workers with an account: for which agency, until when, and what was sent to whom."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef

from yarrow.agencies.models import Agency
from yarrow.people.models import OfPerson
from yarrow.sharing.models.packages import Package
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import GUEST


class GuestSet(models.QuerySet["Guest"]):
    def of_places(self) -> "GuestSet":
        """Those whose account has its place here since: whoever left and came back is seated anew."""
        places = Membership.objects.present().filter(project=OuterRef("project"), role=GUEST)
        return self.filter(
            Exists(places.filter(worker=OuterRef("worker"), keys_at__lte=OuterRef("added_at")))
        )

    def on(self, day: date) -> "GuestSet":
        """Those to whom something can be sent that day, and who open it."""
        return self.of_places().filter(until__gte=day)


class Guest(models.Model):
    """Whose guest somebody is here, and until when. Without it, or after it, an account of the kind opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    objects = GuestSet.as_manager()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "worker"], name="one_agency_for_a_guest")
        ]

    class Privacy:
        plain = ("id", "project", "worker", "agency", "until", "added_at")
        personal = ("added_by",)
        sealed = ()
        retention = "project_life"
        subject = "project"


class GuestKey(OfPerson):
    """A package that was sent to a guest. `token`: what opens it, sealed to the key pair of `holder` alone."""

    package = models.OneToOneField(Package, on_delete=models.CASCADE, related_name="guest_key")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    holder = models.UUIDField()
    token = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["-package__made_at", "id"]

    class Privacy:
        plain = ("id", "project", "person", "package", "guest", "holder", "token")
        personal = ()
        sealed = ()
        retention = "with_subject"
        subject = "person"
