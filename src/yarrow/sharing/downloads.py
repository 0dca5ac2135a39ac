"""A shared file on its way to somebody's disk: under a name that says nothing, and nothing in it runs."""

from django.http import HttpResponse

from yarrow.people.errors import NotHere
from yarrow.sharing.actions import Fetched
from yarrow.sharing.models import Package, PackageFile
from yarrow.vault import documents
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

INERT = "default-src 'none'; sandbox"


def as_download(found: Fetched) -> HttpResponse:
    """To be saved and never shown; nobody keeps it on the way."""
    response = HttpResponse(found.content, content_type=documents.TYPES[found.kind])
    response["Content-Disposition"] = f'attachment; filename="file.{found.kind}"'
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def original_of(by: Actor, package: Package, reason: str) -> tuple[str, bytes]:
    """(kind, the file as it came). Raises NotHere where there is none, Locked, NoGrant, Erased."""
    row = PackageFile.objects.defer("shared").filter(package=package).first()
    if row is None:
        raise NotHere()
    with reading(by, package.project_id, act="sharing.fetch_original", reason=reason) as page:
        content = page.open(row, "notes.original")
    return row.kind, content.value
