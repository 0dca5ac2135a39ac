"""The page a worker sees when a form came back without its token."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nothing was saved; the way back keeps what was typed in most browsers."""
    return render(request, "staff/form_expired.html", status=403)
