"""A referral as FHIR R4: every state has words of R4, what is required is there, nothing else is in the file."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods import r4
from yarrow.methods.fhir_referral import STATUS, Referred, bundle, service_request, task
from yarrow.methods.pathways import ENDED, STATES

AT = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
ONE = Referred(
    request=UUID(int=1), task=UUID(int=2), person=UUID(int=3), state="sent", state_words="Sent, no answer yet",
    need="housing", need_words="Somewhere to live", where="Harbour homes", service="Night beds",
    offered_on=date(2026, 3, 1), since_on=date(2026, 3, 9), by="Riverside outreach",
)  # fmt: skip
ROWS = st.builds(
    replace, st.just(ONE), state=st.sampled_from(STATES), service=st.just("") | WORDS, reason=st.just("") | WORDS,
    words=st.just("") | WORDS, is_urgent=st.booleans(), offered_on=st.dates(date(1980, 1, 1)),
)  # fmt: skip


@given(ROWS)
def test_whatever_leaves_is_r4(row):
    found = json.loads(json.dumps(bundle(row, AT)))
    assert r4.faults(found) == [] and r4.dangling(found) == set()
    assert [one["resource"]["resourceType"] for one in found["entry"]] == ["ServiceRequest", "Task"]


@pytest.mark.parametrize("left_out", ["status", "intent", "subject"])
def test_r4_twin_without_what_is_required_is_caught(left_out):
    found = {name: value for name, value in service_request(ONE).items() if name != left_out}
    assert r4.faults(found, "ServiceRequest") == [f"ServiceRequest.{left_out}: missing"]


def test_every_state_of_a_referral_is_told_and_ends_end():
    assert set(STATUS) == set(STATES)
    over = {"cancelled", "rejected", "failed", "completed"}
    assert {state for state, (_s, _i, status) in STATUS.items() if status in over} == set(ENDED)
    assert {state for state, (status, _i, _t) in STATUS.items() if status == "draft"} == {"offered", "agreed"}


def test_task_says_how_it_stands_in_their_code_and_in_ours():
    said = task(replace(ONE, state="refused", state_words="The service refused", reason="Full"))
    assert said["status"] == "rejected" and said["statusReason"] == {"text": "Full"}
    assert said["businessStatus"]["coding"][0]["code"] == "refused"
    assert said["focus"] == {"reference": f"urn:uuid:{UUID(int=1)}"} and said["owner"] == {
        "display": "Harbour homes"
    }
    assert said["for"] == service_request(ONE)["subject"] and said["lastModified"] == "2026-03-09"
