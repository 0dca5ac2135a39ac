"""What applies, what is kept, and what is told to the browser; the cases in tests/spec/forms say the rest."""

import json
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.forms.made import Json, coded, extension, form, good, item, when
from yarrow.methods.forms import (
    Chosen,
    Form,
    Skipped,
    all_asked,
    beforehand,
    conditions_for_page,
    kept,
    key_of,
    read_form,
    shown,
    unanswered,
)
from yarrow.methods.forms.keys import MOST_TIMES, groups_around, split


def chain(*, hidden: bool = False) -> Form:
    """Three questions, each waiting for the one before."""
    first: Json = {"extension": [extension("questionnaire-hidden", valueBoolean=True)]} if hidden else {}
    return form(
        item("a", "boolean", **first),
        item("b", "integer", enableWhen=[when("a", "=", answerBoolean=True)], required=True),
        item("c", "string", enableWhen=[when("b", ">", answerInteger=2)], required=True),
    )


def test_kept_drops_what_does_not_apply_and_says_what() -> None:
    answers: dict[str, Any] = {"a": (False,), "b": (3,), "c": ("x",), "gone": ("y",)}
    assert kept(chain(), answers) == ({"a": (False,)}, ("b", "c", "gone"))
    assert kept(chain(), {**answers, "a": (True,)})[1] == ("gone",)
    assert kept(chain(), {"a": (True,), "b": ()}) == ({"a": (True,)}, ())


def test_kept_holds_answers_of_questions_that_no_page_draws() -> None:
    assert kept(chain(hidden=True), {"a": (True,), "b": (3,)}) == ({"a": (True,), "b": (3,)}, ())


def test_beforehand_is_what_the_form_fills_in_where_it_applies() -> None:
    first, second = coded("a", "b")
    asked = form(
        item("c", "choice", answerOption=[first, {**second, "initialSelected": True}]),
        item("n", "integer", initial=[{"valueInteger": 3}]),
        item("late", "string", initial=[{"valueString": "x"}], enableWhen=[when("n", ">", answerInteger=5)]),
    )
    assert beforehand(asked) == {"c": (Chosen("b"),), "n": (3,)}


def test_unanswered_are_required_ones_that_apply() -> None:
    assert unanswered(chain(), {}) == ()
    assert unanswered(chain(), {"a": (True,)}) == ("b",)
    assert unanswered(chain(), {"a": (True,), "b": (3,)}) == ("c",)
    assert unanswered(chain(), {"a": (True,), "b": (Skipped(),)}) == ()


def test_shown_never_holds_an_item_without_its_group() -> None:
    outer = item("g", "group", enableWhen=[when("a", "=", answerBoolean=True)], item=[item("in", "string")])
    asked = form(item("a", "boolean"), outer)
    assert shown(asked, {"in": ("x",)}) == {"a"}
    assert shown(asked, {"a": (True,)}) == {"a", "g", "in"}
    assert kept(asked, {"a": (False,), "in": ("x",)}) == ({"a": (False,)}, ("in",))


def test_shown_compares_instants_whatever_their_zone() -> None:
    asked = form(
        item("m", "dateTime"),
        item("same", "string", enableWhen=[when("m", "=", answerDateTime="2026-03-09T21:40:00Z")]),
        item("day", "string", enableWhen=[when("m", "=", answerDateTime="2026-03-09")]),
    )
    there = datetime(2026, 3, 9, 23, 40, tzinfo=timezone(timedelta(hours=2)))
    assert shown(asked, {"m": (there,)}) == {"m", "same", "day"}
    assert shown(asked, {"m": (there.replace(tzinfo=None),)}) == {"m", "day"}
    assert shown(asked, {"m": (date(2026, 3, 10),)}) == {"m"}


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "feel": st.lists(st.sampled_from(["good", "bad"]).map(Chosen), max_size=2).map(tuple),
        "talk": st.sampled_from([(), (True,), (False,), (Skipped(),)]),
        "more": st.just(("words",)),
        "nights": st.sampled_from([(3,), ("not a number",), (None,)]),
        "lives@2": st.just((True,)),
        "gone@9": st.just((1,)),
    },
)


