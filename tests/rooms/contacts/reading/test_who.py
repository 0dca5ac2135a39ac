"""People in words: names, groups that gave no name, nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.contacts.reading.who import Met, read_who

NAMED = """Mary|Kirsty H.|Anna O'Neill|Mary-Jane|Zoë|Jean ?|P001|K|Mo|Su|Two Tone Tony|Big Mary|Young Kim|New Mary|Lady T
Jade (surname unknown)|Kim, not known before|Mary / Maria|Angel|Mystery|Newman|Unique|Kim (age not known)|Red|May|Client 14|Person 203"""  # noqa: E501
UNNAMED = {
    1: "new girl, no name given|unknown female|?|??|Unknown|unk. male|anon|N/K|n/a|u/k|new lady - no name|woman unknown|"  # noqa: E501
    "young woman, didn't give name|Didn’t get name|name withheld|Declined to give name|another woman|One unknown male|"
    "one woman (not known)|unknown woman 2|Unknown #2|unknown female, 25|girl about 20, no name|New|someone new|"
    "Girl w/ red hair, no name|Regular, name not known|Romanian woman|woman by the station|not known - woman, 30s|"
    "Not known, approx 40|name?? not known|Female - didn't want to give name|No Name|UNKNOWN FEMALE|1 x unknown",
    2: "2 women not known|two lads unknown|unknown x2|x2 unknown|2 new girls|a couple of women|n/k x 2|2x female unknown|"  # noqa: E501
    "not known (2)|no name x2|two unidentified men|couple of lads|2F|lads (2)|??? x2|2 people - names not given|2 no names",  # noqa: E501
    3: "3 x unknown|Three girls (names not known)|2 women + 1 man not known|2 women and a lad|3 others|3 unknown|"
    "unknown (3)|3 Romanian girls|2 not known, 1 lad|two women names unknown, one man|women at the station x3|new girls x 3",  # noqa: E501
    4: "4 women not known|Four Women Not Known|group of 4|4-5 women not known|Not known x4|4 women nk|4women not known",
    12: "12 women|a dozen women|twelve ladies, unknown",
}
BOTH = {"Mary & Jo": (2, 0), "Mary + 2 unknown": (1, 2), "Jo & 2 others": (1, 2), "Mary and friend": (1, 1),
        "Sam/2 unknown": (1, 2), "Jade and boyfriend": (1, 0), "Mary and Jo and Kim": (3, 0), "2 unknown + Jade": (1, 2)}  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("words", NAMED.replace("\n", "|").split("|"))
def test_a_name_is_one_person(words: str) -> None:
    who = read_who(words)
    assert (who.met, who.names, who.n_unnamed) == (Met.NAMED, (words,), 0)


@pytest.mark.parametrize(
    ("words", "n"), [(words, n) for n, group in UNNAMED.items() for words in group.split("|")]
)
def test_people_without_a_name_are_counted(words: str, n: int) -> None:
    who = read_who(words)
    assert (who.met, who.names, who.n_unnamed) == (Met.UNNAMED, (), n)


@pytest.mark.parametrize(("words", "counts"), BOTH.items())
def test_names_beside_people_without(words: str, counts: tuple[int, int]) -> None:
    who = read_who(words)
    assert (len(who.names), who.n_unnamed) == counts


@pytest.mark.parametrize(
    "words", ["nobody", "no one seen", "0 women", "no women", "quiet night", "No contacts"]
)
def test_nobody_met(words: str) -> None:
    assert read_who(words).met is Met.NOBODY


@pytest.mark.parametrize("words", ["some girls", "women not known", "several women", "few lads"])
def test_several_without_a_number_is_not_guessed(words: str) -> None:
    assert read_who(words).met is Met.UNCLEAR


def test_the_smaller_number_of_a_range_is_marked() -> None:
    assert read_who("4-5 women not known").rounded


@given(
    st.integers(1, 60),
    st.sampled_from(["{} women not known", "{} unknown", "unknown x{}", "{} x unknown", "{} new people"]),
)
def test_any_number_of_people(n: int, words: str) -> None:
    assert read_who(words.format(n)).n_unnamed == n


@given(st.text(min_size=1, max_size=300).filter(lambda text: text.strip()))
def test_any_text_is_somebody_or_nobody(text: str) -> None:
    who = read_who(text)
    assert who.met in Met
    assert 0 <= who.n_unnamed <= 360
    assert (who.met is Met.NAMED) == bool(who.names)
