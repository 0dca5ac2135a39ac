"""Easy words around the questions, from page to page; the questions themselves stay as they were written."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.rooms.measures.test_walk import send
from tests.rooms.measures.wording import chosen
from yarrow.measures import actions
from yarrow.measures.models import Filling
from yarrow.people.actions import add_person
from yarrow.vault.models import TrailRow

NOTE = "We do not change their words."


def asked(sent):
    return parse_qs(urlsplit(sent["Location"]).query)


@pytest.fixture
def url(project, kim):
    return lambda name, filling: project.url(f"measures:{name}", kim.id, filling.id)


def test_turning_the_wording_keeps_the_page_and_what_was_typed(open_page, client, begin, own, url):
    filling = begin(own)
    page = open_page(filling)
    turned = send(client, url("fill", filling), page, **{"~go": "wording", "q1": "yes"})
    assert asked(turned) == {"~at": ["q1"], "easy": ["1"]}
    easy = client.get(turned["Location"])
    said = easy.content.decode()
    assert 'value="yes" checked' in said and 'name="easy" value="1"' in said and "Usual words" in said
    onward = send(client, url("fill", filling), easy, easy="1")
    assert asked(onward)["easy"] == ["1"] and asked(onward)["~at"] == ["q2"]
    back = send(client, url("fill", filling), easy, **{"easy": "1", "~go": "wording"})
    assert "easy" not in asked(back)


def test_page_that_needs_another_look_turns_too(open_page, client, begin, own, url):
    filling = begin(own)
    page = open_page(filling, at="q2")
    again = send(client, url("fill", filling), page, **{"~go": "wording", "q2": "no such answer"})
    assert again.status_code == 200 and again.context["errors"] and again.context["is_easy"]


def test_questions_of_a_measure_are_never_put_into_other_words(client, url, begin, phq, own):
    filling = begin(phq)
    usual, easy = (client.get(url("fill", filling) + query) for query in ("", "?easy=1"))
    assert NOTE in easy.content.decode() and NOTE not in usual.content.decode()
    for page in (usual, easy):
        assert [str(one.words) for one in page.context["questions"]] == [
            str(one.words) for one in usual.context["questions"]
        ]
    assert NOTE not in client.get(url("fill", begin(own)) + "?easy=1").content.decode(), (
        "a form of one's own is no measure"
    )


def test_calm_page_and_thanks_stay_in_easy_words(client, staffed, phq, begin, open_page, url, given):
    filling = begin(phq, how="device")
    page = open_page(filling, at="phq9.9")
    calm = send(client, url("fill", filling), page, **{"phq9.9": "a1", "easy": "1"})["Location"]
    said = client.get(calm).content.decode()
    assert "You are not alone with it." in said and "easy=1" in client.get(calm).context["back_url"]
    contact = client.post(url("ask_for_contact", filling), {"easy": "1"})["Location"]
    assert "Only in the way that is safe for you." in client.get(contact).content.decode()
    done = client.post(url("finish_filling", filling), {"easy": "1"})["Location"]
    assert done == url("hand_back", filling) + "?easy=1"
    assert "<yarrow-aloud" in client.get(done).content.decode()


def test_what_is_agreed_before_is_there_in_easy_words(client, project, kim, phq, staffed):
    address = project.url("measures:begin_filling", kim.id, phq.id)
    usual, easy = (client.get(address + query).content.decode() for query in ("", "?easy=1"))
    names = f"{staffed.lead.name} and {staffed.deputy.name}"
    assert f"If you agree, we tell {names}." in usual and f"Then we can tell {names}." in easy
    assert 'name="easy" value="1"' in easy and 'name="easy"' not in usual


@pytest.fixture
def finished(begin, phq, answer, given):
    filling = begin(phq, how="device")
    answer(filling, chosen(phq, {slot: 1 for slot in range(1, 9)}))
    return actions.finish_filling(filling=filling, **given)


def test_answers_turned_to_the_person_name_nobody_and_lead_nowhere_else(client, finished, url, kim):
    page = client.get(url("turn_filling", finished))
    said = page.content.decode()
    assert "What you said" in said and "Kim" not in said and "<nav" not in said and "Away with this" in said
    assert "No answer." in said and "It is no diagnosis" in said and NOTE not in said
    easy = client.get(url("turn_filling", finished) + "?easy=1").content.decode()
    assert "No doctor has said it." in easy and NOTE in easy
    assert TrailRow.objects.filter(act="measures.show_filling", subject=kim.id).count() == 2


def test_answers_are_turned_in_the_language_they_were_asked_in(client, begin, own, answer, given, url):
    filling = begin(own)
    filling.language = "ro"
    filling.save(update_fields=["language"])
    assert client.get(url("turn_filling", filling)).status_code == 302, (
        "nothing is turned before it is finished"
    )
    actions.finish_filling(filling=filling, **given)
    assert '<html lang="ro"' in client.get(url("turn_filling", filling)).content.decode()


def test_answers_of_another_person_are_not_turned(client, project, finished, given):
    other = add_person(called="Ash", **given)
    assert client.get(project.url("measures:turn_filling", other.id, finished.id)).status_code == 404


def test_whoever_holds_the_device_can_stop_at_any_question(open_page, client, begin, own, url):
    filling = begin(own, how="device")
    page = open_page(filling)
    assert 'value="stop"' in page.content.decode() and 'value="later"' not in page.content.decode()
    stopped = send(client, url("fill", filling), page, **{"~go": "stop", "q1": "yes"})
    end = client.get(stopped["Location"])
    assert asked(stopped)["~at"] == ["~end"] and (end.context["n_answered"], end.context["n_asked"]) == (1, 3)
    assert "You can finish here" in end.content.decode()
    assert 'value="stop"' not in open_page(begin(own)).content.decode(), "a worker saves and goes on later"


def test_turning_the_wording_of_what_is_agreed_keeps_what_was_chosen_and_begins_nothing(
    client, project, kim, phq, staffed
):
    address = project.url("measures:begin_filling", kim.id, phq.id)
    entry = str(client.get(address).context["form"]["entry_id"].value())
    typed = {"entry_id": entry, "occasion": "review", "how": "device", "agreed": "no"}
    n_rows = TrailRow.objects.filter(act="measures.begin_filling").count()
    turned = client.post(address, {**typed, "~wording": "1"})
    page = turned.content.decode()
    assert (turned.status_code, Filling.objects.count()) == (200, 0)
    assert TrailRow.objects.filter(act="measures.begin_filling").count() == n_rows
    assert [turned.context["form"][name].value() for name in typed] == list(typed.values())
    assert "You decide. Nobody looks at once." in page and "error-summary" not in page
    whole = {**typed, "answered_by": "person", "language": "en", "easy": "1"}
    begun = client.post(address, whole)
    assert begun["Location"].endswith("?easy=1") and Filling.objects.count() == 1
