"""Fetches a feed, page after page, from a command of the server; no page of the desk asks anything of the internet.

An address is written by people, so what it leads to is not trusted (`methods.internet`): https only; a redirect is
another address to be looked at; answers end at a size and the whole at a time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit, urlunsplit

from yarrow.agencies import hsds
from yarrow.agencies.errors import FeedFailed
from yarrow.methods.internet import Pinned, are_public, look_up

REDIRECTS = 3
PER_PAGE = 100
AGENT = "Yarrow directory reader"
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Limits:
    """Bytes of one answer and of all, services, seconds for one answer and for all."""

    one: int = 5 * 1024 * 1024
    all: int = 100 * 1024 * 1024
    services: int = 20_000
    patience: float = 20
    seconds: float = 1_800


@dataclass
class Fetched:
    """What a feed has; `is_whole`: all of it."""

    rows: list[Any] = field(default_factory=list)
    is_whole: bool = True


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises FeedFailed."""
    try:
        return look_up(host, port)
    except (OSError, UnicodeError):
        raise FeedFailed("no_answer") from None


def check_public(addresses: list[str]) -> str:
    """One of these, when all of them are on the open internet. Raises FeedFailed."""
    if not are_public(addresses):
        raise FeedFailed("inside")
    return addresses[0]


class Reader:
    """One reading of one feed within its limits. `resolve` and `connect` are the network's; tests bring their own."""

    def __init__(
        self,
        limits: Limits | None = None,
        resolve: Resolve = resolved,
        connect: Callable[[str, int, str, float], Any] = Pinned,
    ) -> None:
        self.limits, self.resolve, self.connect = limits or Limits(), resolve, connect
        self.until, self.n_bytes = monotonic() + self.limits.seconds, 0

    def fetch(self, address: str) -> Fetched:
        """Every service of a feed, each whole. Raises FeedFailed."""
        found, before, n_listed = Fetched(), None, 0
        for number, page in enumerate(self._pages(address), start=1):
            rows = hsds.services_in(page)
            if not rows:
                found.is_whole = not isinstance(page, dict) or _is_last(page, number)
                break
            if rows == before:
                # A feed that knows no pages says the same again and again.
                found.is_whole = not hsds.has_more(page)
                break
            n_listed += hsds.n_listed(page)
            found.is_whole = not hsds.has_more(page, n_listed)
            found.rows += [self._whole(address, row) for row in rows]
            before = rows
            if len(found.rows) > self.limits.services:
                raise FeedFailed("too_big")
        return found

    def _pages(self, address: str) -> Iterator[Any]:
        number = 1
        while True:
            page = self._json(_list_address(address, number))
            yield page
            if not isinstance(page, dict) or _is_last(page, number):
                return
            number += 1

    def _whole(self, address: str, row: Any) -> Any:
        """The service's own page where the list says less; as the list has it where that page is missing."""
        if not isinstance(row, dict) or any(part in row for part in hsds.PARTS) or not hsds.id_of(row):
            return row
        try:
            found = self._json(_one_address(address, hsds.id_of(row)))
        except FeedFailed as failed:
            if failed.code not in ("refused", "not_json"):
                raise
            return row
        return {**row, **found} if isinstance(found, dict) and hsds.id_of(found) == hsds.id_of(row) else row

    def _json(self, address: str) -> Any:
        for _time in range(REDIRECTS + 1):
            answer = self._ask(address)
            if isinstance(answer, bytes):
                return hsds.document_of(answer)
            address = _led_to(address, answer)
        raise FeedFailed("too_far")

    def _ask(self, address: str) -> bytes | str:
        """The body, or where the answer leads."""
        parts, port = _parts(address), _port(address)
        if parts.scheme != "https" or not parts.hostname or parts.username:
            raise FeedFailed("not_https")
        to = check_public(self.resolve(parts.hostname, port))
        left = self.until - monotonic()
        if left <= 0:
            raise FeedFailed("too_slow")
        connection = self.connect(parts.hostname, port, to, min(self.limits.patience, left))
        try:
            path = urlunsplit(("", "", quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), parts.query, ""))
            connection.request("GET", path, headers={"Accept": "application/json", "User-Agent": AGENT})
            return self._answered(connection.getresponse())
        except (OSError, HTTPException, ValueError):
            raise FeedFailed("no_answer") from None
        finally:
            connection.close()

    def _answered(self, response: HTTPResponse) -> bytes | str:
        leads = response.getheader("Location")
        if 300 <= response.status < 400 and leads:
            return leads
        if response.status != 200:
            raise FeedFailed("refused")
        body = bytearray()
        while part := response.read1(65_536):
            body += part
            self.n_bytes += len(part)
            if len(body) > self.limits.one or self.n_bytes > self.limits.all:
                raise FeedFailed("too_big")
            if monotonic() > self.until:
                raise FeedFailed("too_slow")
        return bytes(body)


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise FeedFailed("not_https") from None


def _led_to(address: str, leads: str) -> str:
    try:
        return urljoin(address, leads)
    except ValueError:
        raise FeedFailed("not_https") from None


def _port(address: str) -> int:
    try:
        return urlsplit(address).port or 443
    except ValueError:
        raise FeedFailed("not_https") from None


def _services_address(address: str) -> tuple[str, str]:
    """Where the services of a feed are listed, and what its address asks for besides."""
    parts = _parts(address)
    path = parts.path.rstrip("/")
    path = path if path.endswith("/services") else f"{path}/services"
    return urlunsplit((parts.scheme, parts.netloc, path, "", "")), parts.query


def _list_address(address: str, number: int) -> str:
    base, query = _services_address(address)
    paging = urlencode({"page": number, "per_page": PER_PAGE})
    return f"{base}?{query}&{paging}" if query else f"{base}?{paging}"


def _one_address(address: str, source_id: str) -> str:
    base, query = _services_address(address)
    return f"{base}/{quote(source_id, safe='')}" + (f"?{query}" if query else "")


def _is_last(page: dict[str, Any], number: int) -> bool:
    """Whether a page says that it is the last, or does not say that there are more."""
    for name in ("last_page", "last"):
        if isinstance(page.get(name), bool):
            return bool(page[name])
    total = hsds.number_in(page, "total_pages", "totalPages", "last_page")
    return total is None or number >= total
