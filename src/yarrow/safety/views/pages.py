"""What the pages of reports share: one form on a page, an act, the page of a list."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.safety import queries
from yarrow.ui.forms import Form


def act(request: Any, action: Callable[..., Any], **said: Any) -> Any:
    """An act of whoever asks, now."""
    return action(project=request.project, by=request.actor, at=timezone.now(), **said)


def to(request: Any, name: str, *ids: UUID) -> HttpResponse:
    """Go on to a page of this room."""
    return redirect(request.project.url(f"safety:{name}", *ids))


def form_page(
    request: Any, form: Form, title: str, report_id: UUID, *, intro: str = "", save: str = ""
) -> HttpResponse:
    """A page that is one form about one report."""
    context = {"form": form, "title": title, "intro": intro, "save": save or _("Save")}
    context["back_url"] = request.project.url("safety:show_report", report_id)
    return render(request, "safety/fill_in.html", context)


def page_of(request: Any, rows: Any) -> dict[str, Any]:
    """The page of a list that was asked for, with the links around it."""
    page = page_asked(request)
    listed, has_more = queries.page_of(rows, page)
    if page > 1 and not listed:
        page = 1
        listed, has_more = queries.page_of(rows, page)
    return {"rows": listed, **around(request, page, has_more=has_more)}


def page_asked(request: Any) -> int:
    """Which page of a list the address asks for."""
    said = request.GET.get("page", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def around(request: Any, page: int, *, has_more: bool) -> dict[str, str]:
    """The links to the pages before and after; "" where there is none."""
    asked = request.GET.copy()

    def at(number: int) -> str:
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {"previous_url": at(page - 1) if page > 1 else "", "next_url": at(page + 1) if has_more else ""}
