"""Members who change what reaches them while something is on its way: nothing leaves as before, and nothing is lost."""

from datetime import timedelta

import pytest

from tests.rooms.alerts.members import CHEAP, NOW
from yarrow.alerts import actions, phrases
from yarrow.alerts.actions import arming, publishing
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.models import AlertText, Delivery, Member
from yarrow.alerts.ways import email_way, phone_way
from yarrow.sending.models import Message

LATER = NOW + timedelta(hours=1)
NUMBER, OTHER = "07700 900111", "07700 900999"


@pytest.fixture
def here(ward, monkeypatch):
    """A member on their own page, whom a warning reached."""
    monkeypatch.setattr(phrases, "COST", CHEAP)
    return ward.enter(ward.vouch(name="Ana", phone=NUMBER, line="Water the plants"))


@pytest.fixture
def recalled(ward, here):
    """The warning reached them; its recall is planned."""
    alert = ward.published()
    ward.arm(alert)
    ward.leave()
    ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up", at=LATER)
    return alert


def safer_words(ward, here):
    said = [phone_way(NUMBER, "Feed the cat")]
    actions.change_ways(here=here, said=said, project=ward.project, by=MEMBER, at=LATER)


def another_channel(ward, here):
    said = [email_way("ana@post.example", "Feed the cat")]
    actions.change_ways(here=here, said=said, project=ward.project, by=MEMBER, at=LATER)


def other_silence(ward, here):
    told = {"zones": [], "settings": [], "language": "en-gb", "quiet_days": [0], "quiet_until": None}
    actions.change_choices(here=here, project=ward.project, by=MEMBER, at=LATER, **told)


def by_a_worker(ward, here):
    row = Member.objects.get()
    same = {"name": "Ana", "zones": [], "settings": [], "language": "en-gb"}
    ward.do(actions.change_member, member=row, version=row.version, ways=[phone_way(OTHER)], at=LATER, **same)


CHANGES = pytest.mark.parametrize("change", [safer_words, another_channel, other_silence, by_a_worker])


@CHANGES
@pytest.mark.parametrize("was_armed", [False, True])
def test_recall_reaches_them_as_they_want_it_now(ward, here, recalled, monkeypatch, change, was_armed):
    if was_armed:
        ward.arm(recalled, at=LATER)
        assert ward.text(recalled).armed_at is not None
    change(ward, here)
    assert not Message.objects.filter(state="armed").exists()
    assert ward.text(recalled).armed_at is None and set(ward.sent(recalled).values()) == {"planned"}
    armed, arm = [], arming.arm
    with monkeypatch.context() as patched:
        patched.setattr(
            arming, "arm", lambda messages, **told: armed.extend(messages) or arm(messages=messages, **told)
        )
        ward.arm(recalled, at=LATER)
    (message,) = armed
    wanted = {
        safer_words: ("sms", "Feed the cat"),
        another_channel: ("email", "Feed the cat"),
        other_silence: ("sms", "Water the plants"),
    }
    if change is by_a_worker:
        assert message.endpoint == "+447700900999" and "no longer holds" in message.words
    else:
        assert (message.channel, message.words) == wanted[change]
    assert set(ward.sent(recalled).values()) == {"armed"} and ward.text(recalled).armed_at == LATER


@CHANGES
def test_batch_whose_ways_were_opened_before_arms_nothing_of_theirs(
    ward, here, recalled, monkeypatch, change
):
    opened_ways = arming.opened_ways

    def meanwhile(*told):
        found = opened_ways(*told)
        change(ward, here)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(arming, "opened_ways", meanwhile)
        n_left = ward.do(arming.arm_next, by="coordinator", text=ward.text(recalled), at=LATER)
    assert n_left == 1 and not Message.objects.filter(state="armed").exists()
    ward.arm(recalled, at=LATER)
    assert set(ward.sent(recalled).values()) == {"armed"}


def test_what_may_have_arrived_is_not_planned_anew(ward, here):
    alert = ward.published()
    ward.arm(alert)
    Message.objects.update(maybe_at=NOW)
    safer_words(ward, here)
    assert set(ward.sent(alert).values()) == {"unclear"}
    assert AlertText.objects.get().armed_at is not None


def test_without_any_way_left_nothing_is_planned_anew(ward, here, recalled):
    ward.arm(recalled, at=LATER)
    actions.change_ways(here=here, said=[], project=ward.project, by=MEMBER, at=LATER)
    assert set(ward.sent(recalled).values()) == {"cancelled"}


def test_whoever_is_put_out_is_planned_for_no_more(ward, here, recalled):
    ward.arm(recalled, at=LATER)
    ward.do(actions.put_out, by="coordinator", member=here.member, why="Sold it", at=LATER)
    assert not Delivery.objects.filter(state__in=["planned", "armed"]).exists()
