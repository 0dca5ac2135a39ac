"""A shared file on its way to a partner's disk: under a name that says nothing, and nothing in it runs."""

from django.http import HttpResponse

from yarrow.sharing.actions import Fetched
from yarrow.vault import documents

INERT = "default-src 'none'; sandbox"


def as_download(found: Fetched) -> HttpResponse:
    """To be saved and never shown; nobody keeps it on the way."""
    response = HttpResponse(found.content, content_type=documents.TYPES[found.kind])
    response["Content-Disposition"] = f'attachment; filename="file.{found.kind}"'
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
