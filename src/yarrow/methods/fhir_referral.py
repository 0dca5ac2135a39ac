"""A referral as FHIR R4: a `ServiceRequest` that says what is asked for, and a `Task` that says how it stands.

Required by R4 are ServiceRequest.status, .intent and .subject, Task.status and .intent; focus and restriction tie the
Task to what it fulfils. Whom it is about is a logical identifier alone. Sources:
https://hl7.org/fhir/R4/servicerequest.html, https://hl7.org/fhir/R4/task.html.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yarrow.methods import pathways
from yarrow.methods.forms.responses import SYSTEM

NEEDS, STATES = "urn:yarrow:need", "urn:yarrow:referral-state"
TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"

# state → (ServiceRequest.status, .intent, Task.status). What R4 has no word for stands in Task.businessStatus.
STATUS: dict[str, tuple[str, str, str]] = {
    pathways.OFFERED: ("draft", "proposal", "draft"),
    pathways.AGREED: ("draft", "plan", "draft"),
    pathways.SENT: ("active", "order", "requested"),
    pathways.RECEIVED: ("active", "order", "received"),
    pathways.ACCEPTED: ("active", "order", "accepted"),
    pathways.WAITING: ("active", "order", "accepted"),
    pathways.BOOKED: ("active", "order", "accepted"),
    pathways.ACCOMPANIED: ("active", "order", "in-progress"),
    pathways.ATTENDED: ("active", "order", "in-progress"),
    pathways.ENGAGED: ("active", "order", "in-progress"),
    pathways.COMPLETED: ("completed", "order", "completed"),
    pathways.DECLINED: ("revoked", "order", "cancelled"),
    pathways.REFUSED: ("revoked", "order", "rejected"),
    pathways.LOST: ("revoked", "order", "failed"),
}


@dataclass(frozen=True)
class Referred:
    """One referral. `state_words`, `need_words`, `where`, `service`, `reason`, `words`: as read; "" for nothing."""

    request: UUID
    task: UUID
    person: UUID
    state: str
    state_words: str
    need: str
    need_words: str
    where: str
    service: str
    offered_on: date
    since_on: date
    by: str
    is_urgent: bool = False
    reason: str = ""
    words: str = field(default="", repr=False)


def bundle(row: Referred, at: datetime) -> dict[str, Any]:
    """The request, and beside it the task that fulfils it."""
    entries = [
        {"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in (service_request(row), task(row))
    ]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": at.isoformat(), "entry": entries}


def service_request(row: Referred) -> dict[str, Any]:
    """What is asked for, of whom, in whose words."""
    status, intent, _task = STATUS[row.state]
    return {
        "resourceType": "ServiceRequest",
        "id": str(row.request),
        "status": status,
        "intent": intent,
        "priority": "urgent" if row.is_urgent else "routine",
        "code": {"coding": [{"system": NEEDS, "code": row.need, "display": row.need_words}]},
        "subject": _person(row),
        "authoredOn": row.offered_on.isoformat(),
        "requester": {"display": row.by},
        "performer": [{"display": row.where}],
        **({"performerType": {"text": row.service}} if row.service else {}),
        **({"note": [{"text": row.words}]} if row.words else {}),
    }


def task(row: Referred) -> dict[str, Any]:
    """How it stands, since when; where it ended short, why."""
    _status, _intent, status = STATUS[row.state]
    return {
        "resourceType": "Task",
        "id": str(row.task),
        "status": status,
        **({"statusReason": {"text": row.reason}} if row.reason else {}),
        "businessStatus": {"coding": [{"system": STATES, "code": row.state, "display": row.state_words}]},
        "intent": "order",
        "code": {
            "coding": [{"system": TASK_CODE, "code": "fulfill", "display": "Fulfill the focal request"}]
        },
        "focus": {"reference": f"urn:uuid:{row.request}"},
        "for": _person(row),
        "authoredOn": row.offered_on.isoformat(),
        "lastModified": row.since_on.isoformat(),
        "requester": {"display": row.by},
        "owner": {"display": row.where},
    }


def _person(row: Referred) -> dict[str, Any]:
    return {"identifier": {"system": SYSTEM, "value": str(row.person)}}