@settings(max_examples=60, deadline=None)
@given(given=VALUES)
def test_kept_is_the_same_a_second_time_and_loses_nothing(given: dict[str, Any]) -> None:
    asked = read_form(good())
    left, dropped = kept(asked, given)
    assert kept(asked, left) == (left, ())
    assert {*left, *dropped} == {key for key, values in given.items() if values}
    assert {*left} <= shown(asked, given)


def test_conditions_for_page_are_small_plain_json() -> None:
    told = conditions_for_page(read_form(good()))
    assert told == {
        "more": {"any": False, "when": [["feel", "=", "code", "bad"], ["talk", "=", "flag", "yes"]]},
    }
    assert json.loads(json.dumps(told)) == told


def test_conditions_for_page_tell_each_kind_of_answer() -> None:
    zone = timezone(timedelta(hours=1))
    kinds: dict[str, tuple[Json, Json, list[Any]]] = {
        "decimal": ({}, {"answerDecimal": 2.5}, ["number", 2.5]),
        "text": ({}, {"answerString": "x"}, ["text", "x"]),
        "date": ({}, {"answerDate": "2026-03-09"}, ["date", "2026-03-09"]),
        "dateTime": ({}, {"answerDateTime": "2026-03-09T21:40:00Z"}, ["moment", "2026-03-09T22:40:00"]),
        "time": ({}, {"answerTime": "21:40:00"}, ["time", "21:40:00"]),
        "open-choice": ({"answerOption": coded("a")}, {"answerString": "own"}, ["code", "~own"]),
        "choice": (
            {"answerOption": [{"valueDate": "2026-03-09"}]},
            {"answerDate": "2026-03-09"},
            ["date", "2026-03-09"],
        ),
    }
    asked = form(
        *(item(kind, kind, **members) for kind, (members, _answer, _told) in kinds.items()),
        *(
            item(f"after {kind}", "string", enableWhen=[when(kind, "=", **answer)])
            for kind, (_members, answer, _told) in kinds.items()
        ),
    )
    found = {name: told["when"][0] for name, told in conditions_for_page(asked, zone).items()}
    assert found == {f"after {kind}": [kind, "=", *told] for kind, (_m, _a, told) in kinds.items()}


def test_keys_are_the_names_of_answers_and_no_others() -> None:
    inner = item("child", "group", repeats=True, item=[item("age", "integer")])
    asked = form(item("home", "group", repeats=True, item=[inner]), item("q@b", "string"))
    around = groups_around(asked)
    assert around == {"home": ("home",), "child": ("home", "child"), "age": ("home", "child"), "q@b": ()}
    assert split(asked, "age@2.1", around) == ("age", (2, 1))
    assert split(asked, "age", around) == ("age", (1, 1))
    assert split(asked, "q@b", around) == ("q@b", ())
    for stranger in (
        "age@1.1",
        "age@2",
        "age@0.1",
        "age@1.2.3",
        "q@b@2",
        "gone",
        f"age@1.{MOST_TIMES + 1}",
        "",
        "@2",
    ):
        assert split(asked, stranger, around) is None, stranger
    assert key_of("age", (1, 1)) == "age" and key_of("age", (1, 2)) == "age@1.2"


def test_all_asked_says_each_time_with_its_group() -> None:
    inner = item("child", "group", repeats=True, item=[item("age", "integer")])
    asked = form(item("home", "group", repeats=True, item=[inner]))
    every = [(one.key, one.parent) for one in all_asked(asked, ["age@2.3", "x", "age@1.2"])]
    assert every == [
        ("home", ""),
        ("child", "home"),
        ("age", "child"),
        ("child@1.2", "home"),
        ("age@1.2", "child@1.2"),
        ("home@2", ""),
        ("child@2.1", "home@2"),
        ("age@2.1", "child@2.1"),
        ("child@2.3", "home@2"),
        ("age@2.3", "child@2.3"),
    ]
