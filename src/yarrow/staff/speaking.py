"""In which language a page speaks: as the session says, before that as the browser asks.

The choice of a worker is kept with their account; signing in copies it into the session, which every request loads
anyway, so that no page asks the database for it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import trans_real

from yarrow.staff.actions.accounts import choose_language
from yarrow.staff.models import Worker
from yarrow.vault.actors import Actor

KEY = "language"


def is_offered(code: str) -> bool:
    """Whether this installation speaks the language."""
    return code in dict(settings.LANGUAGES)


def language_of(request: HttpRequest) -> str:
    """The code of the language for this request."""
    session = getattr(request, "session", None)
    chosen = session.get(KEY, "") if session is not None else ""
    return chosen if is_offered(chosen) else translation.get_language_from_request(request)


def speak(language: str) -> None:
    """Say everything in this language from here on."""
    translation.activate(language)
    _pass_empty_catalogs(language)


@cache
def _pass_empty_catalogs(language: str) -> None:
    """Look for no word in catalogs that hold none.

    Packages bring such ones for English, one behind the other, and a page looks up hundreds of words that need none.
    """
    here: Any = trans_real.translation(language)
    while here._fallback is not None:
        catalog = getattr(here._fallback, "_catalog", None)
        if catalog is None or set(catalog.keys()) <= {""}:
            here._fallback = here._fallback._fallback
        else:
            here = here._fallback


class LanguageMiddleware:
    """Speaks the chosen language in everything that this request says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        speak(language)
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


def greet(request: HttpRequest, worker: Worker) -> None:
    """Speak the language of whoever signs in; without one of their own, the one that was chosen before."""
    if worker.language:
        request.session[KEY] = worker.language


def choose(request: HttpRequest, language: str, at: datetime) -> None:
    """Speak this language from now on, and keep it with the account of whoever is signed in. Others are ignored."""
    if not is_offered(language):
        return
    request.session[KEY] = language
    worker: Any = getattr(request, "user", None)
    if worker is not None and worker.is_authenticated and worker.language != language:
        choose_language(worker=worker, language=language, by=Actor(worker.id, ""), at=at)
