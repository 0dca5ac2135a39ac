"""Which typed names have to find which known ones, and which must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods import names

# typed | known | why
FOUND = """
Marion | Marion | the same
marion | MARION | capitals
Marian | Marion | a vowel
Mariom | Marion | a slip
Maroin | Marion | two letters turned round
Marrion | Marion | a doubled letter
Mar | Marion | the beginning
Marion F. | Marion Fletcher | an initial
F. Marion | Marion Fletcher | an initial first
Fletcher Marion | Marion Fletcher | word order
Fletcher, Marion | Marion Fletcher | as on a list
Fletsher | Marion Fletcher | one word of two, misspelt
Marion Fletcher | Marion F. | the record has the initial
Marion Fletcher | Marion | the record has less
M F | Marion Fletcher | initials alone
Mary Ann | Maryann | a space
Maryann | Mary-Ann | a hyphen
Xiao Mei | Xiaomei | a space in a name written together
Mei Lin | Lin Mei | family name first
oneill | O'Neill | an apostrophe
ONeill | O’Neill | a printer's apostrophe
Malgorzata | Małgorzata | a stroke
Zofia | Żofia | a dot
Nguyen | Nguyễn | two accents
Soren | Søren | a letter that does not come apart
Strasse | Straße | a sharp s
Ioana | Ioană | a breve
Oksana | Оксана | Cyrillic
Yulia | Юлия | Cyrillic, another first letter
Eleni | Ελένη | Greek
Оксана | Oksana | the other way round
Kim | Kym | as heard
Katrina | Catrina | as heard
Crystal | Kristal | as heard
Stefany | Stephanie | as heard
Sofia | Sophie | as heard
Jorja | Georgia | as heard
Layla | Leila | as heard
Leah | Lia | as heard
Ewa | Eva | w said as v
Agneshka | Agnieszka | sz said as sh
Jana | Zhanna | zh said as j
Joanna | Ioana | j said as y
Julia | Yulia | j said as y
Jessica | Dzhessika | a name that went through another alphabet
Svitlana | Svetlana | two spellings of one name
Ayesha | Aisha | two spellings of one name
Michelle | Mishel | ch said as sh
Chloe | Khloe | ch said as k
Sharlee | Charlie | ch said as sh
Ellen | Helen | an h not said
Sindy | Cindy | c said as s
Ngyuen | Nguyen | a slip in a name one can't say
Shawn | Sean | said alike, spelled nothing alike
Neve | Niamh | said alike, spelled nothing alike
Liz | Elizabeth | a short form
Elisabeth | Liz | a short form, the other way
Gosia | Małgorzata | a short form from elsewhere
Kasia | Katarzyna | a short form from elsewhere
Sasha | Aleksandra | a short form from elsewhere
Katya Petrova | Ekaterina Petrova | a short form beside a family name
Alexandra | Alex | the record has the short form
"""

OTHERS = """
Anna | Emma
Jane | Jade
Dina | Nina
Gina | Tina
Mandy | Sandy
Rosie | Josie
Lisa | Lena
Carmen | Carina
Ruby | Robin
Daisy | Dasha
Bella | Stella
Kim | Tim
Jo | Bo
Kay | May
Marion Smith | Marion Fletcher
Anna Kowalska | Anna Petrova
Marion F. | Marion Smith
Maria Garcia Lopez | Maria Lopez Hernandez
X | Marion
Kelly | Nelly
Chantelle | Michelle
Fiona | Leona
"""


def rows(table):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("typed", "known", "why"), rows(FOUND))
def test_a_name_is_found(typed, known, why):
    assert names.Matcher(typed).score(known) >= names.WORTH_SHOWING, why


@pytest.mark.parametrize(("typed", "known"), rows(OTHERS))
def test_another_name_is_not(typed, known):
    assert names.Matcher(typed).score(known) < names.WORTH_SHOWING


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("Marion", "Marion", "Marian"),
        ("Marion", "Marion", "Marion Fletcher"),
        ("Kate", "Kate", "Katie"),
        ("Katie", "Katie", "Katherine"),
        ("Marion Fletcher", "Marion Fletcher", "Marion"),
        ("Sean", "Sean", "Shawn"),
    ],
)
def test_the_nearer_name_comes_first(typed, better, worse):
    matcher = names.Matcher(typed)
    assert matcher.score(better) > matcher.score(worse) >= names.WORTH_SHOWING


@pytest.mark.parametrize("typed", ["", " ", "...", "—", "\u200b", "🌿"])
def test_nothing_typed_finds_nothing(typed):
    assert names.Matcher(typed).score("Marion") == 0


@pytest.mark.parametrize("known", ["", " ", "🌿", "\u202e"])
def test_a_name_without_letters_is_never_found_by_letters(known):
    assert names.Matcher("Marion").score(known) == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_every_text_gets_a_score_between_nothing_and_the_same(typed, known):
    assert 0 <= names.Matcher(typed).score(known) <= 1


@given(st.text(alphabet=st.characters(categories=("L",)), min_size=1, max_size=20))
def test_every_name_finds_itself(name):
    if names.parts(name):
        assert names.Matcher(name).score(name) == 1


@given(
    st.lists(st.sampled_from(["Marion", "Ana", "Fletcher", "Petrova"]), min_size=2, max_size=4, unique=True)
)
def test_word_order_never_matters(words):
    assert names.Matcher(" ".join(words)).score(" ".join(reversed(words))) >= 0.99


def test_a_very_long_text_takes_no_time():
    assert names.Matcher("a" * 200).score("b" * 10_000) == 0
    assert names.Matcher("ab " * 60).score("ba " * 200) >= 0


def test_short_forms_are_folded_and_stand_in_sets_of_several():
    content = names.short_forms()
    assert len(content) > 250
    assert all(name == names.fold(name) and name.isalpha() for name in content)
