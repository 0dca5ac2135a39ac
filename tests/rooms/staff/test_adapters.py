"""How allauth works here."""

import base64
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import RequestFactory, override_settings

from tests.worlds import make_project
from yarrow.staff.adapters import AccountAdapter, SecondFactorAdapter
from yarrow.staff.backends import PassphraseBackend
from yarrow.vault.errors import Tampered

pytestmark = pytest.mark.django_db


def test_secret_is_sealed_anew_each_time_and_opens_again():
    adapter = SecondFactorAdapter()
    one, two = adapter.encrypt("JBSWY3DPEHPK3PXP"), adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert one != two and "JBSWY3" not in one
    assert adapter.decrypt(one) == adapter.decrypt(two) == "JBSWY3DPEHPK3PXP"


def test_secret_that_was_changed_does_not_open():
    adapter = SecondFactorAdapter()
    raw = bytearray(base64.b64decode(adapter.encrypt("JBSWY3DPEHPK3PXP")))
    raw[-1] ^= 1
    with pytest.raises(Tampered):
        adapter.decrypt(base64.b64encode(bytes(raw)).decode())


def test_secret_does_not_open_with_another_installations_app_secret():
    sealed = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    with override_settings(SECRET_KEY="another installation"), pytest.raises(Tampered):
        SecondFactorAdapter().decrypt(sealed)


def test_qr_code_is_inline_svg_without_styles():
    svg = SecondFactorAdapter().build_totp_svg("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&issuer=Yarrow")
    assert svg.startswith("<svg") and "style" not in svg and "viewBox" in svg
    assert re.search(r"<title>QR</title>", svg)


def test_authenticator_entry_says_nothing_about_the_work():
    world = make_project()
    url = SecondFactorAdapter().build_totp_url(world.account("peer").worker, "JBSWY3DPEHPK3PXP")
    assert "issuer=Yarrow" in url and "outreach" not in url.lower()


def test_factor_can_be_deleted_only_beside_another():
    world = make_project()
    worker = world.account("peer").worker
    app = Authenticator.objects.get(user=worker, type="totp")
    adapter = SecondFactorAdapter()
    assert not adapter.can_delete_authenticator(app), "recovery codes don't count"
    Authenticator.objects.create(user=worker, type="webauthn", data={"name": "K", "credential": {}})
    assert adapter.can_delete_authenticator(app)


def test_nobody_can_sign_up_and_no_mail_is_sent(mailoutbox):
    request = RequestFactory().get("/")
    adapter = AccountAdapter(request)
    assert not adapter.is_open_for_signup(request)
    adapter.send_notification_mail("mfa/email/totp_activated", None)
    adapter.add_message(request, 20, "mfa/messages/totp_activated.txt")
    assert mailoutbox == []


@pytest.mark.parametrize(
    "credentials", [{}, {"email": "x@x.example"}, {"password": "p"}, {"email": "", "password": ""}]
)
def test_backend_needs_both_address_and_passphrase(credentials):
    assert PassphraseBackend().authenticate(RequestFactory().post("/"), **credentials) is None


def test_backend_without_a_request_opens_nothing():
    world = make_project()
    account = world.account("peer")
    assert PassphraseBackend().authenticate(None, email=account.email, password=account.passphrase) is None


def test_backend_gives_the_worker_of_a_session_until_they_leave():
    world = make_project()
    worker = world.account("peer").worker
    assert PassphraseBackend().get_user(worker.id) == worker
    worker.is_active = False
    worker.save()
    assert PassphraseBackend().get_user(worker.id) is None
