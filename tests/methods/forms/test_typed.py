"""What people type is read the way they mean it, or a sentence says what to write."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.forms.made import Json, coded, extension, form, good, item, when
from yarrow.methods.forms import (
    Chosen,
    Form,
    Skipped,
    as_typed,
    kept,
    moments,
    numbers,
    read_form,
    read_typed,
)
from yarrow.methods.forms import typed as sentences
from yarrow.methods.forms.shapes import DECLINED, REASONS
from yarrow.methods.sentences import known

TODAY = date(2026, 3, 9)
LONDON = ZoneInfo("Europe/London")


def one(kind: str, **members: Any) -> Form:
    """A form of one question, q."""
    return form(item("q", kind, **members))


def limits(low: Json, high: Json) -> list[Json]:
    return [extension("minValue", **low), extension("maxValue", **high)]


WEEK = limits({"valueInteger": 0}, {"valueInteger": 7})
PARTS = [
    *limits({"valueDecimal": 0.5}, {"valueDecimal": 99.5}),
    extension("maxDecimalPlaces", valueInteger=1),
]
SPRING = limits({"valueDate": "2026-03-01"}, {"valueDate": "2026-05-31"})
NIGHT = limits({"valueTime": "18:00:00"}, {"valueTime": "23:30:00"})
SINCE = limits({"valueDateTime": "2026-03-01T12:00:00Z"}, {"valueDateTime": "2026-03-31"})

READ: list[tuple[str, list[Json], str, Any]] = [
    ("integer", [], "12", 12),
    ("integer", [], " +3 ", 3),
    ("integer", [], "−3", -3),
    ("integer", [], "3,0", 3),
    ("integer", [], "1 000", 1000),
    ("integer", [], "٣", 3),
    ("integer", WEEK, "7", 7),
    ("decimal", [], "2.5", Decimal("2.5")),
    ("decimal", [], "2,5", Decimal("2.5")),
    ("decimal", [], "٢٫٥", Decimal("2.5")),
    ("decimal", [], "1.000", Decimal(1)),
    ("decimal", PARTS, "99,5", Decimal("99.5")),
    ("boolean", [], "yes", True),
    ("boolean", [], "no", False),
    ("string", [], "  Kim ", "Kim"),
    ("string", [], "a\x00b", "ab"),
    ("text", [], "one\r\ntwo\rthree", "one\ntwo\nthree"),
    ("date", [], "27 3 2026", date(2026, 3, 27)),
    ("date", [], "yesterday", date(2026, 3, 8)),
    ("date", [], "٢٧/٣/٢٠٢٦", date(2026, 3, 27)),
    ("date", SPRING, "2026-05-31", date(2026, 5, 31)),
    ("time", [], "21:40", time(21, 40)),
    ("time", [], "9.05 pm", time(21, 5)),
    ("time", [], "12:00 am", time(0)),
    ("time", [], "12:00 p.m.", time(12)),
    ("time", NIGHT, "18:00:00", time(18)),
    ("dateTime", [], "1 2 2026", date(2026, 2, 1)),
    ("dateTime", SINCE, "31 3 2026", date(2026, 3, 31)),
]
REFUSED: list[tuple[str, list[Json], str, str]] = [
    ("integer", [], "two", numbers.WHOLE),
    ("integer", [], "2.5", numbers.WHOLE),
    ("integer", [], "1,000", numbers.NO_THOUSANDS),
    ("integer", [], "1.000", numbers.NO_THOUSANDS),
    ("integer", [], "9" * 16, numbers.WHOLE),
    ("integer", [], "9" * 5000, numbers.WHOLE),
    ("integer", [], "²", numbers.WHOLE),
    ("integer", WEEK, "8", numbers.AT_MOST.format(limit=7)),
    ("integer", WEEK, "-1", numbers.AT_LEAST.format(limit=0)),
    ("decimal", [], "1,000", numbers.NO_THOUSANDS),
    ("decimal", [], "1,000.5", numbers.NO_THOUSANDS),
    ("decimal", [], "1.5.2", numbers.NUMBER),
    ("decimal", [], "1e5", numbers.NUMBER),
    ("decimal", [], "NaN", numbers.NUMBER),
    ("decimal", PARTS, "2.25", numbers.FEWER_FIGURES.format(n=1)),
    (
        "decimal",
        limits({"valueDecimal": 1.0}, {"valueDecimal": 1e2}),
        "101",
        numbers.AT_MOST.format(limit=100),
    ),
    ("decimal", PARTS, "0", numbers.AT_LEAST.format(limit="0.5")),
    ("boolean", [], "true", sentences.YES_OR_NO),
    ("string", [], "one\ntwo", sentences.ONE_LINE),
    ("text", [], "a" * 20_001, sentences.TOO_LONG.format(n=20_000, m=20_001)),
    ("date", [], "31 2 2026", moments.NO_DATE),
    ("date", [], "soon", moments.NO_DATE),
    ("date", SPRING, "28 2 2026", moments.NOT_BEFORE.format(limit="1 3 2026")),
    ("date", SPRING, "1 6 2026", moments.NOT_AFTER.format(limit="31 5 2026")),
    ("time", [], "25:00", moments.NO_TIME),
    ("time", [], "13:00 pm", moments.NO_TIME),
    ("time", [], "late", moments.NO_TIME),
    ("time", NIGHT, "17:59", moments.NOT_BEFORE.format(limit="18:00")),
    ("dateTime", SINCE, "28 2 2026", moments.NOT_BEFORE.format(limit="1 3 2026 12:00")),
    ("dateTime", SINCE, "1 4 2026", moments.NOT_AFTER.format(limit="31 3 2026")),
]


@pytest.mark.parametrize(("kind", "says", "text", "meant"), READ)
def test_typed_answer_is_read_as_meant(kind: str, says: list[Json], text: str, meant: Any) -> None:
    answers, problems = read_typed(one(kind, extension=says), {"q": [text]}, "en", today=TODAY)
    assert (answers, problems) == ({"q": (meant,)}, {})
    assert type(answers["q"][0]) is type(meant)


@pytest.mark.parametrize(("kind", "says", "text", "sentence"), REFUSED)
def test_typed_answer_that_cannot_be_read_has_a_sentence(
    kind: str, says: list[Json], text: str, sentence: str
) -> None:
    answers, problems = read_typed(one(kind, extension=says), {"q": [text]}, "en", today=TODAY)
    assert (answers, problems) == ({}, {"q": sentence})
    assert known(sentence) is not None


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("en", "1.000", 1),
        ("pl", "1,000", 1),
        ("pt-BR", "1.000", None),
        ("en-GB", "1,000", None),
        ("ro", "2.50", 2.5),
    ],
)
def test_typed_mark_between_thousands_depends_on_the_language(language: str, text: str, meant: Any) -> None:
    answers, problems = read_typed(one("decimal"), {"q": [text]}, language)
    assert answers.get("q", (None,))[0] == meant
    assert problems == ({} if meant else {"q": numbers.NO_THOUSANDS})


def boxes(day: str = "", month: str = "", year: str = "", clock: str = "") -> dict[str, list[str]]:
    return {"q~day": [day], "q~month": [month], "q~year": [year], "q~time": [clock]}


def test_typed_moment_is_meant_in_the_zone_of_the_project() -> None:
    answers, _ = read_typed(one("dateTime"), boxes("9", "Jul", "26", "21:40"), "en", zone=LONDON)
    assert answers["q"] == (datetime(2026, 7, 9, 20, 40, tzinfo=UTC),)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (boxes(clock="21:40"), moments.NO_DAY),
        (boxes("9", "7", "26", "late"), moments.NO_TIME),
        (boxes("9", "7", clock="21:40"), moments.NO_DATE),
        (boxes(month="7", year="2026"), moments.NO_DATE),
    ],
)
def test_typed_moment_with_a_part_missing_says_which(typed: dict[str, list[str]], sentence: str) -> None:
    assert read_typed(one("dateTime"), typed, "en") == ({}, {"q": sentence})


@pytest.mark.parametrize(("clock", "is_taken"), [("11:59", False), ("12:00", True), ("12:01", True)])
def test_typed_moment_lies_between_instants(clock: str, is_taken: bool) -> None:
    typed = boxes("1", "3", "2026", clock)
    answers, problems = read_typed(one("dateTime", extension=SINCE), typed, "en", zone=LONDON)
    assert ("q" in answers, problems) == (
        is_taken,
        {} if is_taken else {"q": moments.NOT_BEFORE.format(limit="1 3 2026 12:00")},
    )


def test_typed_days_of_a_question_that_repeats_go_box_by_box() -> None:
    typed = {"q~day": ["1", "", "3"], "q~month": ["2", "", "4"], "q~year": ["2026", "", "2026"]}
    answers, _ = read_typed(one("date", repeats=True), typed, "en")
    assert answers == {"q": (date(2026, 2, 1), date(2026, 4, 3))}


ALONE = [
    *coded("a", "b"),
    {**coded("none")[0], "extension": [extension("questionnaire-optionExclusive", valueBoolean=True)]},
]
CHOSEN: list[tuple[Json, dict[str, list[str]], Any]] = [
    ({}, {"q": ["a"]}, (Chosen("a"),)),
    ({}, {"q": ["a", "b"]}, sentences.ONE_ONLY),
    ({}, {"q": ["a", "a"]}, (Chosen("a"),)),
    ({}, {"q": ["gone"]}, sentences.CHOOSE),
    ({}, {"q": ["~other"], "q~other": ["mine"]}, None),
    ({"repeats": True}, {"q": ["b", "a"]}, (Chosen("b"), Chosen("a"))),
    ({"repeats": True, "answerOption": ALONE}, {"q": ["none"]}, (Chosen("none"),)),
    ({"repeats": True, "answerOption": ALONE}, {"q": ["a", "none"]}, sentences.ALONE.format(answer="None")),
    ({"type": "open-choice"}, {"q": ["~other"], "q~other": [" mine "]}, ("mine",)),
    ({"type": "open-choice"}, {"q": ["~other"]}, None),
    ({"type": "open-choice"}, {"q": ["a"], "q~other": ["mine"]}, sentences.ONE_ONLY),
    ({"type": "open-choice", "maxLength": 3}, {"q~other": ["mine"]}, sentences.TOO_LONG.format(n=3, m=4)),
    (
        {"type": "open-choice", "answerOption": [{"valueString": "quay"}]},
        {"q~other": ["quay"]},
        (Chosen("quay"),),
    ),
    ({"type": "integer", "answerOption": [{"valueInteger": 3}]}, {"q": ["3"]}, (Chosen("3"),)),
]


@pytest.mark.parametrize(("members", "typed", "meant"), CHOSEN)
def test_typed_choice_is_one_of_the_options(members: Json, typed: dict[str, list[str]], meant: Any) -> None:
    asked = form({**item("q", "choice", answerOption=coded("a", "b")), **members})
    answers, problems = read_typed(asked, typed, "en")
    if isinstance(meant, str):
        assert (answers, problems) == ({}, {"q": meant})
    else:
        assert (answers, problems) == ({"q": meant} if meant else {}, {})


@pytest.mark.parametrize("reason", [*REASONS, "on", "<script>"])
def test_typed_skip_keeps_a_reason_that_fhir_knows(reason: str) -> None:
    answers, problems = read_typed(one("integer"), {"q": [""], "q~skip": [reason]}, "en")
    assert (answers, problems) == ({"q": (Skipped(reason if reason in REASONS else DECLINED),)}, {})


def test_typed_answer_beside_a_skip_is_asked_about() -> None:
    assert read_typed(one("integer"), {"q": ["3"], "q~skip": ["x"]}, "en") == (
        {},
        {"q": sentences.ANSWERED_AND_SKIPPED},
    )


def test_typed_nothing_is_never_asked_for() -> None:
    asked = form(
        item("q", "integer", required=True), item("r", "choice", required=True, answerOption=coded("a"))
    )
    assert read_typed(asked, {"q": [" "], "r": []}, "en") == ({}, {})


def test_typed_answers_and_mistakes_that_do_not_apply_are_left_out() -> None:
    asked = form(
        item("talk", "boolean"),
        item("times", "integer", enableWhen=[when("talk", "=", answerBoolean=True)]),
        item("since", "integer", enableWhen=[when("times", "exists", answerBoolean=True)]),
    )
    typed = {"talk": ["no"], "times": ["x"], "since": ["3"]}
    assert read_typed(asked, typed, "en") == ({"talk": (False,)}, {})
    # While the answer before can't be read, nothing after it is lost.
    assert read_typed(asked, {**typed, "talk": ["yes"]}, "en") == (
        {"talk": (True,), "since": (3,)},
        {"times": numbers.WHOLE},
    )


def test_typed_for_hidden_groups_and_strangers_is_left_out() -> None:
    hidden = item("seen", "string", extension=[extension("questionnaire-hidden", valueBoolean=True)])
    asked = form(hidden, item("g", "group", repeats=True, item=[item("q", "string")]))
    typed = {
        "seen": ["x"],
        "g": ["x"],
        "gone": ["x"],
        "q@51": ["x"],
        "q@1": ["x"],
        "q@2.2": ["x"],
        "q@3": ["y"],
    }
    assert read_typed(asked, typed, "en") == ({"q@3": ("y",)}, {})


def test_typed_too_many_answers_are_refused() -> None:
    asked = one("string", repeats=True)
    assert len(read_typed(asked, {"q": ["x"] * 100}, "en")[0]["q"]) == 100
    assert read_typed(asked, {"q": ["x"] * 101}, "en")[1] == {"q": sentences.TOO_MANY.format(n=100)}


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=9)
SKIP = st.sampled_from(REASONS).map(Skipped)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "feel": st.sampled_from(["good", "so-so", "bad"]).map(Chosen),
        "talk": st.booleans() | SKIP,
        "where": st.sampled_from(["van", "phone"]).map(Chosen) | WORDS,
        "nights": st.integers(0, 7) | SKIP,
        "weight": st.decimals(-999, 999, places=1),
        "word": WORDS,
        "day": st.dates(date(2020, 1, 1), date(2100, 1, 1)),
        "moment": DAYS | st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
        "clock": st.times(),
        "since": DAYS,
        "lives@2": st.booleans(),
    },
)


@settings(max_examples=80, deadline=None)
@given(given=ANSWERS, language=st.sampled_from(["en", "ro", "ar", "pt-BR"]))
def test_answers_shown_in_boxes_are_read_as_the_same(given: dict[str, Any], language: str) -> None:
    asked = read_form(good())
    whole = {"moment", "clock"}
    answers = {
        key: (value.replace(microsecond=0) if key in whole and hasattr(value, "microsecond") else value,)
        for key, value in given.items()
    }
    zone = timezone(timedelta(hours=2))
    assert read_typed(asked, as_typed(asked, answers, language, zone=zone), language, zone=zone) == (
        answers,
        {},
    )
    assert kept(asked, answers) == (answers, ())
