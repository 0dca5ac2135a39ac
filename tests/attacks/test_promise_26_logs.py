"""Logs and errors carry no content: every page is made to fail with a secret in every place it could show."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.debug import ExceptionReporter

from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.town import addresses, build
from yarrow.staff.access import rule_of

PROMISE = "Logs and error pages never carry what somebody typed or read."


def callbacks(patterns, space=""):
    """Every pattern of the resolver with its full name."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from callbacks(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", each


def break_every_page(monkeypatch, secret):
    """Every view fails, with the secret in a local, in the exception, in its cause and in a log argument."""

    def failing(request, *args, **kwargs):
        called = {"called": secret}
        logging.getLogger("yarrow.people").error("could not save %s", ValueError(secret))
        try:
            called[secret + "!"]
        except KeyError as missing:
            raise RuntimeError(f"no such name: {secret} in {called}") from missing

    for name, pattern in callbacks(get_resolver().url_patterns):
        broken = type("Broken", (), {"__call__": staticmethod(failing)})()
        broken.rule = rule_of(pattern.callback, name)
        broken.__name__ = "broken"
        monkeypatch.setattr(pattern, "callback", broken)


def shown_by_failing(world, monkeypatch, capfd):
    """What log, screen and page show of a secret when every page of the project fails."""
    ids, secret = build(world), marker("Spill")
    client = world.client("coordinator", raise_request_exception=False)
    urls = [each.of(world, ids) for each in addresses()]
    with monkeypatch.context() as patched:
        break_every_page(patched, secret)
        client.cookies["aside"] = secret
        pages = [client.post(url, {"note": secret, "password": secret}) for url in urls]
        pages += [client.get(url, {"q": secret}, headers={"X-Odd": secret}) for url in urls]
    statuses = {page.status_code for page in pages}
    printed = "".join(capfd.readouterr())
    return secret, statuses, printed.encode() + b"".join(page.content for page in pages)


def test_failing_pages_show_nothing_in_log_screen_or_page(world, disk, monkeypatch, capfd):
    secret, statuses, shown = shown_by_failing(world, monkeypatch, capfd)
    assert 500 in statuses
    assert scan_bytes(shown, [secret]) == []
    assert disk.scan([secret]) == []
    log = (disk.root / "yarrow.log").read_text()
    assert "RuntimeError" in log and "in failing" in log


def test_failing_sign_in_leaves_nothing_of_the_passphrase(world, disk, client):
    wrong = marker("Wrongphrase")
    client.post("/sign-in/", {"login": world.account("coordinator").email, "password": wrong})
    client.post("/sign-in/", {"login": f"{wrong}@nowhere.example", "password": wrong, "code": wrong})
    assert disk.scan([wrong]) == []


def test_logs_twin_with_an_ordinary_formatter_is_caught(world, disk, monkeypatch, capfd):
    plain = logging.StreamHandler(logging.getLogger().handlers[0].stream)
    monkeypatch.setattr(logging.getLogger(), "handlers", [plain])
    secret, _statuses, _shown = shown_by_failing(world, monkeypatch, capfd)
    assert disk.scan([secret])


@pytest.mark.parametrize("page", ["html", "text"])
def test_logs_twin_with_djangos_own_report_is_caught(page):
    secret = marker("Spill")
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        report = ExceptionReporter(RequestFactory().post("/", {"note": secret}), *sys.exc_info())
    shown = report.get_traceback_html() if page == "html" else report.get_traceback_text()
    assert scan_bytes(shown.encode(), [secret])
