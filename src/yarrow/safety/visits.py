"""One visit with a return phrase, without a cookie: what the pages carry from one to the next, sealed by the server.

A form that asks for the words carries a `ticket`, good once and for a short while: a browser that goes back and sends
the words again opens nothing. The pages behind it carry a `pass` with the key of the replies. A pass ends when it is
left unused, when somebody comes in anew, and at once with the quick exit.
"""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from yarrow.methods.refusals import Fault
from yarrow.safety.models import WayBack
from yarrow.vault import sealing

LASTS = timedelta(minutes=15)
# However late somebody presses the quick exit, nothing of their visit stays open.
EVER = timedelta.max
TICKET, PASS, BEGAN = "ticket", "pass", "began"


@dataclass(frozen=True)
class Visit:
    """Whose pages these are: the report, the number of the visit, and what opens the replies."""

    report_id: UUID
    number: str = field(repr=False)
    private: bytes = field(repr=False)


def new_number() -> str:
    """What tells one visit from all others."""
    return secrets.token_hex(16)


def new_ticket(project_id: UUID, at: datetime) -> str:
    """What a form that asks for the words carries."""
    return _sealed(TICKET, project_id, {"number": new_number()}, at)


@dataclass(frozen=True)
class Ticket:
    """The number of the visit that it may begin, and when the form was asked for (seconds)."""

    number: str = field(repr=False)
    made_at: float


def read_ticket(project_id: UUID, ticket: str, at: datetime) -> Ticket | None:
    """None where it is too old, or none of ours."""
    said = _opened(TICKET, project_id, ticket, at)
    return Ticket(said["number"], said["at"]) if said else None


def new_pass(project_id: UUID, visit: Visit, at: datetime) -> str:
    """What the pages behind the words carry."""
    said = {"report": str(visit.report_id), "number": visit.number, "private": visit.private.hex()}
    return _sealed(PASS, project_id, said, at)


def read_pass(project_id: UUID, said: str, at: datetime, lasts: timedelta = LASTS) -> Visit | None:
    """The visit of a pass that is still good by its time; whether it was ended the row knows (`is_on`)."""
    told = _opened(PASS, project_id, said, at, lasts)
    if not told:
        return None
    return Visit(UUID(told["report"]), told["number"], bytes.fromhex(told["private"]))


def is_on(row: WayBack, number: str) -> bool:
    """Whether this is the visit that is going on."""
    return secrets.compare_digest(row.visit, mark_of(number))


def begin(row: WayBack, ticket: Ticket, at: datetime) -> None:
    """The visit goes on from now. Its moment is sealed with the server's key: a stolen database knows days alone."""
    row.visit, row.began = mark_of(ticket.number), _sealed(BEGAN, row.project_id, {}, at)


def is_used(row: WayBack, ticket: Ticket, at: datetime) -> bool:
    """Whether it began a visit already, ended or not; one from before the latest visit may have begun another."""
    is_old = ticket.made_at < _opened(BEGAN, row.project_id, row.began, at).get("at", 0)
    return is_old or row.visit in (mark_of(ticket.number), ended(ticket.number))


def mark_of(number: str) -> str:
    """What a row holds of the visit that is going on."""
    return sha256(number.encode()).hexdigest()


def ended(number: str) -> str:
    """What a row holds of a visit that is over."""
    return sha256(f"ended {number}".encode()).hexdigest()


def _sealed(what: str, project_id: UUID, said: dict[str, Any], at: datetime) -> str:
    plain = sealing.pack({**said, "at": at.timestamp()})
    return urlsafe_b64encode(sealing.seal(_key(), plain, sealing.bound_to(what, project_id))).decode()


def _opened(
    what: str, project_id: UUID, sealed: str, at: datetime, lasts: timedelta = LASTS
) -> dict[str, Any]:
    """What was sealed for this a short while ago; {} for anything else."""
    try:
        plain = sealing.open_sealed(
            _key(), urlsafe_b64decode(sealed.encode()), sealing.bound_to(what, project_id)
        )
        said: dict[str, Any] = sealing.unpack(plain)
    except (Fault, binascii.Error, UnicodeError):
        return {}
    age = at.timestamp() - said["at"]
    return said if 0 <= age <= lasts.total_seconds() else {}


def _key() -> bytes:
    return sealing.derive(settings.SECRET_KEY.encode(), "yarrow report visits")
