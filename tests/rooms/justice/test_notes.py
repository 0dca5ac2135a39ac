"""The compliance note: what stands on it, on which ground it leaves, and what stops it."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from tests.rooms.justice.conftest import NOW, TODAY, days, fresh
from yarrow.justice import actions, compliance, notes
from yarrow.justice.compliance import Line
from yarrow.justice.models import ComplianceNote
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import erase_person
from yarrow.people.errors import NotHere
from yarrow.referrals.errors import CannotBe
from yarrow.sharing import actions as sharing
from yarrow.sharing.errors import NotAgreed, WrongStep
from yarrow.sharing.models import Share


@pytest.fixture
def kept(table, order):
    """Kept, missed because of illness, moved to a day that is to come."""
    table.appointment(order, 40, "keep")
    table.appointment(order, 30, "miss", words="Bleeding all night", judged="acceptable", judge="court")
    table.appointment(order, 20, "move", moved_to=TODAY + days(6))
    return order


def test_note_says_days_and_whether_kept_and_nothing_else(table, kept, kim, court):
    table.agree(kim, court)
    note = table.send(kept)
    assert table.told(note) == {
        "attendance": "Order ESO 12/26\n02.02.2026: kept\n12.02.2026: not kept\n20.03.2026: not yet\nKept: 1 of 3"
    }
    assert (note.share.agency, note.share.purpose, note.share.categories) == (court, "court", ["attendance"])
    assert note.share.sealed.open_unrecorded("identity.said", table.by.key) is None


def test_note_with_reasons_leaves_only_where_they_agreed_to_that(table, kept, kim, court):
    table.agree(kim, court)
    with pytest.raises(NotAgreed):
        table.send(kept, with_reasons=True)
    assert not Share.objects.exists() and not ComplianceNote.objects.exists()
    table.agree(kim, court, ("attendance", "reasons"))
    told = table.told(table.send(kept, with_reasons=True))
    assert told["missed_words"] == "12.02.2026: Ill, or at a doctor's (Bleeding all night)"


def test_note_that_nobody_agreed_to_does_not_leave(table, kept, kim, court):
    with pytest.raises(NotAgreed):
        table.send(kept)
    table.agree(kim, court, agency=None)
    with pytest.raises(NotAgreed):
        table.send(kept)  # A court is agreed to by its name.
    table.agree(kim, court)
    table.take_back(kim, court)
    with pytest.raises(NotAgreed):
        table.send(kept)
    assert not Share.objects.exists()


def test_note_agreed_for_another_purpose_does_not_leave(table, kept, kim, court):
    table.agree(kim, court, ("identity", "support"), purpose="support")
    with pytest.raises(NotAgreed):
        table.send(kept)


def test_note_that_changed_since_it_was_looked_at_does_not_leave(table, kept, kim, court):
    table.agree(kim, court)
    seen = table.seen(kept)
    table.appointment(kept, 5, "keep")
    with pytest.raises(CannotBe, match="changed since"):
        table.send(kept, seen=seen)
    with pytest.raises(CannotBe, match="changed since"):
        table.send(kept, seen=table.seen(kept), with_reasons=True)
    assert not Share.objects.exists()


def test_note_pressed_twice_leaves_once(table, kept, kim, court):
    table.agree(kim, court)
    key = uuid4()
    first = table.send(kept, entry_id=key)
    assert table.send(kept, entry_id=key, seen="something else").pk == first.pk
    assert Share.objects.count() == ComplianceNote.objects.count() == 1


def test_note_that_was_taken_back_is_to_be_recalled_and_stays_in_the_ledger(table, kept, kim, court):
    table.agree(kim, court)
    note = table.send(kept)
    table.take_back(kim, court)
    assert list(Share.objects.to_recall()) == [note.share]
    assert ComplianceNote.objects.get().share_id == note.share_id


def test_note_needs_a_number_a_court_of_the_directory_and_an_appointment(table, kim, court):
    table.agree(kim, court)
    bare = table.order(kim, court, reference="")
    table.appointment(bare, 3, "keep")
    with pytest.raises(CannotBe, match="number"):
        table.send(bare, seen="x")
    with pytest.raises(CannotBe, match="appointment"):
        table.send(table.order(kim, court), seen="x")
    elsewhere = table.order(kim)
    table.appointment(elsewhere, 3, "keep")
    with pytest.raises(CannotBe, match="directory"):
        table.send(elsewhere)
    assert not Share.objects.exists()


def test_note_with_reasons_where_nothing_was_missed_says_so(table, order, kim, court):
    table.agree(kim, court, ("attendance", "reasons"))
    table.appointment(order, 3, "keep")
    with pytest.raises(CannotBe, match="No appointment was missed"):
        table.send(order, with_reasons=True, seen="x")


def proposed(table, kim, court, facts=("attendance",)):
    told = {"gateway": "court_order", "facts": facts, "reason": "The judge wrote it down"}
    row = table.do(sharing.propose_share, person=kim, agency=court, **told)
    by = table.world.worker("coordinator")
    return table.do(sharing.decide_proposal, by=by, proposal=row, act="approve")


def test_note_on_an_order_of_a_judge_takes_two_people(table, kept, kim, court):
    told = {"gateway": "court_order", "facts": ["attendance"], "reason": "The judge wrote it down"}
    waiting = table.do(sharing.propose_share, person=kim, agency=court, **told)
    with pytest.raises(NotAgreed):
        table.send(kept, proposal=waiting)
    note = table.send(kept, proposal=proposed(table, kim, court))
    assert (
        note.share.consents == [] and note.share.approved_by == table.world.account("coordinator").worker.id
    )
    with pytest.raises(NotAgreed):
        table.send(kept, proposal=note.share.proposal)


def test_note_on_a_gateway_never_says_why_and_never_takes_more(table, kept, kim, court):
    both = proposed(table, kim, court, ("attendance", "missed_words"))
    with pytest.raises(CannotBe, match="only where they agreed"):
        table.send(kept, with_reasons=True, proposal=both)
    with pytest.raises((NotAgreed, CannotBe)):
        table.send(kept, proposal=proposed(table, kim, court, ("called",)))


def test_note_on_a_proposal_for_another_agency_or_person_does_not_leave(table, kept, kim, court):
    elsewhere = table.agency("Crown Court on the Hill")
    with pytest.raises(NotAgreed):
        table.send(kept, proposal=proposed(table, kim, elsewhere))
    with pytest.raises(NotHere):
        table.send(kept, proposal=proposed(table, table.person("Lou"), court))


def test_note_that_two_people_approved_is_sent_by_whoever_proposed_it(table, kept, kim, court):
    proposal = proposed(table, kim, court)
    with pytest.raises(WrongStep):
        table.send(kept, proposal=proposal, by=table.world.worker("manager"))
    assert not Share.objects.exists()


def test_page_offers_only_ones_own_approved_proposals_for_that_court(table, kept, kim, court):
    def offered(by):
        return [one.pk for one in notes.page_of(by, fresh(kept), NOW, "").proposals]

    mine = proposed(table, kim, court)
    proposed(table, kim, table.agency("Crown Court on the Hill"))
    proposed(table, kim, court, ("called",))
    waiting = {"gateway": "court_order", "facts": ["attendance"], "reason": "Not looked at yet"}
    table.do(sharing.propose_share, person=kim, agency=court, **waiting)
    assert offered(table.by) == [mine.pk] and offered(table.world.worker("manager")) == []
    assert notes.page_of(table.by, fresh(kept), NOW + days(2), "").proposals == []
    table.send(kept, proposal=mine)
    assert offered(table.by) == []


def test_page_says_what_is_missing_before_anything_is_pressed(table, kept, kim, court):
    def missing():
        return [bool(one.missing) for one in notes.page_of(table.by, fresh(kept), NOW, "").previews]

    assert missing() == [True, True]
    table.agree(kim, court)
    assert missing() == [False, True]
    table.agree(kim, court, ("attendance", "reasons"))
    assert missing() == [False, False]
    table.take_back(kim, court)
    assert missing() == [True, True]
    elsewhere = notes.page_of(table.by, fresh(table.order(kim)), NOW, "")
    assert elsewhere.agency is None and elsewhere.previews == [] and elsewhere.has_reference


def test_note_is_in_english_whatever_the_worker_reads(table, kept, kim, court):
    table.agree(kim, court)
    with translation.override("ro"):
        note = table.send(kept)
    assert "not kept" in table.told(note)["attendance"]


def test_lines_stand_by_day_and_moved_ones_are_left_out():
    lines = [Line(date(2026, 3, 9), "kept"), Line(date(1, 1, 1), "missed"), Line(date(2026, 3, 2), "moved")]
    assert compliance.attendance("7", lines, TODAY).splitlines() == [
        "Order 7",
        "01.01.0001: not kept",
        "09.03.2026: kept",
        "Kept: 1 of 2",
    ]


def test_mark_of_a_note_moves_between_no_two_facts():
    one, two = (
        compliance.facts(number, [], TODAY, why) for number, why in (("7", "a"), ("7\n\nmissed_words\na", ""))
    )
    assert compliance.mark_of(one, None) != compliance.mark_of(two, None)


def test_note_of_an_erased_person_does_not_leave(table, kept, kim, court):
    table.agree(kim, court)
    seen, stale = table.seen(kept), fresh(kept)
    table.do(erase_person, by=table.world.worker("manager"), person=kim, reason="asked")
    with pytest.raises(Refusal):
        table.do(actions.send_note, order=stale, seen=seen)
    assert not ComplianceNote.objects.exists()
