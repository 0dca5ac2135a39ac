"""Logs and error reports that carry no content: where it broke and what kind of thing broke, never what was in it.

The text of an exception often quotes a value (a KeyError its key, a database its row), and Django's reports show
locals, cookies and what was posted. A Fault's text is ours and is written to be logged; every other text stays out.
"""

import json
import logging
import re
import sys
import threading
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from yarrow.methods.refusals import Fault

FRAMES = 30
UNLOGGED = "leaves_no_line_in_the_log"
SPOKEN = (Fault, ImproperlyConfigured)
# Ties the lines of one request together; made by us for each, and says nothing about who asked.
request_id: ContextVar[str] = ContextVar("request_id", default="-")
WHOLE_ADDRESS = re.compile(r"\b[a-z]+://\S+")
Raised = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def name_of(raised: BaseException) -> str:
    """The kind of an exception; with its text where that was written to be logged: a Fault, a wrong setting."""
    kind = f"{type(raised).__module__}.{type(raised).__qualname__}"
    return f"{kind}: {raised}" if isinstance(raised, SPOKEN) else kind


def described(raised: BaseException | None) -> str:
    """The kinds of an exception and its causes, and the lines of code it passed; no text and no locals."""
    lines: list[str] = []
    seen: set[int] = set()
    while raised is not None and id(raised) not in seen:
        seen.add(id(raised))
        lines.append(name_of(raised))
        for frame in traceback.extract_tb(raised.__traceback__)[-FRAMES:]:
            lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
        raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
    return "\n".join(lines)


class QuietFormatter(logging.Formatter):
    """One line of text for a record: no text of exceptions, and names of pages instead of addresses."""

    def formatException(self, ei: Any) -> str:
        """Kinds and places only."""
        return described(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """The line; a copy of the record is changed, as other handlers may read it."""
        return super().format(quietened(record))


class QuietLines(QuietFormatter):
    """The same as one JSON object a line, for programs that collect logs. Nothing else of a record goes in."""

    def format(self, record: logging.LogRecord) -> str:
        """Instant (UTC), level, logger, request, words; what a request was; where and what kind of thing broke."""
        kept = quietened(record)
        line = {
            "at": datetime.fromtimestamp(kept.created, UTC).isoformat(timespec="milliseconds"),
            "level": kept.levelname,
            "logger": kept.name,
            "request": request_id.get(),
            "said": kept.getMessage(),
            **getattr(kept, "told", {}),
        }
        if kept.exc_info and kept.exc_info[1]:
            line["fault"] = described(kept.exc_info[1]).splitlines()
        return json.dumps(line)


def without_a_line(request: HttpRequest) -> None:
    """A line in the log carries an instant. Where nobody may know when a page was open, only a failure is logged."""
    setattr(request, UNLOGGED, True)


def leaves_no_line(request: Any) -> bool:
    """Whether a request is to leave none."""
    return getattr(request, UNLOGGED, False) is True


def is_said(record: logging.LogRecord) -> bool:
    """Django warns of every answer that is no page; not of those that leave no line."""
    return record.levelno >= logging.ERROR or not leaves_no_line(getattr(record, "request", None))


class QuietHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to stderr, as `text` or as `json` lines; a record that can't be formatted is named, not quoted."""

    def __init__(self, stream: Any = None, style: str = "text") -> None:
        super().__init__(stream)
        self.addFilter(is_said)
        self.setFormatter(
            QuietLines()
            if style == "json"
            else QuietFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
        )

    def handleError(self, record: logging.LogRecord) -> None:
        """Python would print the arguments of the record."""
        sys.stderr.write(f"a log record of {record.name} at line {record.lineno} could not be written\n")


def quietened(record: logging.LogRecord) -> logging.LogRecord:
    """A copy of a record that names what it would have quoted."""
    kept = logging.makeLogRecord(record.__dict__)
    kept.exc_text = None
    if isinstance(kept.args, tuple):
        kept.args = tuple(_quiet(arg) for arg in kept.args)
    elif isinstance(kept.args, dict):
        kept.args = {name: _quiet(arg) for name, arg in kept.args.items()}
    raised = kept.exc_info[1] if kept.exc_info else None
    # Django logs a refused request under the very words of what was wrong with it.
    if isinstance(kept.msg, BaseException) or (raised is not None and kept.msg == str(raised)):
        what = kept.msg if isinstance(kept.msg, BaseException) else raised
        kept.msg, kept.args = described(what).splitlines()[0], ()
    return kept


def page_of(address: str) -> str:
    """The name of the page at an address: ids, words and queries stay out."""
    try:
        return resolve(urlsplit(address).path).view_name or "a page"
    except Resolver404:
        return "no page"


class QuietFilter(SafeExceptionReporterFilter):
    """What Django's error report may know of a request and its frames: nothing."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always, also where DEBUG is on."""
        return True

    def get_safe_settings(self) -> dict[str, Any]:
        """None of them."""
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        """None of it: headers carry cookies and where a page was opened from."""
        return {}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        """None of them."""
        return {}

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """None of them."""
        return {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        """None of them."""
        return []


class QuietReporter(ExceptionReporter):
    """Django's error report, reduced to what the log would say."""

    def get_traceback_data(self) -> dict[str, Any]:
        """Nothing of the request; the kind and place of the failure."""
        return {"described": described(self.exc_value)}

    def get_traceback_html(self) -> SafeString:
        """The same as plain text in a page."""
        return format_html("<!doctype html><title>Error</title><pre>{}</pre>", described(self.exc_value))

    # Plain text, which is never marked as safe HTML.
    def get_traceback_text(self) -> str:  # type: ignore[override]
        """What the log would say."""
        return described(self.exc_value)


def speak_quietly() -> None:
    """Let uncaught exceptions of commands and threads be described in the same way."""
    sys.excepthook = lambda _kind, raised, _tb: _write(raised)
    threading.excepthook = lambda args: _write(args.exc_value)


def _write(raised: BaseException | None) -> None:
    sys.stderr.write(described(raised) + "\n")


def _quiet(arg: Any) -> Any:
    if isinstance(arg, BaseException):
        return name_of(arg)
    if isinstance(arg, str) and arg.startswith("/") and not Path(arg).exists():
        return page_of(arg)
    if isinstance(arg, str):
        # Django says from which page a form came that it refuses.
        return WHOLE_ADDRESS.sub("another page", arg)
    if isinstance(arg, HttpRequest):
        return f"<{arg.method} {page_of(arg.path)}>"
    return arg
