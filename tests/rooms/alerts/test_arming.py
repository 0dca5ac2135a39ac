"""Messages of an alert are armed in batches: killed in between, pressed twice, or with members leaving on the way."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

import pytest
from django.db import connections

from tests.rooms.alerts.members import NOW
from tests.rooms.alerts.warning import Ward
from tests.worlds import make_project
from yarrow.alerts import actions, feeds
from yarrow.alerts.actions import arming, publishing
from yarrow.alerts.models import Alert, Approval, Delivery, Member
from yarrow.methods.refusals import Refusal
from yarrow.safety.errors import Closed
from yarrow.sending.models import Message
from yarrow.vault import keyring
from yarrow.vault.trail import verify


@pytest.fixture
def crowd(ward, monkeypatch):
    """Five members, two messages in a batch."""
    monkeypatch.setattr(arming, "BATCH", 2)
    ward.members = [ward.vouch(name=f"M{n}", phone=f"07700 90011{n}").member for n in range(5)]
    return ward


def arm_one(ward, alert, by="coordinator"):
    return ward.do(arming.arm_next, by=by, text=ward.text(alert))


def test_batches_count_down_and_the_last_says_so(crowd):
    alert = crowd.published()
    assert [arm_one(crowd, alert) for _n in range(4)] == [3, 1, 0, 0]
    assert crowd.text(alert).armed_at == NOW and Message.objects.count() == 5


@pytest.mark.parametrize("dies_after", [0, 1, 2])
def test_killed_between_arming_and_writing_it_down_nothing_is_armed_twice(crowd, monkeypatch, dies_after):
    alert = crowd.published()
    for _n in range(dies_after):
        arm_one(crowd, alert)

    def dies(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(arming, "_set", dies)
        with pytest.raises(KeyboardInterrupt):
            arm_one(crowd, alert)
    crowd.arm(alert, by="adviser")
    assert Message.objects.count() == 5
    assert set(Message.objects.values_list("reference", flat=True)) == {
        row.pk for row in Delivery.objects.all()
    }


def test_old_page_of_a_batch_arms_nothing_twice(crowd):
    alert = crowd.published()
    text = crowd.text(alert)
    for by in ("coordinator", "adviser", "coordinator"):
        crowd.do(arming.arm_next, by=by, text=text)
    assert Message.objects.count() == 5 and set(crowd.sent(alert).values()) == {"armed"}


def test_member_who_leaves_between_planning_and_arming_gets_nothing(crowd):
    alert = crowd.published()
    gone, other = crowd.members[0], crowd.members[1]
    crowd.do(actions.put_out, by="coordinator", member=gone, why="Sold it")
    Member.objects.filter(pk=other.pk).delete()
    crowd.arm(alert)
    states = crowd.sent(alert)
    assert (states[gone.pk], states[other.pk]) == ("cancelled", "lost")
    assert Message.objects.filter(state="armed").count() == 3


def test_member_who_is_put_out_after_arming_gets_nothing_any_more(crowd):
    alert = crowd.published()
    crowd.arm(alert)
    crowd.do(actions.put_out, by="coordinator", member=crowd.members[0], why="Sold it")
    assert crowd.sent(alert)[crowd.members[0].pk] == "cancelled"
    assert Message.objects.filter(state="cancelled").count() == 1


def test_two_members_behind_one_number_are_one_message(ward):
    ward.vouch(name="Ana", phone="07700 900111")
    twin = Member.objects.get()
    row = ward.vouch(name="Bea", email="bea@post.example").member
    row.sealed.put(
        "identity.ways",
        twin.sealed.open_unrecorded("identity.ways", ward.world.worker("adviser").unlocked),
        ward.world.worker("adviser").unlocked,
    )
    row.save()
    ward.arm(ward.published())
    assert Message.objects.count() == 1


def test_everybody_gets_the_words_in_their_language_or_the_first(ward, monkeypatch):
    armed = []
    monkeypatch.setattr(arming, "arm", lambda messages, **_told: armed.extend(messages))
    ana = ward.vouch(name="Ana", phone="07700 900111", language="ro").member
    bea = ward.vouch(name="Bea", phone="07700 900112", language="pl").member
    said = {"en-gb": "White van. Be careful.", "ro": "Duba alba. Ai grija."}
    ward.arm(ward.published(said, languages=("en-gb", "ro")))
    of = {row.pk: row.member_id for row in Delivery.objects.all()}
    assert {of[each.reference]: each.words for each in armed} == {ana.pk: said["ro"], bea.pk: said["en-gb"]}


def test_line_of_the_members_own_is_all_that_leaves(ward, monkeypatch):
    armed = []
    monkeypatch.setattr(arming, "arm", lambda messages, **_told: armed.extend(messages))
    ward.vouch(name="Ana", email="ana@post.example", line="Water the plants")
    ward.vouch(name="Bea", email="bea@post.example")
    ward.arm(ward.published("White van. Be careful."))
    said = sorted((each.subject, each.words) for each in armed)
    assert said == [("News", "White van. Be careful."), ("Water the plants", "Water the plants")]


def test_line_too_long_for_a_subject_stands_in_the_mail_alone(ward, monkeypatch):
    armed = []
    monkeypatch.setattr(arming, "arm", lambda messages, **_told: armed.extend(messages))
    line = "Water the plants " * 9
    ward.vouch(name="Ana", email="ana@post.example", line=line)
    ward.arm(ward.published("White van. Be careful."))
    assert [(each.subject, each.words) for each in armed] == [("News", line.strip())]


def test_member_who_joins_after_publishing_reads_it_on_their_page_alone(crowd):
    alert = crowd.published()
    late = crowd.vouch(name="Late", phone="07700 900119").member
    crowd.arm(alert)
    assert late.pk not in crowd.sent(alert) and Message.objects.count() == 5
    assert len(feeds.feed(late, NOW)) == 1


# Threads of their own see only what is committed.
@pytest.fixture
def shared(transactional_db, settings, tmp_path):
    settings.REACH_KEY = tmp_path / "keys" / "reach-key"
    settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "http://127.0.0.1:9", "ours", "secret"
    return Ward(world=make_project()).start()


def at_once(*calls):
    """Each call in a thread of its own; what it gave, or the refusal it met."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait(timeout=10)
        try:
            return call()
        except Refusal as refused:
            return refused
        finally:
            keyring.close()
            connections.close_all()

    contexts = [copy_context() for _call in calls]
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda context, call: context.run(run, call), contexts, calls))


