"""Forms that nobody here wrote (tests/methods/forms/published) are brought in, asked, answered and taken away."""

import json
import random
from pathlib import Path

import pytest

from yarrow.measures import importing, leaving
from yarrow.measures.errors import NotAForm
from yarrow.measures.models import Filling
from yarrow.measures.reading import form_of
from yarrow.methods.forms import read_form, read_response

PUBLISHED = Path(__file__).parents[2] / "methods" / "forms" / "published"


def raw_of(path):
    return json.loads(path.read_text(encoding="utf-8-sig"))


def without(items, names):
    """The items but for those of these link ids, and but for groups in which nothing is left."""
    kept = [
        {**one, **({"item": without(one["item"], names)} if "item" in one else {})}
        for one in items
        if one["linkId"] not in names
    ]
    return [one for one in kept if one["type"] != "group" or one.get("item")]


def mended(raw):
    """The form without the questions that we refuse: value sets that lie elsewhere, files, references."""
    for _round in range(10):
        try:
            importing.bring(json.dumps(raw), None)
        except NotAForm as refused:
            names = {item for item, _says in refused.defects}
            raw = {**raw, "item": without(raw["item"], names)}
        else:
            return raw
    raise AssertionError("nothing of it can be asked")


FORMS = {path.stem: mended(raw_of(path)) for path in sorted(PUBLISHED.glob("questionnaire-*.json"))}
READABLE = sorted(FORMS)


def test_enough_of_the_published_forms_can_be_asked():
    questions = [read_form(raw).questions() for raw in FORMS.values()]
    assert len(questions) == 6 and sum(map(len, questions)) >= 40
    assert {item.kind for each in questions for item in each} >= {
        "boolean",
        "integer",
        "decimal",
        "date",
        "string",
    }


def test_mark_before_the_first_sign_of_a_file_is_no_mistake():
    text = (PUBLISHED / "questionnaire-sdc-test-fhirpath-prepop-initialexpr.json").read_text(encoding="utf-8")
    assert text.startswith("\ufeff") and importing.bring(text, None).form.questions()


class Typist:
    """Types something that fits into every box of a page; `dice` decide what."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def boxes(self, question):
        """Name → texts for one question; now and then it is passed over or left empty."""
        key, luck = question.key, self.dice.random()
        is_among_buttons = question.control in ("one", "flag")
        if luck < 0.1:
            return {key: ["~rather-not"]} if is_among_buttons else {f"{key}~skip": ["asked-declined"]}
        if luck < 0.2:
            return {}
        return self.said(question)

    def said(self, question):
        key, control = question.key, question.control
        codes = [option.code for option in question.options if option.code != "~other"]
        if control == "one":
            return {key: [self.dice.choice(codes)]} if codes else {}
        if control == "several":
            return {key: self.dice.sample(codes, min(1, len(codes)))}
        day = {f"{key}~day": ["14"], f"{key}~month": ["3"], f"{key}~year": ["2026"]}
        return {
            "flag": {key: [self.dice.choice(("yes", "no"))]},
            "number": {key: [str(self.dice.randint(1, 3))]},
            "time": {key: ["21:30"]},
            "day": day,
            "moment": {**day, f"{key}~time": ["21:30"]},
        }.get(control, {key: [self.dice.choice(("words", "ein Wort", "كلمة"))]})


def walk(client, url, typist):
    """From the first question to the end, one page at a time; what could not be taken is passed over."""
    page, n_pages = client.get(url), 0
    while not page.context["is_end"] and n_pages < 200:
        n_pages += 1
        question = page.context["questions"][0]
        sent = {"~asked": [question.key], "~at": question.key, "~seen": page.context["filling"].version}
        answer = client.post(url, {**sent, **typist.boxes(question)})
        if answer.status_code == 200:
            assert answer.context["errors"], question.key
            answer = client.post(url, sent)
        assert answer.status_code == 302, question.key
        page = client.get(answer["Location"])
    assert page.context["is_end"], n_pages
    return page


@pytest.fixture
def kept(keep):
    return lambda name: keep(FORMS[name])


@pytest.mark.sqlite_only(
    reason="pages and engine are the same on both; what they store is tried on both elsewhere"
)
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", READABLE)
def test_published_form_is_asked_to_its_end_and_leaves_as_it_was_answered(
    name, seed, kept, begin, world, project, kim, by
):
    version = kept(name)
    filling = begin(version, language=version.languages[0])
    client, url = world.client("case_worker"), project.url("measures:fill", kim.id, filling.id)
    end = walk(client, url, Typist(seed))
    assert end.context["n_answered"] <= end.context["n_asked"]
    done = client.post(project.url("measures:finish_filling", kim.id, filling.id))
    assert client.get(done["Location"]).status_code == 200
    entries = [entry["resource"] for entry in leaving.bundle_of(by, kim, "")["entry"]]
    form = read_form(next(one for one in entries if one["resourceType"] == "Questionnaire"))
    response = read_response(form, next(one for one in entries if one["resourceType"] != "Questionnaire"))
    row = Filling.objects.get()
    assert response.status == "completed"
    assert len(response.answers) >= row.n_answered and set(form.by_id) == set(form_of(version).by_id)


@pytest.mark.sqlite_only(
    reason="pages and engine are the same on both; what they store is tried on both elsewhere"
)
@pytest.mark.parametrize("name", READABLE)
def test_published_form_can_be_sent_whole_and_empty(name, kept, begin, world, project, kim):
    version = kept(name)
    filling = begin(version, language=version.languages[0])
    client, url = world.client("case_worker"), project.url("measures:fill", kim.id, filling.id)
    page = client.get(url, {"~all": "1", "~at": "x"})
    sent = {"~asked": [one.key for one in page.context["questions"]], "~all": "1", "~seen": "1"}
    answer = client.post(url, sent)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).context["n_answered"] == 0


@pytest.mark.parametrize("name", READABLE)
def test_published_form_leaves_as_it_came(name, kept, world, project):
    version = kept(name)
    sent = world.client("coordinator").get(project.url("measures:export_version", version.id))
    assert json.loads(sent.content) == FORMS[name]
