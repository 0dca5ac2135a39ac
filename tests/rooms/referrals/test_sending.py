"""Nothing is sent without a share, and a share that fails moves nothing."""

import pytest

from tests.rooms.referrals.conftest import NOW, days, fresh
from yarrow.referrals import actions, sending
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import Move
from yarrow.sharing import ledger
from yarrow.sharing.actions import Fact
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
