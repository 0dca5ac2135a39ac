"""Nothing leaves with a referral that nobody agreed to: every way of sending one, against every lack of consent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.agencies.actions import add_agency
from yarrow.methods.refusals import Refusal
from yarrow.methods.sharing import Ground
from yarrow.people.actions import add_person, give_consent, withdraw_consent
from yarrow.referrals import actions
from yarrow.referrals.models import Referral
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import Share

PROMISE = (
    "A referral is sent only with a share that was allowed at that second: without consent, after it was taken back or "
    "ran out, to another kind of agency or with more than was agreed, nothing leaves and nothing moves; being told "
    "where to go sends nothing."
)
SAID = {"purpose": "health", "recipient": "clinic", "how": "spoken"}


class Sender:
    """A worker who wants to send, whatever was agreed."""

    def __init__(self, world):
        self.at = timezone.now()
        self.act = {"project": world.project, "by": world.worker("coordinator"), "at": self.at}
        self.clinic = add_agency(name="Clinic by the Canal", kind="clinic", **self.act)
        self.council = add_agency(name="Council", kind="housing", **self.act)

    def person(self, *, agreed=("identity",), withdrawn=False, until=None):
        person = add_person(called="Kim", **self.act)
        if agreed:
            before = {**self.act, "at": self.at - timedelta(days=40)}
            give_consent(person=person, categories=agreed, expires_on=until, **SAID, **before)
        if withdrawn:
            withdraw_consent(person=person, **SAID, **self.act)
        return person

    def tries(self, person, agency=None, *facts):
        """What came of it: "sent", or "" where it was refused and nothing moved."""
        row = actions.offer(
            person=person, agency=agency or self.clinic, need="sexual_health", is_agreed=True, **self.act
        )
        said = [Fact(code, "Kim") for code in facts or ("called",)]
        for act in ("receive", "accept", "attend"):
            with pytest.raises(Refusal):
                actions.move(referral=row, act=act, **self.act)
        try:
            actions.send(referral=row, facts=said, **self.act)
        except Refusal:
            stands = Referral.objects.get(pk=row.pk)
            assert (stands.state, stands.share) == ("agreed", None)
        return Referral.objects.get(pk=row.pk).state.removeprefix("agreed")

    def lacking(self):
        """Every lack → what came of sending all the same."""
        over = timezone.localdate() - timedelta(days=1)
        return {
            "no consent": self.tries(self.person(agreed=())),
            "taken back": self.tries(self.person(withdrawn=True)),
            "ran out": self.tries(self.person(until=over)),
            "another kind": self.tries(self.person(), self.council),
            "more than agreed": self.tries(self.person(), self.clinic, "called", "health_words"),
        }


@pytest.fixture
def sender(world):
    return Sender(world)


def test_nothing_is_sent_that_was_not_agreed_to(sender):
    assert set(sender.lacking().values()) == {""}
    assert Share.objects.count() == 0
    assert sender.tries(sender.person()) == "sent" and Share.objects.count() == 1


def test_being_told_where_to_go_sends_nothing(sender):
    actions.signpost(person=sender.person(), agency=sender.clinic, need="sexual_health", **sender.act)
    assert Share.objects.count() == 0 and Referral.objects.count() == 0


def test_sending_twin_where_every_share_is_allowed_is_caught(sender, monkeypatch):
    monkeypatch.setattr("yarrow.sharing.rules._by_consent", lambda rows, asked: Ground(consents=(uuid4(),)))
    assert set(sender.lacking().values()) == {"sent"}


def test_sending_twin_that_moves_without_a_share_is_caught(sender, monkeypatch):
    monkeypatch.setattr("yarrow.referrals.actions.sending.record_share", lambda **said: None)
    assert "sent" in sender.lacking().values()
