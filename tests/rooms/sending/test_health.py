"""What the doctor says of the sender."""

from datetime import timedelta

import pytest

from tests.rooms.sending.making import arm, now, sms
from yarrow.sending import health, keyfile, ways
from yarrow.sending.models import Message
from yarrow.vault import findings, startup


def said(look, at=None):
    return " ".join(f"{each.what} {each.why} {each.todo}" for each in look(at or now()))


def test_all_is_well_with_a_file_and_a_sender(world):
    arm(world, sms())
    assert said(health.keys) == said(health.messages) == ""


def test_nothing_is_asked_of_an_installation_that_sends_nothing(world, settings):
    settings.MAIL_HOST = settings.MAIL_FROM = settings.SMS_ACCOUNT = settings.SMS_PASSWORD = ""
    settings.PUSH_CONTACT = ""
    assert ways.set_up() == frozenset()
    assert said(health.keys) == said(health.messages) == ""


def test_file_that_is_missing(world):
    assert "There is no reach-key." in said(health.keys)


def test_file_that_others_can_read_is_found_and_closed_at_the_start(world):
    keyfile.ready(now())
    keyfile.path().chmod(0o644)
    assert keyfile.path() in startup.open_to_others()
    startup.prepare_to_serve()
    assert keyfile.path() not in startup.open_to_others()


@pytest.mark.parametrize("which", ["BACKUP_RECORDS", "BACKUP_KEYRING"])
def test_file_in_a_folder_of_backups(world, settings, which):
    keyfile.ready(now())
    setattr(settings, which, str(keyfile.path().parent))
    assert "lies in a folder of backups" in said(health.keys)
    setattr(settings, which, str(keyfile.path().parent / "elsewhere"))
    assert said(health.keys) == ""


def test_file_that_is_spoiled(world):
    keyfile.ready(now())
    keyfile.path().write_text("spoiled")
    assert "can't be read" in said(health.keys)


def test_file_that_nobody_moves_on(world):
    keyfile.ready(now())
    assert said(health.keys, now() + timedelta(days=8)) == ""
    assert "was not moved on" in said(health.keys, now() + timedelta(days=10))


def test_half_a_set_up_and_an_open_way(world, settings):
    settings.MAIL_FROM, settings.MAIL_HOST = "", "mail.example.org"
    settings.SMS_URL = "http://sms.example/v1"
    found = said(health.messages)
    assert "Sending by email lacks YARROW_MAIL_FROM." in found
    assert "YARROW_MAIL_SECURITY lets words" in found and "YARROW_SMS_URL lets words" in found


def test_contact_that_is_no_address(world, settings):
    settings.PUSH_CONTACT = "post@garden.example"
    assert "YARROW_PUSH_CONTACT is no address." in said(health.messages)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "http://[::1", "nowhere", "http://10.0.0.1/v1"])
def test_ways_that_are_none_are_open(settings, url):
    settings.SMS_URL = url
    assert "SMS_URL" in ways.is_open()


@pytest.mark.parametrize(
    ("host", "is_here"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.0.0.1.example", False), ("", False)],
)
def test_what_is_this_machine(host, is_here):
    assert ways.is_here(host) is is_here


def test_messages_that_nobody_sends_are_told_by_project(world):
    arm(world, sms())
    assert said(health.messages, now() + timedelta(minutes=29)) == ""
    (finding,) = health.messages(now() + timedelta(minutes=31))
    assert finding.what.endswith("ago: 1.") and finding.project_id == world.project.id
    Message.objects.update(state="sent", envelope=b"")
    assert said(health.messages, now() + timedelta(minutes=31)) == ""


def test_doctor_looks_at_both(world):
    assert {"the sender's keys", "messages"} <= set(findings.examine(now()))
