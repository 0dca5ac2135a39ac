"""The leak checker beyond its table: what is compared, what an answer is kept under, and what is never found."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import yarrow.methods.leaks as leaks
from yarrow.methods.leaks import CODES, HARD, WHO, Finding, Known, find
from yarrow.methods.leaks import words as lists

NUMBER = "+447700900123"


def codes(text, **known):
    return {each.code for each in find(text, Known(**known))}


def test_every_code_says_who_could_be_guessed_or_harmed():
    assert set(CODES) == set(WHO) and set(CODES) >= HARD
    assert set(WHO.values()) == {"reporter", "person", "accused", "others"}


@pytest.mark.parametrize(("n", "is_found"), [(None, False), (0, True), (9, True), (10, False)])
def test_few_people_are_found_below_ten(n, is_found):
    assert ("few" in codes("White van", n_there=n)) == is_found


def test_report_that_names_a_known_number_is_found_though_the_draft_does_not():
    named = {"numbers": frozenset({NUMBER}), "named": frozenset({NUMBER})}
    assert codes("White van", **named) == {"names_person"}
    assert codes("White van", numbers=frozenset({NUMBER}), named=frozenset({"+447700900999"})) == set()


@pytest.mark.parametrize("separator", ["", " ", "-", ".", "/", " - ", "\u2013", ") ("])
def test_known_number_is_found_however_it_is_parted(separator):
    digits = "07700900123"
    said = digits[:5] + separator + digits[5:8] + separator + digits[8:]
    assert "own_number" in codes(f"Rings from {said}.", numbers=frozenset({NUMBER}))


@given(gaps=st.lists(st.sampled_from(["", " ", "  ", "-", "."]), min_size=10, max_size=10))
@settings(max_examples=60, deadline=None)
def test_known_number_is_found_with_anything_between_its_digits(gaps):
    said = "".join(digit + gap for digit, gap in zip("07700900123", [*gaps, ""], strict=True))
    assert "own_number" in codes(f"call {said} now", numbers=frozenset({NUMBER}))


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error_and_the_same_twice(text):
    known = Known(words=(text,), names=(text,), places=(text,), days=(date(1, 1, 1), date(9999, 12, 31)))
    assert find(text, known) == find(text, known)


@given(
    st.lists(
        st.sampled_from(["sister", "Leeds", "bridge", "harbour", "engine", "purple"]), min_size=4, max_size=12
    )
)
@settings(max_examples=60, deadline=None)
def test_four_words_of_a_report_in_a_row_are_verbatim(words):
    said = " ".join(words)
    assert "verbatim" in codes(said, words=(f"Before. {said}. After.",))


def test_small_words_changed_in_between_hide_nothing():
    report = "He grabbed my rucksack near the purple engine of a lorry"
    assert "verbatim" in codes("Then he grabbed her rucksack by a purple engine", words=(report,))


def test_words_that_codes_of_the_report_say_are_no_leak():
    told = {"words": ("a stocky man with a knife in a white van",), "allowed": "Stocky. Knife. White van"}
    assert codes("Stocky, knife, white van", **told) == set()
    assert codes("Stocky, knife, white van", words=told["words"]) & {"phrase", "word"}


@pytest.mark.parametrize(
    ("report", "draft"), [("他抢了我的红色手提包然后跑向火车站", "他抢了红色手提包然后跑向火车站")]
)
def test_words_without_spaces_are_compared_sign_by_sign(report, draft):
    assert "verbatim" in codes(draft, words=(report,))


def test_same_words_elsewhere_are_one_finding_under_one_key():
    found = find("Guilty, and GUILTY again, and guilty", Known())
    assert len(found) == 1 and found[0].key == Finding("legal", " guilty ").key
    assert Finding("legal", "guilty").key != Finding("word", "guilty").key


def test_findings_show_no_words_where_they_are_printed():
    assert "Rosa" not in repr(Finding("name", "Rosa"))
    assert "secret" not in repr(Known(words=("secret",), names=("secret",), numbers=frozenset({"secret"})))


def test_setting_is_found_only_where_it_is_the_reporters():
    assert "setting" in codes("Meets people from the massage parlour", settings=("massage",))
    assert "setting" not in codes("Meets people from the massage parlour", settings=("webcam",))


def test_area_of_the_project_is_no_place_and_what_the_reporter_called_it_is():
    told = {"zones": ("Station Road",), "places": ("behind the blue gates, Station Road",)}
    assert codes("Around Station Road", **told) == set()
    assert codes("By the blue gates", **told) == {"place"}


def test_lists_are_words_of_their_language_without_repeats_in_it():
    content = json.loads((Path(leaks.__file__).parent / "words.json").read_text(encoding="utf-8"))
    for name, said in content.items():
        for language, listed in said.items():
            if isinstance(listed, str) and name != "settings":
                assert listed == listed.casefold() and "" not in listed.split(" "), (name, language)
    assert len(content["digits"]["en"]) == 10


def test_settings_of_the_people_list_all_have_words_but_those_that_say_nothing():
    from yarrow.people import lists as people

    silent = {"not_now", "another", "not_said"}
    assert {code for code in people.codes("setting") if not lists.of_setting(code)} == silent
