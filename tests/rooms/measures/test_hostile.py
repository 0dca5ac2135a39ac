"""Wording that means harm and answers that nobody expects: shown as what they are, kept as they were typed."""

import json

import pytest

from yarrow.measures import actions, importing, leaving, making
from yarrow.measures.errors import NotAForm
from yarrow.measures.models import Filling

EVIL = "<script>alert(1)</script>"
QUOTES = "a\"b'c <i> & ü"


@pytest.fixture
def evil(keep, given):
    """A form whose every word would be a script, in use, with a marked answer."""
    raw = making.questionnaire_of(
        f"T {EVIL}", "A? [x; y]\nB? [yes/no]\nC?\nD? [several: x; y]\nE? [number]", "en"
    )
    for n, item in enumerate(raw["item"]):
        item["linkId"], item["text"] = f"{QUOTES} {n}", f"Q{n} {EVIL}"
        for k, option in enumerate(item.get("answerOption", [])):
            option["valueCoding"] = {"code": f"{QUOTES} {k}", "display": f"O{k} {EVIL}"}
    raw["copyright"] = EVIL
    group = {"linkId": "g", "type": "group", "text": EVIL, "item": raw["item"], "repeats": True}
    version = keep({**raw, "item": [{"linkId": "w", "type": "display", "text": EVIL}, group]}, in_use=False)
    marked = actions.mark_dangers(version=version, dangers={f"{QUOTES} 0": [f"{QUOTES} 1"]}, **given)
    return actions.publish_version(version=marked, **given)


def test_no_word_of_a_form_becomes_part_of_a_page(evil, begin, answer, given, world, project, kim):
    actions.add_route(label=EVIL, detail=EVIL, **given)
    filling = begin(evil, agreed="yes")
    client, url = world.client("coordinator"), project.url
    page = client.get(url("measures:fill", kim.id, filling.id), {"~all": "1", "~at": "x"})
    typed = {f"{QUOTES} 0": f"{QUOTES} 1", f"{QUOTES} 2": EVIL, f"{QUOTES} 4": EVIL}
    asked = [one.key for one in page.context["questions"]]
    sent = {"~asked": asked, "~all": "1", "~seen": filling.version, **typed}
    wrong = client.post(url("measures:fill", kim.id, filling.id), sent)
    assert wrong.status_code == 200 and wrong.context["errors"]
    saved = client.post(url("measures:fill", kim.id, filling.id), {**sent, f"{QUOTES} 4": "7"})
    assert saved.status_code == 302
    shown = [page, wrong, client.get(saved["Location"])]
    actions.finish_filling(filling=Filling.objects.get(), **given)
    names = ("list_forms", "bring_form", "keep_safe", "list_signals")
    shown += [client.get(url(f"measures:{name}")) for name in names]
    shown += [client.get(url(f"measures:{name}", evil.id)) for name in ("show_version", "mark_dangers")]
    shown += [client.get(url(f"measures:{name}", kim.id)) for name in ("list_fillings", "export_fillings")]
    own = ("show_filling", "amend_answers", "void_filling", "hand_back", "show_routes")
    shown += [client.get(url(f"measures:{name}", kim.id, filling.id)) for name in own]
    shown += [
        client.get(url("measures:begin_filling", kim.id, evil.id)),
        client.get(url("people:show_person", kim.id)),
    ]
    for each in shown:
        assert each.status_code == 200 and EVIL not in each.content.decode()
    assert "&lt;script&gt;" in shown[0].content.decode()


