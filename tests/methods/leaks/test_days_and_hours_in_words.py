"""Days and hours as people say them: short weekdays, dates in words, the clock in words; and what only looks so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.leaks import Known, find

DAYS = (
    *(
        "on Fri night",
        "last Tues",
        "Thurs 10th",
        "mon/tue",
        "He came Sat",
        "Sat, white van",
        "seen Sun morning",
    ),
    *(
        "on sat",
        "every wed",
        "sat night",
        "sun 10th",
        "sat/sun",
        "Last MON",
        "Sat 10, van",
        "fri-sat",
        "till sun",
    ),
    *("last night he came", "This morning", "the night before last", "Christmas Eve", "on the 10th, van"),
    *(
        "the tenth of November",
        "tenth November",
        "November the tenth",
        "November tenth",
        "twenty-first of May",
    ),
    *("first of may", "the first of March", "November the 10th", "the third May", "second of June"),
    *("el diez de noviembre", "primero de mayo", "treinta y uno de mayo", "vie 10", "sáb noche", "10 dic"),
    *(
        "esta noche",
        "la noche pasada",
        "anteayer",
        "w pt",
        "w sobotę",
        "w sob",
        "dziesiątego listopada",
        "10 paź",
    ),
    *("zeszłej nocy", "przedwczoraj", "od piątku", "zece noiembrie", "noaptea trecută", "alaltăieri", "joia"),
    *(
        "dez de novembro",
        "primeiro de maio",
        "sexta à noite",
        "na terça",
        "noite passada",
        "10 fev",
        "quinta passada",
    ),
    *("снощи", "десети ноември", "10 ное", "в пн", "тази нощ", "в петъка", "двайсет и втори май", "онзи ден"),
    *("të enjten", "të shtunën", "mbrëmë", "dhjetë nëntor", "natën e kaluar", "10 dhj", "sonte"),
    *(
        "العاشر من نوفمبر",
        "الليلة الماضية",
        "البارحة",
        "10 تشرين الثاني",
        "والسبت",
        "للجمعة",
        "الحادي عشر من مايو",
    ),
    *("前天", "昨夜", "今早", "สิบพฤศจิกายน", "10 เดือนพฤศจิกายน", "10 พ.ย.", "คืนนี้"),
)
NO_DAYS = (
    *(
        "He sat in a car",
        "Sat in a car",
        "sat 10 minutes in it",
        "in the sun",
        "they wed",
        "Sat nav",
        "his Sat Nav",
    ),
    *(
        "he sat next to her",
        "HE SAT DOWN",
        "Leave it on. Sat outside",
        "Sun cream",
        "sun hat",
        "he sat. Night bus",
    ),
    *(
        "at first may seem kind",
        "the second may be armed",
        "He may first ask",
        "a second man",
        "first in May",
    ),
    *(
        "doi mai mari",
        "last week",
        "that night",
        "at night",
        "on the 2nd floor",
        "the first of many",
        "once in June",
    ),
    *(
        "10 men came",
        "na sexta vez",
        "segunda vez",
        "el mar",
        "por segunda noche",
        "dom",
        "drugiego",
        "تشرين الثاني 2026",
    ),
    *(
        "dos hombres",
        "um homem",
        "dy burra",
        "втори мъж",
        "الثاني",
        "عشر",
        "第二个月",
        "สิบคน",
        "10 out of 12",
    ),
)
HOURS = (
    *(
        "half past ten at night",
        "half past nine",
        "half past",
        "quarter to ten",
        "Quarter past 9",
        "ten past",
    ),
    *(
        "twenty-five past two",
        "at ten to nine",
        "at half nine",
        "around half ten",
        "nine pm",
        "Nine p.m.",
        "at nine, van",
    ),
    *(
        "at nine thirty",
        "nine at night",
        "3 in the morning",
        "at 9. White van",
        "10 past 9",
        "nine last night",
    ),
    *(
        "a las nueve y media",
        "a las 9, furgoneta",
        "a la una",
        "las diez de la noche",
        "a las nueve menos cuarto",
    ),
    *(
        "wpół do dziesiątej",
        "kwadrans po ósmej",
        "o dziewiątej",
        "o 22",
        "o godzinie ósmej",
        "o drugiej w nocy",
    ),
    *(
        "la ora nouă",
        "ora 9",
        "la nouă și jumătate",
        "la zece fără un sfert",
        "la opt seara",
        "às nove e meia",
    ),
    *(
        "às 9 horas",
        "às nove.",
        "às dez da noite",
        "à meia-noite",
        "meio-dia",
        "в девет часа",
        "девет без десет",
    ),
    *("в 9 и половина", "десет вечерта", "в 9 часа", "ora nëntë", "në orën 9", "në nëntë të mbrëmjes"),
    *(
        "الساعة التاسعة",
        "بالساعة 9",
        "التاسعة والنصف",
        "العاشرة إلا ربع",
        "التاسعة مساءً",
        "9 ليلا",
        "في منتصف الليل",
    ),
    *("午夜", "凌晨", "21时", "สามทุ่ม", "ตีสอง", "สามทุ่มครึ่ง", "เก้าโมง"),
)
NO_HOURS = (
    *(
        "five to ten men",
        "aged ten to twelve",
        "about 35 to 40",
        "about 18 to 20",
        "half of it",
        "a quarter to him",
    ),
    *(
        "past the gate",
        "two at the door",
        "at two women",
        "at 10 Downing",
        "nine men",
        "half ten",
        "look at M1",
    ),
    *(
        "las dos mujeres",
        "a las dos mujeres",
        "una y media",
        "o drugiej dziewczynie",
        "la doi oameni",
        "noua fata",
    ),
    *(
        "às duas mulheres",
        "as nove pessoas",
        "Olhe as duas.",
        "المنتصف",
        "за два часа",
        "девет души",
        "dy burra",
        "الثانية",
        "2小时",
        "一时",
    ),
    *("ตีสองครั้ง", "สามคน", "White van, about 40. Reported: locks the doors", "about 20."),
)


def codes(text):
    return {each.code for each in find(text, Known())}


@pytest.mark.parametrize("said", DAYS)
def test_day_is_found(said):
    assert "day" in codes(said)


@pytest.mark.parametrize("said", NO_DAYS)
def test_what_is_no_day_is_none(said):
    assert "day" not in codes(said)


@pytest.mark.parametrize("said", HOURS)
def test_hour_is_found(said):
    assert "hour" in codes(said)


@pytest.mark.parametrize("said", NO_HOURS)
def test_what_is_no_hour_is_none(said):
    assert "hour" not in codes(said)


@pytest.mark.parametrize(
    ("said", "finds"),
    [
        ("On the twenty-first of May he came", {("day", "twenty-first of May")}),
        ("About half past nine, p.m. or so", {("hour", "half past nine")}),
        ("Came last night. Last", {("day", "last night")}),
        ("Friday", {("day", "Friday")}),
        ("at 10.30 pm", {("hour", "10.30 pm")}),
        ("at 7 pm", {("hour", "7 pm")}),
    ],
)
def test_finding_says_all_of_it_once(said, finds):
    assert {(each.code, each.says) for each in find(said, Known())} == finds


@given(
    st.sampled_from([*DAYS, *HOURS]),
    st.sampled_from([str, str.upper, lambda text: text.replace(" ", "\u00a0"), lambda text: f"«{text}»"]),
)
def test_day_and_hour_are_found_however_they_are_set(said, how):
    has_only_its_capital = said in ("He came Sat", "Sat, white van", "the third May")
    assert has_only_its_capital or codes(how(said)) & {"day", "hour"}


@given(st.lists(st.sampled_from(["sat", "at", "nine", "May", "first", "the", "10", "|", ". ", "past", "to"])))
def test_findings_stand_in_the_text_whatever_stands_beside_what(words):
    text = " ".join(words)
    assert all(each.says in text and each.says.strip() == each.says for each in find(text, Known()))