def test_two_publishers_at_once_publish_once(shared):
    shared.vouch(name="Ana", phone="07700 900111")
    alert = shared.ready()
    text = shared.text(alert)
    by = {"by": shared.world.worker("coordinator"), "at": NOW, "project": shared.project}
    publish = partial(publishing.publish, text=text, version=text.version, **by)
    found = at_once(publish, publish)
    assert sum(isinstance(each, Refusal) for each in found) == 1
    assert Approval.objects.filter(act="publish").count() == Delivery.objects.count() == 1
    assert verify(shared.project.id) == []


def test_two_who_arm_at_once_arm_each_once(shared):
    for n in range(4):
        shared.vouch(name=f"M{n}", phone=f"07700 90011{n}")
    alert = shared.published()
    text = shared.text(alert)
    workers = [shared.world.worker(role) for role in ("coordinator", "adviser")]
    at_once(*(partial(arming.arm_next, text=text, project=shared.project, by=by, at=NOW) for by in workers))
    assert Message.objects.count() == 4
    assert set(Delivery.objects.values_list("state", flat=True)) == {"armed"}


def test_withdrawal_at_the_moment_of_publishing_is_before_or_after_and_never_lost(shared):
    report = shared.report()
    alert = shared.ready("White van. Be careful.", report)
    text = shared.text(alert)
    by = {"by": shared.world.worker("coordinator"), "at": NOW, "project": shared.project}
    publish = partial(publishing.publish, text=text, version=text.version, **by)
    published, _choice = at_once(publish, partial(shared.choose, report, "kept"))
    state = Alert.objects.get().state
    # Either the withdrawal came first and nothing left, or it came after and the alert is flagged.
    assert (state == "proposed") == isinstance(published, Closed)
    assert state in ("proposed", "published")
