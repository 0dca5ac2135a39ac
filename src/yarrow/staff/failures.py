"""The page a worker sees when a form came back without its token or without any cookie."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yarrow.staff import carrying


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nothing was saved.

    A form of a project's page, sent by that page, comes back with what was typed, to be sent again after signing in
    in another tab. Otherwise the way back keeps it in most browsers. Without any session cookie on a first form the
    page was not too old: the browser refuses our cookies, as every browser does at an address that is neither https
    nor localhost.
    """
    context: dict[str, Any] = {"keeps_cookies": settings.SESSION_COOKIE_NAME in request.COOKIES}
    if carrying.is_own_form(request):
        context |= {
            "carried": carrying.fields(request),
            "lost_files": bool(request.FILES),
            "is_signed_in": SESSION_KEY in request.session,
        }
    return render(request, "staff/form_expired.html", context, status=403)
