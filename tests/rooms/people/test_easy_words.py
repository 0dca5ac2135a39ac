"""Easy words on what a person is shown of their record, going along from page to page."""

import pytest
from django.utils.translation import override

from yarrow.people import actions, purposes
from yarrow.people.models import Consent

RECORD = purposes.purpose_of("record")


@pytest.fixture
def client(world):
    return world.client("case_worker")


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"people:{name}", *args)


@pytest.fixture
def shown(client, url, kim):
    """shown("list_consents") -> (the page in usual words, in easy ones)."""

    def pages(name, *args):
        address = url(name, kim.id, *args)
        return tuple(client.get(address + query).content.decode() for query in ("", "?easy=1"))

    return pages


@pytest.mark.parametrize(("name", "args"), [("list_consents", ()), ("give_consent", ("record",))])
def test_a_consent_is_read_in_either_wording_and_never_in_both(shown, name, args):
    usual, easy = shown(name, *args)
    assert RECORD.in_words in usual and RECORD.in_easy_words not in usual
    assert RECORD.in_easy_words in easy and RECORD.in_words not in easy


def test_a_consent_asked_in_easy_words_leads_back_to_them(client, url, kim, shown):
    _usual, easy = shown("list_consents")
    address = url("give_consent", kim.id, "record") + "?easy=1"
    assert f'href="{address}"' in easy
    form = client.get(address).context["form"]
    sent = {"easy": "1", "entry_id": form["entry_id"].value(), "recipient": "project", "how": "spoken"}
    done = client.post(url("give_consent", kim.id, "record"), {**sent, "categories": ["identity"]})
    assert done["Location"] == url("list_consents", kim.id) + "?easy=1"
    assert Consent.objects.get().words_version == purposes.version()


def test_easy_words_of_a_consent_that_are_not_drafted_leave_the_usual_ones_in_that_language(
    client, url, kim, monkeypatch
):
    """A consent is never read half in one language and half in another."""
    monkeypatch.setattr(purposes.Purpose, "in_easy_words", "Nobody drafted this.")
    client.post("/language/", {"language": "ro"})
    page = client.get(url("give_consent", kim.id, "record") + "?easy=1").content.decode()
    with override("ro"):
        assert RECORD.in_words in page and "Nobody drafted this." not in page


def test_who_opened_the_record_is_told_in_easy_words(shown):
    usual, easy = shown("show_openings")
    assert "It may be shown to the person." in usual and "This is who opened your record." in easy
    assert all("<yarrow-aloud" in page for page in (usual, easy))


TYPED = {
    "give_consent": {"recipient_name": "Zephyr clinic", "categories": ["contact"]},
    "withdraw_consent": {"witness": "Zephyr of the clinic", "how": "spoken"},
}


@pytest.mark.parametrize("name", TYPED)
def test_turning_the_wording_of_a_consent_keeps_what_was_typed_and_writes_nothing_down(
    client, url, kim, name, given
):
    """Also what is not right yet: nothing is said about it before it is sent."""
    said = {"recipient": "project", "how": "spoken", "categories": ["identity"], "language": "en"}
    actions.give_consent(person=kim, purpose="record", **said, **given)
    address = url(name, kim.id, "record")
    first = client.get(address).context["form"]["entry_id"].value()
    typed = {**TYPED[name], "entry_id": first, "language": "Yoruba"}
    turned = client.post(address, {**typed, "~wording": "1"})
    page = turned.content.decode()
    assert turned.status_code == 200 and Consent.objects.count() == 1
    assert "Zephyr" in page and 'value="Yoruba"' in page and f'value="{first}"' in page
    assert "error-summary" not in page and 'name="easy" value="1"' in page and "Usual words" in page
    back = client.post(address, {**typed, "easy": "1", "~wording": "1"}).content.decode()
    assert "Zephyr" in back and 'name="easy"' not in back
    # From an address in easy words the other way round, too.
    assert (
        'name="easy"'
        not in client.post(address + "?easy=1", {**typed, "easy": "1", "~wording": "1"}).content.decode()
    )
