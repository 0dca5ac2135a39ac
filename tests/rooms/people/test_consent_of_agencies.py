"""A consent for one agency: said by its name, taken back with it or with all of its kind."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from yarrow.methods.refusals import Refusal
from yarrow.people import actions, consents, rules
from yarrow.people.forms_of_consent import WithdrawForm
from yarrow.people.models import Consent

QUAY, LOCK = UUID(int=1), UUID(int=2)
SAID = {"purpose": "health", "recipient": "clinic", "how": "spoken"}


@pytest.fixture
def agree(kim, given, at):
    def make(agency=None, minutes=0, name="", **said):
        told = {**given, "at": at + timedelta(minutes=minutes)}
        return actions.give_consent(
            person=kim, categories=["health"], agency=agency, recipient_name=name, **{**SAID, **said}, **told
        )

    return make


@pytest.fixture
def take_back(kim, given, at):
    def make(agency=None, minutes=1, **said):
        told = {**given, "at": at + timedelta(minutes=minutes)}
        return actions.withdraw_consent(person=kim, agency=agency, **{**SAID, **said}, **told)

    return make


def agencies(person):
    return [row.agency for row in rules.to_take_back(person, "health")]


def test_consent_for_one_agency_stands_beside_that_for_its_kind(agree, kim, at):
    agree(QUAY)
    assert rules.standing_consent(kim, "health", "clinic") is None
    assert not rules.has_consent(kim, "health", "clinic", at=at), "one clinic is not every clinic"
    kind = agree(minutes=1)
    assert rules.standing_consent(kim, "health", "clinic") == kind
    assert rules.standing_consent(kim, "health", "clinic", agency=QUAY).agency == QUAY
    assert agencies(kim) == [None, QUAY]


def test_taking_back_one_leaves_the_others(agree, take_back, kim):
    agree(QUAY)
    agree(LOCK)
    take_back(QUAY)
    assert agencies(kim) == [LOCK]
    with pytest.raises(Refusal, match="nothing to take back"):
        take_back(QUAY, 2)


def test_taking_back_the_kind_takes_back_every_agency_of_it(agree, take_back, kim):
    agree(QUAY)
    agree(LOCK)
    take_back()
    assert agencies(kim) == []
    agree(LOCK, 2)
    assert agencies(kim) == [LOCK]


def test_one_agency_can_be_refused_where_every_one_was_agreed_to(agree, take_back, kim):
    agree()
    row = take_back(QUAY)
    assert row.agency == QUAY and agencies(kim) == [None]
    assert rules.can_take_back(kim, "health", "clinic") and not rules.can_take_back(kim, "health", "gp")


def test_standing_as_of_an_instant_knows_what_came_later_only_later(agree, take_back, kim, at):
    agree(QUAY)
    take_back(minutes=5)
    held = rules.standing_consent(kim, "health", "clinic", at + timedelta(minutes=4), QUAY)
    assert held is not None and rules.standing_consent(kim, "health", "clinic", agency=QUAY) is None


def test_the_agency_of_a_consent_is_never_changed(agree):
    row = agree(QUAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(agency=LOCK)


def test_page_says_of_each_agency_how_it_stands(agree, take_back, by, kim, at):
    agree(QUAY, name="Quay clinic")
    agree(LOCK, name="Lock clinic")
    take_back(QUAY)
    shown = next(one for one in consents.of_person(by, kim, at) if one.purpose.code == "health")
    assert {one.row.agency: one.state for one in shown.now} == {QUAY: "withdrawn", LOCK: "holds"}
    take_back(minutes=2)
    shown = next(one for one in consents.of_person(by, kim, at) if one.purpose.code == "health")
    assert shown.holds == [], "taken back for its kind"
    assert consents.to_take_back(by, kim, "health") == []


def test_choices_to_take_back_name_the_agency(agree, by, kim):
    agree(QUAY, name="Quay clinic")
    agree(minutes=1)
    found = consents.to_take_back(by, kim, "health")
    assert found == [("clinic", "A clinic"), (f"clinic.{QUAY}", "A clinic: Quay clinic")]


@pytest.mark.parametrize(("value", "agency"), [("clinic", None), (f"clinic.{QUAY}", QUAY)])
def test_withdraw_form_tells_kind_and_agency_apart(value, agency):
    listed = [("clinic", "A clinic"), (f"clinic.{QUAY}", "Quay")]
    form = WithdrawForm({"recipient": value, "how": "spoken", "entry_id": str(uuid4())}, recipients=listed)
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["recipient"], form.cleaned_data["agency"]) == ("clinic", agency)


def test_withdraw_form_takes_no_agency_that_was_not_offered():
    form = WithdrawForm({"recipient": f"clinic.{LOCK}", "how": "spoken"}, recipients=[("clinic", "A clinic")])
    assert not form.is_valid() and "recipient" in form.errors


def test_no_to_one_agency_stays_when_its_kind_is_agreed_to_later(agree, take_back, by, kim, at):
    agree(QUAY, name="Quay clinic")
    take_back(QUAY)
    agree(minutes=2)
    assert agencies(kim) == [None]
    assert [row.agency for row in rules.refused(Consent.objects.filter(person=kim))] == [QUAY]
    assert not rules.can_take_back(kim, "health", "clinic", QUAY), "it was refused already"
    shown = next(one for one in consents.of_person(by, kim, at) if one.purpose.code == "health")
    assert [one.recipient for one in shown.refused] == ["A clinic: Quay clinic"], "by its name"
    assert {one.recipient: one.state for one in shown.now} == {
        "A clinic": "holds",
        "A clinic: Quay clinic": "withdrawn",
    }
    agree(QUAY, minutes=3)
    assert agencies(kim) == [QUAY, None] and rules.refused(Consent.objects.filter(person=kim)) == []


def test_no_to_an_agency_is_no_under_whatever_kind_it_was_agreed_to(agree, take_back, kim):
    agree(QUAY)
    agree(recipient="gp", minutes=1)
    take_back(QUAY, 2, recipient="gp")
    assert [(row.recipient, row.agency) for row in rules.to_take_back(kim, "health")] == [("gp", None)]
