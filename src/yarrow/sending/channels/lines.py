"""Connections of HTTP that are kept from one message to the next, and what is answered on them."""

import socket
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from yarrow.sending.errors import HandedBack

PATIENCE = 20.0
KEPT = 4
LONGEST_ANSWER = 64 * 1024
LONGEST_WAIT = 3_600


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    body: bytes = field(repr=False)
    wait: int = 0

    @property
    def is_taken(self) -> bool:
        """Whether it took the message."""
        return 200 <= self.status < 300


class Lines:
    """Open connections, the ones used last, by whom they lead to."""

    def __init__(self) -> None:
        self.kept: OrderedDict[str, HTTPConnection] = OrderedDict()
        self.at: HTTPConnection | None = None

    def post(
        self,
        to: str,
        connect: Callable[[], HTTPConnection],
        path: str,
        body: bytes,
        headers: Mapping[str, str],
    ) -> Answer:
        """What is answered. A connection that was kept may have been closed meanwhile: then it is tried on a new one.

        Raises HandedBack where nobody answers. What is sent must bear to be sent twice.
        """
        kept = self.kept.pop(to, None)
        if kept is not None:
            self.at = kept
            try:
                return self._post(to, kept, path, body, headers)
            except (OSError, HTTPException, ValueError):
                kept.close()
        line = self.at = connect()
        try:
            line.connect()
        except (OSError, HTTPException, ValueError):
            line.close()
            raise HandedBack("no_answer", again=True) from None
        try:
            return self._post(to, line, path, body, headers)
        except (OSError, HTTPException, ValueError):
            line.close()
            raise HandedBack("no_answer", again=True, maybe=True) from None

    def _post(
        self, to: str, line: HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        line.request("POST", path, body=body, headers=dict(headers))
        response = line.getresponse()
        said = response.read(LONGEST_ANSWER + 1)
        if len(said) > LONGEST_ANSWER or response.will_close:
            line.close()
        else:
            self._keep(to, line)
        return Answer(response.status, said, _seconds(response.getheader("Retry-After")))

    def _keep(self, to: str, line: HTTPConnection) -> None:
        self.kept[to] = line
        while len(self.kept) > KEPT:
            self.kept.popitem(last=False)[1].close()

    def cut(self) -> None:
        """Break off the one that is at it; from another thread."""
        break_off(self.at.sock if self.at is not None else None)

    def close(self) -> None:
        """Let go of them all."""
        while self.kept:
            self.kept.popitem()[1].close()


def break_off(sock: socket.socket | None) -> None:
    """Whoever waits for this connection learns that it has ended."""
    if sock is not None:
        with suppress(OSError):
            # Of a connection under TLS the plain one below it: the other end need not agree.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _seconds(said: str | None) -> int:
    """What a server asked to wait, where it said so in seconds; an hour at most."""
    return min(int(said), LONGEST_WAIT) if said and said.isascii() and said.isdigit() else 0
