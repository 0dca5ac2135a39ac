"""The leak checker against whoever types a number, a day, a name or a sentence another way, in any language."""

import time
from datetime import date

import pytest

from yarrow.methods.incidents import identifiers
from yarrow.methods.leaks import HARD, Known, find

NUMBER, MAIL, HANDLE = "+447700900123", "ana@post.example", "pearl.rose"
OWN = frozenset({NUMBER, MAIL, HANDLE, identifiers.online("https://chat.example/rosa_1")})
LONGEST = 480


def codes(text, **known):
    return {each.code for each in find(text, Known(**known))}


def own(text):
    return codes(text, numbers=OWN)


@pytest.mark.parametrize(
    "said",
    [
        "Call 07700 900123 24h",
        "Call 07700 900123 2 men",
        "Call 07700 900123/07700 900999",
        "2 07700 900123",
        "0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣",
        "0\ufe0f7\ufe0f7\ufe0f00900123",
        "⓿❼❼⓿⓿❾⓿⓿❶❷❸",
        "⓪⑦⑦⓪⓪⑨⓪⓪①②③",
        "０７７００９００１２３",
        "٠٧٧٠٠٩٠٠١٢٣",
        "०७७००९००१२३",
        "𝟎𝟕𝟕𝟎𝟎𝟗𝟎𝟎𝟏𝟐𝟑",
        "0\u200b7\u200b7\u200b0\u200b0\u200b9\u200b0\u200b0\u200b1\u200b2\u200b3",
        "0\u202e7700\u202c 900123",
        "07700\u00ad900\u00ad123",
        "07700\u2011900\u2011123",
        "07700\u2013900\u2013123",
        "07700\u2014900123",
        "07700\u2212900\u2212123",
        "07700·900·123",
        "07700•900•123",
        "07700|900|123",
        "07700~900~123",
        "07700:900:123",
        "07700'900'123",
        "07700\u00a0900\u00a0123",
        "07700\u3000900\u3000123",
        "0 7 7 0 0\n9 0 0 1 2 3",
        "O7700 9OO123",
        "o77oo9oo123",
        "07700 9oo l23",
        "+44 (0) 7700-900-123",
        "0044 7700 900 123",
        "tel:07700900123.",
        "seven seven double o nine double o one two three",
        "Zero Seven Seven Hundred Nine Hundred 123",
        "ring 900123",
        MAIL,
        "ANA@POST.EXAMPLE",
        "ana (at) post (dot) example",
        "ana @ post . example",
        "ana＠post．example",
        "a\u200bna@post.exa\u200bmple",
        HANDLE,
        "Pearl.Rose",
        "PEARL.ROSE!",
        "ask for pearl.rose.",
        "@pearl.rose",
    ],
)
def test_number_or_name_of_somebody_known_is_hard_however_it_is_written(said):
    assert "own_number" in own(said) and "own_number" in HARD


@pytest.mark.parametrize(
    "said",
    [
        "07700 900124",
        "900124",
        "00123",
        "White van, age 35-44, 180-190 cm",
        "pearl rose",
        "pearl. Rose was there",
        "Seven men, nine cars",
        "a kill bill ill 2",
        "two to one",
        "",
        "   ",
        "\u200b\ufe0f\u20e3",
    ],
)
def test_what_is_nobodys_number_is_not_called_one(said):
    assert "own_number" not in own(said)


@pytest.mark.parametrize(
    ("said", "is_part"),
    [
        ("ends in 4471", True),
        ("ends in 447", False),
        ("in 2026", False),
        ("in 1899", True),
        ("2 or 3 times", False),
        ("aged 35-44", False),
        ("aged 35 to 44", False),
        ("170-180cm", False),
        ("four four seven one", True),
        ("four men", False),
        ("double nine double one", True),
        ("ⅣⅣⅦⅠ", False),
        ("4 4 7 1", True),
        ("4\n4\n7\n1", True),
        ("12/11 or 13/11", False),
    ],
)
def test_part_of_a_number_is_one_from_four_digits_on(said, is_part):
    assert bool(codes(said) & {"digits", "phone"}) == is_part


