"""The pages about languages, and what the foot of every page says."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms.languages.catalogues import DAYS, DONE, NEW, use
from yarrow.languages import queries
from yarrow.languages.models import SignOff
from yarrow.ui.languages import BY_CODE

pytestmark = pytest.mark.django_db
DRAFT = "This translation is a draft."


@pytest.fixture(autouse=True)
def catalogue(monkeypatch, tmp_path):
    use(monkeypatch, tmp_path, DONE, DAYS, NEW)
    # Pages in Romanian say their English here, so that a test can read them.
    monkeypatch.setattr(
        "django.utils.translation.trans_real.DjangoTranslation.gettext", lambda self, text: text
    )
    monkeypatch.setattr(
        "django.utils.translation.trans_real.DjangoTranslation.ngettext",
        lambda self, one, many, n: one if n == 1 else many,
    )
    return lambda *blocks: use(monkeypatch, tmp_path, *blocks)


def sign(world, role, **said):
    url = world.project.url("languages:sign_off", "ro")
    return world.client(role).post(url, said or {"is_fluent": "on"})


def page(client, world, name="languages:list_languages", *args):
    return client.get(world.project.url(name, *args)).content.decode()


def test_every_role_may_read_and_sign(world):
    for role in ("outreach", "evaluator", "administrator"):
        assert sign(world, role)["Location"] == world.project.url("languages:list_languages")
    assert SignOff.objects.standing().count() == 3


def test_signing_takes_a_promise(world):
    answer = sign(world, "outreach", is_fluent="")
    assert "Sign off only a language that you speak" in answer.content.decode()
    assert not SignOff.objects.exists()


def test_messages_stand_beside_the_english(world):
    html = page(world.client("outreach"), world, "languages:read_messages", "ro")
    for said in ("Done", "Gata", "%(n)s days", "%(n)s de zile", "Not translated yet: shown in English"):
        assert said in html
    assert '<p lang="ro" dir="ltr" translate="no">Gata</p>' in html


def test_search_and_pages_stand_in_the_address(world, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    client = world.client("outreach")
    html = client.get(
        world.project.url("languages:read_messages", "ro"), {"text": "d", "page": 2}
    ).content.decode()
    assert "?text=d&amp;only=&amp;page=1" in html and "Gata" not in html
    html = client.get(
        world.project.url("languages:read_messages", "ro"), {"only": "nonsense"}
    ).content.decode()
    assert "Gata" in html


@pytest.mark.parametrize("code", ["en-gb", "xx", "fr"])
def test_language_that_is_not_translated_has_no_page(world, code):
    client = world.client("outreach")
    assert client.get(world.project.url("languages:read_messages", code)).status_code == 404
    assert client.post(world.project.url("languages:sign_off", code), {"is_fluent": "on"}).status_code == 404


def test_withdrawing_is_offered_to_whoever_signed(world):
    sign(world, "outreach")
    assert "Take your sign-off back" not in page(world.client("peer"), world, "languages:read_messages", "ro")
    client = world.client("outreach")
    assert "Take your sign-off back" in page(client, world, "languages:read_messages", "ro")
    client.post(world.project.url("languages:withdraw_sign_off", "ro"))
    assert not SignOff.objects.standing().exists()
    again = client.post(world.project.url("languages:withdraw_sign_off", "ro"))
    assert again.status_code == 409 and "You have not signed this language off." in again.content.decode()


def test_list_says_who_and_hides_workers_of_other_projects(world):
    sign(world, "outreach"), sign(world.other, "peer")
    html = page(world.client("coordinator"), world)
    assert "Sam Outreach" in html and "a worker of another project" in html and "Sam Peer" not in html
    assert "66 %" in html


def spoken(world, role="coordinator"):
    client = world.client(role)
    client.post(reverse("door:choose_language"), {"language": "ro"})
    return client


def test_foot_of_a_page_says_that_its_language_is_a_draft(world):
    client = spoken(world)
    html = page(client, world, "desk:show_today")
    assert html.count(DRAFT) == 1 and world.project.url("languages:list_languages") in html


def test_foot_of_an_english_page_says_nothing(world):
    assert DRAFT not in page(world.client("coordinator"), world, "desk:show_today")


def test_foot_of_a_page_says_how_many_changed_since(world, catalogue):
    sign(world, "outreach"), sign(world, "peer")
    client = spoken(world)
    assert "This translation" not in page(client, world, "desk:show_today")
    catalogue(DONE.replace("Gata", "Făcut"), DAYS, NEW)
    assert "This translation is signed off; 1 message changed since." in page(
        client, world, "desk:show_today"
    )


def test_foot_before_sign_in_leads_to_the_page_for_everybody(world):
    html = Client(headers={"accept-language": "ro"}).get("/sign-in/").content.decode()
    assert DRAFT in html and 'href="/languages/"' in html


def test_page_for_everybody_names_nobody(world):
    sign(world, "outreach"), sign(world, "peer")
    html = Client().get("/languages/").content.decode()
    assert "Signed off" in html and "Sam" not in html and "/p/" not in html
    assert (
        world.project.url("languages:list_languages")
        in world.client("peer").get("/languages/").content.decode()
    )


def test_languages_not_offered_here_are_not_listed(world, settings):
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "العربية")]
    assert [one.language for one in queries.standings()] == [BY_CODE["ar"]]
    assert world.client("peer").get(world.project.url("languages:read_messages", "ro")).status_code == 404
