"""Consents as FHIR R4 `Consent` resources in a collection: what stands, for whom, about what, from when until when.

Required by R4 are Consent.status, .scope and .category, and a policy or a rule (ppc-1). Whom it is about is a logical
identifier alone. Source: https://hl7.org/fhir/R4/consent.html.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yarrow.methods.forms.responses import SYSTEM

PURPOSES, CATEGORIES = "urn:yarrow:purpose", "urn:yarrow:category"
SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
LOINC, CONSENT_DOCUMENT = "http://loinc.org", "59284-0"
ACTION = "http://terminology.hl7.org/CodeSystem/consentaction"
ROLE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


@dataclass(frozen=True)
class Agreed:
    """One consent that stands. `recipient`: who gets it, in words; `categories`: code → words.

    not_to   who gets nothing though they count as such recipients, in words
    """

    id: UUID
    person: UUID
    purpose: str
    purpose_words: str
    recipient: str = field(repr=False)
    categories: Mapping[str, str]
    said_on: date
    expires_on: date | None
    written_at: datetime
    by: str
    not_to: Sequence[str] = field(default=(), repr=False)


def bundle(rows: Iterable[Agreed], at: datetime, day: date) -> dict[str, Any]:
    """All of them, in the order given. `day`: the project's own, on which it is asked what has run out."""
    entries = [{"fullUrl": f"urn:uuid:{row.id}", "resource": consent(row, day)} for row in rows]
    found: dict[str, Any] = {"resourceType": "Bundle", "type": "collection", "timestamp": at.isoformat()}
    # R4 has no empty list.
    return {**found, "entry": entries} if entries else found


def consent(row: Agreed, day: date) -> dict[str, Any]:
    """One resource. A consent that has run out is inactive."""
    has_ended = row.expires_on is not None and row.expires_on < day
    period = {"start": row.said_on.isoformat()}
    if row.expires_on is not None:
        period["end"] = row.expires_on.isoformat()
    return {
        "resourceType": "Consent",
        "id": str(row.id),
        "status": "inactive" if has_ended else "active",
        "scope": _coded(SCOPE, "patient-privacy", "Privacy Consent"),
        "category": [_coded(LOINC, CONSENT_DOCUMENT, "Consent Document")],
        "patient": {"identifier": {"system": SYSTEM, "value": str(row.person)}},
        "dateTime": row.written_at.isoformat(),
        "organization": [{"display": row.by}],
        "policyRule": {"text": row.purpose_words},
        "provision": {
            "type": "permit",
            "period": period,
            "actor": [_actor(row.recipient)],
            "action": [_coded(ACTION, "disclose", "Disclose")],
            "purpose": [{"system": PURPOSES, "code": row.purpose, "display": row.purpose_words}],
            "class": [
                {"system": CATEGORIES, "code": code, "display": words}
                for code, words in row.categories.items()
            ],
            **_exceptions(row.not_to),
        },
    }


def _exceptions(names: Sequence[str]) -> dict[str, Any]:
    """R4 has no empty list."""
    return {"provision": [{"type": "deny", "actor": [_actor(name)]} for name in names]} if names else {}


def _actor(name: str) -> dict[str, Any]:
    return {"role": _coded(ROLE, "IRCP", "information recipient"), "reference": {"display": name}}


def _coded(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}]}
