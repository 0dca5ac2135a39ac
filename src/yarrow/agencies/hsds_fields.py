"""Single facts of a row of a feed (`hsds`): text, ways to reach, places, codes; empty for what is none."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from yarrow.agencies import lists
from yarrow.agencies.spelling import visible

PHONE, ADDRESS, LINK, PLACE = 40, 400, 500, 60
_BETWEEN = re.compile(r"[^a-z0-9'-]+")
Raw = dict[str, Any]


def text_of(raw: Raw, key: str) -> str:
    """Text without what nobody sees and no database takes; "" for anything else than text."""
    said = raw.get(key)
    if not isinstance(said, str):
        return ""
    return visible(said)


def rows(raw: Raw, key: str) -> list[Raw]:
    """The objects of a list; none where it is no list."""
    said = raw.get(key)
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def part(raw: Raw, key: str) -> Raw:
    """An object inside; empty where there is none."""
    said = raw.get(key)
    return said if isinstance(said, dict) else {}


def phone_of(raw: Raw) -> str:
    """The first number that fits; half of one would be another's."""
    said = (text_of(one, "number").strip('"') for one in rows(raw, "phones"))
    return next((number for number in said if number and len(number) <= PHONE), "")


def email_of(raw: Raw) -> str:
    """An address of mail, if it is one."""
    said = text_of(raw, "email")
    return said if re.fullmatch(r"[^@\s]+@[^@\s]+", said) and len(said) <= 254 else ""


def link_of(raw: Raw, key: str) -> str:
    """An address on the web; nothing that a click could run."""
    said = text_of(raw, key)
    if said.lower().startswith("www."):
        said = f"https://{said}"
    return said if re.fullmatch(r"https?://[^\s<>\"']+", said, re.I) and len(said) <= LINK else ""


def locations_of(raw: Raw) -> list[Raw]:
    """Where a service is."""
    return [part(at, "location") for at in rows(raw, "service_at_locations")]


def _postal(locations: list[Raw]) -> Iterator[Raw]:
    for location in locations:
        yield from rows(location, "addresses") or rows(location, "physical_addresses")


def addresses_of(locations: list[Raw]) -> Iterator[str]:
    """Addresses on one line."""
    for one in _postal(locations):
        parts = (text_of(one, key) for key in ("address_1", "address_2", "city", "postal_code"))
        yield ", ".join(part for part in parts if part)[:ADDRESS]


def places_of(raw: Raw) -> list[str]:
    """Towns and regions of its addresses, and areas it serves where they are said in a few words."""
    towns = (
        text_of(one, key)
        for one in _postal(locations_of(raw))
        for key in ("city", "region", "state_province")
    )
    areas = (text_of(one, key) for one in rows(raw, "service_areas") for key in ("name", "service_area"))
    return [place for place in dict.fromkeys((*towns, *areas)) if place and len(place) <= PLACE]


def languages_of(raw: Raw) -> list[str]:
    """Languages as the feed says them."""
    return [text_of(one, key) for one in rows(raw, "languages") for key in ("code", "name", "language")]


def needs_of(raw: Raw, name: str) -> list[str]:
    """By our own taxonomy where the feed has it; else by the words of its name and of what it is filed under."""
    listed = [*rows(raw, "attributes"), *rows(raw, "service_taxonomys")]
    terms = [part(one, key) for one in listed for key in ("taxonomy_term", "taxonomy")]
    ours = {text_of(term, "term") for term in terms if text_of(term, "taxonomy") == lists.TAXONOMY}
    if ours:
        return [item.code for item in lists.items("needs") if item.code in ours]
    return coded(
        "needs", [name, *(text_of(term, key) for term in terms for key in ("name", "term"))], whole=False
    )


def coded(name: str, said: list[str], *, whole: bool) -> list[str]:
    """Codes of a list whose words stand in what was said, or are the whole of it."""
    texts = {f" {_BETWEEN.sub(' ', one.lower()).strip()} " for one in said if one}
    found = []
    for item in lists.items(name):
        words = (item.code, *item.found_by) if whole else item.found_by
        if any(f" {word} " == text if whole else f" {word} " in text for word in words for text in texts):
            found.append(item.code)
    return found


def day_of(said: str, today: date) -> date | None:
    """A day in the past; what can't be one is no day."""
    try:
        found = date.fromisoformat(said[:10])
    except ValueError:
        return None
    return found if found <= today else None
