"""The page a worker sees when a form came back without its token or without any cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nothing was saved; the way back keeps what was typed in most browsers.

    Without any session cookie the page was not too old: the browser refuses our cookies, as every browser does
    at an address that is neither https nor localhost.
    """
    keeps_cookies = settings.SESSION_COOKIE_NAME in request.COOKIES
    return render(request, "staff/form_expired.html", {"keeps_cookies": keeps_cookies}, status=403)
