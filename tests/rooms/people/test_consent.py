"""The consent ledger: given, expired, withdrawn; nothing said is ever changed; the rule that later rooms ask."""

import importlib
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from hypothesis import given as example
from hypothesis import strategies as st

from tests.rooms.people.rows import last_row, opened
from tests.worlds import check_roles
from yarrow.methods.refusals import Refusal
from yarrow.people import actions, append_only, purposes, rules
from yarrow.people.errors import NotHere
from yarrow.people.forms_of_consent import months_after
from yarrow.people.models import Consent
from yarrow.staff.roles import WORKERS

HOUR = timedelta(hours=1)
SAID = {"purpose": "health", "recipient": "clinic", "how": "spoken"}


@pytest.fixture
def agree(kim, given):
    """agree(hours, **said) -> Consent, so many hours after the beginning"""

    def act(hours=0, **said):
        told = {**SAID, "categories": ["health", "identity"], **said}
        return actions.give_consent(person=kim, **{**given, "at": given["at"] + hours * HOUR}, **told)

    return act


@pytest.fixture
def withdraw(kim, given):
    def act(hours=0, **said):
        told = {**SAID, **said}
        return actions.withdraw_consent(person=kim, **{**given, "at": given["at"] + hours * HOUR}, **told)

    return act


@pytest.fixture
def holds(kim, at):
    """holds(hours, *categories): whether the clinic may get these so many hours on"""

    def asked(hours=0, *categories, recipient="clinic", purpose="health"):
        return rules.has_consent(kim, purpose, recipient, at=at + hours * HOUR, categories=categories)

    return asked


def test_consent_holds_from_when_it_is_given_until_it_is_taken_back(agree, withdraw, holds):
    assert not holds(0)
    agree(1)
    assert not holds(0) and holds(1) and holds(2)
    withdraw(3)
    assert holds(2) and not holds(3) and not holds(9)
    agree(4)
    assert holds(4) and Consent.objects.count() == 3


def test_consent_is_for_one_purpose_one_recipient_and_what_it_is_about(agree, holds):
    agree()
    assert holds(1, "health") and holds(1, "health", "identity")
    assert not holds(1, "ways") and not holds(1, "health", "ways")
    assert not holds(1, recipient="gp") and not holds(1, purpose="support")


def test_consent_expires_after_its_last_day(agree, holds, kim):
    row = agree(expires_on=date(2026, 3, 20))
    assert rules.state_of_consent(row, date(2026, 3, 20)) == rules.HOLDS
    assert rules.state_of_consent(row, date(2026, 3, 21)) == rules.EXPIRED
    assert holds(24 * 6) and not holds(24 * 7)
    assert not rules.has_consent(kim, "health", "clinic", at=datetime(2026, 3, 21, 0, 30, tzinfo=UTC))


def test_withdrawing_changes_no_row_that_stood(agree, withdraw):
    before = Consent.objects.filter(pk=agree().pk).values().get()
    withdraw(1)
    assert Consent.objects.filter(pk=before["id"]).values().get() == before


@pytest.mark.parametrize(
    ("column", "value"),
    [("act", "given"), ("recipient", "gp"), ("expires_on", None), ("categories", [])],
)
def test_the_ledger_refuses_any_change_of_what_was_said(agree, column, value):
    row = agree(expires_on=date(2026, 3, 20))
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(**{column: value})


@pytest.mark.parametrize("is_given_last", [True, False])
def test_what_was_written_last_stands_also_within_one_moment(agree, withdraw, kim, at, is_given_last):
    """Ids are random and the clock is the same: only the order of writing tells."""
    for _ in range(6):
        agree()
        withdraw()
    if is_given_last:
        agree()
    assert rules.has_consent(kim, "health", "clinic", at=at) is is_given_last
    rows = list(Consent.objects.all())
    assert [row.n for row in rows] == list(range(len(rows), 0, -1))
    assert rows[0].act == ("given" if is_given_last else "withdrawn")


def test_order_of_writing_twin_that_orders_by_id_is_caught(agree, withdraw, kim, at, monkeypatch):
    given_id, withdrawn_id = UUID(int=2), UUID(int=1)
    agree(entry_id=given_id)
    withdraw(entry_id=withdrawn_id)
    assert not rules.has_consent(kim, "health", "clinic", at=at)
    monkeypatch.setattr(Consent._meta, "ordering", ["-added_at", "-id"])
    assert rules.has_consent(kim, "health", "clinic", at=at)


def test_order_of_writing_holds_over_a_merge(agree, withdraw, kim, add, given, at):
    """What the two said about one purpose stands in one order, whoever's record it was written in."""
    zoe = add("Zoe")
    told = {**SAID, "categories": ["health"]}
    actions.give_consent(person=zoe, **given, **told)
    agree()
    withdraw()
    actions.merge_people(into=zoe, came=kim, take=[], **given)
    assert not rules.has_consent(zoe, "health", "clinic", at=at)
    assert [row.n for row in Consent.objects.filter(person=zoe)] == [3, 2, 1]


def test_projects_number_their_ledgers_apart(agree, world, at):
    agree()
    there, by = world.other.project, world.other.worker("coordinator")
    given = {"project": there, "by": by, "at": at}
    with world.other.inside():
        ann = actions.add_person(called="Ann", **given)
        assert actions.give_consent(person=ann, **given, **SAID, categories=["health"]).n == 1


