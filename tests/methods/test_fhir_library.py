"""What leaves as FHIR, read by a library that knows nothing of ours; where lists are closed, `r4` holds them."""

from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

from tests.methods import test_fhir_consent, test_fhir_referral
from yarrow.methods import fhir_consent, fhir_referral
from yarrow.methods.pathways import STATES

CONSENT = fhir_consent.bundle([test_fhir_consent.ONE], test_fhir_consent.AT, test_fhir_consent.AT.date())


def referral(state: str = "refused") -> dict[str, Any]:
    row = fhir_referral.Referred(
        **{**vars(test_fhir_referral.ONE), "state": state, "words": "A woman, please"}
    )
    return fhir_referral.bundle(row, test_fhir_referral.AT)


def read(file: dict[str, Any]) -> list[Any]:
    return [entry.resource for entry in Bundle.model_validate(file).entry]


def test_a_consent_is_read():
    (consent,) = read(CONSENT)
    assert (consent.status, consent.provision.type) == ("active", "permit")
    assert consent.provision.actor[0].reference.display == "Quay clinic"


@pytest.mark.parametrize("state", STATES)
def test_a_referral_is_read_in_every_state(state):
    request, task = read(referral(state))
    assert task.focus.reference.endswith(request.id) and task.businessStatus.coding[0].code == state
    assert request.note[0].text == "A woman, please"


@pytest.mark.parametrize(
    ("place", "member", "value"),
    [(0, "subject", None), (0, "intent", None), (1, "status", None), (1, "owner", "x"), (0, "reason", "new")],
)
def test_library_twin_that_reads_anything_is_caught(place, member, value):
    file = referral()
    resource = file["entry"][place]["resource"]
    resource.pop(member, None) if value is None else resource.update({member: value})
    with pytest.raises(ValidationError):
        read(file)
