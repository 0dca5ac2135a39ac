"""One's own account: the passphrase, and what its change does to other sessions."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.worlds import PASSPHRASE, client_of, make_project
from yarrow.staff.models import Worker
from yarrow.vault import holders
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db
NEW = "copper meadow with nine patient herons"
FIELDS = {"old": PASSPHRASE, "passphrase": NEW, "again": NEW}


@pytest.fixture
def world():
    cache.clear()
    return make_project()


def test_change_passphrase_keeps_the_key_and_this_session_and_ends_the_others(world):
    account = world.account("outreach")
    here, elsewhere = client_of(account), client_of(account)
    answer = here.post(reverse("entrance:change_passphrase"), FIELDS)
    assert answer["Location"] == reverse("entrance:show_account")
    assert here.get("/account/").wsgi_request.seal_state == "unlocked"
    assert elsewhere.get("/account/")["Location"].startswith(reverse("account_login"))
    assert holders.unlock(account.worker.holder_id, NEW) == account.private
    assert holders.unlock(account.worker.holder_id, PASSPHRASE) is None
    assert TrailRow.objects.filter(act="staff.change_passphrase", subject=account.worker.id).count() == 1


def test_change_passphrase_a_copied_session_row_is_worth_nothing_afterwards(world):
    account = world.account("outreach")
    client = client_of(account)
    before = Worker.objects.get(id=account.worker.id).get_session_auth_hash()
    client.post(reverse("entrance:change_passphrase"), FIELDS)
    assert Worker.objects.get(id=account.worker.id).get_session_auth_hash() != before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old": "not my present passphrase"}, "old"),
        ({"passphrase": "short", "again": "short"}, "passphrase"),
        ({"passphrase": "one one one one one one one", "again": "one one one one one one one"}, "passphrase"),
        ({"again": NEW + " more"}, "again"),
        ({"old": ""}, "old"),
    ],
)
def test_change_passphrase_refused_at_the_field_and_nothing_changes(world, changes, field):
    account = world.account("outreach")
    page = client_of(account).post(reverse("entrance:change_passphrase"), {**FIELDS, **changes})
    assert page.status_code == 200 and page.context["form"].errors[field]
    assert NEW not in page.content.decode()
    assert holders.unlock(account.worker.holder_id, PASSPHRASE) is not None


def test_change_passphrase_asks_for_the_second_factor_again(world):
    answer = world.client("outreach", stepped_up=False).get(reverse("entrance:change_passphrase"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))


def test_show_account_names_the_projects(world):
    page = world.client("peer").get(reverse("entrance:show_account")).content.decode()
    assert "Riverside outreach" in page and "peer@small.example" in page


def test_set_password_is_refused(world):
    with pytest.raises(NotImplementedError):
        world.account("peer").worker.set_password("something")


def test_check_password_opens_the_key_and_nothing_else(world):
    worker = world.account("peer").worker
    assert worker.check_password(PASSPHRASE) and not worker.check_password(NEW)
    assert not Worker(email="x@x.example").check_password(PASSPHRASE)


def test_natural_key_is_the_address_in_small_letters(world):
    worker = world.account("peer").worker
    assert Worker.objects.get_by_natural_key(" Peer@Small.example ") == worker


def test_every_form_of_the_entrance_keeps_browsers_from_remembering(world):
    client = world.client("manager")
    pages = [
        Client().get(reverse("account_login")),
        client.get(reverse("entrance:change_passphrase")),
        client.get(world.project.url("staff:invite_worker")),
        client.get(world.project.url("staff:prove_recovery")),
    ]
    for page in pages:
        forms = re.findall(r"<form[^>]*>", page.content.decode())
        assert forms and all('autocomplete="off"' in form for form in forms)
        assert "no-store" in page.headers["Cache-Control"]
