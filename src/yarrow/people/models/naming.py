"""When names last changed: kept by the database itself (`people.naming`); nobody else writes here."""

from django.db import models

from yarrow.staff.models import Project


class Naming(models.Model):
    """A random stamp that changes with every name, code or alias in a project: what was kept under it is no older."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, primary_key=True, related_name="+")
    stamp = models.CharField(max_length=32)

    class Privacy:
        plain = ("project", "stamp")
        personal = ()
        sealed = ()
        retention = "project_life"
        subject = "project"
