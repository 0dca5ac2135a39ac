"""A file of keys of the test's own, and every way of sending set up."""

import pytest

from tests.worlds import make_project


@pytest.fixture
def set_up(settings, tmp_path):
    settings.REACH_KEY = tmp_path / "keys" / "reach-key"
    settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", 25
    settings.MAIL_SECURITY, settings.MAIL_FROM = "none", "news@garden.example"
    settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "account", "secret"
    settings.PUSH_CONTACT = "mailto:post@garden.example"
    return settings


@pytest.fixture
def world(db, set_up):
    return make_project()
