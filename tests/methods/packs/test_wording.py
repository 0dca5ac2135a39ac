"""Fidelity of a wording: verbatim, differs at a question, unknown; without a sentence kept."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.packs.planting import pack
from tests.spec.measures.reading import PACKS
from yarrow.methods.packs import compare_wording, fingerprint, is_wordless
from yarrow.methods.packs.wording import normalised

# Invented questions in the place of an owner's.
WORDS = {f"calm.{n}": f"How calm, on day {n}, were you?" for n in range(1, 5)} | {"calm.days": "Calm days?"}


def owned(**over):
    """The invented pack with the fingerprints of the invented questions."""
    marks = {place: [fingerprint(words)] for place, words in (WORDS | over).items()}
    return pack(official={"en": {"source": "paper", "marks": marks}})


def test_the_owners_words_are_verbatim():
    assert compare_wording(owned(), WORDS, "en").state == "verbatim"


@pytest.mark.parametrize(
    "printed",
    [
        "HOW CALM, ON DAY 1, WERE YOU?",
        "How  calm on\nday 1 were you",
        "Ｈow calm, on day １, were you…",
        "how calm; on day 1: were you",
    ],
)
def test_case_spaces_stops_and_wide_letters_are_no_difference(printed):
    assert compare_wording(owned(), WORDS | {"calm.1": printed}, "en").state == "verbatim"


@pytest.mark.parametrize(
    "printed",
    ["How calm, on day 1, are you?", "How calm, on day 1 were you, really?", "", "Cât de calm, în ziua 1?"],
)
def test_another_word_is_told_with_its_question(printed):
    found = compare_wording(owned(), WORDS | {"calm.3": printed}, "en")
    assert (found.state, found.differing) == ("differs", ("calm.3",))


def test_several_differences_are_told_in_the_order_of_the_questions():
    changed = WORDS | {"calm.4": "x", "calm.1": "y"}
    assert compare_wording(owned(), changed, "en").differing == ("calm.1", "calm.4")


def test_a_question_left_out_differs():
    lacking = {place: words for place, words in WORDS.items() if place != "calm.2"}
    assert compare_wording(owned(), lacking, "en").differing == ("calm.2",)


def test_answers_are_compared_too():
    one = owned(**{"calm.2=0": "never"})
    assert compare_wording(one, WORDS | {"calm.2=0": "Never"}, "en").state == "verbatim"
    assert compare_wording(one, WORDS | {"calm.2=0": "seldom"}, "en").differing == ("calm.2",)


def test_another_language_is_unknown_and_never_verbatim():
    found = compare_wording(owned(), WORDS, "ro")
    assert found.state == "unknown" and "ro" in found.reason


def test_questions_without_fingerprint_keep_the_rest_unknown():
    one = pack(official={"en": {"source": "paper", "marks": {"calm.1": [fingerprint(WORDS["calm.1"])]}}})
    found = compare_wording(one, WORDS, "en")
    assert found.state == "unknown" and found.reason == "Questions without a fingerprint: 4."
    assert compare_wording(one, WORDS | {"calm.1": "x"}, "en").differing == ("calm.1",)


def test_several_official_forms_are_each_verbatim():
    marks = {place: [fingerprint(words)] for place, words in WORDS.items()}
    marks["calm.1"].append(fingerprint("How calm were you on the first day?"))
    one = pack(official={"en": {"source": "paper", "marks": marks}})
    for printed in (WORDS["calm.1"], "How calm were you on the first day"):
        assert compare_wording(one, WORDS | {"calm.1": printed}, "en").state == "verbatim"


@pytest.mark.parametrize("lowest", ["Not at all sure", "not at all SURE.", "Not at  all sure"])
def test_the_misprint_of_gad_7_is_named(lowest):
    words = {"gad7.1=0": lowest, "gad7.1=1": "now and then"}
    found = compare_wording(PACKS["gad-7"], words, "en")
    assert len(found.traps) == 1 and "not at all sure" in found.traps[0]
    assert compare_wording(PACKS["gad-7"], {"gad7.1=0": "Sure"}, "en").traps == ()


def test_a_trap_makes_an_official_wording_differ():
    one = pack(
        official={
            "en": {
                "source": "paper",
                "marks": {place: [fingerprint(words)] for place, words in WORDS.items()},
            }
        },
        traps={fingerprint("never sure"): "a misprint"},
    )
    found = compare_wording(one, WORDS | {"calm.1=0": "Never sure"}, "en")
    assert (found.state, found.traps) == ("differs", ("a misprint",))


def test_apostrophes_join_and_hyphens_part():
    assert normalised("Don’t  go-ahead — I'm 2½ “sure”") == normalised("dont go ahead im 21⁄2 SURE")
    assert fingerprint("don't") != fingerprint("do not")


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text):
    assert normalised(normalised(text)) == normalised(text)


def test_no_pack_holds_a_sentence_of_a_measure():
    """Topics are a few words; the packs hold marks alone of what owners print."""
    for name, one in PACKS.items():
        assert all(len(slot.topic.split()) <= 4 for slot in one.slots), name
        assert all(len(choice.means.split()) <= 2 for slot in one.slots for choice in slot.choices), name
    marks = json.dumps([list(one.official["en"].marks.values()) for one in PACKS.values() if one.official])
    assert set(marks) <= set('0123456789abcdef[]", ')


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        *[
            ("3", True),
            ("3.", True),
            ("", True),
            (" – ", True),
            ("3 (low mood)", True),
            ("12. Low mood", True),
        ],
        *[("Low mood", False), ("Low mood on how many days?", False), ("3 (sleep)", False), ("Сон", False)],
    ],
)
def test_wordless_is_a_number_with_or_without_our_own_topic(text, is_so):
    assert is_wordless(text, "low mood") is is_so
    assert is_wordless(text) is (is_so and "ood" not in text)
