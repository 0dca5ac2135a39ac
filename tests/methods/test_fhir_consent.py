"""Consents as FHIR R4: what is required is there, lists are closed, nothing else is in the file."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods import r4
from yarrow.methods.fhir_consent import Agreed, bundle, consent

AT = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
DAYS = st.dates(date(1980, 1, 1), date(2100, 1, 1))
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
ROWS = st.builds(
    Agreed,
    id=st.uuids(),
    person=st.uuids(),
    purpose=st.sampled_from(["health", "police"]),
    purpose_words=WORDS,
    recipient=WORDS,
    categories=st.dictionaries(st.sampled_from(["identity", "health", "safety"]), WORDS, min_size=1),
    said_on=DAYS,
    expires_on=st.none() | DAYS,
    written_at=st.just(AT),
    by=WORDS,
    not_to=st.lists(WORDS, max_size=2),
)
ONE = Agreed(
    UUID(int=1), UUID(int=2), "health", "Share with a health service", "Quay clinic", {"health": "Your health"},
    date(2026, 3, 1), date(2027, 3, 1), AT, "Riverside outreach",
)  # fmt: skip


@given(st.lists(ROWS, max_size=3))
def test_whatever_leaves_is_r4(rows):
    found = json.loads(json.dumps(bundle(rows, AT, AT.date())))
    assert r4.faults(found) == [] and len(found.get("entry", [])) == len(rows)
    # ppc-1: a policy or a rule.
    assert all("policyRule" in entry["resource"] for entry in found.get("entry", []))


@pytest.mark.parametrize("left_out", ["status", "scope", "category"])
def test_r4_twin_without_what_is_required_is_caught(left_out):
    found = {name: value for name, value in consent(ONE, AT.date()).items() if name != left_out}
    assert r4.faults(found, "Consent") == [f"Consent.{left_out}: missing"]


def test_members_say_what_was_agreed():
    said = consent(ONE, AT.date())
    assert said["patient"]["identifier"]["value"] == str(UUID(int=2)) and said["status"] == "active"
    provision = said["provision"]
    assert (
        provision["period"] == {"start": "2026-03-01", "end": "2027-03-01"} and provision["type"] == "permit"
    )
    assert provision["actor"][0]["reference"] == {"display": "Quay clinic"}
    assert [one["code"] for one in provision["class"]] == ["health"] and provision["purpose"][0][
        "code"
    ] == "health"


@pytest.mark.parametrize(("days", "status"), [(0, "active"), (1, "inactive")])
def test_one_that_ran_out_is_inactive_the_day_after(days, status):
    assert consent(ONE, date(2027, 3, 1) + timedelta(days=days))["status"] == status


def test_whom_it_does_not_reach_is_denied_inside_and_a_day_is_the_projects():
    said = consent(replace(ONE, not_to=("Lock clinic",)), AT.date())
    (inner,) = said["provision"]["provision"]
    assert (inner["type"], inner["actor"][0]["reference"]) == ("deny", {"display": "Lock clinic"})
    ends = replace(ONE, expires_on=AT.date())
    on, after = (
        bundle([ends], AT, day)["entry"][0]["resource"]["status"] for day in (AT.date(), date(2026, 3, 15))
    )
    assert (on, after) == ("active", "inactive")
