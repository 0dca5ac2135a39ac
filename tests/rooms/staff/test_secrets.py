"""After a whole set-up through the pages, nothing that opens something stands in the database."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.signing import loads
from django.test import Client
from django.urls import reverse

from tests.attacks.scanner import scan_bytes
from tests.rooms.staff.test_views_setup import begin, page_of, set_up_second_factor
from tests.worlds import PASSPHRASE, make_project
from yarrow.staff import setup_code
from yarrow.staff.models import Project, Worker
from yarrow.vault import fence
from yarrow.vault.models import SealedSession

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path):
    settings.HOME = tmp_path
    cache.clear()


def database():
    """Every value of every row, session contents unpacked as well."""
    parts = []
    for model in apps.get_models():
        for row in model.objects.values():
            parts += [
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row.values()
            ]
    for row in SealedSession.objects.all():
        parts.append(str(loads(row.contents, salt="django.contrib.sessions.SessionStore")).encode())
    return b"\n".join(parts)


def found_in_database(*secrets):
    return sorted({hit.marker for hit in scan_bytes(database(), secrets)})


def journey():
    """Found a project, invite someone, print envelopes; returns every secret that was shown or typed."""
    client, code = Client(), setup_code.make()
    begin(client, code)
    totp = set_up_second_factor(client)
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    project = Project.objects.get(code="riverside")
    fence.enter(project.id)
    page = client.post(
        page_of(project, "invite_worker"), {"name": "Ben", "email": "ben@x.example", "role": "manager"}
    )
    sheets = client.post(page_of(project, "print_envelopes")).content.decode()
    words = re.findall(r"<li>([a-z]+)</li>", sheets)[:24]
    return {
        "the passphrase": PASSPHRASE,
        "the authenticator's secret": totp,
        "a recovery code": re.search(r"<code>(\d{8})</code>", shown).group(1),
        "the invitation's token": re.search(r"/join/([\w-]+)/", page.content.decode()).group(1),
        "the recovery words": " ".join(words),
        "the set-up code": code.replace("-", ""),
        "the session id": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "the seal": client.cookies[settings.SEAL_COOKIE_NAME].value,
    }


def test_database_after_set_up_holds_no_secret():
    secrets = journey()
    found = found_in_database(*secrets.values())
    assert [name for name, secret in secrets.items() if secret in found] == []


def test_database_scan_finds_a_planted_secret():
    """The twin: the same scan over the same database finds one that somebody stored after all."""
    secrets = journey()
    Worker.objects.update(name=secrets["the passphrase"])
    assert found_in_database(*secrets.values()) == [PASSPHRASE]


def test_database_and_home_hold_no_set_up_code(tmp_path):
    code = setup_code.make()
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert scan_bytes(files, [code, code.replace("-", "")]) == []


def test_session_contents_hold_no_key_while_the_second_factor_is_awaited():
    world = make_project()
    account, client = world.account("outreach"), Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSPHRASE})
    assert found_in_database(PASSPHRASE, account.private.hex(), account.secret) == []


def test_locked_session_row_holds_no_wrapped_key():
    world = make_project()
    client = world.client("outreach")
    worker = world.account("outreach").worker
    assert SealedSession.objects.get(worker_id=worker.id).wrapped_key is not None
    client.post(reverse("entrance:lock_session"))
    assert SealedSession.objects.get(worker_id=worker.id).wrapped_key is None


def test_database_worker_row_has_no_password_hash():
    make_project()
    for worker in Worker.objects.all():
        assert worker.password.startswith("!") and not worker.has_usable_password()
