"""What FHIR R4 says of a few shapes, written down from its pages and apart from what writes them.

https://hl7.org/fhir/R4/careplan.html, goal.html, consent.html, servicerequest.html, task.html,
bundle.html, datatypes.html (4.0.1).
"""

import re
from collections.abc import Iterator
from typing import Any

PRIMITIVES = {
    "id": r"[A-Za-z0-9\-.]{1,64}",
    "code": r"[^\s]+(\s[^\s]+)*",
    "string": r"[ \r\n\t\S]+",
    "uri": r"\S+",
    "date": r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
    "dateTime": r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?",
    "instant": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
}
# type → member → (least, most, type or closed list); most 0: as many as one likes.
Shape = dict[str, tuple[int, int, Any]]
PLAN_STATUS = {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"}
INTENT = {"proposal", "plan", "order", "option"}
GOAL_STATUS = {
    *("proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled"),
    *("entered-in-error", "rejected"),
}
STEP_STATUS = {
    *("not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped"),
    *("unknown", "entered-in-error"),
}
REQUEST_STATUS = {
    *("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"),
}
REQUEST_INTENT = {
    *("proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order"),
    *("instance-order", "option"),
}
TASK_STATUS = {
    *("draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress"),
    *("on-hold", "failed", "completed", "entered-in-error"),
}
TASK_INTENT = REQUEST_INTENT - {"directive"} | {"unknown"}
PRIORITY = {"routine", "urgent", "asap", "stat"}
CONSENT_STATUS = {"draft", "proposed", "active", "rejected", "inactive", "entered-in-error"}
BUNDLE_TYPE = {
    *("document", "message", "transaction", "transaction-response", "batch", "batch-response", "history"),
    *("searchset", "collection"),
}
SHAPES: dict[str, Shape] = {
    "Bundle": {
        "resourceType": (1, 1, {"Bundle"}),
        "type": (1, 1, BUNDLE_TYPE),
        "timestamp": (0, 1, "instant"),
        "entry": (0, 0, "Entry"),
    },
    "Entry": {"fullUrl": (0, 1, "uri"), "resource": (0, 1, "Resource")},
    "CarePlan": {
        "resourceType": (1, 1, {"CarePlan"}),
        "id": (0, 1, "id"),
        "status": (1, 1, PLAN_STATUS),
        "intent": (1, 1, INTENT),
        "subject": (1, 1, "Reference"),
        "created": (0, 1, "dateTime"),
        "goal": (0, 0, "Reference"),
        "activity": (0, 0, "Activity"),
    },
    "Activity": {"detail": (0, 1, "Detail")},
    "Detail": {
        "status": (1, 1, STEP_STATUS),
        "goal": (0, 0, "Reference"),
        "description": (0, 1, "string"),
        "scheduledPeriod": (0, 1, "Period"),
        "performer": (0, 0, "Reference"),
    },
    "Goal": {
        "resourceType": (1, 1, {"Goal"}),
        "id": (0, 1, "id"),
        "lifecycleStatus": (1, 1, GOAL_STATUS),
        "achievementStatus": (0, 1, "CodeableConcept"),
        "category": (0, 0, "CodeableConcept"),
        "description": (1, 1, "CodeableConcept"),
        "subject": (1, 1, "Reference"),
        "startDate": (0, 1, "date"),
        "statusDate": (0, 1, "date"),
        "expressedBy": (0, 1, "Reference"),
    },
    "Consent": {
        "resourceType": (1, 1, {"Consent"}),
        "id": (0, 1, "id"),
        "status": (1, 1, CONSENT_STATUS),
        "scope": (1, 1, "CodeableConcept"),
        "category": (1, 0, "CodeableConcept"),
        "patient": (0, 1, "Reference"),
        "dateTime": (0, 1, "dateTime"),
        "organization": (0, 0, "Reference"),
        "policyRule": (0, 1, "CodeableConcept"),
        "provision": (0, 1, "Provision"),
    },
    "ServiceRequest": {
        "resourceType": (1, 1, {"ServiceRequest"}),
        "id": (0, 1, "id"),
        "status": (1, 1, REQUEST_STATUS),
        "intent": (1, 1, REQUEST_INTENT),
        "priority": (0, 1, PRIORITY),
        "code": (0, 1, "CodeableConcept"),
        "subject": (1, 1, "Reference"),
        "authoredOn": (0, 1, "dateTime"),
        "requester": (0, 1, "Reference"),
        "performerType": (0, 1, "CodeableConcept"),
        "performer": (0, 0, "Reference"),
        "note": (0, 0, "Annotation"),
    },
    "Task": {
        "resourceType": (1, 1, {"Task"}),
        "id": (0, 1, "id"),
        "status": (1, 1, TASK_STATUS),
        "statusReason": (0, 1, "CodeableConcept"),
        "businessStatus": (0, 1, "CodeableConcept"),
        "intent": (1, 1, TASK_INTENT),
        "code": (0, 1, "CodeableConcept"),
        "focus": (0, 1, "Reference"),
        "for": (0, 1, "Reference"),
        "authoredOn": (0, 1, "dateTime"),
        "lastModified": (0, 1, "dateTime"),
        "requester": (0, 1, "Reference"),
        "owner": (0, 1, "Reference"),
    },
    "Annotation": {"text": (1, 1, "string")},
    "Provision": {
        "type": (0, 1, {"deny", "permit"}),
        "period": (0, 1, "Period"),
        "actor": (0, 0, "Actor"),
        "action": (0, 0, "CodeableConcept"),
        "purpose": (0, 0, "Coding"),
        "class": (0, 0, "Coding"),
        "provision": (0, 0, "Provision"),
    },
    "Actor": {"role": (1, 1, "CodeableConcept"), "reference": (1, 1, "Reference")},
    "Reference": {
        "reference": (0, 1, "string"),
        "identifier": (0, 1, "Identifier"),
        "display": (0, 1, "string"),
    },
    "Identifier": {"system": (0, 1, "uri"), "value": (0, 1, "string")},
    "CodeableConcept": {"coding": (0, 0, "Coding"), "text": (0, 1, "string")},
    "Coding": {"system": (0, 1, "uri"), "code": (0, 1, "code"), "display": (0, 1, "string")},
    "Period": {"start": (0, 1, "dateTime"), "end": (0, 1, "dateTime")},
}


def faults(value: Any, kind: Any = "Bundle", place: str = "") -> list[str]:
    """Everything about a resource that R4 would not take, by its place."""
    if isinstance(kind, set):
        return [] if value in kind else [f"{place}: {value!r} is none of the list"]
    if kind in PRIMITIVES:
        is_so = isinstance(value, str) and re.fullmatch(PRIMITIVES[kind], value)
        return [] if is_so else [f"{place}: {value!r} is no {kind}"]
    if kind == "Resource":
        kind = value.get("resourceType")
    if kind not in SHAPES or not isinstance(value, dict) or not value:
        return [f"{place}: no {kind}"]
    return list(_of_shape(value, SHAPES[kind], place or kind))


def _of_shape(value: dict[str, Any], shape: Shape, place: str) -> Iterator[str]:
    yield from (f"{place}.{name}: not of R4" for name in value.keys() - shape.keys())
    for name, (least, most, kind) in shape.items():
        held = value.get(name)
        if held is None:
            yield from [f"{place}.{name}: missing"] * least
        elif most == 1:
            yield from faults(held, kind, f"{place}.{name}")
        elif not isinstance(held, list) or not held:
            yield f"{place}.{name}: no list of some"
        else:
            for n, one in enumerate(held):
                yield from faults(one, kind, f"{place}.{name}[{n}]")


def dangling(bundle: dict[str, Any]) -> set[str]:
    """References into the file that lead to nothing in it."""
    inside = {entry["fullUrl"] for entry in bundle["entry"]}
    return {one for one in _references(bundle) if one not in inside}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from [value["reference"]] if isinstance(value.get("reference"), str) else []
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _references(part)
