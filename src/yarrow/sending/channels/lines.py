"""Connections of HTTP that are kept from one message to the next, and what is answered on them."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
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
            try:
                return self._post(to, kept, path, body, headers)
            except (OSError, HTTPException, ValueError):
                kept.close()
        line = connect()
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

    def close(self) -> None:
        """Let go of them all."""
        while self.kept:
            self.kept.popitem()[1].close()


def _seconds(said: str | None) -> int:
    """What a server asked to wait, where it said so in seconds; an hour at most."""
    return min(int(said), LONGEST_WAIT) if said and said.isascii() and said.isdigit() else 0