def test_ids_with_quotes_and_signs_carry_their_answers(evil, begin, answer, by):
    filling = begin(evil)
    from_page = {f"{QUOTES} 2": ("kept",)}
    answer(filling, from_page)
    held = Filling.objects.get().sealed.open_unrecorded("notes.answers", by.unlocked)
    assert held["answers"] == {f"{QUOTES} 2": [["text", "kept"]]}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "😀 कुछ كلمة ไทย",
        "line\nline",
        "  spaces  ",
        "\u202eturned",
        "a\u200db",
        "0",
        "null",
        "~other",
    ],
    ids=["long", "scripts", "lines", "spaces", "turned", "joined", "nought", "null", "tilde"],
)
def test_answer_is_kept_as_it_was_typed(keep, begin, world, project, kim, by, text):
    filling = begin(keep(making.questionnaire_of("T", "A?", "en")))
    url, client = project.url("measures:fill", kim.id, filling.id), world.client("case_worker")
    client.post(url, {"~asked": ["q1"], "~at": "q1", "~seen": "1", "q1": text})
    held = Filling.objects.get().sealed.open_unrecorded("notes.answers", by.unlocked)
    assert held["answers"]["q1"] == [["text", text.strip()]]
    actions.finish_filling(filling=filling, project=project, by=by, at=filling.begun_at)
    assert client.get(project.url("measures:show_filling", kim.id, filling.id)).status_code == 200
    assert json.dumps(leaving.bundle_of(by, kim, ""))


@pytest.mark.parametrize("text", ["a\x00b", "\x07", "x" * 20_001])
def test_signs_that_can_not_be_printed_go_and_too_much_is_said(keep, begin, world, project, kim, by, text):
    filling = begin(keep(making.questionnaire_of("T", "A?", "en")))
    url, client = project.url("measures:fill", kim.id, filling.id), world.client("case_worker")
    answer = client.post(url, {"~asked": ["q1"], "~at": "q1", "~seen": "1", "q1": text})
    if len(text) > 20_000:
        assert answer.status_code == 200 and answer.context["errors"]
        return
    held = Filling.objects.get().sealed.open_unrecorded("notes.answers", by.unlocked)
    said = held["answers"].get("q1", [["text", ""]])[0][1]
    assert "\x00" not in said and "\x07" not in said


@pytest.mark.parametrize(
    "sent",
    [
        {"~seen": "9" * 40},
        {"~seen": "-1"},
        {"~at": "nowhere"},
        {"~go": "fly"},
        {"~more": ["g@99", "g@2", "nothing@2"]},
        {"~language": "tlh"},
        {"~add": "nothing"},
        {"~asked": ["q1"] * 500},
        {"~asked": ["q1@2", "~seen", ""]},
    ],
)
def test_page_takes_whatever_is_sent_without_breaking(own, begin, world, project, kim, sent):
    filling = begin(own)
    client, url = world.client("case_worker"), project.url("measures:fill", kim.id, filling.id)
    answer = client.post(url, {"~asked": ["q1"], "~at": "q1", "~seen": "1", "q1": "yes", **sent})
    assert answer.status_code in (200, 302)
    asked = {name: value for name, value in sent.items() if name in ("~at", "~more")}
    assert client.get(url, asked).status_code == 200


@pytest.mark.parametrize("size", [60, 2_001])
def test_form_of_very_many_or_very_deep_questions_is_taken_or_refused_with_a_sentence(size):
    item = {"linkId": "end", "text": "E?", "type": "boolean"}
    for n in range(size if size < 100 else 0):
        item = {"linkId": f"g{n}", "type": "group", "text": "G", "item": [item]}
    items = (
        [item] if size < 100 else [{"linkId": f"q{n}", "text": "Q?", "type": "boolean"} for n in range(size)]
    )
    raw = {"resourceType": "Questionnaire", "status": "active", "title": "T", "item": items}
    with pytest.raises(NotAForm) as refused:
        importing.bring(json.dumps(raw), None)
    assert refused.value.defects[0][1].endswith(".")


def test_answers_never_stand_in_a_statement(own, begin, answer, django_assert_max_num_queries):
    """What is sent to the database is sealed before: no statement and no value of one has the words."""
    filling = begin(own)
    with django_assert_max_num_queries(30) as ran:
        answer(filling, {"q3": ("Tansyqmarkerz",)})
    assert ran.captured_queries and not any("Tansyqmarkerz" in one["sql"] for one in ran.captured_queries)
