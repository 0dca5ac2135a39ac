"""One spelling of what a check looks for: only whole numbers, plates, addresses and names; never a part of one.

    whole(kind, text, region)       of what a report names, where the kind is known; "" where it is not whole
    readings(text, region)          of what somebody asks about: a spelling for each kind that it may be
    trouble(text, its readings)     why nothing can be looked up, or why it may be mistyped; "" where all is well

Nothing that was asked about is kept, here or in `identifiers`.
"""

import re
from collections.abc import Mapping

import phonenumbers

from yarrow.methods.incidents import identifiers

PHONE, PLATE, ONLINE = KINDS = ("phone", "plate", "online")
# Kind → where a description keeps it.
FIELDS = {PHONE: "phones", PLATE: "plates", ONLINE: "online"}
LONGEST = 200
NOTHING, TOO_LONG, PART, DIGITS = TROUBLES = ("nothing", "too_long", "part", "digits")
# A name stands in the address of one's page there; written without the site it is the same name.
SITES = frozenset(
    (
        *(
            "instagram.com",
            "twitter.com",
            "x.com",
            "t.me",
            "telegram.me",
            "facebook.com",
            "fb.com",
            "tiktok.com",
        ),
        *(
            "snapchat.com",
            "onlyfans.com",
            "fansly.com",
            "reddit.com",
            "youtube.com",
            "threads.net",
            "bsky.app",
        ),
    )
)
PATHS = ("add/", "user/", "u/", "profile/")
_CALLED = re.compile(r"^(?:https?://)?(?:www\.)?wa\.me/\+?(\d{7,15})\b", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:mailto|tel|sms):", re.IGNORECASE)
_WHOLE_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_FEWEST_OF_A_PHONE = 5


def whole(kind: str, text: str, region: str = "GB") -> str:
    """Raises KeyError for a kind that is none."""
    read = {PHONE: _phone, PLATE: _plate, ONLINE: _online}[kind]
    return read(_bare(text), region) if len(text) <= LONGEST else ""


def readings(text: str, region: str = "GB") -> dict[str, str]:
    """Kind → spelling, or "" where it can't be one. Every kind is tried, whatever it looks like."""
    bare = _bare(text) if len(text) <= LONGEST else ""
    called = _CALLED.match(bare)
    number = f"+{called[1]}" if called else ("" if _names_a_place(bare) else bare)
    return {PHONE: _phone(number, region), PLATE: _plate(bare, region), ONLINE: _online(bare, region)}


def trouble(text: str, found: Mapping[str, str]) -> str:
    """One of `TROUBLES`. Digits alone that are too few or too many for a number may still be a plate or a name."""
    bare = _bare(text)
    if not bare:
        return NOTHING
    if len(text) > LONGEST:
        return TOO_LONG
    if not any(found.values()):
        return PART
    signs = re.sub(r"[\s().+\-/]", "", bare)
    looks_like_one = signs.isdecimal() and len(signs) >= _FEWEST_OF_A_PHONE
    return DIGITS if looks_like_one and not found[PHONE] else ""


def _bare(text: str) -> str:
    return _SCHEME.sub("", identifiers.folded(text[:LONGEST]).strip())


def _names_a_place(text: str) -> bool:
    """An address of a page or a mailbox: digits in it are no telephone number."""
    return any(sign.isalpha() for sign in text) and any(sign in text for sign in "@/")


def _phone(text: str, region: str) -> str:
    spelled = identifiers.phone(text, region)
    if not _WHOLE_PHONE.fullmatch(spelled) or _has_a_gap(text):
        return ""
    try:
        read = phonenumbers.parse(spelled)
    except phonenumbers.NumberParseException:
        return ""
    is_possible = phonenumbers.is_valid_number(read) or _is_as_long_as_a_mobile(read)
    # More digits were typed than a number has: what is left is another's.
    digits = sum(sign.isdecimal() for sign in text)
    return spelled if is_possible and digits <= len(spelled) + 4 else ""


def _is_as_long_as_a_mobile(read: phonenumbers.PhoneNumber) -> bool:
    """New ranges, and those kept for drama, are in no table of numbers; of other lengths only listed ones are taken."""
    mobile = phonenumbers.PhoneNumberType.MOBILE
    return bool(phonenumbers.is_possible_number_for_type(read, mobile))


def _plate(text: str, _region: str) -> str:
    spelled = identifiers.plate(text)
    is_whole = 0 < len(spelled) <= identifiers.LONGEST and not _has_a_gap(spelled)
    return spelled if is_whole else ""


def _online(text: str, _region: str) -> str:
    spelled = "" if _has_a_gap(text.partition("?")[0]) else identifiers.online(text)
    host, slash, path = spelled.partition("/")
    if not slash or host.removeprefix("m.").removeprefix("mobile.") not in SITES:
        # What follows a `?` may be anything; where it is kept, it is whole.
        return "" if identifiers.GAP in spelled else spelled
    name = re.split(r"[?#]", path)[0].strip("/")
    for start in PATHS:
        name = name.removeprefix(start)
    name = name.strip("/@")
    if len(name) >= identifiers.FEWEST_DIGITS and "/" not in name:
        return name
    return "" if identifiers.GAP in spelled else spelled


def _has_a_gap(text: str) -> bool:
    return identifiers.GAP in text or identifiers.UNKNOWN in text or "…" in text
