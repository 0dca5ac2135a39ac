"""Whoever got something is told when it is taken back: found from the ledgers, whichever way the withdrawal came."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.rooms.sharing.conftest import NOW
from yarrow.methods.refusals import Refusal
from yarrow.people import actions as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, queries, records, showing, waiting
from yarrow.sharing.errors import CannotBe, NotAgreed, WrongStep
from yarrow.sharing.models import Recall, Share
from yarrow.vault import at_once
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import TrailRow


def to_tell():
    return set(Share.objects.to_recall())


def tell(table, share, **said):
    return table.do(actions.note_recall, share=share, **{"how": "spoken", "after": 9, **said})


def due(table, role="case_worker", at=NOW):
    found = queries.Due(table.by(role), table.project, at)
    at_once.read(found)
    return found.n


def test_share_is_to_be_told_once_its_consent_was_taken_back(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay, after=1)
    assert to_tell() == set() and due(table) == 0
    table.take_back(kim, quay, after=2)
    assert to_tell() == {share} and due(table) == 1
    recall = tell(table, share, answer="Shredded", told_on=date(2026, 3, 13))
    assert to_tell() == set() and due(table) == 0
    assert recall.sealed.open_unrecorded("notes.answer", table.by().key) == "Shredded"
    assert recall.told_on == date(2026, 3, 13)
    assert TrailRow.objects.filter(act="sharing.note_recall", subject=kim.pk).count() == 1


def test_taking_back_the_kind_reaches_every_agency_that_got_something(table, kim, quay):
    lock = table.agency("Lock clinic")
    table.agree(kim)
    shares = {table.share(kim, quay, after=1), table.share(kim, lock, after=2)}
    table.take_back(kim, quay, after=3)
    assert {one.agency for one in to_tell()} == {quay}
    table.take_back(kim, after=4)
    assert to_tell() == shares


def test_no_to_an_agency_reaches_what_it_got_as_another_kind(table, kim, quay):
    """Filed as a clinic when it got something, as a GP when they said no: they are told all the same."""
    lock = table.agency("Lock clinic")
    table.agree(kim)
    share, other = table.share(kim, quay, after=1), table.share(kim, lock, after=1)
    table.agree(kim, recipient="gp", after=2)
    table.take_back(kim, quay, recipient="gp", after=3)
    assert to_tell() == {share}
    with pytest.raises(NotAgreed):
        table.share(kim, quay, after=4)
    table.take_back(kim, after=5)
    assert to_tell() == {share, other}


def test_what_was_taken_back_before_a_share_is_not_to_be_told(table, kim, quay):
    table.agree(kim, quay)
    table.take_back(kim, quay, after=1)
    table.agree(kim, quay, after=2)
    table.share(kim, quay, after=3)
    assert to_tell() == set()


def test_another_purpose_person_or_kind_taken_back_tells_nobody(table, kim, quay):
    zoe = table.person("Zoe")
    table.agree(kim, quay)
    table.share(kim, quay, after=1)
    table.agree(zoe)
    table.take_back(zoe, after=2)
    table.agree(kim, recipient="gp", after=2)
    table.take_back(kim, recipient="gp", after=3)
    assert to_tell() == set()


def test_share_on_a_gateway_is_not_taken_back(table, kim, quay):
    table.agree(kim, quay)
    proposal = table.decide(table.propose(kim, quay))
    table.share(kim, quay, proposal=proposal, facts={"called": "Kim"}, after=1)
    table.take_back(kim, quay, after=2)
    assert to_tell() == set()


def test_recall_is_written_once_and_never_changed(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay, after=1)
    with pytest.raises(WrongStep, match="Nobody has to be told"):
        tell(table, share)
    table.take_back(kim, quay, after=2)
    recall = tell(table, share)
    assert tell(table, share, entry_id=recall.pk) == recall
    with pytest.raises(WrongStep):
        tell(table, share)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.filter(pk=recall.pk).update(how="letter")
    assert Recall.objects.get().how == "spoken"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"how": "pigeon"}, CannotBe),
        ({"told_on": date(2026, 3, 15)}, Refusal),
        ({"role": "evaluator"}, NotForYou),
        ({"role": "outreach", "answer": "Shredded"}, NoGrant),
    ],
)
def test_recall_that_can_not_be_is_refused(table, kim, quay, said, error):
    table.agree(kim, quay)
    share = table.share(kim, quay, after=1)
    table.take_back(kim, quay, after=2)
    with pytest.raises(error):
        tell(table, share, **said)
    assert not Recall.objects.exists()
    assert tell(table, share, role="outreach").pk, "that they know needs no key to notes"


def test_recall_of_another_project_is_none(table, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay, after=1)
    table.take_back(kim, quay, after=2)
    other = table.world.other
    with pytest.raises(NotHere):
        actions.note_recall(
            share=share, how="spoken", project=other.project, by=other.worker("manager"), at=NOW
        )


def test_due_names_who_waits_for_whom(table, kim, quay):
    table.agree(kim, quay)
    table.share(kim, quay, after=1)
    table.take_back(kim, quay, after=2)
    table.propose(table.person("Zoe"), quay)
    found = waiting.due_in(table.by("manager"), table.project, NOW)
    proposals, shares = found.proposals, found.shares
    assert [(one.who, one.agency) for one in proposals] == [("Zoe", "Quay clinic")]
    assert [(one.who, one.agency) for one in shares] == [("Kim", "Quay clinic")]
    mine = waiting.due_in(table.by(), table.project, NOW).proposals
    assert mine == [], "whoever proposed it is not the second person"
    assert waiting.due_in(table.by("outreach"), table.project, NOW).proposals == []
    assert (due(table, "manager"), due(table), due(table, "outreach")) == (2, 1, 1)
    assert due(table, "manager", NOW + timedelta(days=3)) == 1


def test_shares_are_shown_with_what_the_reader_holds_keys_to(table, kim, quay):
    table.agree(kim, quay)
    table.share(kim, quay, after=1)
    (whole,) = showing.shares_of(table.by(), kim, "")
    (part,) = showing.shares_of(table.by("outreach"), kim, "")
    assert [words for _fact, words in whole.said] == ["Kim", "Needs an X-ray"] and not whole.closed
    assert [words for _fact, words in part.said] == ["Kim"] and part.closed
    assert whole.ground == "They agreed" and "Needs an X-ray" not in repr(whole)


def test_record_says_what_may_be_shared_and_never_a_way_without_its_cautions(table, kim):
    way = {"kind": "phone", "value": "07700 900123", "safe_times": "Mornings", "cautions": ["never_text"]}
    table.do(people.add_way_to_reach, person=kim, **way)
    said = records.said_by_record(table.by(), kim, "")
    assert said["called"] == "Kim" and "nationality" not in said and "appearance" not in said
    assert "07700 900123" in said["ways"] and "Mornings" in said["ways"]
    assert len(said["ways"].split(", ")) == 4, "how it is never to be used goes along"
