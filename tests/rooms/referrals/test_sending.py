"""Nothing is sent without a share, and a share that fails moves nothing."""

import pytest
from django.utils import timezone

from tests.rooms.referrals.conftest import NOW, days, fresh
from yarrow.referrals import actions, sending
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import Move
from yarrow.sharing import ledger
from yarrow.sharing.actions import Fact, decide_proposal, propose_share
from yarrow.sharing.errors import NotAgreed
from yarrow.sharing.models import Share


def test_a_referral_is_sent_with_the_share_it_rests_on(table, agreed, clinic):
    row = table.send(table.offer(agreed, clinic), called="Kim", support_words="A check-up")
    share = Share.objects.get()
    assert fresh(row).share == share and fresh(row).state == "sent"
    assert (share.agency, share.how, share.categories, share.purpose) == (
        clinic,
        "referral",
        ["identity", "support"],
        "health",
    )


def test_without_consent_nothing_moves_and_the_page_says_what_is_missing(table, kim, clinic):
    row = table.offer(kim, clinic)
    with pytest.raises(NotAgreed):
        table.send(row)
    assert (fresh(row).state, Share.objects.count(), Move.objects.filter(act="send").count()) == (
        "agreed",
        0,
        0,
    )
    assert clinic.name in sending.what_is_missing(row, ["called"], NOW, ledger.rows_of(kim))


def test_without_consent_the_page_offers_a_gateway_and_sends_on_what_two_people_approved(
    table, kim, clinic, client, url
):
    row, at = table.offer(kim, clinic), timezone.now()
    page = client.get(url("send_referral", kim.pk, row.pk)).content.decode()
    assert table.project.url("sharing:propose_share", kim.pk, clinic.pk) in page
    peer = table.world.client("coordinator").get(url("send_referral", kim.pk, row.pk)).content.decode()
    assert "Two people approved" not in peer
    told = {"person": kim, "agency": clinic, "gateway": "vital_interests", "facts": ["called"]}
    proposal = table.do(propose_share, at=at, reason="She fell", **told)
    manager = table.world.worker("manager")
    table.do(decide_proposal, by=manager, at=at, proposal=proposal, act="approve")
    assert "Two people approved it" in client.get(url("send_referral", kim.pk, row.pk)).content.decode()
    more = {"called": "Kim", "ways": "", "support_words": "A bed"}
    refused = client.post(url("send_referral", kim.pk, row.pk), more)
    assert "Only what was approved may leave" in refused.content.decode() and fresh(row).state == "agreed"
    # Another worker has no part in it.
    theirs = table.world.client("coordinator").post(url("send_referral", kim.pk, row.pk), {"called": "Kim"})
    assert theirs.status_code == 200 and fresh(row).state == "agreed"
    assert client.post(url("send_referral", kim.pk, row.pk), {"called": "Kim"}).status_code == 302
    assert fresh(row).share.proposal == proposal and fresh(row).state == "sent"


def test_consent_that_was_taken_back_stops_the_next_send(table, agreed, clinic):
    first = table.sent(agreed, clinic)
    second = table.offer(agreed, clinic)
    assert sending.what_is_missing(second, ["called"], NOW, ledger.rows_of(agreed)) == ""
    table.withdraw(agreed)
    with pytest.raises(NotAgreed):
        table.send(second)
    assert fresh(first).state == "sent" and fresh(second).state == "agreed"


def test_only_what_was_agreed_leaves(table, agreed, clinic):
    row = table.offer(agreed, clinic)
    with pytest.raises(NotAgreed) as refused:
        table.send(row, called="Kim", health_words="What the doctor said")
    assert refused.value.missing == {"health"} and fresh(row).share is None


def test_a_share_that_holds_is_undone_when_the_move_fails(table, agreed, clinic, monkeypatch):
    row = table.offer(agreed, clinic)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("yarrow.referrals.actions.sending.write_move", broken)
    with pytest.raises(RuntimeError):
        table.send(row)
    assert Share.objects.count() == 0 and fresh(row).state == "agreed"


def test_it_is_sent_once(table, agreed, clinic):
    row = table.sent(agreed, clinic)
    with pytest.raises(WrongMove):
        table.send(row)
    assert Share.objects.count() == 1


def test_nothing_agreed_to_is_offered_only(table, agreed, clinic):
    row = table.offer(agreed, clinic, is_agreed=False)
    with pytest.raises(WrongMove):
        table.send(row)


def test_nothing_is_sent_to_an_agency_that_closed(table, agreed, clinic):
    row = table.offer(agreed, clinic)
    clinic.is_closed = True
    clinic.save()
    with pytest.raises(CannotBe):
        table.send(row)
    assert Share.objects.count() == 0


def test_a_kind_of_agency_that_no_consent_covers_gets_nothing(table, agreed, clinic):
    row = table.offer(agreed, table.agency("The estate's sports club", kind="police"))
    with pytest.raises(NotAgreed):
        table.do(actions.send, at=NOW + days(1), referral=row, facts=[Fact("called", "Kim")])


def test_the_page_of_sending_begins_with_what_is_known(table, agreed, clinic):
    row = table.offer(agreed, clinic, words="Somebody kind")
    begun = sending.to_begin_with(table.by, row, "")
    assert begun == {"called": "Kim", "ways": "", "support_words": "Somebody kind"}
