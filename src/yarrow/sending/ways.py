"""Which ways of sending this installation has, by its settings; and what of them is half set up."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone

from yarrow.sending import keyfile
from yarrow.sending.models import EMAIL, PUSH, SMS
from yarrow.sending.webpush import base64url

# What each way needs, and what it can't do without.
NEEDS = {
    EMAIL: ("MAIL_HOST", "MAIL_FROM"),
    SMS: ("SMS_ACCOUNT", "SMS_PASSWORD"),
    PUSH: ("PUSH_CONTACT",),
}


def set_up() -> frozenset[str]:
    """The channels through which something can leave."""
    return frozenset(way for way, names in NEEDS.items() if all(getattr(settings, name) for name in names))


def half_set_up() -> dict[str, list[str]]:
    """Channel → variables that are missing, where others of it are set."""
    missing = {way: [name for name in names if not getattr(settings, name)] for way, names in NEEDS.items()}
    return {way: names for way, names in missing.items() if names and len(names) < len(NEEDS[way])}


def push_key() -> str:
    """What a browser subscribes with (`applicationServerKey`): the public half of this installation's pair."""
    return base64url(public_point(keyfile.ready(timezone.now()).push))


def public_point(private: bytes) -> bytes:
    """The public half of a private number of P-256, as an uncompressed point."""
    key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_open() -> list[str]:
    """Settings through which words would travel in the open, past this machine."""
    found = []
    if settings.MAIL_HOST and settings.MAIL_SECURITY == "none" and not is_here(settings.MAIL_HOST):
        found.append("MAIL_SECURITY")
    if sms_address() is None:
        found.append("SMS_URL")
    return found


def sms_address() -> SplitResult | None:
    """Where the SMS provider is; None where that is no address, or one without TLS on another machine."""
    try:
        parts = urlsplit(settings.SMS_URL)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    is_private = parts.scheme == "https" or (parts.scheme == "http" and is_here(host))
    return parts if host and is_private else None


def is_here(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
