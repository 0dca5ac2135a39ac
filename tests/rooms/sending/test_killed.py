"""Senders in processes of their own: killed at any moment, they lose nothing but what was begun, and double nothing."""

import os
import random
import signal
import time
from collections import Counter
from threading import Lock

import pytest
from django.db import connection

from tests.children import begin, ended
from tests.rooms.sending.making import arm, email, now, push, sms, told
from tests.worlds import make_project
from yarrow.sending import alive, keyfile, sender, steps
from yarrow.sending.models import Message
from yarrow.vault import holders, keyless, working
from yarrow.vault.unlocked import Unlocked


@pytest.fixture
def world(transactional_db, set_up, monkeypatch):
    return make_project()


def a_sender():
    """A sender in a process with a connection of its own, until nothing is due; its id."""
    connection.close()
    return begin(lambda: sender.send(working.only_work_here(), once=True))


def waiting():
    return Message.objects.filter(state__in=["armed", "begun"]).exists()


def make_due():
    Message.objects.filter(state="armed").update(due_at=now())


class Killer:
    """Kills the sender of the moment whenever the servers have been asked for so many things more."""

    def __init__(self, servers, seed, n_kills):
        self.chosen, self.n_left, self.lock = random.Random(seed), n_kills, Lock()
        self.until_next, self.child = 20, 0
        mails, *webs = servers
        mails.says = lambda command, argument: self.asked(command in {"MAIL", "TEXT", "AFTER"})
        for web in webs:
            web.says = lambda request: self.asked(True) or 201

    def asked(self, counts):
        with self.lock:
            self.until_next -= counts
            if self.child and self.n_left and self.until_next <= 0:
                os.kill(self.child, signal.SIGKILL)
                self.child, self.n_left, self.until_next = 0, self.n_left - 1, self.chosen.randrange(5, 40)


def keep_sending(killer):
    """One sender after another until nothing waits; how many were killed at work."""
    n_killed, ends = 0, time.monotonic() + 100
    while waiting() and time.monotonic() < ends:
        killer.child = child = a_sender()
        n_killed += ended(child) == -signal.SIGKILL
        make_due()
    return n_killed


def test_killed_at_random_nothing_is_lost_and_nothing_sent_twice(world, mails, texts, pushes):
    n, n_kills = 50, 6
    ones = [email(endpoint=f"r{number}@post.example") for number in range(n)]
    arm(world, *ones, *(sms() for _n in range(n)), *(push() for _n in range(n)))
    assert keep_sending(Killer([mails, texts, pushes], 8, n_kills)) == n_kills
    assert len(texts.once) == len(pushes.once) == n
    assert Message.objects.exclude(channel="email").exclude(state="sent").count() == 0
    assert max(Counter(mails.to).values()) == 1
    missing = {one.endpoint for one in ones} - set(mails.to)
    unclear = {one.endpoint for one in ones if told(world, one)[0] == "unclear"}
    assert missing <= unclear and len(unclear) <= n_kills * sender.window_of("email")
    assert {told(world, one)[0] for one in ones} <= {"sent", "unclear"}


def killed_as_the_text_arrives(world, mails, to):
    """One sender dies between the text of this message and the answer; then another comes."""
    found = []

    def says(command, argument):
        if command == "AFTER" and argument == to and not found[1:]:
            os.kill(found[0], signal.SIGKILL)
            found.append("killed")

    mails.says = says
    found.append(a_sender())
    assert ended(found[0]) == -signal.SIGKILL
    make_due()
    assert ended(a_sender()) == 0
    return Counter(mails.to)


def test_killed_between_text_and_answer_it_is_unclear_and_never_sent_again(world, mails):
    ones = [email(endpoint=f"r{n}@post.example") for n in range(9)]
    arm(world, *ones)
    sent = killed_as_the_text_arrives(world, mails, ones[4].endpoint)
    assert set(sent.values()) == {1} and told(world, ones[4]) == ("unclear", "")
    assert ones[4].endpoint in sent
    assert all(told(world, one)[0] in {"sent", "unclear"} for one in ones)


def test_twin_that_sends_again_what_was_begun_is_caught(world, mails, monkeypatch):
    monkeypatch.setattr(steps, "EMAIL", "none")
    ones = [email(endpoint=f"r{n}@post.example") for n in range(9)]
    arm(world, *ones)
    sent = killed_as_the_text_arrives(world, mails, ones[4].endpoint)
    assert sent[ones[4].endpoint] == 2


def test_twin_that_commits_nothing_before_it_hands_over_is_caught(world, mails, monkeypatch):
    """Without the committed beginning a dead sender leaves no trace, and all of it goes again."""
    began = steps.begin

    def uncommitted(*args):
        rows = began(*args)
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(state="armed", begun_by=None)
        return rows

    monkeypatch.setattr(steps, "begin", uncommitted)
    monkeypatch.setattr(steps, "channels_due", lambda project_id, at: {"email"} if waiting() else set())
    ones = [email(endpoint=f"r{n}@post.example") for n in range(3)]
    arm(world, *ones)
    sent = killed_as_the_text_arrives(world, mails, ones[1].endpoint)
    assert max(sent.values()) > 1


def test_two_senders_at_once_send_nothing_twice(world, mails, pushes):
    mails.seconds = pushes.seconds = 0.005
    ones = [email(endpoint=f"r{n}@post.example") for n in range(60)]
    arm(world, *ones, *(push() for _n in range(60)))
    children = [a_sender(), a_sender()]
    assert [ended(child) for child in children] == [0, 0]
    assert Counter(mails.to) == Counter(one.endpoint for one in ones)
    assert len(pushes.requests) == len(pushes.once) == 60
    assert not list(keyfile.path().parent.glob("sender-*"))


def test_what_a_killed_sender_leaves_of_itself_is_cleared_away(set_up):
    keyfile.ready(now())
    child = begin(lambda: (alive.Life(), os.kill(os.getpid(), signal.SIGKILL)))
    assert ended(child) == -signal.SIGKILL
    (left,) = keyfile.path().parent.glob("sender-*")
    assert not alive.is_alive(left.name.removeprefix("sender-"))
    assert not left.exists()
    life = alive.Life()
    assert alive.is_alive(life.id)
    life.end()
    stray = keyfile.path().parent / "sender-notes.txt"
    stray.write_text("what to do when it stops")
    alive.Life().end()
    assert stray.exists()
    assert not alive.is_alive(life.id)


def opens_in_a_sender(world):
    """Whether the co-ordinator's passphrase, known to a sender, opens their key there; how the sender ended."""
    account = world.account("coordinator")

    def tries():
        working.only_work_here()
        holder = account.worker.holder_id
        with world.inside():
            unlocked = Unlocked(holder, holders.unlock(holder, account.passphrase))
            assert unlocked.holds(world.project.id, "identity")

    connection.close()
    return ended(begin(tries)) == 0


def test_no_key_of_a_worker_opens_where_messages_are_sent(world):
    assert not opens_in_a_sender(world)


def test_twin_that_kept_its_keys_is_caught(world, monkeypatch):
    monkeypatch.setattr(keyless, "give_up_keys", lambda: None)
    assert opens_in_a_sender(world)
