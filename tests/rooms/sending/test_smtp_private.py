"""E-mail under TLS, with an account: a server of this machine that has a certificate of its own."""

import ssl
from base64 import b64decode

import pytest

from tests.rooms.agencies.test_fetching import certificate
from tests.rooms.sending.making import arm, email, send, told
from yarrow.sending.channels import smtp


@pytest.fixture
def private(mails, tmp_path, settings, monkeypatch):
    """The mail server under a name that this machine knows for it."""
    file = certificate(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    mails.context = context
    settings.MAIL_HOST, settings.MAIL_SECURITY = "localhost", "starttls"
    settings.MAIL_ACCOUNT, settings.MAIL_PASSWORD = "post", "word"
    made = ssl.create_default_context
    monkeypatch.setattr(smtp.ssl, "create_default_context", lambda: made(cafile=str(file)))
    return mails


def test_email_is_said_after_starttls_and_the_account(world, private):
    one = email()
    arm(world, one)
    send()
    assert told(world, one) == ("sent", "")
    said = [line.split(" ")[0].upper() for line in private.commands]
    assert said.index("STARTTLS") < said.index("AUTH") < said.index("MAIL")
    (account,) = (line for line in private.commands if line.upper().startswith("AUTH"))
    assert b64decode(account.split(" ")[-1]) == b"\0post\0word"


@pytest.mark.parametrize("fault", ["no tls", "another name", "wrong word"])
def test_email_is_kept_where_the_way_is_not_as_it_should_be(world, private, settings, fault):
    if fault == "no tls":
        private.context = None
    if fault == "another name":
        settings.MAIL_HOST = "127.0.0.1"
    if fault == "wrong word":
        private.says = lambda command, argument: "535 no" if command == "AUTH" else None
    one = email()
    arm(world, one)
    send()
    assert told(world, one) == ("armed", "account") and private.mails == []
    if fault != "wrong word":
        assert not any(line.upper().startswith("AUTH") for line in private.commands)
