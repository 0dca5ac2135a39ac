"""A file of keys of the test's own, and every way of sending set up with a server of this machine."""

from http.client import HTTPConnection

import pytest

from tests.rooms.sending.servers import mail_server, web_server
from tests.worlds import make_project
from yarrow.methods import internet
from yarrow.sending import sender


@pytest.fixture
def set_up(settings, tmp_path):
    settings.REACH_KEY = tmp_path / "keys" / "reach-key"
    # What other tests erased is in an anchor file that a start would ask about.
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", 9
    settings.MAIL_SECURITY, settings.MAIL_FROM = "none", "news@garden.example"
    settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "http://127.0.0.1:9", "ours", "secret"
    settings.PUSH_CONTACT = "mailto:post@garden.example"
    return settings


@pytest.fixture
def world(db, set_up, monkeypatch):
    # The connection is in the test's own transaction.
    monkeypatch.setattr(sender, "close_old_connections", lambda: None)
    return make_project()


@pytest.fixture
def mails(set_up):
    with mail_server() as server:
        set_up.MAIL_PORT = server.port
        yield server


@pytest.fixture
def texts(set_up):
    with web_server() as server:
        set_up.SMS_URL = f"http://127.0.0.1:{server.port}/v1"
        yield server


@pytest.fixture
def pushes(set_up, monkeypatch):
    """A push service under any name: what is tried with it is not whether it is one of the open internet."""
    with web_server() as server:
        monkeypatch.setattr(internet, "look_up", lambda host, port: ["127.0.0.1"])
        monkeypatch.setattr(internet, "are_public", lambda addresses: True)
        monkeypatch.setattr(
            internet, "Pinned", lambda host, port, to, patience: HTTPConnection(to, server.port, timeout=5)
        )
        yield server
