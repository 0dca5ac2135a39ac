"""Consent at its edges: the last minute of a day, what was said again, taken back twice, who is meant by whom."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.rooms.people.rows import last_row, n_rows
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, consents, purposes, rules
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.forms_of_consent import GiveForm, WithdrawForm, months_after
from yarrow.people.models import Consent
from yarrow.people.models.consent import GIVEN, WITHDRAWN

SAID = {"purpose": "health", "recipient": "clinic", "how": "spoken"}
SUMMER = date(2026, 6, 30)
# The project's day ends an hour before UTC's, in summer.
EDGE = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def agree(kim, given):
    def act(minutes=0, **said):
        told = {**SAID, "categories": ["health"], **said}
        return actions.give_consent(person=kim, **{**given, "at": given["at"] + minutes * MINUTE, **told})

    return act


@pytest.fixture
def withdraw(kim, given):
    def act(minutes=0, **said):
        at = given["at"] + minutes * MINUTE
        return actions.withdraw_consent(person=kim, **{**given, "at": at, **SAID, **said})

    return act


@pytest.fixture
def form_of():
    def made(form, purpose="health", **said):
        asked = purposes.purpose_of(purpose)
        sent = {"entry_id": str(uuid4()), "recipient": "clinic", "how": "spoken", **said}
        along = {"purpose": asked, "today": SUMMER} if form is GiveForm else {"recipients": asked.recipients}
        return form(sent, **along)

    return made


@pytest.mark.parametrize(
    ("row", "day", "state"),
    [
        (Consent(act=GIVEN, expires_on=None), date(2099, 1, 1), "holds"),
        (Consent(act=GIVEN, expires_on=SUMMER), SUMMER, "holds"),
        (Consent(act=GIVEN, expires_on=SUMMER), SUMMER + timedelta(days=1), "expired"),
        (Consent(act=WITHDRAWN, expires_on=None), SUMMER, "withdrawn"),
        (Consent(act=WITHDRAWN, expires_on=SUMMER), date(2099, 1, 1), "withdrawn"),
    ],
    ids=["for ever", "last day", "day after", "taken back", "taken back and long ago"],
)
def test_state_of_consent_on_a_day(row, day, state):
    assert rules.state_of_consent(row, day) == state


def test_consent_ends_with_the_projects_own_day_not_with_that_of_the_server(agree, kim):
    agree(expires_on=SUMMER)
    for at, holds in ((EDGE - MINUTE, True), (EDGE, False), (EDGE + MINUTE, False)):
        assert rules.has_consent(kim, "health", "clinic", at=at) is holds, at


def test_consent_until_today_holds_today(agree, kim, at):
    agree(expires_on=at.date())
    assert rules.has_consent(kim, "health", "clinic", at=at + MINUTE)


def test_consent_said_again_for_less_is_less_from_then_on(agree, kim, at):
    agree(categories=["health", "ways"])
    agree(1, categories=["health"])
    asked = {"at": at + 2 * MINUTE}
    assert rules.has_consent(kim, "health", "clinic", categories=["health"], **asked)
    assert not rules.has_consent(kim, "health", "clinic", categories=["ways"], **asked)
    assert rules.has_consent(kim, "health", "clinic", categories=["ways"], at=at), "as it stood then"


def test_consent_for_one_recipient_is_taken_back_alone(agree, withdraw, kim, at):
    agree()
    agree(recipient="gp")
    withdraw(1)
    assert not rules.has_consent(kim, "health", "clinic", at=at + MINUTE)
    assert rules.has_consent(kim, "health", "gp", at=at + MINUTE)
    assert [row.recipient for row in rules.to_take_back(kim, "health")] == ["gp"]


def test_consent_taken_back_twice_is_refused_at_its_field_and_writes_nothing(agree, withdraw, project):
    agree()
    withdraw(1)
    before = n_rows(project)
    with pytest.raises(Refusal, match="nothing to take back here") as refused:
        withdraw(2)
    assert refused.value.field == "recipient"
    assert n_rows(project) == before and Consent.objects.count() == 2


def test_consent_that_ran_out_can_still_be_taken_back(agree, withdraw, kim):
    """That they no longer want it is theirs to say, whatever the date."""
    agree(expires_on=date(2026, 3, 14))
    row = withdraw(3 * 24 * 60)
    assert row.act == WITHDRAWN and rules.to_take_back(kim, "health") == []


def test_consent_of_one_person_holds_for_nobody_else(agree, add, at):
    agree()
    assert not rules.has_consent(add("Zoe"), "health", "clinic", at=at + MINUTE)


def test_consent_form_of_somebody_else_is_no_form(agree, add, given):
    entry_id = agree(entry_id=uuid4()).pk
    told = {**SAID, "categories": ["health"], "entry_id": entry_id}
    with pytest.raises(NotHere):
        actions.give_consent(person=add("Zoe"), **given, **told)


def test_consent_keeps_categories_in_the_order_of_the_words_each_once(agree):
    row = agree(categories=["support", "health", "identity", "health"])
    assert row.categories == ["identity", "health", "support"]


def test_consent_is_written_down_by_those_who_meet_people_of_this_project(kim, given, world):
    told = {**SAID, "categories": ["health"]}
    for role in ("evaluator", "administrator"):
        with pytest.raises(NotForYou):
            actions.give_consent(person=kim, **{**given, "by": world.worker(role)}, **told)
    there = {"project": world.other.project, "by": world.other.worker("manager"), "at": given["at"]}
    for act in (actions.give_consent, actions.withdraw_consent):
        with pytest.raises(NotHere):
            act(person=kim, **there, **(told if act is actions.give_consent else SAID))
    assert not Consent.objects.exists()


def test_consent_leaves_no_word_of_the_witness_on_the_trail(agree, withdraw, project):
    agree(witness="Wanda", recipient_name="Quay clinic")
    row = last_row(project)
    withdraw(1, witness="Wanda")
    later = last_row(project)
    assert (later.act, later.reason) == ("people.withdraw_consent", "health_clinic")
    for each in (row, later):
        assert "Wanda" not in f"{each.fields}{each.reason}" and "Quay" not in f"{each.fields}{each.reason}"


@pytest.mark.parametrize("field", ["recipient_name", "language", "interpreter", "witness"])
def test_consent_words_too_long_are_refused_at_their_field(agree, field):
    with pytest.raises(Refusal, match="too long") as refused:
        agree(**{field: "x" * 201})
    assert refused.value.field == field and not Consent.objects.exists()


def test_consents_page_shows_what_holds_what_ran_out_and_what_was_taken_back(
    agree, withdraw, by, kim, at, project
):
    agree(recipient_name="Quay clinic")
    agree(recipient="gp", expires_on=date(2026, 3, 20))
    agree(recipient="hospital")
    withdraw(1, recipient="hospital")
    late = at + timedelta(days=30)
    shown = next(one for one in consents.of_person(by, kim, late) if one.purpose.code == "health")
    states = {one.row.recipient: one.state for one in shown.now}
    assert states == {"clinic": "holds", "gp": "expired", "hospital": "withdrawn"}
    assert [one.recipient for one in shown.holds] == ["A clinic: Quay clinic"]
    assert len(shown.history) == 4 and last_row(project).act == "people.list_consents"


def test_give_form_offers_only_whom_and_what_the_purpose_names(form_of):
    for said, field in (({"recipient": "police"}, "recipient"), ({"categories": ["safety"]}, "categories")):
        form = form_of(GiveForm, **{"categories": ["health"], **said})
        assert not form.is_valid() and list(form.errors) == [field]


def test_give_form_proposes_an_end_where_the_purpose_has_one():
    for purpose in purposes.purposes():
        form = GiveForm(purpose=purpose, today=SUMMER)
        proposed = form.fields["expires_on"].initial
        assert proposed == (months_after(SUMMER, purpose.months) if purpose.months else None), purpose.code


def test_forms_choose_the_only_recipient_there_is():
    for purpose in purposes.purposes():
        initial = (
            WithdrawForm(recipients=purposes.choices("recipients", purpose.recipients))
            .fields["recipient"]
            .initial
        )
        assert initial == (purpose.recipients[0] if len(purpose.recipients) == 1 else None)


def test_withdraw_form_without_anybody_to_take_it_back_from_takes_nothing():
    sent = {"entry_id": str(uuid4()), "recipient": "clinic", "how": "spoken"}
    form = WithdrawForm(sent, recipients=())
    assert not form.is_valid() and "recipient" in form.errors


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_after_is_the_same_day_or_the_last(day, months, later):
    assert months_after(day, months) == later


def test_words_of_a_code_that_the_list_lost_are_the_code():
    assert purposes.label("recipients", "gone") == "gone"
    assert purposes.label("recipients", "gp") == "A GP"
