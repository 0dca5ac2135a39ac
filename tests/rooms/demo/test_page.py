"""The page and the command of sign-ins: in the demo only, with codes that work."""

from datetime import UTC, datetime

import pyotp
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from yarrow.demo import loading, sign_ins, views
from yarrow.demo.scales import SCALES, SMALL
from yarrow.demo.sign_ins import OTHER_MANAGER, OTHER_SECOND, SIGN_INS, staff_of
from yarrow.vault.passphrases import check_strength

pytestmark = pytest.mark.django_db
EVERYONE = (
    *{one.email: one for scale in SCALES.values() for one in staff_of(scale).values()}.values(),
    *(OTHER_MANAGER, OTHER_SECOND),
)


def test_demo_is_not_installed_in_production():
    assert "yarrow.demo" not in settings.INSTALLED_APPS
    assert Client().get("/demo/", secure=True).status_code == 404
    with pytest.raises(CommandError):
        call_command("load_town", "small")


def test_list_sign_ins_says_that_all_is_invented_and_shows_codes_that_work(as_demo, monkeypatch):
    at = datetime(2026, 11, 23, 18, 0, 5, tzinfo=UTC)
    monkeypatch.setattr(views, "code_now", lambda one: sign_ins.pyotp.TOTP(one.totp_secret).at(at))
    monkeypatch.setattr(loading, "is_loaded", lambda scale: scale is SMALL)
    page = Client().get("/demo/", secure=True)
    text = page.content.decode()
    assert "Everything here is invented" in text
    for one in SIGN_INS:
        assert one.email in text and one.passphrase in text and one.name in text
        assert f"<strong>{pyotp.TOTP(one.totp_secret).at(at)}</strong>" in text


def test_demo_codes_prints_one_line_per_role(as_demo, capsys, monkeypatch):
    monkeypatch.setattr(loading, "is_loaded", lambda scale: scale is SMALL)
    call_command("demo_codes")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(SIGN_INS) + 1
    for one, line in zip(SIGN_INS, lines, strict=False):
        assert line.startswith(one.role) and one.passphrase in line


def test_every_invented_passphrase_is_six_words_and_its_own():
    assert len({one.passphrase for one in EVERYONE}) == len(EVERYONE)
    for one in EVERYONE:
        check_strength(one.passphrase)
        assert len(one.passphrase.split()) == 6


def test_every_invented_address_can_belong_to_nobody():
    assert all(one.email.endswith(".example") for one in EVERYONE)


def test_every_secret_is_its_own_and_the_same_each_time():
    assert len({one.totp_secret for one in EVERYONE}) == len(EVERYONE)
    assert SIGN_INS[0].totp_secret == type(SIGN_INS[0])(**vars(SIGN_INS[0])).totp_secret
