"""The leak checker finds a word in each form that a language and a keyboard give it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.leaks import Known, find
from yarrow.methods.leaks.scripts import one_script, stems
from yarrow.methods.leaks.text import plain

APOSTROPHES = "'‘’‛ʼ`´′＇"
KNOWN = Known(
    names=("Anna", "Maria Lopez", "O'Brien", "James", "Mark", "مريم", "المهدي", "Мария"),
    places=("by King's Cross",),
    words=("He drove off and took my mother’s ring",),
)
LATIN, CYRILLIC = "AaceopxyiBEHKMOPCTXs", "АасеорхуіВЕНКМОРСТХѕ"


def found(text, known=KNOWN):
    return {(each.code, each.says) for each in find(text, known)}


def codes(text):
    return {code for code, _says in found(text)}


@pytest.mark.parametrize("sign", APOSTROPHES)
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Anna's friend", "name"),
        ("ANNA'S friend", "name"),
        ("Maria Lopez's friend", "name"),
        ("James' friend", "name"),
        ("James's friend", "name"),
        ("Ask O'Brien", "name"),
        ("O'Brien's friend", "name"),
        ("The O'Briens' friend", "name"),
        ("near King's", "place"),
        ("his mother's ring", "phrase"),
        ("at eight o'clock", "hour"),
    ],
)
def test_owner_and_apostrophe_hide_nothing(said, code, sign):
    assert code in codes(said.replace("'", sign))


@pytest.mark.parametrize(
    ("said", "code"), [("Annas friend", "name"), ("OBrien", "name"), ("near Kings", "place")]
)
def test_apostrophe_left_out_hides_nothing(said, code):
    assert code in codes(said)


@pytest.mark.parametrize(
    "said", ["marks on the neck", "Jam", "O’ Neill", "it’s, that’s, don’t", "‘Be careful’"]
)
def test_what_is_nobodys_stays_so(said):
    assert found(said) == set()


def test_same_words_with_another_apostrophe_are_answered_already():
    (first,), (second,) = find("O'Brien", KNOWN), find("O’Brien", KNOWN)
    assert first.key == second.key


@given(
    first=st.sampled_from(["", "و", "ف"]),
    second=st.sampled_from(["", "ب", "ك", "ل"]),
    name=st.sampled_from(["مريم", "نور", "ليلى", "وليد", "كريم"]),
)
def test_arabic_name_is_found_behind_what_is_written_in_front_of_it(first, second, name):
    assert ("name", f"{first}{second}{name}") in found(f"قال {first}{second}{name} هنا", Known(names=(name,)))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("للمهدي", "name"),
        ("والمهدي", "name"),
        ("مـريـم", "name"),
        ("وبالشارع", "place"),
        ("المغتصب", "legal"),
    ],
)
def test_arabic_word_is_found_behind_the_article_and_more(said, code):
    assert code in codes(said)


@pytest.mark.parametrize("said", ["لامس", "ريم", "مر", "كتاب"])
def test_arabic_word_that_only_begins_like_that_is_another(said):
    assert not find(said, Known(names=("كريم", "تاب حسن")))


def test_words_of_a_report_are_its_words_behind_other_prefixes():
    told = Known(words=("هرب بالحقيبة الحمراء",))
    assert {each.code for each in find("سرق الحقيبة والحمراء", told)} == {"phrase"}


@given(
    swapped=st.lists(st.booleans(), min_size=20, max_size=20),
    name=st.sampled_from(["Anna", "Tom Hope", "MARTA"]),
)
def test_name_is_found_with_letters_of_another_script_among_its_own(swapped, name):
    said = "".join(
        CYRILLIC[LATIN.index(sign)] if swap and sign in LATIN else sign
        for sign, swap in zip(name, swapped, strict=False)
    )
    assert "name" in {each.code for each in find(f"Ask {said} again", Known(names=(name,)))}


@pytest.mark.parametrize(
    ("name", "said"), [("Роса", "Pоса"), ("Роса", "Pocа"), ("Hope", "Норе"), ("Tom", "Тοm")]
)
def test_name_that_looks_the_same_in_two_scripts_is_found_in_both(name, said):
    assert {each.code for each in find(f"Ask {said}", Known(names=(name,)))} == {"name"}


@pytest.mark.parametrize("said", ["Мaрия", "Мариya"[:-2] + "я", "Mария"])
def test_cyrillic_name_is_found_with_latin_letters_in_it(said):
    assert ("name", "Мария") in found(said)


@pytest.mark.parametrize(
    ("said", "code"), [("a rаpist", "legal"), ("on Mоnday", "day"), ("pearl.rоse@post.example", "online")]
)
def test_letters_of_another_script_hide_no_other_word(said, code):
    assert code in codes(said)


@given(st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=60))
def test_as_many_signs_stay_and_a_second_reading_changes_nothing(text):
    assert len(one_script(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(st.text(st.sampled_from("АВЕКМНОРСТУХабвгджикмнорстух "), max_size=40))
def test_words_of_one_script_stay_as_they_are(text):
    assert one_script(text) == text


@given(st.text(st.sampled_from("abcxyzАВЕжик"), max_size=12))
def test_only_arabic_words_have_stems(word):
    assert stems(word) == set()
