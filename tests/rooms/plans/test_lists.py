"""The code lists: every domain of the requirement, our own ladder, nothing that repeats."""

import json
from pathlib import Path

from yarrow.plans import lists

NEEDS = {
    *("housing", "parenting", "relationships", "trauma", "money", "independent_living", "legal"),
    *("physical_health", "mental_health", "drugs_alcohol", "reintegration", "safety", "partner_abuse"),
    *("immigration", "education", "work", "basic_needs", "stigma", "tax", "debt", "benefits"),
    *("prosecution", "labour_rights", "sexual_health"),
}
FACTORS = {
    *("people_close", "meaning", "self_worth", "self_belief", "future", "boundaries", "learning"),
    *("speaking_up", "fellow_workers", "coping"),
}
FILES = Path(lists.__file__).parent


def test_domains_are_all_that_is_asked_and_each_once():
    found = [item.code for item in lists.items("domain")]
    assert len(found) == len(set(found)) and set(found) == NEEDS | FACTORS
    assert {item.code for area in lists.FACTORS for item in lists.domains_of(area)} == FACTORS


def test_domains_each_belong_to_a_portion_that_a_phone_can_hold():
    sizes = {area.code: len(lists.domains_of(area.code)) for area in lists.items("area")}
    assert (
        sum(sizes.values()) == len(lists.items("domain"))
        and max(sizes.values()) <= 7
        and min(sizes.values()) >= 3
    )


def test_ladder_has_five_steps_in_order_and_no_answer_is_one():
    assert [item.code for item in lists.items("ladder")] == ["1", "2", "3", "4", "5"]
    assert not lists.codes("ladder") & lists.codes("unrated") and lists.NOT_ASKED in lists.codes("unrated")
    assert 1 <= lists.need_up_to() < 5


def test_stages_are_six_with_awareness_in_two_and_a_way_of_their_own():
    stages = [item.code for item in lists.items("stage")]
    assert len(stages) == 8 and stages[-1] == "own_way" and "re_entry" in stages
    assert [code for code in stages if code.startswith("awareness")] == [
        "awareness_felt",
        "awareness_thought",
    ]


def test_lists_are_versioned_and_every_entry_has_words():
    for name in ("domains.json", "lists.json"):
        written = json.loads((FILES / name).read_text(encoding="utf-8"))
        assert written["version"]
        for key, entries in written.items():
            for entry in entries if isinstance(entries, list) else ():
                assert entry["label"].strip() and entry["code"].strip(), (name, key)


def test_words_blame_nobody_and_ask_nobody_to_leave():
    said = " ".join(
        (FILES / name).read_text(encoding="utf-8").lower() for name in ("domains.json", "lists.json")
    )
    assert [
        word for word in ("victim", "client", "offend", "star", "exit sex", "failed") if f" {word}" in said
    ] == []


def test_label_of_an_unknown_code_is_the_code():
    assert lists.label("domain", "gone") == "gone" and lists.step_words(None) == ""