DAYS = [
    "poniedziałek",
    "w środę",
    "10 października",
    "10 września",
    "în ziua de 10 noiembrie",
    "sâmbătă",
    "sábado",
    "miércoles",
    "terça-feira",
    "Segunda-Feira",
    "sábado à noite",
    "понеделник",
    "10 ноември",
    "e hënë",
    "e enjte",
    "الإثنين 10 نوفمبر",
    "يوم السبت",
    "11月10日",
    "11 月 10 日",
    "11月10号",
    "十一月十日",
    "星期一",
    "周五晚上",
    "週日",
    "礼拜天",
    "昨晚",
    "วันจันทร์",
    "คืนวันศุกร์",
    "เมื่อวาน",
    "10 พฤศจิกายน",
    "2026-11-10",
    "2026/11/10",
    "2026.11.10",
    "10/11",
    "10. 11. 2026",
    "10.11.26",
    "11/10/2026",
    "31-12-2026",
    "10th Nov",
    "Nov 10",
    "November the 10th, 10th of November",
    "1st of May",
    "yesterday",
    "١٠ نوفمبر",
    "１０／１１",
]


@pytest.mark.parametrize("said", DAYS)
def test_day_is_found_in_every_language_of_the_pages(said):
    assert "day" in codes(said)


@pytest.mark.parametrize(
    "said",
    [
        "November 2026",
        "noiembrie 2026",
        "listopad 2026",
        "2026年11月",
        "พฤศจิกายน 2569",
        "Harbour, November 2026",
        "32/13",
        "may come back",
        "他一个人",
        "三个月",
        "180-190 cm",
    ],
)
def test_month_alone_is_no_day(said):
    assert "day" not in codes(said)


@pytest.mark.parametrize("form", ["%d%m%Y", "%Y%m%d", "%d%m%y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m"])
@pytest.mark.parametrize("day", [date(2026, 11, 10), date(2024, 2, 29), date(1999, 12, 31)])
def test_the_very_day_of_the_report_is_found_joined_or_parted(day, form):
    assert "day" in codes(f"On {day.strftime(form)} it was", days=(day,))


@pytest.mark.parametrize(
    "said",
    [
        *("9pm", "9 PM", "9.30pm", "21:30", "21.30", "21h30", "00:00", "23:59", "midnight", "noon"),
        *("9点", "晚上9点半", "十点", "3 ทุ่ม", "ตี 2", "เที่ยงคืน", "２１：３０", "٢١:٣٠"),
    ],
)
def test_hour_is_found(said):
    assert "hour" in codes(f"{said}, white van")


@pytest.mark.parametrize("said", ["24:00", "9:60", "1:2", "3:0", "25pm", "一点点", "ratio 10:1"])
def test_what_no_clock_shows_is_no_hour(said):
    assert "hour" not in codes(said) or said == "一点点"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Łucja", "Lucja"),
        ("Łucja", "ŁUCJA"),
        ("Lucja", "łucja"),
        ("Øyvind", "Oyvind"),
        ("Đorđe", "Djordje Dorde"),
        ("Þóra", "Thora"),
        ("Ægir", "AEgir"),
        ("Straße", "STRASSE"),
        ("José", "Jose\u0301"),
        ("José", "Jose"),
        ("Joséphine", "Jose\u200b\u0301phine"),
        ("Joséphine", "Jo\u00adsephine"),
        ("İnci", "inci"),
        ("Rosa", "Rosa's"[:4]),
        ("Rosa Maria", "rosa-MARIA"),
        ("Rosa Maria", "Rosa\n\nMaria"),
        ("O'Neill", "o'neill"),
        ("Мария", "МАРИЯ"),
        ("مريم", "مَرْيَم"),
        ("محمد", "مُحَمَّد"),
        ("小红", "我叫小红"),
        ("สมชาย", "นายสมชายมา"),
        ("सीता", "सीता"),
        ("Ｒosa", "Rosa"),
        ("𝓡𝓸𝓼𝓪", "Rosa"),
    ],
)
def test_name_is_found_in_another_spelling(name, said):
    assert "name" in codes(f"It was {said} again", names=(name,))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Rosa", "Rosario"),
        ("Rosa Maria", "Rosa. Then Anna Maria"),
        ("Al", "Al was there"),
        ("", "anything"),
        ("  ", "anything"),
        ("!!!", "!!!"),
        ("सीता", "सीमा"),
        ("محمد", "محمود"),
        ("123", "123 4"),
    ],
)
def test_what_is_not_the_name_is_not_called_one(name, said):
    assert "name" not in codes(said, names=(name,)) or name == "123"


