"""Every address has an access rule; one that has none is found, and answers nobody."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from yarrow.staff.access import allow, rule_of
from yarrow.staff.errors import NoRule


def unregistered(patterns: list[Any], before: str = "", space: str = "") -> list[str]:
    """Names and addresses of views that nobody declared a rule for."""
    found = []
    for one in patterns:
        here = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            found += unregistered(one.url_patterns, here, inner)
        elif isinstance(one, URLPattern) and rule_of(one.callback, f"{space}{one.name or ''}") is None:
            found.append(f"{space}{one.name} /{here}")
    return found


def forgotten(request: HttpRequest) -> HttpResponse:
    """A view that somebody forgot to declare."""
    return HttpResponse("readable")


@allow(purpose="a page of the test", state="open")
def declared(request: HttpRequest) -> HttpResponse:
    """A view with a rule."""
    return HttpResponse("readable")


class Planted:
    """A URLconf with one page too many."""

    urlpatterns = [
        path("forgotten/", forgotten, name="forgotten"),
        path("room/", include(([path("declared/", declared, name="declared")], "room"))),
    ]


def test_addresses_all_have_a_rule() -> None:
    assert len(get_resolver().reverse_dict) > 10
    assert unregistered(get_resolver().url_patterns) == []


def test_addresses_planted_view_is_found() -> None:
    assert unregistered(Planted.urlpatterns) == ["forgotten /forgotten/"]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=Planted)
def test_addresses_planted_view_answers_nobody() -> None:
    assert Client().get("/room/declared/").content == b"readable"
    with pytest.raises(NoRule, match="forgotten"):
        Client().get("/forgotten/")


def names_of(patterns: list[Any], space: str = "") -> list[str]:
    """Every URL name, with its room."""
    found = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += names_of(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            found.append(f"{space}{one.name or ''}")
    return found


def test_addresses_names_are_unique_and_given() -> None:
    names = names_of(get_resolver().url_patterns)
    assert all(name and not name.endswith(":") for name in names)
    assert len(names) == len(set(names))
