"""A share without consent: two people, a ground of the law, exactly what was approved, once, in time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.rooms.sharing.conftest import NOW
from yarrow.methods.sharing import Why
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, gateways
from yarrow.sharing.errors import CannotBe, NotAgreed, WrongStep
from yarrow.sharing.models import Proposal, Share
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import TrailRow

HOURS, DAY = 60, 24 * 60


@pytest.fixture
def police(table):
    return table.agency("River police", kind="police")


def send(table, proposal, agency, **said):
    return table.share(proposal.person, agency, proposal=proposal, **{"facts": {"called": "Kim"}, **said})


def test_proposal_approved_by_another_lets_what_it_names_leave_once(table, kim, police):
    proposal = table.decide(table.propose(kim, police), after=1)
    share = send(table, proposal, police, after=2)
    assert (share.proposal, share.approved_by, share.consents) == (proposal, table.by("manager").id, [])
    proposal.refresh_from_db()
    assert proposal.state == "used"
    with pytest.raises(NotAgreed) as found:
        send(table, proposal, police, after=3)
    assert found.value.why == Why.USED and Share.objects.count() == 1
    acts = TrailRow.objects.filter(subject=kim.pk, act__startswith="sharing.").values_list("act", flat=True)
    assert set(acts) == {"sharing.propose_share", "sharing.approve_proposal", "sharing.record_share"}


def test_proposal_that_nobody_else_approved_lets_nothing_leave(table, kim, police):
    proposal = table.propose(kim, police)
    for role in ("case_worker", "manager"):
        with pytest.raises(NotAgreed) as found:
            send(table, proposal, police, role=role)
        assert found.value.why == Why.NOT_APPROVED
    with pytest.raises(WrongStep, match="Somebody else"):
        table.decide(proposal, role="case_worker")
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="approved", decided_by=proposal.proposed_by)
    assert not Share.objects.exists()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"facts": {"called": "Kim", "full_name": "Kim Park"}}, "Only what was approved"),
        ({"facts": {"health_words": "x"}}, "approved for something else"),
        ({"role": "manager"}, "Whoever proposed this sends it"),
        ({"after": DAY + 1}, "time of this approval is over"),
    ],
)
def test_proposal_lets_nothing_else_leave(table, kim, police, said, error):
    proposal = table.decide(table.propose(kim, police), after=1)
    with pytest.raises((NotAgreed, CannotBe, WrongStep), match=error):
        send(table, proposal, police, **said)
    proposal.refresh_from_db()
    assert proposal.state == "approved" and not Share.objects.exists()


def test_proposal_is_for_its_person_and_its_agency(table, kim, police):
    proposal = table.decide(table.propose(kim, police))
    with pytest.raises(NotAgreed) as found:
        send(table, proposal, table.agency("Quay county court", kind="court"))
    assert found.value.why == Why.OTHER_SHARE
    with pytest.raises(NotHere):
        table.share(table.person("Zoe"), police, proposal=proposal, facts={"called": "Zoe"})


def test_proposal_ends_with_its_time_with_a_refusal_and_when_taken_back(table, kim, police):
    late = table.propose(kim, police)
    with pytest.raises(WrongStep):
        table.decide(late, after=3 * DAY)
    assert not Proposal.objects.waiting(NOW + timedelta(days=3)).exists()
    refused = table.decide(table.propose(kim, police), "refuse")
    taken = table.decide(table.decide(table.propose(kim, police)), "take_back", role="case_worker")
    assert (refused.state, taken.state) == ("refused", "taken_back")
    for proposal in (refused, taken):
        with pytest.raises(NotAgreed):
            send(table, proposal, police)
        with pytest.raises(WrongStep):
            table.decide(proposal)


def test_proposal_is_refused_by_the_second_person_and_taken_back_by_the_first(table, kim, police):
    proposal = table.propose(kim, police)
    with pytest.raises(WrongStep, match="take it back"):
        table.decide(proposal, "refuse", role="case_worker")
    with pytest.raises(WrongStep, match="can refuse it"):
        table.decide(proposal, "take_back")
    with pytest.raises(WrongStep):
        table.decide(proposal, "send")


def test_proposal_is_made_and_approved_by_those_who_do_case_work(table, kim, police):
    proposal = table.propose(kim, police)
    for role in ("outreach", "adviser", "evaluator", "administrator"):
        with pytest.raises(NotForYou):
            table.propose(kim, police, role=role)
        with pytest.raises(NotForYou):
            table.decide(proposal, role=role)
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


def test_proposal_is_approved_by_somebody_who_can_read_why(table, kim, police, monkeypatch):
    proposal = table.propose(kim, police)
    by = table.by("manager")
    monkeypatch.setattr(
        type(by.key), "_checked", lambda key, project, name: (_ for _ in ()).throw(NoGrant(name))
    )
    with pytest.raises(NoGrant):
        actions.decide_proposal(proposal=proposal, act="approve", project=table.project, by=by, at=NOW)
    assert Proposal.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("said", "field"),
    [({"gateway": "because"}, "gateway"), ({"facts": []}, "facts"), ({"reason": " "}, "reason")],
)
def test_proposal_says_on_which_ground_what_and_why(table, kim, police, said, field):
    with pytest.raises(CannotBe) as found:
        table.propose(kim, police, **said)
    assert found.value.field == field and not Proposal.objects.exists()


def test_proposal_of_another_project_is_no_proposal(table, kim, police):
    other = table.world.other
    with other.inside():
        theirs = type(police).objects.create(
            project=other.project, name="Theirs", kind="police", added_by=kim.pk, added_at=NOW
        )
    with pytest.raises(NotHere):
        table.propose(kim, theirs)
    proposal = table.propose(kim, police)
    with pytest.raises(NotHere):
        actions.decide_proposal(
            proposal=proposal, act="approve", project=other.project, by=other.worker("manager"), at=NOW
        )


def test_gateways_each_say_where_the_law_says_so_and_none_is_about_work_or_papers():
    assert len(gateways.codes()) == len(gateways.gateways()) >= 6
    for one in gateways.gateways():
        assert one.where and one.in_words and gateways.law(one.code) == one.where
        assert any(word in one.where for word in ("Article", "section", "Schedule"))
    assert "adviser" in gateways.check() and gateways.label("gone") == "gone" and gateways.law("gone") == ""
