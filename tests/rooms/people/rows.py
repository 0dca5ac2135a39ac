"""Looking at what an action left: its trail row, and a sealed field opened by someone who may."""

from yarrow.vault.models import TrailRow


def n_rows(project):
    """How long the project's trail is."""
    return TrailRow.objects.filter(project_id=project.id).count()


def last_row(project):
    """The newest row of the project's trail."""
    return TrailRow.objects.filter(project_id=project.id).order_by("-n").first()


def opened(row, path, by):
    """The plain value of a sealed field."""
    return row.sealed.open_unrecorded(path, by.unlocked)
