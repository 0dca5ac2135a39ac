"""What is brought in is read whole: every defect at once, nothing lost, nothing half taken; then it is compared."""

import json

import pytest

from tests.rooms.measures.wording import worded
from yarrow.measures import catalogue, importing
from yarrow.measures.errors import NotAForm
from yarrow.measures.models import FormVersion
from yarrow.methods.packs import Fidelity

GOOD = {
    "resourceType": "Questionnaire",
    "status": "active",
    "title": "Two",
    "language": "en",
    "item": [
        {"linkId": "a", "text": "A?", "type": "boolean"},
        {"linkId": "b", "text": "B?", "type": "string"},
    ],
}


def defects(text, pack_id="", chosen=None):
    pack = catalogue.packs()[pack_id] if pack_id else None
    with pytest.raises(NotAForm) as refused:
        importing.bring(text if isinstance(text, str) else json.dumps(text), pack, chosen)
    return refused.value.defects


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"x"',
        '{"resourceType": "Patient"}',
        "[" * 5_000,
        '{"a": NaN}',
        '{"a": "\\u0000"}',
    ],
    ids=["nothing", "half", "list", "null", "number", "text", "another", "deep", "nan", "nul"],
)
def test_what_is_no_questionnaire_is_refused_with_a_sentence(text):
    found = defects(text)
    assert len(found) == 1 and found[0][0] == "" and found[0][1].endswith(".")


def test_line_of_broken_json_is_named():
    assert "Line 3" in defects('{"a": 1,\n"b": 2,\n"c": }')[0][1]


def test_lone_half_of_a_sign_is_refused():
    assert defects('{"resourceType": "Questionnaire", "title": "\\ud83d"}')


def test_too_large_a_file_is_refused():
    assert "too large" in defects(" " * (importing.LARGEST + 1))[0][1]


def test_every_defect_is_told_at_once_with_its_item():
    items = [
        {"linkId": "a", "text": "A?", "type": "boolean"},
        {"linkId": "a", "text": "Again?", "type": "boolean"},
        {"linkId": "c", "text": "C?", "type": "wish"},
        {
            "linkId": "d",
            "text": "D?",
            "type": "boolean",
            "enableWhen": [{"question": "z", "operator": "=", "answerBoolean": True}],
        },
    ]
    found = defects({**GOOD, "item": items})
    assert len(found) >= 3
    assert {"a", "c", "d"} <= {item for item, _says in found}


def test_unknown_members_are_kept_to_the_letter():
    raw = {**GOOD, "publisher": "Somebody", "extension": [{"url": "urn:x", "valueString": "kept"}]}
    assert importing.bring(json.dumps(raw), None).raw == raw


def test_digest_does_not_depend_on_the_order_of_members():
    turned = dict(reversed(list(GOOD.items())))
    one, other = (importing.bring(json.dumps(raw), None) for raw in (GOOD, turned))
    assert one.digest == other.digest != importing.bring(json.dumps({**GOOD, "title": "3"}), None).digest


@pytest.mark.parametrize("pack_id", sorted(one.id for one in catalogue.packs().values() if one.slots))
def test_every_pack_takes_wording_that_has_its_own_ids(pack_id):
    pack = catalogue.packs()[pack_id]
    brought = importing.bring(json.dumps(worded(pack_id)), pack)
    assert brought.slots == {slot.id: slot.id for slot in pack.slots} and brought.open_slots == ()
    assert set(brought.fidelity) == {"en"} and brought.fidelity["en"].state != "verbatim"


def test_questions_in_another_order_are_matched_by_what_they_are():
    raw = worded("rosenberg")
    raw["item"].reverse()
    pack = catalogue.packs()["rosenberg"]
    assert importing.bring(json.dumps(raw), pack).slots == {slot.id: slot.id for slot in pack.slots}


def renamed(pack_id):
    raw = worded(pack_id)
    for n, item in enumerate(raw["item"]):
        item["linkId"] = f"x{n}"
    return raw


def test_questions_that_nothing_matches_stay_open_and_are_not_counted_off():
    pack = catalogue.packs()["gad-7"]
    brought = importing.bring(json.dumps(renamed("gad-7")), pack)
    assert brought.slots == {} and len(brought.open_slots) == 7 and brought.fidelity == {}


def test_questions_are_matched_as_somebody_says():
    pack = catalogue.packs()["gad-7"]
    chosen = {slot.id: f"x{n}" for n, slot in enumerate(pack.slots)}
    brought = importing.bring(json.dumps(renamed("gad-7")), pack, chosen)
    assert brought.slots == chosen and not brought.open_slots


def test_one_question_is_not_two_of_the_measure():
    pack = catalogue.packs()["gad-7"]
    chosen = dict.fromkeys([slot.id for slot in pack.slots], "x0")
    brought = importing.bring(json.dumps(renamed("gad-7")), pack, chosen)
    assert list(brought.slots.values()) == ["x0"] and len(brought.open_slots) == 6


def test_row_with_another_number_of_answers_is_refused_by_name():
    raw = worded("phq-9")
    raw["item"][1]["answerOption"].pop()
    found = defects(raw, "phq-9")
    assert [item for item, _says in found] == [raw["item"][1]["linkId"]] and "3" in found[0][1]


def test_question_of_a_measure_with_several_answers_is_refused():
    raw = worded("phq-9")
    raw["item"][0]["repeats"] = True
    assert defects(raw, "phq-9")[0][0] == raw["item"][0]["linkId"]


def test_number_asked_in_words_is_refused():
    raw = worded("ons4")
    raw["item"][0] = {"linkId": raw["item"][0]["linkId"], "text": "How?", "type": "text"}
    assert defects(raw, "ons4")


def test_known_words_are_compared_slot_by_slot(monkeypatch):
    """With the fingerprints of invented words: the one that was changed is named."""
    seen = {}

    def compare(pack, wording, language):
        seen.update(wording, language=language)
        return Fidelity("differs", ("x",))

    monkeypatch.setattr(importing, "compare_wording", compare)
    pack = catalogue.packs()["gad-7"]
    brought = importing.bring(json.dumps(worded("gad-7")), pack)
    first = pack.slots[0]
    assert seen[first.id].startswith("Question") and seen["language"] == "en"
    assert seen[f"{first.id}={first.choices[1].value}"] == "Answer 1 (en)"
    assert brought.fidelity["en"].differing == ("x",)


def test_nothing_is_kept_of_a_refused_form(world, project):
    client = world.client("coordinator")
    url = project.url("measures:bring_form")
    raw = {**GOOD, "item": [{"linkId": "a", "text": "A?", "type": "wish"}]}
    page = client.post(url, {"questionnaire": json.dumps(raw), "keep": "1"})
    assert page.status_code == 200 and "<bdi>a</bdi>" in page.content.decode()
    assert json.dumps(raw) in page.context["form"]["questionnaire"].value()
    assert not FormVersion.objects.exists()
