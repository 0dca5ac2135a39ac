"""Reads what others publish as Open Referral UK 3 (and HSDS 3, and the older UK 1): services with their agency.

Knows no database. People named in a feed (its contacts, who assured it) are not read: the directory is about agencies.
Facts of the format are in docs/adr/0123.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yarrow.agencies import lists
from yarrow.agencies.errors import FeedFailed
from yarrow.agencies.spelling import visible

NAME, ID, PHONE, ADDRESS, LINK, ABOUT, PLACE, WAITING = 200, 200, 40, 400, 500, 4_000, 60, 200
STATUS = {"temporarily closed": lists.CLOSED_FOR_NOW, **{code: code for code in lists.STATUSES}}
# A row of a list that has one of these was given whole.
PARTS = ("service_at_locations", "languages", "attributes", "schedules", "service_taxonomys")
LISTS = ("contents", "content", "services")
_BETWEEN = re.compile(r"[^a-z0-9'-]+")
Raw = dict[str, Any]


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
    source_id, name, status = id_of(raw), _text(raw, "name"), STATUS.get(_text(raw, "status").lower(), "")
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
        about=_text(raw, "description")[:ABOUT],
        phone=_phone(raw),
        email=_email(raw),
        url=_link(raw, "url"),
        address=next(_addresses(_locations(raw)), ""),
        waiting_said=_text(raw, "wait_time")[:WAITING],
        assured_on=_day(_text(raw, "assured_date"), today),
        needs=_needs(raw, name),
        languages=_coded("languages", _languages(raw), whole=True),
        places=_places(raw),
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
    return str(said) if isinstance(said, int) and not isinstance(said, bool) else _text(raw, "id")


def _of_agency(agency: Raw) -> list[Any]:
    """The services of an agency, each with it."""
    own = {key: value for key, value in agency.items() if key != "services"}
    if not _text(own, "name"):
        return list(agency["services"])
    return [{"organization": own, **row} if isinstance(row, dict) else row for row in agency["services"]]


def _is_agency(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("services"), list)


def _agency(raw: Raw) -> ReadAgency | None:
    said = raw.get("organization")
    if not isinstance(said, dict) or not id_of(said) or not _text(said, "name"):
        return None
    return ReadAgency(
        source_id=id_of(said),
        name=_text(said, "name"),
        about=_text(said, "description")[:ABOUT],
        phone=_phone(said),
        email=_email(said),
        url=_link(said, "website") or _link(said, "url"),
        address=next(_addresses(_rows(said, "locations")), ""),
    )


def _text(raw: Raw, key: str) -> str:
    """Text without what nobody sees and no database takes; "" for anything else than text."""
    said = raw.get(key)
    if not isinstance(said, str):
        return ""
    return visible(said)


def _rows(raw: Raw, key: str) -> list[Raw]:
    said = raw.get(key)
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _part(raw: Raw, key: str) -> Raw:
    said = raw.get(key)
    return said if isinstance(said, dict) else {}


def _phone(raw: Raw) -> str:
    """The first number that fits; half of one would be another's."""
    said = (_text(one, "number").strip('"') for one in _rows(raw, "phones"))
    return next((number for number in said if number and len(number) <= PHONE), "")


def _email(raw: Raw) -> str:
    said = _text(raw, "email")
    return said if re.fullmatch(r"[^@\s]+@[^@\s]+", said) and len(said) <= 254 else ""


def _link(raw: Raw, key: str) -> str:
    """An address on the web; nothing that a click could run."""
    said = _text(raw, key)
    if said.lower().startswith("www."):
        said = f"https://{said}"
    return said if re.fullmatch(r"https?://[^\s<>\"']+", said, re.I) and len(said) <= LINK else ""


def _locations(raw: Raw) -> list[Raw]:
    return [_part(at, "location") for at in _rows(raw, "service_at_locations")]


def _postal(locations: list[Raw]) -> Iterator[Raw]:
    for location in locations:
        yield from _rows(location, "addresses") or _rows(location, "physical_addresses")


def _addresses(locations: list[Raw]) -> Iterator[str]:
    for one in _postal(locations):
        parts = (_text(one, key) for key in ("address_1", "address_2", "city", "postal_code"))
        yield ", ".join(part for part in parts if part)[:ADDRESS]


def _places(raw: Raw) -> list[str]:
    """Towns and regions of its addresses, and areas it serves where they are said in a few words."""
    towns = (
        _text(one, key) for one in _postal(_locations(raw)) for key in ("city", "region", "state_province")
    )
    areas = (_text(one, key) for one in _rows(raw, "service_areas") for key in ("name", "service_area"))
    return [place for place in dict.fromkeys((*towns, *areas)) if place and len(place) <= PLACE]


def _languages(raw: Raw) -> list[str]:
    return [_text(one, key) for one in _rows(raw, "languages") for key in ("code", "name", "language")]


def _needs(raw: Raw, name: str) -> list[str]:
    """By our own taxonomy where the feed has it; else by the words of its name and of what it is filed under."""
    listed = [*_rows(raw, "attributes"), *_rows(raw, "service_taxonomys")]
    terms = [_part(one, key) for one in listed for key in ("taxonomy_term", "taxonomy")]
    ours = {_text(term, "term") for term in terms if _text(term, "taxonomy") == lists.TAXONOMY}
    if ours:
        return [item.code for item in lists.items("needs") if item.code in ours]
    return _coded(
        "needs", [name, *(_text(term, key) for term in terms for key in ("name", "term"))], whole=False
    )


def _coded(name: str, said: list[str], *, whole: bool) -> list[str]:
    """Codes of a list whose words stand in what was said, or are the whole of it."""
    texts = {f" {_BETWEEN.sub(' ', one.lower()).strip()} " for one in said if one}
    found = []
    for item in lists.items(name):
        words = (item.code, *item.found_by) if whole else item.found_by
        if any(f" {word} " == text if whole else f" {word} " in text for word in words for text in texts):
            found.append(item.code)
    return found


def _day(said: str, today: date) -> date | None:
    """A day in the past; what can't be one is no day."""
    try:
        found = date.fromisoformat(said[:10])
    except ValueError:
        return None
    return found if found <= today else None
