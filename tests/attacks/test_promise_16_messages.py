"""Somebody reads every SMS, e-mail and push message, their headers and what the servers are told around them."""

import re
from dataclasses import replace

import pytest

from tests.attacks.messages import gateways, one_of_each
from tests.rooms.sending.making import arm, opened_by_browser, send
from yarrow.sending import envelopes
from yarrow.sending.channels import bulksms, smtp, web

PROMISE = (
    "A message says exactly the line that was chosen for it: neither it nor its headers, nor what servers are told "
    "around it, name the project, the software, the machine or anybody else."
)
LINES = ("Water the plants", "Your parcel is at the shop", "Wasser die Blumen – bitte")
# What no phone should show, whoever holds it.
WORK = (
    *("yarrow", "outreach", "sex", "worker", "project", "alert", "warning", "police", "safety", "incident"),
    *("django", "python", "urllib"),
)


@pytest.fixture
def heard(world, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("socket.getfqdn", lambda name="": "yarrow.hope.example")
    monkeypatch.setattr("socket.gethostname", lambda: "yarrow-hope")
    with gateways(settings, tmp_path, monkeypatch) as found:
        yield found


def names(world):
    """What would tell whose message it is, or who else gets one."""
    people = [account.email for account in world.accounts.values()] + [
        account.worker.name for account in world.accounts.values()
    ]
    own = [world.project.name, world.project.code, world.project.app_name, str(world.project.id)]
    return [word for word in (*people, *own, *WORK, "hope") if word]


def leaks(world, heard):
    """Words of the work, the project, its people and the machine that left with a message."""
    ones = [one for line in LINES for one in one_of_each(line)]
    arm(world, *ones)
    assert send() == len(ones) == heard.n()
    said = heard.on_the_way()
    references = [form for one in ones for form in (str(one.reference), one.reference.hex)]
    found = [
        word for word in names(world) if re.search(rf"(?<![a-z]){re.escape(word.lower())}", said.lower())
    ]
    return found + [each for each in references if each in said]


def lines_read(heard):
    """What people read, of each message."""
    mails = [(mail["subject"], mail.get_content().rstrip()) for mail in heard.mails.read()]
    texts = [
        re.search(r'"body": "([^"]*)"', body.decode())[1] for _path, _headers, body in heard.texts.requests
    ]
    pushes = [opened_by_browser(body) for _path, _headers, body in heard.pushes.requests]
    return {line for pair in mails for line in pair} | {*texts, *pushes}


def test_messages_say_the_chosen_line_and_nothing_else(world, heard):
    assert leaks(world, heard) == []
    assert lines_read(heard) == set(LINES)


def test_messages_twin_whose_mail_names_the_program_is_caught(world, heard, monkeypatch):
    written = smtp.written
    monkeypatch.setattr(smtp, "written", lambda handing: b"X-Mailer: Yarrow\r\n" + written(handing))
    assert leaks(world, heard) == ["Yarrow", "yarrow"]


def test_messages_twin_that_greets_with_the_machine_s_name_is_caught(world, heard, monkeypatch):
    made = smtp.SMTP
    monkeypatch.setattr(
        smtp, "SMTP", lambda host, port, local_hostname, timeout: made(host, port, timeout=timeout)
    )
    assert "hope" in leaks(world, heard)


def test_messages_twin_that_signs_with_the_project_is_caught(world, heard, monkeypatch):
    opened = envelopes.opened
    monkeypatch.setattr(
        "yarrow.sending.sender.opened",
        lambda row, keys: replace(
            opened(row, keys), words=f"{opened(row, keys).words} ({world.project.name})"
        ),
    )
    assert world.project.name in leaks(world, heard)
    assert not lines_read(heard) <= set(LINES)


def test_messages_twin_whose_topic_is_the_reference_is_caught(world, heard, monkeypatch):
    monkeypatch.setattr(web, "topic", lambda handing: handing.reference.hex)
    assert len(leaks(world, heard)) == len(LINES)


def test_messages_twin_whose_number_is_the_reference_is_caught(world, heard, monkeypatch):
    post = bulksms.Lines.post

    def telling(self, to, connect, path, body, headers):
        return post(self, to, connect, f"{path}&user={world.project.code}", body, headers)

    monkeypatch.setattr(bulksms.Lines, "post", telling)
    assert world.project.code in leaks(world, heard)
