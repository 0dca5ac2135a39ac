"""What the pages of this room share: one form on a page, the day, the page of a list."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.community import queries
from yarrow.ui.forms import Form

Act = Callable[..., Any]


def done(request: Any, form: Form, act: Act, **said: Any) -> Any:
    """What the action made; None with its refusal in the form."""
    made = None
    with form.saying_refusals():
        made = act(project=request.project, by=request.actor, at=timezone.now(), **form.said(), **said)  # type: ignore[attr-defined]
        messages.success(request, _("Saved."))
    return made


def form_page(request: Any, form: Form, title: str, back: tuple[str, str], intro: str = "") -> HttpResponse:
    """A page that is one form. `back`: (address, words)."""
    context = {"form": form, "title": title, "intro": intro, "back_url": back[0], "back_words": back[1]}
    return render(request, "community/fill_in.html", context)


def to(request: Any, name: str, *ids: Any, **asked: str) -> HttpResponse:
    """Go on to a page of this room. `asked`: what its address asks for."""
    address = request.project.url(f"community:{name}", *ids)
    return redirect(f"{address}?{urlencode(asked)}" if asked else address)


def back_to(request: Any, name: str, words: str, *ids: Any) -> tuple[str, str]:
    """The link above a form."""
    return request.project.url(f"community:{name}", *ids), words


def today_of(request: Any) -> date:
    """The project's own day now."""
    return timezone.now().astimezone(request.project.zone).date()


def page_of(request: Any, rows: Any) -> dict[str, Any]:
    """The page of a list that was asked for, with the links around it."""
    said = request.GET.get("page", "")
    page = max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    listed, has_more = queries.page_of(rows, page)
    if page > 1 and not listed:
        page = 1
        listed, has_more = queries.page_of(rows, page)
    asked = request.GET.copy()

    def at(number: int) -> str:
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "rows": listed,
        "previous_url": at(page - 1) if page > 1 else "",
        "next_url": at(page + 1) if has_more else "",
    }