REPORTS = {
    "en": "He grabbed my rucksack beside the purple engine and ran",
    "ro": "Mi-a smuls rucsacul lângă locomotiva mov și a fugit",
    "pl": "Wyrwał plecak obok fioletowej lokomotywy i uciekł",
    "bg": "Грабна раницата край лилавия локомотив и избяга бързо",
    "ar": "خَطَفَ الرَّجُلُ حَقِيبَةً حَمْرَاءَ قُرْبَ الجِسْرِ القَدِيمِ",
    "hi": "उसने मेरा लाल बैग पुराने पुल किनारे छीन लिया",
    "zh": "他抢了我的红色手提包然后跑向火车站",
    "th": "เขาขโมยกระเป๋าแดงของฉันใกล้สะพานเก่า",
}
DECORATED = {
    "as it is": lambda text: text,
    "shouted": str.upper,
    "with stops": lambda text: text.replace(" ", ". "),
    "over lines": lambda text: text.replace(" ", "\n"),
    "with unseen signs": lambda text: "\u200b".join(text),
    "inside others": lambda text: f"Be careful! {text}!! Look out.",
}


@pytest.mark.parametrize("how", DECORATED)
@pytest.mark.parametrize("language", REPORTS)
def test_reporters_sentence_is_verbatim_in_every_script(language, how):
    report = REPORTS[language]
    assert "verbatim" in codes(DECORATED[how](report), words=(f"x {report} y",))


@pytest.mark.parametrize("language", REPORTS)
def test_sentence_of_one_report_is_none_of_another(language):
    others = tuple(words for name, words in REPORTS.items() if name != language)
    assert not codes(REPORTS[language], words=others) & {"verbatim", "phrase"}


def test_arabic_is_the_same_with_its_vowel_marks_and_without():
    plain = "خطف الرجل حقيبة حمراء قرب الجسر القديم"
    assert "verbatim" in codes(plain, words=(REPORTS["ar"],))
    assert "verbatim" in codes(REPORTS["ar"], words=(plain,))


@pytest.mark.parametrize(
    ("said", "is_legal"),
    [
        *(
            (each, True)
            for each in ("rapist", "RAPIST", "r@pist", "r4p1st", "rap1st!", "rapist!!!", "Guilty")
        ),
        *((each, True) for each in ("“guilty”", "(guilty)", "gu\u200bilty", "ｇｕｉｌｔｙ", "guílty")),
        *((each, False) for each in ("therapist", "guild", "white van", "!!!", "@", "$")),
    ],
)
def test_word_of_a_court_is_found_through_its_signs(said, is_legal):
    assert ("legal" in codes(f"He is a {said} they say")) == is_legal


@pytest.mark.parametrize("known", [0, 1, 9])
@pytest.mark.parametrize("code", sorted(HARD))
def test_hard_finding_stays_hard_whatever_else_is_known(code, known):
    text = "07700 900123" if code == "own_number" else REPORTS["en"]
    told = Known(words=(REPORTS["en"],), numbers=OWN, n_there=known, allowed=text)
    found = {each.code: each for each in find(f"{text} {REPORTS['en']}", told)}
    if code == "own_number":
        assert found[code].is_hard
    assert "few" in found and not found["few"].is_hard


@pytest.mark.parametrize(
    "sign", ["9", "a ", "1 ", "a@", "a.", "-", "zero ", "at ", "1-", "\u0301", "点", "月", "ก"]
)
def test_longest_draft_of_one_sign_is_read_at_once(sign):
    text = (sign * LONGEST)[:LONGEST]
    begun = time.process_time()
    find(text, Known(words=(text * 20,), names=(text,), places=(text,), numbers=OWN))
    assert time.process_time() - begun < 2


def test_finding_says_words_that_stand_in_the_draft():
    text = "White van, 10/11 at 9pm, near Blue Gates Road: guilty. 07700 900123, AB12 CDE, @pearl.rose"
    found = find(text, Known(numbers=OWN, places=("Blue Gates Road",), names=("Nobody",)))
    assert {each.code for each in found} >= {"day", "hour", "place", "legal", "own_number", "plate"}
    assert all(each.says in text for each in found)
    assert len({each.key for each in found}) == len(found)
