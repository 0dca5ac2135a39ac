"""A question whose answers lie in a list elsewhere is kept and shown, never asked, and leaves as it came."""

import json

import pytest

from yarrow.measures import actions, importing, leaving
from yarrow.measures.errors import NotAForm
from yarrow.measures.reading import form_of
from yarrow.methods.forms import write_form

LIST = "http://example.org/ValueSet/days"
RAW = {
    "resourceType": "Questionnaire",
    "url": "urn:days",
    "title": "Days",
    "status": "active",
    "item": [
        {"linkId": "day", "type": "choice", "text": "Which day?", "required": True, "answerValueSet": LIST},
        {"linkId": "why", "type": "string", "text": "Why then?"},
    ],
}


def test_bringing_says_what_is_not_asked_and_counts_both(world, project):
    client, url = world.client("coordinator"), project.url("measures:bring_form")
    page = client.post(url, {"questionnaire": json.dumps(RAW), "look": "1"}).content.decode()
    assert "1 question · 1 more is not asked" in page and LIST in page
    assert "“day” is kept and not asked" in page and "Keep it" in page


def test_it_stands_on_the_page_and_nothing_of_it_is_taken(keep, begin, open_page, send, given):
    filling = begin(keep(RAW))
    page = open_page(filling)
    said = page.content.decode()
    assert "Which day?" in said and "We cannot ask this here." in said and 'name="day"' not in said
    assert [one.key for one in page.context["questions"]] == ["why"]
    send(filling, page, why="rain", day="monday")
    done = actions.finish_filling(filling=filling, **given)
    assert done.is_finished and (done.n_asked, done.n_answered) == (1, 1)


def test_it_leaves_as_it_came_and_is_said_on_the_page_of_the_version(world, project, keep, begin, by, kim):
    version = keep(RAW)
    assert write_form(form_of(version)) == RAW
    begin(version)
    bundle = leaving.bundle_of(by, kim, "")
    assert RAW["item"][0] in bundle["entry"][0]["resource"]["item"]
    client, url = world.client("coordinator"), project.url("measures:show_version", version.id)
    page = client.get(url).content.decode()
    assert "Kept and not asked" in page and LIST in page


def test_it_is_asked_once_its_list_is_inside(keep, begin, open_page):
    days = {"resourceType": "ValueSet", "id": "days", "status": "active"}
    days |= {"compose": {"include": [{"concept": [{"code": "mon", "display": "Monday"}]}]}}
    first = {**RAW["item"][0], "answerValueSet": "#days"}
    page = open_page(begin(keep({**RAW, "contained": [days], "item": [first, RAW["item"][1]]})))
    assert "Monday" in page.content.decode() and "We cannot ask this here." not in page.content.decode()


@pytest.mark.parametrize("named", ["#nowhere", LIST])
def test_a_form_of_nothing_else_is_refused(named):
    alone = {**RAW, "item": [{**RAW["item"][0], "answerValueSet": named}]}
    with pytest.raises(NotAForm) as refused:
        importing.bring(json.dumps(alone), None)
    assert [link_id for link_id, _says in refused.value.defects] == ["day"]


def question(link_id, **said):
    return {"linkId": link_id, "type": "string", "text": f"About {link_id}?", **said}


UNASKED = {"linkId": "day", "type": "choice", "text": "Which day?", "answerValueSet": LIST}


@pytest.mark.parametrize(
    "items",
    [
        [question("why"), UNASKED],
        [{"linkId": "g", "type": "group", "text": "Days", "item": [UNASKED, question("why")]}],
        [question("why"), {"linkId": "g", "type": "group", "text": "Days", "item": [UNASKED]}],
        [
            {
                "linkId": "g",
                "type": "group",
                "text": "Days",
                "repeats": True,
                "item": [UNASKED, question("why")],
            }
        ],
        [{**UNASKED, "repeats": True, "text": "Which <b>day</b>? 🗓"}, question("why")],
    ],
    ids=["last", "in a group", "alone in the last group", "in a group that repeats", "several and strange"],
)
def test_it_is_said_wherever_it_stands_and_leaves_as_it_came(keep, begin, open_page, items):
    version = keep({**RAW, "item": items})
    said = open_page(begin(version)).content.decode()
    assert "We cannot ask this here." in said and 'name="day"' not in said and "<b>day" not in said
    assert write_form(form_of(version))["item"] == items


def test_what_hangs_on_it_is_refused_and_named(keep):
    hangs = question(
        "then", enableWhen=[{"question": "day", "operator": "=", "answerCoding": {"code": "mon"}}]
    )
    with pytest.raises(NotAForm) as refused:
        keep({**RAW, "item": [UNASKED, hangs, question("why")]})
    assert [link_id for link_id, _says in refused.value.defects] == ["then"]


def test_words_below_the_last_question_are_read_once_and_below_it(keep, begin, open_page):
    thanks = {"linkId": "thanks", "type": "display", "text": "Thank you for all of it."}
    alone = open_page(begin(keep({**RAW, "item": [question("b"), thanks]}))).content.decode()
    assert alone.count("Thank you for all of it.") == 1
    assert alone.index("About b?") < alone.index("Thank you for all of it.")
    longer = {**RAW, "url": "urn:longer", "item": [question("a"), question("b"), thanks]}
    first = open_page(begin(keep(longer)))
    assert [one.key for one in first.context["questions"]] == ["a"]
    assert "Thank you for all of it." not in first.content.decode()
