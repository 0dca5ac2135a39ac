"""Names beside the lists of `test_names`: two letters, other scripts, and what must hold for all of them."""

import unicodedata
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods import names
from yarrow.methods.matching import Comparison, Known, alike, facts_of, normal_way

FEW_TIMES = settings(max_examples=40, deadline=None)
SCRIPTS = {"latin": "aeiouäéłøßxyz", "cyrillic": "абвгжшщьюя", "greek": "αβγθξψως", "arabic": "امينةش"}
LETTERS = "".join(SCRIPTS.values())
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=8)
LATIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)


@FEW_TIMES
@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text):
    assert names.fold(names.fold(text)) == names.fold(text)


@FEW_TIMES
@given(WORDS)
def test_capitals_and_the_form_of_accents_change_nothing(word):
    assert names.parts(word.upper()) == names.parts(word)
    forms = {names.parts(unicodedata.normalize(form, word)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@FEW_TIMES
@given(LATIN, LATIN)
def test_a_word_is_never_likelier_than_itself_and_one_fit_serves_both_ways(a, b):
    assert 0 <= names.likeness(a, b) <= names.likeness(a, a) == 1
    assert alike(a, b) == alike(b, a)
    assert (names.likeness(a, b) == 1) == (a == b)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Жанна", "Zhanna"),
        ("Щербакова", "Shcherbakova"),
        ("Наталья", "Natalia"),
        ("Єва", "Ieva"),
        ("Ζωή", "Zoi"),
        ("Ψυχή", "Psichi"),
        ("ŁUCJA", "łucja"),
        ("STRASSE", "straße"),
        ("Þóra", "Thora"),
        ("ＭＥＩ", "mei"),
        ("Zoe\u0308", "Zoë"),
        ("أمينة", "امينة"),
    ],
)
def test_scripts_and_forms_of_letters_that_are_one_name(typed, known):
    assert names.Matcher(typed).score(known) >= names.SURE
    assert names.Matcher(known).score(typed) >= names.SURE


@pytest.mark.parametrize("name", ["أمينة", "王芳", "น้อย", "ሰላም", "მარი", "Ани", "พลอย"])
def test_a_name_in_any_script_is_found_as_it_is_written(name):
    assert names.parts(name) and names.Matcher(name).score(name) == 1


TWO = ("Jo", "Mo", "Bo", "Al", "Ed", "Ty", "Vi", "Di", "Su", "Li", "Xi", "An")


def test_two_letters_that_differ_are_another_name():
    found = [
        (one, other)
        for one, other in permutations(TWO, 2)
        if names.Matcher(one).score(other) >= names.WORTH_SHOWING
    ]
    assert found == []


@pytest.mark.parametrize("name", TWO)
def test_two_letters_are_found_alone_and_beside_a_family_name(name):
    assert names.Matcher(name.lower()).score(name) == 1
    assert names.Matcher(name).score(f"{name} Fletcher") >= names.SURE
    assert names.Matcher(f"Fletcher {name}").score(f"{name} Fletcher") >= 0.99


@pytest.mark.parametrize(
    ("one", "other"),
    [("Filip", "Phillip"), ("Kerol", "Carol"), ("Wanda", "Vanda"), ("Shanel", "Chanel"), ("Nikol", "Nicole")],
)
def test_sound_alikes_share_a_key_and_are_found_both_ways(one, other):
    assert names.sounds(names.fold(one)) & names.sounds(names.fold(other))
    assert names.Matcher(one).score(other) >= names.WORTH_SHOWING
    assert names.Matcher(other).score(one) >= names.WORTH_SHOWING


def test_one_letter_stands_for_its_own_names_alone():
    assert names.Matcher("M").score("Marion") == pytest.approx(names.INITIAL)
    assert names.Matcher("M").score("Anna") == 0
    assert names.Matcher("M").score("Anna Mercer") > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Neill", ("oneill",)),
        ("d’Arc, Jeanne", ("darc", "jeanne")),
        ("Anne-Marie", ("anne", "marie")),
        ("J.K.", ("j", "k")),
        ("snake_case", ("snake", "case")),
        ("می\u200cنا", ("مینا",)),
        ("Kim 2", ("kim", "2")),
        ("  \t\n", ()),
    ],
)
def test_parts_of_a_name(text, words):
    assert names.parts(text) == words


def test_packed_keeps_letters_and_digits_alone():
    assert names.packed(" AB-12/34 é ") == "ab1234e"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("0044 7700 900 123 (Jo)", "tel:700900123"),
        ("call 07700900123", "call07700900123"),
        ("123456", "123456"),
        ("1234567", "tel:1234567"),
        ("@Élodie", "elodie"),
        ("abc", ""),
        ("...", ""),
    ],
)
def test_ways_that_are_nearly_numbers(text, normal):
    assert normal_way(text) == normal


def comparison(*people):
    others = [Known(f"x{n}", names=(f"Other{n} Family{n}",)) for n in range(30)]
    return Comparison([*people, *others])


def test_suggestions_do_not_depend_on_who_was_written_down_first():
    born = date(1990, 5, 3)
    listed = [
        Known("a", names=("Mirela Popa",), born_on=born),
        Known("b", names=("Mirella Popa",), born_on=born),
        Known("c", names=("Mirela",), ways=("07700 900123",), born_on=born),
    ]
    forward, backward = comparison(*listed).all(), comparison(*reversed(listed)).all()
    assert forward == backward
    assert {frozenset((one.first, one.second)) for one in forward} >= {frozenset("ab")}
    assert all(one.first < one.second for one in forward)


@pytest.mark.parametrize(
    ("one", "other"),
    [(date(2000, 2, 29), date(2000, 2, 28)), (date(1999, 12, 31), date(1998, 12, 31))],
)
def test_birth_dates_of_one_other_digit_speak_for_one_person(one, other):
    pair = (Known("a", names=("Ana Stan",), born_on=one), Known("b", names=("Ana Stan",), born_on=other))
    (found,) = (one for one in comparison(*pair).all() if (one.first, one.second) == ("a", "b"))
    assert "digit_birth" in {reason.code for reason in found.reasons}


def test_a_person_is_never_suggested_to_themselves_and_facts_have_an_order_of_their_own():
    one = Known("a", names=("Bea", "Ana"), numbers=("2", "1"), settings=frozenset({"street", "webcam"}))
    turned = Known("a", names=("Ana", "Bea"), numbers=("1", "2"), settings=frozenset({"webcam", "street"}))
    assert facts_of(one) == facts_of(turned)
    assert "a" not in {found.second for found in comparison(one).like(turned, worth=-1_000)}
