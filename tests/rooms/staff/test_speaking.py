"""In which language pages speak: what the browser asks for, what a worker chose, and what that costs."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, trans_real

from tests.worlds import PASSPHRASE, make_project
from yarrow.site import environment
from yarrow.staff import speaking
from yarrow.staff.models import Worker
from yarrow.ui.languages import LANGUAGES
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


@pytest.fixture
def world():
    return make_project()


def spoken(answer):
    """(language, direction) of a page."""
    head = answer.content.decode().partition("<html ")[2].partition(">")[0]
    said = dict(part.split("=") for part in head.split())
    return said["lang"].strip('"'), said["dir"].strip('"')


def choose(client, language, back="/"):
    return client.post(reverse("door:choose_language"), {"language": language, "next": back})


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("ro-RO,ro;q=0.9,en;q=0.5", "ro"),
        ("ar-EG", "ar"),
        ("pt-PT", "pt-br"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("en-US", "en-gb"),
        ("tlh", "en-gb"),
        ("", "en-gb"),
    ],
)
def test_before_sign_in_the_browser_decides(asked, language):
    answer = Client(headers={"accept-language": asked}).get(SIGN_IN)
    assert spoken(answer) == (language, "rtl" if language == "ar" else "ltr")
    assert answer.headers["Content-Language"] == language


def test_setting_up_is_offered_in_the_browsers_language():
    answer = Client(headers={"accept-language": "ar"}).get(reverse("setup:enter_code"))
    assert spoken(answer) == ("ar", "rtl")


def test_choice_before_sign_in_holds_and_leads_back():
    client = Client(headers={"accept-language": "ro"})
    assert choose(client, "ar", SIGN_IN)["Location"] == SIGN_IN
    assert spoken(client.get(SIGN_IN)) == ("ar", "rtl")


@pytest.mark.parametrize("language", ["xx", "", "<b>", "en"])
def test_language_that_is_not_offered_changes_nothing(world, language):
    client = world.client("outreach")
    choose(client, language)
    assert Worker.objects.get(pk=world.account("outreach").worker.pk).language == ""
    assert spoken(client.get(reverse("entrance:show_account")))[0] == "en-gb"


def test_choice_is_kept_with_the_account_and_on_the_trail(world):
    client = world.client("outreach")
    choose(client, "ro")
    worker = Worker.objects.get(pk=world.account("outreach").worker.pk)
    assert worker.language == "ro"
    rows = TrailRow.objects.filter(act="staff.choose_language", subject=worker.pk)
    assert [(row.project_id, row.by_id) for row in rows] == [(world.project.id, worker.pk)]
    choose(client, "ro")
    assert rows.count() == 1


def test_sign_in_speaks_the_language_of_the_account(world):
    account = world.account("outreach")
    Worker.objects.filter(pk=account.worker.pk).update(language="ar")
    client = Client(headers={"accept-language": "ro"})
    client.post(reverse("account_login"), {"login": account.email, "password": PASSPHRASE})
    client.post(reverse("mfa_authenticate"), {"code": account.code})
    assert spoken(client.get(world.project.url("desk:show_today"))) == ("ar", "rtl")
    client.post(reverse("account_logout"))
    assert spoken(client.get(SIGN_IN))[0] == "ro"


def test_language_of_a_page_costs_no_query(world):
    client, page = world.client("outreach"), world.project.url("desk:show_today")
    with CaptureQueriesContext(connection) as english:
        client.get(page)
    choose(client, "ro")
    client.get(page)
    with CaptureQueriesContext(connection) as romanian:
        assert spoken(client.get(page))[0] == "ro"
    assert len(romanian) <= len(english)


def test_installation_offers_what_its_setting_names(settings, world):
    settings.LANGUAGES = [("en-gb", "English"), ("ro", "Română")]
    client = world.client("outreach")
    page = client.get(reverse("entrance:show_account")).content.decode()
    assert "Română" in page and "العربية" not in page
    choose(client, "ar")
    assert spoken(client.get(reverse("entrance:show_account")))[0] == "en-gb"


def test_one_language_needs_no_switch(settings):
    settings.LANGUAGES = [("en-gb", "English")]
    assert "tongues" not in Client().get(SIGN_IN).content.decode()


def test_switch_names_each_language_in_itself():
    page = Client(headers={"accept-language": "ar"}).get(SIGN_IN).content.decode()
    for one in LANGUAGES:
        direction = "rtl" if one.code == "ar" else "ltr"
        pressed = ' aria-pressed="true"' if one.code == "ar" else ""
        assert f'value="{one.code}" lang="{one.code}" dir="{direction}"{pressed}>{one.name}<' in page
    assert '<span lang="en" dir="ltr">(Language)</span>' in page


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("", [one.code for one in LANGUAGES]),
        ("ro", ["en-gb", "ro"]),
        ("ar, pt_BR ,en", ["en-gb", "ar", "pt-br"]),
    ],
)
def test_setting_names_languages(monkeypatch, said, codes):
    monkeypatch.setenv("YARROW_LANGUAGES", said)
    assert [code for code, _name in environment.languages("YARROW_LANGUAGES")] == codes


def test_setting_that_names_no_language_stops_the_start(monkeypatch):
    monkeypatch.setenv("YARROW_LANGUAGES", "ro, klingon")
    with pytest.raises(ImproperlyConfigured, match="YARROW_LANGUAGES names klingon"):
        environment.languages("YARROW_LANGUAGES")


def chain_of(code):
    """The catalogs in which a word is looked for, one behind the other."""
    here = trans_real.translation(code)
    while here is not None:
        yield here
        here = here._fallback


@pytest.mark.parametrize("code", ["en-gb", "ro", "zh-hans"])
def test_passing_empty_catalogs_changes_no_word(code, monkeypatch):
    monkeypatch.setattr(trans_real, "_translations", {})
    speaking._pass_empty_catalogs.cache_clear()
    words = ["Save", "Sessions", "Enter a valid date.", "no such word anywhere", "Kim's page"]

    def said():
        return [(gettext(word), ngettext("%(n)d day now", "%(n)d days now", 5)) for word in words]

    with override(code):
        before, depth = said(), len(list(chain_of(code)))
        speaking.speak(code)
        assert said() == before and len(list(chain_of(code))) < depth
