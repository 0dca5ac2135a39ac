"""What can be sent at all: numbers, addresses, subscriptions, words."""

import base64
import binascii
import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse
from phonenumbers import is_possible_number_for_type as is_long_enough

from yarrow.sending.errors import too_long
from yarrow.sending.models import EMAIL, PUSH, SMS

LONGEST = timedelta(days=7)
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
# Everything that ends a line or is no character in any script.
NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
NOT_IN_WORDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Nine parts of an SMS in any script; what fits a push message everywhere; an e-mail that is read.
MOST_SMS, MOST_PUSH_BYTES, MOST_EMAIL, MOST_SUBJECT = 600, 3_000, 50_000, 150
LONGEST_ADDRESS, LONGEST_SUBSCRIPTION, LONGEST_ENDPOINT = 254, 4_000, 2_000
POINT, AUTH = 65, 16
_Kind = PhoneNumberType
DEAR = {_Kind.PREMIUM_RATE, _Kind.SHARED_COST, _Kind.TOLL_FREE, _Kind.UAN, _Kind.VOICEMAIL, _Kind.PAGER}


def check_times(not_before: datetime, until: datetime, at: datetime) -> None:
    """Raises CannotBe where a message would wait longer than it may, or end before it begins."""
    if not max(not_before, at) < until <= at + LONGEST:
        raise too_long()


def can_be_endpoint(channel: str, endpoint: str) -> bool:
    """Whether something can be handed to this number, address or subscription."""
    if channel == SMS:
        return bool(NUMBER.fullmatch(endpoint)) and _is_somebodys(endpoint)
    if channel == EMAIL:
        return _is_address(endpoint)
    return channel == PUSH and subscription_of(endpoint) is not None


def can_be_said(channel: str, words: str, subject: str = "") -> bool:
    """Whether these words can leave on this way, exactly as they are."""
    if not words.strip() or NOT_IN_WORDS.search(words) or (subject and channel != EMAIL):
        return False
    if channel == SMS:
        # Braces are gaps to be filled in for the provider.
        return n_letters(words) <= MOST_SMS and not set("{}") & set(words)
    if channel == PUSH:
        return len(words.encode()) <= MOST_PUSH_BYTES
    is_line = 0 < len(subject.strip()) <= MOST_SUBJECT and not NOT_IN_A_LINE.search(subject)
    return is_line and len(words) <= MOST_EMAIL


def n_letters(words: str) -> int:
    """As an SMS counts them (UTF-16): most emoji are two."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def _is_somebodys(number: str) -> bool:
    """Whether it is a phone of one person who is not paid for it. Ranges that no table lists may be mobiles."""
    try:
        read = parse(number)
    except NumberParseException:
        return False
    kind = number_type(read)
    return kind not in DEAR if kind != _Kind.UNKNOWN else is_long_enough(read, _Kind.MOBILE)


def _is_address(endpoint: str) -> bool:
    try:
        validate_email(endpoint)
    except ValidationError:
        return False
    # A host of the mail server's own network, or an account of the server itself, is nobody's address.
    is_outside = "." in endpoint.rpartition("@")[2] and not endpoint.endswith("]")
    is_plain = endpoint.isascii() and not NOT_IN_A_LINE.search(endpoint)
    return len(endpoint) <= LONGEST_ADDRESS and is_outside and is_plain


def subscription_of(text: str) -> tuple[str, bytes, bytes] | None:
    """(address, public key of the browser, its secret) of a subscription as browsers give it; None: it is none."""
    try:
        told: Any = json.loads(text) if len(text) <= LONGEST_SUBSCRIPTION else None
        address, keys = told["endpoint"], told["keys"]
        point, auth = from_base64url(keys["p256dh"]), from_base64url(keys["auth"])
        parts = urlsplit(address if isinstance(address, str) else "")
        is_one = parts.scheme == "https" and parts.hostname and not parts.username and parts.port != 0
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError, binascii.Error):
        return None
    if not is_one or len(address) > LONGEST_ENDPOINT or not address.isascii():
        return None
    is_line = not re.search(r"\s", address) and not NOT_IN_A_LINE.search(address)
    return (address, point, auth) if is_line and len(point) == POINT and len(auth) == AUTH else None


def from_base64url(text: str) -> bytes:
    """The bytes of what browsers write without its padding. ValueError where it is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
