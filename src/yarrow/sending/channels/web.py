"""Web push (RFC 8030): one request for each message, to the push service that the browser chose.

The address comes from people: https only, and only to addresses of the open internet. A topic makes the push service
put a message that is sent again in the place of the first. The body is padded, so that its size says little.
"""

import hashlib
from datetime import datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.conf import settings

from yarrow.methods import internet
from yarrow.sending import webpush
from yarrow.sending.channels.handing import Handing
from yarrow.sending.channels.lines import PATIENCE, Answer, Lines
from yarrow.sending.errors import HandedBack
from yarrow.sending.keyfile import Keys
from yarrow.sending.rules import subscription_of

BLOCK = 256
FRESH = timedelta(hours=6)
GONE, TOO_LARGE, BUSY = {404, 410}, {413}, {408, 425, 429}
NOT_OURS = {401, 403}


class Pushes:
    """Connections to the push services of the last messages."""

    def __init__(self, keys: Keys) -> None:
        self.lines, self.private = Lines(), keys.push
        self.signed: dict[str, tuple[datetime, str]] = {}

    def send(self, handing: Handing) -> None:
        """Seal it for the browser and hand it to its push service."""
        told = subscription_of(handing.letter.to)
        if told is None:
            raise HandedBack("endpoint", again=False)
        address, point, auth = told
        try:
            body = webpush.sealed(handing.letter.words.encode(), point, auth, block=BLOCK)
        except ValueError:
            raise HandedBack("endpoint", again=False) from None
        parts = urlsplit(address)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        host, port = parts.hostname or "", parts.port or 443
        origin = f"https://{parts.netloc}"
        headers = {
            "Authorization": self._authorization(origin, handing.at),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(handing.seconds_left),
            "Topic": topic(handing),
            "Urgency": "high",
        }
        check(self.lines.post(origin, lambda: connect(host, port), path, body, headers))

    def close(self) -> None:
        """Let go of the connections."""
        self.lines.close()

    def cut(self) -> None:
        """Break off what is waited for."""
        self.lines.cut()

    def _authorization(self, origin: str, at: datetime) -> str:
        made, text = self.signed.get(origin, (datetime.min.replace(tzinfo=at.tzinfo), ""))
        if not made <= at < made + FRESH:
            text = webpush.authorization(self.private, origin, settings.PUSH_CONTACT, at)
            self.signed[origin] = (at, text)
        return text


def connect(host: str, port: int) -> HTTPConnection:
    """A connection to the host's address, once that was looked at. Raises HandedBack."""
    try:
        addresses = internet.look_up(host, port)
    except (OSError, UnicodeError):
        raise HandedBack("no_answer", again=True) from None
    if not internet.are_public(addresses):
        raise HandedBack("not_public", again=False)
    return internet.Pinned(host, port, addresses[0], PATIENCE)


def topic(handing: Handing) -> str:
    """What makes a repeat take the place of the first: 32 signs, which lead nobody back to the reference."""
    return webpush.base64url(hashlib.sha256(b"yarrow topic" + handing.reference.bytes).digest()[:24])


def check(answer: Answer) -> None:
    """Raises HandedBack where the push service did not take it."""
    if answer.is_taken:
        return
    if answer.status in GONE:
        raise HandedBack("gone", again=False)
    if answer.status in TOO_LARGE:
        raise HandedBack("words", again=False)
    if answer.status in BUSY or answer.status >= 500:
        raise HandedBack("too_busy", again=True, wait=answer.wait)
    raise HandedBack("account" if answer.status in NOT_OURS else "refused", again=False)
