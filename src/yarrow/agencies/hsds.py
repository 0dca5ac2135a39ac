"""Reads what others publish as Open Referral UK 3 (and HSDS 3, and the older UK 1): services with their agency.

Knows no database. People named in a feed (its contacts, who assured it) are not read: the directory is about agencies.
Facts of the format are in docs/adr/0123.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yarrow.agencies import lists
from yarrow.agencies.errors import FeedFailed
from yarrow.agencies.hsds_fields import (
    Raw,
    addresses_of,
    coded,
    day_of,
    email_of,
    languages_of,
    link_of,
    locations_of,
    needs_of,
    phone_of,
    places_of,
    rows,
    text_of,
)

NAME, ID, ABOUT, WAITING = 200, 200, 4_000, 200
STATUS = {"temporarily closed": lists.CLOSED_FOR_NOW, **{code: code for code in lists.STATUSES}}
# A row of a list that has one of these was given whole.
PARTS = ("service_at_locations", "languages", "attributes", "schedules", "service_taxonomys")
LISTS = ("contents", "content", "services")


@dataclass(frozen=True)
class ReadAgency:
    """An organisation as a feed has it."""

    source_id: str
    name: str
    about: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    address: str = ""


@dataclass(frozen=True)
class ReadService:
    """A service as a feed has it, in our own codes."""

    number: int
    source_id: str
    name: str
    status: str
    agency: ReadAgency
    about: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    address: str = ""
    waiting_said: str = ""
    assured_on: date | None = None
    needs: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class NotRead:
    """A row that was not taken: its number among those read, and why (`reasons`)."""

    number: int
    reason: str
    source_id: str = ""
    field: str = ""


def document_of(content: bytes) -> Any:
    """The JSON in these bytes. Raises FeedFailed."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FeedFailed("not_json") from None


def services_in(document: Any) -> list[Any]:
    """The rows of a page of services, a list, one service, or agencies with their services. Raises FeedFailed."""
    if isinstance(document, dict):
        for key in LISTS:
            if isinstance(document.get(key), list):
                return services_in(document[key]) if key != "services" else _of_agency(document)
        if "name" in document and "status" in document:
            return [document]
        raise FeedFailed("not_hsds")
    if not isinstance(document, list):
        raise FeedFailed("not_hsds")
    return [row for one in document for row in (_of_agency(one) if _is_agency(one) else [one])]


def n_listed(document: Any) -> int:
    """How many things a page or file lists."""
    if isinstance(document, dict):
        document = next((document[key] for key in LISTS if isinstance(document.get(key), list)), [document])
    return len(document)


def has_more(document: Any, n: int | None = None) -> bool:
    """Whether a page or file says that there is more than the `n` things that came, or than itself lists."""
    said = number_in(document, "total_items", "totalElements") if isinstance(document, dict) else None
    return said is not None and said > (n_listed(document) if n is None else n)


def number_in(page: Raw, *names: str) -> int | None:
    """The first of these that is a whole number, however it is written: 3, 3.0, "3"."""
    for said in (page.get(name) for name in names):
        if (isinstance(said, int) and not isinstance(said, bool)) or (
            isinstance(said, float) and said.is_integer()
        ):
            return int(said)
        if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10:
            return int(said)
    return None


def read_services(rows: list[Any], today: date) -> Iterator[ReadService | NotRead]:
    """Each row, by its number from 1, as it is taken or why it is not; an id counts once."""
    seen: set[str] = set()
    for number, raw in enumerate(rows, start=1):
        found = read_service(number, raw, today)
        if isinstance(found, ReadService):
            if found.source_id in seen:
                yield NotRead(number, "twice", found.source_id)
                continue
            seen.add(found.source_id)
        yield found


def read_service(number: int, raw: Any, today: date) -> ReadService | NotRead:
    """One service, or why it can't be one of ours."""
    if not isinstance(raw, dict):
        return NotRead(number, "not_an_object")
    source_id, name, status = id_of(raw), text_of(raw, "name"), STATUS.get(text_of(raw, "status").lower(), "")
    agency = _agency(raw)
    reason, where = _defect(source_id, name, status, agency)
    if reason or agency is None:
        return NotRead(number, reason, source_id[:ID], where)
    return ReadService(
        number=number,
        source_id=source_id,
        name=name,
        status=status,
        agency=agency,
        about=text_of(raw, "description")[:ABOUT],
        phone=phone_of(raw),
        email=email_of(raw),
        url=link_of(raw, "url"),
        address=next(addresses_of(locations_of(raw)), ""),
        waiting_said=text_of(raw, "wait_time")[:WAITING],
        assured_on=day_of(text_of(raw, "assured_date"), today),
        needs=needs_of(raw, name),
        languages=coded("languages", languages_of(raw), whole=True),
        places=places_of(raw),
    )


def _defect(source_id: str, name: str, status: str, agency: ReadAgency | None) -> tuple[str, str]:
    """(reason, field) for which it is not taken; ("", "") for none."""
    if agency is None:
        named = ("no_agency", "organization")
    else:
        is_long = len(agency.name) > NAME or len(agency.source_id) > ID
        named = ("too_long", "organization.name") if is_long else ("", "")
    for reason, is_so, where in (
        ("no_id", not source_id, "id"),
        ("no_name", not name, "name"),
        ("status", not status, "status"),
        ("too_long", len(source_id) > ID or len(name) > NAME, "name"),
    ):
        if is_so:
            return reason, where
    return named


def id_of(raw: Raw) -> str:
    """What a row is called in its feed."""
    said = raw.get("id")
    return str(said) if isinstance(said, int) and not isinstance(said, bool) else text_of(raw, "id")


def _of_agency(agency: Raw) -> list[Any]:
    """The services of an agency, each with it."""
    own = {key: value for key, value in agency.items() if key != "services"}
    if not text_of(own, "name"):
        return list(agency["services"])
    return [{"organization": own, **row} if isinstance(row, dict) else row for row in agency["services"]]


def _is_agency(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("services"), list)


def _agency(raw: Raw) -> ReadAgency | None:
    said = raw.get("organization")
    if not isinstance(said, dict) or not id_of(said) or not text_of(said, "name"):
        return None
    return ReadAgency(
        source_id=id_of(said),
        name=text_of(said, "name"),
        about=text_of(said, "description")[:ABOUT],
        phone=phone_of(said),
        email=email_of(said),
        url=link_of(said, "website") or link_of(said, "url"),
        address=next(addresses_of(rows(said, "locations")), ""),
    )
