"""Pages for people with a link. A page that is closed and one that never was look the same."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yarrow.pocket import opening, showing
from yarrow.pocket.answering import Answering
from yarrow.staff.access import allow

# No cookie says who sends a page, so there is nobody whose name another site could send it in.
taken_from_anywhere = csrf_exempt


@taken_from_anywhere
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@allow(purpose="answer a survey by its link: no account, no cookie", state="open")
def answer(request: HttpRequest, door: str) -> HttpResponse:
    """Who asks, then the questions, then thanks."""
    return _page(request, door, is_tablet=False)


@taken_from_anywhere
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@allow(purpose="answer a survey on a tablet that goes from hand to hand", state="open")
def answer_on_tablet(request: HttpRequest, door: str) -> HttpResponse:
    """The same, back at its start after each person, and after some quiet minutes."""
    return _page(request, door, is_tablet=True)


@require_safe
@allow(purpose="leave quickly; says that the browser remembers", state="open")
def leave(request: HttpRequest) -> HttpResponse:
    """Nothing was sent, and what is left behind."""
    return showing.away(request)


def _page(request: Any, door: str, *, is_tablet: bool) -> HttpResponse:
    found = opening.open_now(door, timezone.now()) if opening.is_small(request) else None
    if found is None:
        return showing.closed(request)
    return Answering(request, found, is_tablet=is_tablet).page()