@pytest.mark.as_owner
def test_migration_numbers_what_stands_by_when_it_was_written(agree, withdraw):
    rows = [agree(2), withdraw(5), agree(9)]
    append_only.remove(connection)
    for n, row in enumerate(rows):
        Consent.objects.filter(pk=row.pk).update(n=100 - n)
    importlib.import_module("yarrow.people.migrations.0008_consents_in_order").number(apps, None)
    assert [Consent.objects.get(pk=row.pk).n for row in rows] == [1, 2, 3]
    append_only.install(connection)


@pytest.mark.as_owner
def test_the_ledger_twin_without_its_trigger_is_changed(agree):
    row = agree(expires_on=date(2026, 3, 20))
    append_only.remove(connection)
    assert Consent.objects.filter(pk=row.pk).update(expires_on=None) == 1


def test_a_merge_moves_the_ledger_and_gives_it_back(agree, kim, add, given, by, holds):
    row = agree(witness="Ruth")
    zoe = add("Zoe")
    made = actions.merge_people(into=zoe, came=kim, take=[], **given)
    moved = Consent.objects.get(pk=row.pk)
    assert moved.person == zoe and opened(moved, "identity.witness", by) == "Ruth"
    assert rules.has_consent(zoe, "health", "clinic", at=given["at"] + HOUR)
    actions.part_people(merge=made, **given)
    assert holds(1) and not rules.has_consent(zoe, "health", "clinic", at=given["at"] + HOUR)


def test_give_consent_seals_who_heard_it_and_keeps_the_version_of_the_words(agree, by, project):
    row = agree(language="Romanian", interpreter="By phone", witness="Ruth", recipient_name="Quay clinic")
    assert opened(row, "identity.interpreter", by) == "By phone"
    assert row.words_version == purposes.version() and row.said_on == date(2026, 3, 14)
    assert (last_row(project).act, last_row(project).reason) == ("people.give_consent", "health_clinic")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"recipient": "police"}, "recipient"),
        ({"how": "guessed"}, "how"),
        ({"categories": []}, "categories"),
        ({"categories": ["health", "shoe size"]}, "categories"),
        ({"expires_on": date(2026, 3, 13)}, "expires_on"),
        ({"said_on": date(2027, 1, 1)}, "said_on"),
    ],
)
def test_give_consent_refuses_at_the_field(agree, said, field):
    with pytest.raises(Refusal) as refused:
        agree(**said)
    assert refused.value.field == field and not Consent.objects.exists()


def test_give_consent_for_a_purpose_that_is_none(agree):
    with pytest.raises(NotHere):
        agree(purpose="marketing")


def test_withdraw_consent_needs_something_given(withdraw):
    with pytest.raises(Refusal, match="nothing to take back"):
        withdraw()


def test_consent_sent_twice_is_once(agree, withdraw):
    entry_id, other = uuid4(), uuid4()
    assert agree(entry_id=entry_id) == agree(entry_id=entry_id)
    assert withdraw(1, entry_id=other) == withdraw(1, entry_id=other)
    assert Consent.objects.count() == 2


def test_pages_of_consent_from_the_words_to_taking_it_back(world, project, kim):
    client = world.client("outreach")
    listed = project.url("people:list_consents", kim.id)
    page = client.get(listed).content.decode()
    assert "so that they can treat you" in page and "Not asked yet" in page
    give = project.url("people:give_consent", kim.id, "health")
    assert "so that they can treat you" in client.get(give).content.decode()
    said = {"entry_id": str(uuid4()), "recipient": "gp", "how": "signed", "categories": ["health"]}
    refused = client.post(give, {**said, "categories": [], "witness": "Ruth"}).content.decode()
    assert "Ruth" in refused and "Choose an answer" in refused
    assert client.post(give, said)["Location"] == listed
    asking, again = project.url("referrals:list_open"), {**said, "entry_id": str(uuid4())}
    assert client.post(f"{give}?next={asking}", again)["Location"] == asking
    again = {**said, "entry_id": str(uuid4())}
    assert client.post(f"{give}?next=//elsewhere.example/", again)["Location"] == listed
    page = client.get(listed).content.decode()
    assert "Agreed: A GP" in page and "They take it back" in page and "They signed" in page
    withdrawn = {"entry_id": str(uuid4()), "recipient": "gp", "how": "spoken"}
    assert client.post(project.url("people:withdraw_consent", kim.id, "health"), withdrawn).status_code == 302
    page = client.get(listed).content.decode()
    assert "Taken back: A GP" in page and "They take it back" not in page
    assert client.get(project.url("people:give_consent", kim.id, "marketing")).status_code == 404


def test_pages_of_consent_are_for_those_who_meet_people(world, project, kim):
    check_roles(world, project.url("people:list_consents", kim.id), WORKERS)


def test_purposes_name_recipients_and_categories_that_have_words():
    for purpose in purposes.purposes():
        assert set(purpose.recipients) <= set(dict(purposes.choices("recipients")))
        assert set(purpose.categories) <= set(dict(purposes.choices("categories")))
        assert purpose.in_words.endswith(".") and len(purpose.in_words.split()) < 60, purpose.code
    assert len({one.code for one in purposes.purposes()}) == len(purposes.purposes())


@example(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 36))
def test_months_after_is_in_the_right_month(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
