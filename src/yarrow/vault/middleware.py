"""Around every request: its line in the log; its session, locked when idle, and the seal cookie."""

import logging
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from yarrow.vault import away, quiet, sessions, unlocking
from yarrow.vault.models import SealedSession
from yarrow.vault.sessions import hashed

# Being seen is written at most this often, so that reading pages costs no write.
TOUCH = timedelta(seconds=60)
SWEEP_EVERY = 60.0
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
log = logging.getLogger("yarrow.requests")


class LogMiddleware:
    """One line for each request, where the settings want them: which page, how it ended, how long it took.

    No address, no id, no account: the name of the page, and a number of the request's own that its other lines carry.
    None where the hour itself would tell something (`quiet.without_a_line`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Number the request, and say how it went. The number stays: Django logs after this returned."""
        quiet.request_id.set(token_hex(4))
        started = monotonic()
        response = self.get_response(request)
        if quiet.leaves_no_line(request):
            return response
        told = {
            "method": request.method if request.method in METHODS else "another",
            "page": request.resolver_match.view_name if request.resolver_match else "no page",
            "status": response.status_code,
            "ms": round((monotonic() - started) * 1000),
        }
        log.info("%(method)s %(page)s %(status)s %(ms)s ms", told, extra={"told": told})
        return response


class SealedSessionMiddleware(SessionMiddleware):
    """Django's session middleware with the second cookie, the idle lock and `no-store` on everything it serves."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self._swept = 0.0

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        """Load the session and open its key; a link from elsewhere is first refreshed onto this site."""
        if _comes_from_elsewhere(request):
            return render(request, "vault/come_in.html")
        super().process_request(request)
        if monotonic() - self._swept > SWEEP_EVERY:
            self._swept = monotonic()
            _sweep()
        if unlocking.drop_if_idle(request):
            unlocking.lock(request)
        unlocking.refresh(request)
        return None

    def process_response(  # type: ignore[override]
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Save the session, set or delete the seal cookie, keep pages out of every cache."""
        if not hasattr(request, "session"):
            response.headers["Cache-Control"] = "no-store"
            return response
        if response.status_code < 500:
            _touch(request)
        # Django's own clean-up of stale cookies would end a session whose request merely lacked the seal.
        response = super().process_response(request, response)  # type: ignore[arg-type]
        new_seal = getattr(request, "new_seal", None)
        # After a failure the session is not saved, so a seal of it would only lock the one that stands.
        if new_seal and response.status_code < 500:
            response.set_cookie(
                settings.SEAL_COOKIE_NAME, new_seal, secure=True, httponly=True, samesite="Strict"
            )
        elif request.session.is_empty() and settings.SEAL_COOKIE_NAME in request.COOKIES:
            response.delete_cookie(settings.SEAL_COOKIE_NAME, samesite="Strict")
            response.cookies[settings.SEAL_COOKIE_NAME]["secure"] = True
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response


def _sweep() -> None:
    """What another request left is no reason to fail this one; a minute later it is tried again."""
    try:
        sessions.sweep()
    except Error as fault:
        if not away.is_away(fault):
            raise
        log.error("ended sessions could not be swept: the records are away", exc_info=fault)


def _comes_from_elsewhere(request: HttpRequest) -> bool:
    """A page opened from another site arrives without our strict cookies; served as it is, it would replace them."""
    return (
        request.method == "GET"
        and request.headers.get("Sec-Fetch-Site") == "cross-site"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith(settings.STATIC_URL)
    )


def _touch(request: Any) -> None:
    """Note that the session was used, at most once a minute and only while its key is open."""
    if getattr(request, "seal_state", "") != unlocking.UNLOCKED or not request.session.session_key:
        return
    state, now = request.session.keys_state, timezone.now()
    if state.seen_at is not None and now - state.seen_at < TOUCH:
        return
    state.seen_at = now
    if not request.session.modified:
        SealedSession.objects.filter(key_hash=hashed(request.session.session_key)).update(seen_at=now)
