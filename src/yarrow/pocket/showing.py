"""Pages of this door are drawn by themselves: nothing of the desk's surroundings, session or navigation is in them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from yarrow.measures.saying import direction, language_name

# What an address says of the language.
CHOSEN = "l"


def page(name: str, context: dict[str, Any], language: str = "", status: int = 200) -> HttpResponse:
    """A page in this language: our own words fall back to the installation's where it does not speak it."""
    tag = spoken(language or translation.get_language() or "")
    with translation.override(tag):
        said = {"language": tag, "direction": direction(tag), "away_url": reverse("pocket:leave"), **context}
        response = HttpResponse(render_to_string(f"pocket/{name}.html", said), status=status)
    response.headers["Content-Language"] = tag
    return response


def spoken(tag: str) -> str:
    """The language of our own words on a page of this language."""
    try:
        return translation.get_supported_language_variant(tag)
    except LookupError:
        return settings.LANGUAGE_CODE


def wanted(request: HttpRequest, offered: Sequence[str]) -> str:
    """The language that was chosen, else the first that the browser asks for, else the first that is offered."""
    chosen = request.GET.get(CHOSEN, "")
    if chosen in offered:
        return chosen
    asked = (
        part.partition(";")[0].strip().lower()
        for part in request.headers.get("Accept-Language", "").split(",")
    )
    for tag in asked:
        for one in offered:
            if tag and (tag == one.lower() or tag.partition("-")[0] == one.lower().partition("-")[0]):
                return one
    return offered[0]


def named(offered: Iterable[str]) -> list[tuple[str, str, str]]:
    """(tag, name as its speakers write it, direction) of each language."""
    return [(tag, language_name(tag), direction(tag)) for tag in offered]


def closed(request: HttpRequest) -> HttpResponse:
    """One page for what is closed, what is not open yet, and what never was."""
    return page("closed", {"heading": _("Nothing is asked here now"), "request": request}, status=404)


def away(request: HttpRequest) -> HttpResponse:
    """The quick exit."""
    return page("away", {"request": request})
