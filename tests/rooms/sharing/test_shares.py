"""A share stands on a consent that holds at that instant, and on nothing else."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.rooms.sharing.conftest import NOW
from yarrow.methods.refusals import Fault
from yarrow.methods.sharing import Why
from yarrow.people import actions as people
from yarrow.people.errors import MergedAway, NotForYou, NotHere
from yarrow.sharing import actions, rules
from yarrow.sharing.errors import CannotBe, NotAgreed
from yarrow.sharing.models import Share
from yarrow.vault import ledgers, trail
from yarrow.vault.errors import Erased, NoGrant
from yarrow.vault.models import TrailRow


def opened(share, by):
    return {
        path: share.sealed.open_unrecorded(path, by.key)
        for path in ("identity.facts", "identity.said", "notes.told")
    }


def refused(table, person, agency, **said):
    with pytest.raises(NotAgreed) as found:
        table.share(person, agency, **said)
    return found.value.why


def test_record_share_writes_what_left_to_whom_and_on_which_consent(table, kim, quay):
    consent = table.agree(kim, quay)
    share = table.share(kim, quay, after=1)
    assert (share.agency, share.recipient, share.purpose, share.how) == (quay, "clinic", "health", "spoken")
    assert share.consents == [str(consent.pk)] and share.ledger_n == consent.n
    assert share.categories == ["identity", "health"] and share.proposal is None
    said = opened(share, table.by())
    assert said["identity.said"] == {"called": "Kim"} and said["notes.told"] == {
        "health_words": "Needs an X-ray"
    }
    assert said["identity.facts"]["facts"] == ["called", "health_words"]
    both = {"called": "Kim", "health_words": "Needs an X-ray"}
    assert said["identity.facts"]["digest"] == actions.shares.digest_of(both)
    row = TrailRow.objects.filter(project_id=table.project.id).latest("n")
    assert (row.act, row.subject, row.fields) == (
        "sharing.record_share",
        kim.pk,
        ["sharing.share.identity.said", "sharing.share.notes.told"],
    )


def test_record_share_without_any_consent_leaves_no_row(table, kim, quay):
    before = trail.anchor(table.project.id)
    assert refused(table, kim, quay) == Why.NOTHING
    assert not Share.objects.exists() and trail.anchor(table.project.id) == before


def test_record_share_follows_what_was_said_last(table, kim, quay):
    table.agree(kim, quay)
    table.share(kim, quay, after=1)
    table.take_back(kim, quay, after=2)
    assert refused(table, kim, quay, after=3) == Why.WITHDRAWN
    table.agree(kim, quay, after=4)
    table.share(kim, quay, after=5)
    table.take_back(kim, after=6)
    assert refused(table, kim, quay, after=7) == Why.WITHDRAWN, "taken back from every clinic"
    assert Share.objects.count() == 2


def test_record_share_on_the_day_a_consent_ends_and_not_after(table, kim, quay):
    table.agree(kim, expires_on=date(2026, 3, 20))
    table.share(kim, quay, after=6 * 24 * 60)
    assert refused(table, kim, quay, after=7 * 24 * 60) == Why.EXPIRED


def test_record_share_of_more_than_was_agreed_is_refused_and_says_what_is_missing(table, kim, quay):
    table.agree(kim, categories=["identity"])
    with pytest.raises(NotAgreed, match="Your health") as found:
        table.share(kim, quay)
    assert (found.value.why, found.value.missing) == (Why.NOT_THAT_MUCH, {"health"})
    assert table.share(kim, quay, facts={"called": "Kim"}).told is None


def test_record_share_to_another_agency_than_the_one_agreed_to_is_refused(table, kim, quay):
    table.agree(kim, quay)
    other = table.agency("Lock clinic")
    assert refused(table, kim, other) == Why.NOTHING
    table.agree(kim, recipient_name="The one by the lock")
    assert refused(table, kim, other) == Why.ONE_NAMED, "words name no agency of the directory"


def test_record_share_with_a_court_needs_its_name(table, kim):
    court = table.agency("Quay county court", kind="court")
    told = {"purpose": "support", "recipient": "support_service", "categories": ["identity"]}
    facts = {"purpose": "support", "facts": {"called": "Kim"}}
    table.agree(kim, **told)
    assert refused(table, kim, court, **facts) == Why.BY_NAME
    table.share(kim, table.agency("A friendly group", kind="faith"), **facts)
    table.agree(kim, court, **told)
    table.share(kim, court, **facts)


def test_record_share_twice_with_one_entry_is_one(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay)
    again = table.share(kim, quay, entry_id=share.pk, after=1)
    assert again == share and Share.objects.count() == 1
    with pytest.raises(NotHere):
        table.share(table.person("Zoe"), quay, entry_id=share.pk)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"facts": {}}, "facts"),
        ({"facts": {"nationality": "Romanian"}}, "facts"),
        ({"facts": {"called": "  "}}, "facts"),
        ({"how": "pigeon"}, "how"),
    ],
)
def test_record_share_of_what_can_not_be_is_refused_at_its_field(table, kim, quay, said, field):
    table.agree(kim, quay)
    with pytest.raises(CannotBe) as found:
        table.share(kim, quay, **said)
    assert found.value.field == field and not Share.objects.exists()


def test_record_share_is_for_those_who_meet_people_and_hold_the_key(table, kim, quay):
    table.agree(kim, quay)
    for role in ("evaluator", "administrator"):
        with pytest.raises(NotForYou):
            table.share(kim, quay, role=role)
    with pytest.raises(NoGrant):
        table.share(kim, quay, role="outreach")
    assert table.share(kim, quay, role="outreach", facts={"called": "Kim"}).pk
    assert Share.objects.count() == 1


def test_record_share_of_another_project_or_an_erased_record_is_refused(table, kim, quay):
    table.agree(kim, quay)
    other = table.world.other
    with other.inside():
        theirs = type(quay).objects.create(
            project=other.project, name="Theirs", kind="clinic", added_by=kim.pk, added_at=NOW
        )
    with pytest.raises(NotHere):
        table.share(kim, theirs)
    zoe = table.person("Zoe")
    table.do(people.merge_people, into=kim, came=zoe, take=[])
    with pytest.raises(MergedAway):
        table.share(zoe, quay)
    table.do(people.erase_person, person=kim, role="manager", reason="asked")
    with pytest.raises(Erased):
        table.share(kim, quay)


@pytest.mark.django_db(transaction=True)
def test_may_share_outside_a_transaction_is_a_fault(table, kim, quay):
    asked = {"agency": quay, "purpose": "health", "categories": ["identity"], "at": NOW}
    table.agree(kim, quay)
    with pytest.raises(Fault):
        rules.may_share(person=kim, **asked)
    with transaction.atomic():
        assert rules.may_share(person=kim, **asked).consents


def test_shares_are_never_changed_whoever_writes_to_the_database(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay)
    assert ledgers.missing(connection) == set()
    for said in (
        {"how": "letter"},
        {"agency": table.agency("Other")},
        {"shared_at": NOW + timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.filter(pk=share.pk).update(**said)
    for approver in (table.by().id, kim.pk):
        with pytest.raises(IntegrityError), transaction.atomic():
            Share(
                project=table.project, person=kim, agency=quay, consents=[], ledger_n=1, how="spoken",
                recipient="clinic", shared_by=table.by().id, shared_at=NOW, approved_by=approver,
            ).save(force_insert=True)  # fmt: skip


def test_shares_of_a_record_that_was_merged_are_the_other_ones(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay)
    mel = table.person("Mel")
    table.do(people.merge_people, into=mel, came=kim, take=[])
    share.refresh_from_db()
    assert share.person == mel and opened(share, table.by())["identity.said"] == {"called": "Kim"}
    table.share(mel, quay, after=1)
    table.take_back(mel, quay, after=2)
    assert set(Share.objects.to_recall()) == set(Share.objects.all()) and Share.objects.count() == 2


def test_shares_go_with_the_person(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay)
    table.take_back(kim, quay, after=1)
    table.do(actions.note_recall, share=share, how="spoken", after=2)
    sent = table.decide(table.propose(kim, quay))
    table.share(kim, quay, proposal=sent, facts={"called": "Kim"}, after=3)
    table.do(people.erase_person, person=kim, role="manager", reason="asked")
    assert not Share.objects.exists()
