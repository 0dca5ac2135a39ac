"""Logs and error reports that carry no content: where it broke and what kind of thing broke, never what was in it.

The text of an exception often quotes a value (a KeyError its key, a database its row), and Django's reports show
locals, cookies and what was posted. A Fault's text is ours and is written to be logged; every other text stays out.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from yarrow.methods.refusals import Fault

FRAMES = 30
SPOKEN = (Fault, ImproperlyConfigured)
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
    """Formats a record without the text of exceptions, and addresses without their query."""

    def formatException(self, ei: Any) -> str:
        """Kinds and places only."""
        return described(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """The line; a copy of the record is changed, as other handlers may read it."""
        kept = logging.makeLogRecord(record.__dict__)
        kept.exc_text = None
        if isinstance(kept.args, tuple):
            kept.args = tuple(_quiet(arg) for arg in kept.args)
        elif isinstance(kept.args, dict):
            kept.args = {name: _quiet(arg) for name, arg in kept.args.items()}
        if isinstance(kept.msg, BaseException):
            kept.msg = name_of(kept.msg).replace("%", "%%")
        return super().format(kept)


class QuietHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to stderr; a record that can't be formatted is named, not quoted."""

    def __init__(self, stream: Any = None) -> None:
        super().__init__(stream)
        self.setFormatter(QuietFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def handleError(self, record: logging.LogRecord) -> None:
        """Python would print the arguments of the record."""
        sys.stderr.write(f"a log record of {record.name} at line {record.lineno} could not be written\n")


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
    if isinstance(arg, str) and "?" in arg:
        parts = urlsplit(arg)
        return f"{parts.path}?…" if parts.path.startswith("/") else arg
    if isinstance(arg, HttpRequest):
        return f"<{arg.method} {arg.path}>"
    return arg
