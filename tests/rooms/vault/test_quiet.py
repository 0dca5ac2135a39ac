"""Logs and reports name the kind and the place of a failure, never what was in it."""

import io
import json
import logging
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import DisallowedHost, ImproperlyConfigured
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.module_loading import import_string
from django.views.debug import get_exception_reporter_class, get_exception_reporter_filter

from yarrow.site import environment
from yarrow.vault import quiet
from yarrow.vault.errors import Tampered

CANARY = "Kestrel-Marigold"


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = quiet.QuietHandler(stream)
    logger = logging.Logger("yarrow.test")
    logger.addHandler(handler)
    return logger, stream


def broken(secret: str) -> None:
    held = {secret: secret}
    try:
        held[secret + "?"]
    except KeyError as first:
        raise ValueError(f"could not read {secret}") from first


def test_log_of_an_exception_names_kinds_and_places_of_all_causes(log):
    logger, stream = log
    try:
        broken(CANARY)
    except ValueError:
        logger.exception("while saving")
    written = stream.getvalue()
    assert CANARY not in written and "while saving" in written
    assert "builtins.KeyError" in written and "builtins.ValueError" in written
    assert "test_quiet.py" in written and "in broken" in written


def test_log_of_a_fault_keeps_our_own_words(log):
    logger, stream = log
    try:
        raise Tampered("a sealed value does not open in its place")
    except Tampered:
        logger.exception("reading")
    assert "a sealed value does not open in its place" in stream.getvalue()


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("failed: %s", (ValueError(CANARY),)),
        ("failed: %(why)s", ({"why": KeyError(CANARY)},)),
        (ValueError(f"100% {CANARY}"), ()),
        ("Not Found: %s", (f"/p/small/people/?name={CANARY}",)),
        ("%s", (RequestFactory().get("/p/small/", {"q": CANARY}),)),
        ("Forbidden (%s): %s", (f"Referer checking failed - https://x/p/{CANARY}/ is odd", "/sign-in/")),
        ("%d things", (CANARY,)),
    ],
)
def test_log_arguments_are_not_quoted(log, message, args, capsys):
    logger, stream = log
    logger.error(message, *args)
    assert CANARY not in stream.getvalue() + capsys.readouterr().err
    assert stream.getvalue() or args == (CANARY,)


def test_log_record_is_left_as_it_was_for_other_handlers(log):
    logger, _stream = log
    kept = []
    logger.addFilter(lambda record: bool(kept.append(record)) or True)
    logger.error("failed: %s", ValueError("as it was"))
    assert kept[0].getMessage() == "failed: as it was"


def test_error_report_knows_nothing_of_the_request():
    request = RequestFactory().post(f"/?q={CANARY}", {"note": CANARY}, HTTP_COOKIE=f"a={CANARY}")
    request.META["HTTP_X_ODD"] = CANARY
    try:
        broken(CANARY)
    except ValueError:
        reporter = get_exception_reporter_class(request)(request, *sys.exc_info())
    assert isinstance(reporter, quiet.QuietReporter)
    for text in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert CANARY not in text and "ValueError" in text
    assert CANARY not in str(reporter.get_traceback_data())


def test_error_filter_hides_everything():
    request = RequestFactory().post("/", {"note": CANARY}, HTTP_COOKIE=f"a={CANARY}")
    kept = get_exception_reporter_filter(request)
    assert isinstance(kept, quiet.QuietFilter) and kept.is_active(HttpRequest())
    shown = [
        kept.get_safe_settings(),
        kept.get_safe_request_meta(request),
        kept.get_safe_cookies(request),
        kept.get_post_parameters(request),
        kept.get_traceback_frame_variables(request, sys._getframe()),
    ]
    assert not any(shown)


def test_settings_log_through_the_quiet_handler_only():
    handlers = settings.LOGGING["handlers"].values()
    assert {import_string(each["class"]) for each in handlers} == {quiet.QuietHandler}
    assert settings.DEBUG is False


def test_uncaught_exception_of_a_command_is_described():
    script = (
        "from yarrow.vault import quiet; quiet.speak_quietly()\n"
        "import threading\n"
        f"def fail(): raise KeyError('{CANARY[:7]}' + '{CANARY[7:]}')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
        "fail()\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 1 and CANARY not in ran.stderr + ran.stdout
    assert ran.stderr.count("builtins.KeyError") == 2


def test_lines_as_json_hold_what_is_ours_and_nothing_else_of_a_record():
    stream = io.StringIO()
    logger = logging.Logger("yarrow.test")
    logger.addHandler(quiet.QuietHandler(stream, "json"))
    kept = quiet.request_id.set("3f2a")
    try:
        broken(CANARY)
    except ValueError:
        logger.exception("while %s", "saving", extra={"request": CANARY, "told": {"status": 500}})
    finally:
        quiet.request_id.reset(kept)
    line = json.loads(stream.getvalue())
    assert line.pop("at").endswith("+00:00")
    assert line.pop("fault")[0] == "builtins.ValueError"
    assert line == {
        "level": "ERROR",
        "logger": "yarrow.test",
        "request": "3f2a",
        "said": "while saving",
        "status": 500,
    }


def test_refused_request_is_named_by_its_kind_not_by_what_was_wrong_with_it(log):
    logger, stream = log
    wrong = DisallowedHost(f"Invalid HTTP_HOST header: {CANARY!r}. 100% sure")
    logger.error(str(wrong), exc_info=wrong)
    assert CANARY not in stream.getvalue() and "DisallowedHost" in stream.getvalue()


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/p/small/people/?q=Rosa", "people:list_people"),
        ("/p/small/people/6f1c2c1e-0a53-4d1a-9d0a-1f0f4d0b6b11/", "desk:show_record"),
        ("/p/small/people/Rosa/", "no page"),
    ],
)
def test_address_is_named_by_its_page(log, address, page):
    logger, stream = log
    logger.warning("Not Found: %s", address)
    assert stream.getvalue().endswith(f"Not Found: {page}\n")


def test_style_of_the_log_is_one_of_two_words(monkeypatch):
    monkeypatch.delenv("YARROW_LOG", raising=False)
    assert environment.one_of("YARROW_LOG", ("text", "json")) == "text"
    monkeypatch.setenv("YARROW_LOG", "json")
    assert environment.one_of("YARROW_LOG", ("text", "json")) == "json"
    monkeypatch.setenv("YARROW_LOG", "loud")
    with pytest.raises(ImproperlyConfigured, match="YARROW_LOG is 'loud'; write text or json"):
        environment.one_of("YARROW_LOG", ("text", "json"))
