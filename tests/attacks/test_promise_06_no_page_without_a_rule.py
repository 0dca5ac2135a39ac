"""No page exists without a declared access rule."""

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from yarrow.site import urls
from yarrow.staff.access import rule_of

PROMISE = "No page exists without a declared access rule."


def without_rule(patterns=None, space="") -> list[str]:
    """Names of the addresses that nobody declared a rule for."""
    found = []
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            found += without_rule(each.url_patterns, inner)
        elif isinstance(each, URLPattern) and rule_of(each.callback, f"{space}{each.name}") is None:
            found.append(f"{space}{each.name}")
    return found


def test_every_address_has_a_rule():
    assert without_rule() == []


def test_page_twin_without_a_rule_is_caught_by_the_walk_and_by_the_door(monkeypatch, db):
    planted = path("planted/", lambda request: HttpResponse("anybody reads this"), name="planted")
    monkeypatch.setattr(urls, "urlpatterns", [planted, *urls.urlpatterns])
    get_resolver.cache_clear() if hasattr(get_resolver, "cache_clear") else None
    from django.urls import clear_url_caches

    clear_url_caches()
    try:
        assert without_rule() == ["planted"]
        answer = Client(raise_request_exception=False).get("/planted/")
        assert answer.status_code == 500 and b"anybody reads this" not in answer.content
    finally:
        monkeypatch.undo()
        clear_url_caches()
