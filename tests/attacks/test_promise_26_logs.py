"""Logs and errors carry no content: every page is made to fail with a secret in every place it could show."""

import json
import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.views.debug import ExceptionReporter
from gunicorn.config import Config
from gunicorn.glogging import Logger

from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.town import addresses, build
from yarrow.desk.serving import QuietLogger
from yarrow.people.actions import add_person
from yarrow.staff.access import rule_of
from yarrow.vault import quiet
from yarrow.vault.quiet import QuietHandler

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


def lines_of_requests(world, disk, style="json"):
    """The log of an evening in which every line that there is was wanted, and what it must not name."""
    handler = logging.getLogger().handlers[0]
    handler.setFormatter(QuietHandler(style=style).formatter)
    logging.getLogger("yarrow.requests").setLevel(logging.INFO)
    person = add_person(
        project=world.project, by=world.worker("coordinator"), at=timezone.now(), called="Ayo"
    )
    typed = marker("Typed")
    client = world.client("coordinator", raise_request_exception=False)
    for address in (
        world.project.url("people:show_person", person.id),
        world.project.url("people:list_people") + f"?q={typed}",
        f"/p/{world.project.code}/people/{person.id}/{typed}/",
    ):
        client.get(address, secure=True, headers={"user-agent": typed, "referer": f"https://x/{typed}"})
    client.get("/", secure=True, headers={"host": f"{typed.lower()}.example"})
    client.generic(typed.upper(), "/sign-in/", secure=True)
    served = QuietLogger(Config())
    served.error_log.handlers = [handler]
    served.warning(f"Invalid request from ip=192.0.2.7: Invalid Method '{typed}'")
    served.exception("Error handling request %s %s", "GET", f"/p/{world.project.code}/people/{person.id}/")
    handler.flush()
    account = world.account("coordinator")
    named = [str(person.id), person.code, account.email, str(account.worker.id), "127.0.0.1", "192.0.2.7"]
    log = (disk.root / "yarrow.log").read_text()
    return log, [
        *named,
        str(world.project.id),
        typed,
        typed.lower(),
        typed.upper(),
        f"/{world.project.code}/",
    ]


@pytest.mark.parametrize("style", ["text", "json"])
def test_lines_of_requests_name_pages_and_nobody(world, disk, style):
    log, named = lines_of_requests(world, disk, style)
    assert [each for each in named if each in log] == []
    assert "desk:show_record" in log and "a request that makes no sense" in log
    if style == "json":
        lines = [json.loads(line) for line in log.splitlines()]
        asked = [line for line in lines if line["logger"] == "yarrow.requests"]
        assert [line["status"] for line in asked[:3]] == [200, 200, 404]
        assert len({line["request"] for line in asked}) == len(asked)


def test_lines_of_requests_twin_that_quotes_addresses_is_caught(world, disk, monkeypatch):
    monkeypatch.setattr(quiet, "page_of", str)
    monkeypatch.setattr(QuietLogger, "warning", Logger.warning)
    log, named = lines_of_requests(world, disk)
    assert {named[0], "192.0.2.7"} <= {each for each in named if each in log}


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
