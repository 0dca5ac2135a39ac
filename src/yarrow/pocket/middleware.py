"""Before anything else sees a request to this door: what says who knocks is taken away, and no cookie goes back.

Whatever comes after (sessions, limits, logs, an error report) can then neither keep nor tell it, and a worker's own
session on a tablet that was handed over does not reach these pages.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yarrow.vault.quiet import without_a_line

PREFIXES = ("/s/", "/k/", "/c/", "/m/", "/r/")
# What a page needs: where it is, over which connection, and in which language to begin.
KEPT = {"HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_ACCEPT_LANGUAGE"}
ADDRESSES = ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER")
# Django and allauth expect an address; this one is nobody's.
NOWHERE = "0.0.0.0"  # noqa: S104 - nothing listens here


class PocketMiddleware:
    """The outermost of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIXES):
            return self.get_response(request)
        forget(request)
        without_a_line(request)
        response = self.get_response(request)
        response.cookies.clear()
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def forget(request: HttpRequest) -> None:
    """Cookies, the browser's name, addresses, where the link was found: gone."""
    for name in list(request.META):
        if (name.startswith("HTTP_") and name not in KEPT) or name in ADDRESSES:
            del request.META[name]
    request.META["REMOTE_ADDR"] = NOWHERE
