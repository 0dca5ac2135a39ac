"""Names in the order of each language's alphabet."""

import random

import pytest

from yarrow.methods.collating import key_of

# What stands here is in order.
ORDERS = {
    "en-gb": ["1st", "Ada", "Ébène", "Ede", "Édith", "Łukasz", "Luz", "Mia", "Zoë", "Яна"],
    "ro": [
        "Ana",
        "Azalea",
        "Ăna",
        "Âna",
        "Bianca",
        "Ioana",
        "Izabela",
        "Îngrid",
        "Sanda",
        "Suzana",
        "Șerban",
        "Tina",
        "Țara",
        "Ulla",
    ],
    "pl": [
        "Adam",
        "Ąbel",
        "Celina",
        "Ćwik",
        "Lucyna",
        "Lzura",
        "Łucja",
        "Marta",
        "Ola",
        "Óbel",
        "Zyta",
        "Źrebak",
        "Żaneta",
    ],
    "es": ["Nadia", "Núria", "Ñusta", "Olga", "Úrsula"],
    "sq": [
        "Dafina",
        "Dritan",
        "Dhurata",
        "Era",
        "Ëngjëll",
        "Lul",
        "Llesh",
        "Shpresa",
        "Tafil",
        "Thanas",
        "Xani",
        "Xhevahire",
        "Zana",
        "Zhaneta",
    ],
    "bg": ["Анна", "Борис", "Ваня", "Йоана", "Яна"],
    "ar": ["آمال", "أمل", "إيمان", "باسمة", "زهرة", "سارة", "ليلى", "ميّادة", "هدى", "ياسمين"],
    "th": ["กมล", "เกสร", "ขวัญ", "แพรว", "มาลี", "ไหม", "อรุณ"],
    "zh-hans": ["阿丽", "白雪", "陈静", "李娜", "王芳", "张伟"],
}


@pytest.mark.parametrize("language", ORDERS)
def test_names_stand_in_the_order_of_their_language(language: str) -> None:
    names = list(ORDERS[language])
    random.Random(7).shuffle(names)
    assert sorted(names, key=lambda name: key_of(name, language)) == ORDERS[language]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ro", "ştefan", "ștefan"),
        ("ar", "أحمد", "احمد"),
        ("ar", "ليلى", "ليلي"),
        ("en-gb", "Zoe", "zoë"),
        ("ar", "مُنى", "منى"),
    ],
)
def test_ways_of_writing_one_letter_are_one(language: str, one: str, other: str) -> None:
    assert key_of(one, language)[0] == key_of(other, language)[0]


def test_order_of_the_same_letters_is_settled() -> None:
    names = ["ana", "Ana", "Aná"]
    assert len({key_of(name, "es") for name in names}) == 3


def test_names_of_several_words_come_before_longer_words() -> None:
    names = ["Annabel", "Ann Brook", "Ann", "Ann-Marie"]
    assert sorted(names, key=lambda name: key_of(name, "en-gb")) == [
        "Ann",
        "Ann Brook",
        "Ann-Marie",
        "Annabel",
    ]


def test_what_is_no_name_has_a_place_too() -> None:
    assert sorted(["", "☺", "7", "a", "龍"], key=lambda name: key_of(name, "zh-hans")) == [
        "",
        "☺",
        "7",
        "a",
        "龍",
    ]
