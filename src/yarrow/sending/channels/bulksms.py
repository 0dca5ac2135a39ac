"""SMS through BulkSMS (JSON REST API 1.0): one request for each message.

    POST {SMS_URL}/messages?auto-unicode=true&deduplication-id=NUMBER     basic authentication
    [{"to": "+447700900123", "body": "…", "from": "…", "longMessageMaxParts": 9, "deliveryReports": "NONE"}]

A request with a number that was taken within about twelve hours is taken and does nothing, so a try whose answer was
lost may be made again.
"""

import base64
import json
import ssl
from datetime import timedelta
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult

from django.conf import settings

from yarrow.sending import ways
from yarrow.sending.channels.handing import Handing
from yarrow.sending.channels.lines import PATIENCE, Answer, Lines
from yarrow.sending.errors import HandedBack
from yarrow.sending.keyfile import Keys

# How long the provider knows a number, with an hour to spare.
KNOWN_FOR = timedelta(hours=11)
MOST_PARTS = 9
# Nothing here reads them, so nobody need keep them.
NO_REPORTS = {"deliveryReports": "NONE"}
MOST_NUMBERS, APART = 2**31 - 1, 1_000_003
BUSY = {408, 425, 429}
ACCOUNT, CREDIT = {401, 404, 405}, {402, 403}


class Texts:
    """One connection to the provider."""

    def __init__(self, keys: Keys) -> None:
        self.lines = Lines()

    def send(self, handing: Handing) -> None:
        """Hand it to the provider."""
        letter = handing.letter
        entry = {"to": letter.to, "body": letter.words, "longMessageMaxParts": MOST_PARTS} | NO_REPORTS
        if settings.SMS_NAME:
            entry["from"] = settings.SMS_NAME
        account = base64.b64encode(f"{settings.SMS_ACCOUNT}:{settings.SMS_PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {account}", "Content-Type": "application/json"}
        parts = ways.sms_address()
        if parts is None:
            raise HandedBack("account", again=True, everywhere=True)
        path = f"{parts.path.rstrip('/')}/messages?auto-unicode=true&deduplication-id={number_of(handing)}"
        body = json.dumps([entry], ensure_ascii=False).encode()
        try:
            answer = self.lines.post(settings.SMS_URL, lambda: connect(parts), path, body, headers)
        except HandedBack as why:
            raise HandedBack(why.code, again=True, everywhere=True, maybe=why.maybe) from None
        check(answer)

    def close(self) -> None:
        """Let go of the connection."""
        self.lines.close()

    def cut(self) -> None:
        """Break off what is waited for."""
        self.lines.cut()


def number_of(handing: Handing) -> int:
    """The same in every try, another for every message. Rows of a restored backup are numbered as those were that left
    since it was made: when they were armed tells them apart, a million numbers for each second.
    """
    return 1 + (handing.number + APART * int(handing.armed_at.timestamp())) % MOST_NUMBERS


def connect(parts: SplitResult) -> HTTPConnection:
    """To the provider; without TLS only where it is this machine itself (`ways.sms_address`)."""
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    return HTTPSConnection(
        parts.hostname or "", parts.port, timeout=PATIENCE, context=ssl.create_default_context()
    )


def check(answer: Answer) -> None:
    """Raises HandedBack where the provider did not take it."""
    if answer.is_taken:
        if _was_refused(answer.body):
            raise HandedBack("refused", again=False)
        return
    if answer.status in ACCOUNT:
        raise HandedBack("account", again=True, everywhere=True)
    if answer.status in CREDIT:
        raise HandedBack("credit", again=True, everywhere=True)
    if answer.status in BUSY or answer.status >= 500:
        raise HandedBack("too_busy", again=True, everywhere=True, wait=answer.wait)
    raise HandedBack("refused", again=False)


def _was_refused(body: bytes) -> bool:
    """Whether the provider took the request and says at once that this message goes nowhere."""
    try:
        return bool(json.loads(body)[0]["status"]["type"] == "FAILED")
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
