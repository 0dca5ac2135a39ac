"""Answers leave as a QuestionnaireResponse and come back as they were; what doesn't fit is said by link id."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from tests.methods.forms.made import Json, coded, extension, form, good, item
from tests.methods.forms.test_round_trip import published
from tests.methods.forms.test_typed import ANSWERS
from yarrow.methods.forms import (
    Chosen,
    Defects,
    Form,
    Response,
    Skipped,
    read_form,
    read_response,
    write_response,
)
from yarrow.methods.forms.responses import AMENDED, COMPLETED, RESPONSE_STATUSES

WHEN = datetime(2026, 3, 9, 21, 40, tzinfo=timezone(timedelta(hours=1)))
ABSENT = extension("data-absent-reason", valueCode="asked-declined")


def lifelines() -> Form:
    """A form of our own that asks what the published response answers."""
    yes, words = "boolean", "string"
    general = (item("2.1", words), item("2.2", "date"), item("2.3", words), item("2.4", words))
    habits = (item("3.1", yes), item("3.2", yes))
    return form(item("1", yes), item("2", "group", item=[*general]), item("3", "group", item=[*habits]))


def test_published_response_is_read_and_written() -> None:
    given = published("questionnaireresponse-example-f201-lifelines")
    response = read_response(lifelines(), given)
    assert response.answers == {
        "1": (True,),
        "2.1": ("Male",),
        "2.2": (date(1960, 3, 13),),
        "2.3": ("The Netherlands",),
        "2.4": ("married",),
        "3.1": (False,),
        "3.2": (False,),
    }
    assert response.authored == datetime(2013, 6, 17, 23, tzinfo=UTC)
    written = write_response(lifelines(), response)
    stated = replace(response, canonical=lifelines().canonical, language="en")
    assert read_response(lifelines(), written) == stated
    for member in ("id", "subject", "author", "source", "status", "authored"):
        assert written[member] == given[member]


def everything() -> Response:
    """An answer of each kind."""
    answers: dict[str, tuple[Any, ...]] = {
        "feel": (Chosen("bad"),),
        "talk": (Skipped("asked-declined"),),
        "where": (Chosen("van"), "by the mills", Chosen("phone")),
        "nights": (3,),
        "weight": (Decimal("62.5"),),
        "word": ("hello",),
        "day": (date(2026, 3, 9),),
        "moment": (WHEN,),
        "clock": (time(21, 40),),
        "since": (date(2025, 1, 1),),
        "lives": (True,),
        "lives@2": (False,),
    }
    people = {"author": "worker-7", "source": "person-9", "subject": "person-9", "identifier": "entry-1"}
    return Response(
        COMPLETED, answers, authored=WHEN, language="en", canonical="urn:example:form|1", **people
    )


def test_response_of_every_kind_comes_back_as_it_was() -> None:
    written = write_response(read_form(good()), everything())
    assert json.loads(json.dumps(written)) == written
    assert read_response(read_form(good()), written) == everything()


def test_response_has_the_shape_of_fhir() -> None:
    written = write_response(read_form(good()), everything())
    assert (written["resourceType"], written["questionnaire"]) == (
        "QuestionnaireResponse",
        "urn:example:form|1",
    )
    assert written["authored"] == "2026-03-09T21:40:00+01:00"
    assert written["author"] == {"identifier": {"system": "urn:yarrow:logical-id", "value": "worker-7"}}
    about, where, nights, weight, *others = written["item"]
    feel, talk = about["item"]
    assert feel["answer"] == [{"valueCoding": {"code": "bad", "display": "Bad"}}]
    assert talk == {"linkId": "talk", "text": "Say talk", "extension": [ABSENT]}
    assert [next(iter(one)) for one in where["answer"]] == ["valueCoding", "valueString", "valueCoding"]
    assert (nights["answer"], weight["answer"]) == ([{"valueInteger": 3}], [{"valueDecimal": 62.5}])
    assert [one["linkId"] for one in others] == ["word", "day", "moment", "clock", "partner", "partner"]
    assert others[2]["answer"] == [{"valueDateTime": "2026-03-09T21:40:00+01:00"}]
    assert others[3]["answer"] == [{"valueTime": "21:40:00"}]


@settings(max_examples=60, deadline=None)
@given(given=ANSWERS)
def test_response_of_any_answers_comes_back(given: dict[str, Any]) -> None:
    answers = {key: (value,) for key, value in given.items()}
    if "since" not in answers:
        # Times of a group are counted anew.
        answers.pop("lives@2", None)
    response = Response(AMENDED, answers)
    back = read_response(read_form(good()), write_response(read_form(good()), response))
    assert back.answers == answers


def test_response_texts_are_in_the_language_it_was_asked_in() -> None:
    words = {
        "extension": [
            extension(
                "translation",
                extension=[{"url": "lang", "valueCode": "ro"}, {"url": "content", "valueString": "Spune"}],
            )
        ]
    }
    asked = form({**item("q", "string"), "_text": words}, _title=words)
    written = write_response(asked, Response(COMPLETED, {"q": ("da",)}, language="ro"))
    assert (written["language"], written["item"][0]["text"]) == ("ro", "Spune")
    assert write_response(asked, Response(COMPLETED, {"q": ("da",)}))["item"][0]["text"] == "Say q"


def test_response_questions_below_a_question_lie_in_its_answer() -> None:
    below = item("why", "string", item=[item("more", "boolean")])
    asked = form(item("talk", "boolean", item=[below]))
    answers: dict[str, Any] = {"talk": (False,), "why": ("tired",), "more": (True,)}
    written = write_response(asked, Response(COMPLETED, answers))
    assert written["item"][0]["answer"][0]["valueBoolean"] is False
    assert written["item"][0]["answer"][0]["item"][0]["linkId"] == "why"
    assert read_response(asked, written).answers == answers
    # … also where the question itself has no answer, or was skipped.
    for alone in ({"more": (True,)}, {"talk": (Skipped(),), "why": ("tired",)}):
        assert read_response(asked, write_response(asked, Response(COMPLETED, alone))).answers == alone


def test_response_groups_in_groups_are_counted() -> None:
    inner = item("child", "group", repeats=True, item=[item("age", "integer")])
    asked = form(item("home", "group", repeats=True, item=[inner, item("where", "string")]))
    answers = {"age": (3,), "age@1.2": (5,), "where@2": ("quay",), "age@2.1": (9,)}
    back = read_response(asked, write_response(asked, Response(COMPLETED, answers)))
    assert back.answers == answers


OPTIONS: dict[str, tuple[list[Json], Any, Json]] = {
    "with a system": (
        [{"valueCoding": {"system": "urn:s", "code": "a", "display": "A"}}],
        "a",
        {"valueCoding": {"system": "urn:s", "code": "a", "display": "A"}},
    ),
    "words alone": (
        [{"valueCoding": {"display": "Yes, often"}}],
        "Yes, often",
        {"valueCoding": {"display": "Yes, often"}},
    ),
    "text": ([{"valueString": "quay"}], "quay", {"valueString": "quay"}),
    "number": ([{"valueInteger": 3}], "3", {"valueInteger": 3}),
    "day": ([{"valueDate": "2026-03-09"}], "2026-03-09", {"valueDate": "2026-03-09"}),
    "time": ([{"valueTime": "21:40:00"}], "21:40:00", {"valueTime": "21:40:00"}),
}


@pytest.mark.parametrize("kind", OPTIONS)
def test_response_option_is_written_by_the_type_of_its_value(kind: str) -> None:
    options, code, answer = OPTIONS[kind]
    asked = form(item("q", "choice", answerOption=options))
    written = write_response(asked, Response(COMPLETED, {"q": (Chosen(code),)}))
    assert written["item"][0]["answer"] == [answer]
    assert read_response(asked, written).answers == {"q": (Chosen(code),)}


@pytest.mark.parametrize(
    "answer",
    [
        {"linkId": "q", "answer": [{"extension": [ABSENT]}]},
        {"linkId": "q", "answer": [{"_valueString": {"extension": [ABSENT]}}]},
        {"linkId": "q", "extension": [ABSENT]},
    ],
)
def test_response_reason_is_found_where_others_put_it(answer: Json) -> None:
    given = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [answer]}
    assert read_response(form(item("q", "string")), given).answers == {"q": (Skipped("asked-declined"),)}


def asked() -> Form:
    """What the misfits below don't fit."""
    return form(
        item("q", "integer"),
        item("c", "choice", answerOption=[{"valueCoding": {"system": "urn:s", "code": "a", "display": "A"}}]),
        item("g", "group", repeats=True, item=[item("in", "string")]),
        item("words", "display"),
    )


Q = {"linkId": "q", "answer": [{"valueInteger": 1}]}
MISFITS: dict[str, tuple[list[Any], list[tuple[str, str]]]] = {
    "unknown": ([{"linkId": "gone"}], [("gone", "unknown")]),
    "no id": ([{"answer": []}], [("", "unknown")]),
    "place": ([{"linkId": "in"}], [("in", "place")]),
    "twice": ([Q, Q], [("q", "twice")]),
    "too often": ([{"linkId": "g"}] * 51, [("g", "twice")]),
    "several": ([{"linkId": "q", "answer": [{"valueInteger": 1}, {"valueInteger": 2}]}], [("q", "several")]),
    "group answered": ([{"linkId": "g", "answer": [{"valueString": "x"}]}], [("g", "not-answered")]),
    "words answered": ([{"linkId": "words", "answer": [{"valueString": "x"}]}], [("words", "not-answered")]),
    "other type": ([{"linkId": "q", "answer": [{"valueString": "1"}]}], [("q", "not-an-answer")]),
    "true for one": ([{"linkId": "q", "answer": [{"valueBoolean": True}]}], [("q", "not-an-answer")]),
    "no option": ([{"linkId": "c", "answer": [{"valueCoding": {"code": "b"}}]}], [("c", "not-an-answer")]),
    "other system": (
        [{"linkId": "c", "answer": [{"valueCoding": {"system": "urn:t", "code": "a"}}]}],
        [("c", "not-an-answer")],
    ),
    "unreadable": ([{"linkId": "q", "answer": [{"valueInteger": "many"}]}], [("q", "not-an-answer")]),
    "reason": (
        [{"linkId": "q", "extension": [extension("data-absent-reason", valueCode="tired")]}],
        [("q", "reason")],
    ),
    "shape": ([{"linkId": "q", "answer": "yes"}, 3], [("", "shape"), ("q", "shape")]),
    "all at once": ([{"linkId": "gone"}, Q, Q], [("gone", "unknown"), ("q", "twice")]),
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_response_that_does_not_fit_is_said_by_link_id(misfit: str) -> None:
    items, found = MISFITS[misfit]
    with pytest.raises(Defects) as caught:
        read_response(
            asked(), {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}
        )
    assert [(one.link_id, one.rule) for one in caught.value.defects] == found
    assert all(one.link_id in one.says and one.says.endswith(".") for one in caught.value.defects)


HEADS: dict[str, tuple[Json, str]] = {
    "other form": ({"questionnaire": "urn:other"}, "other-form"),
    "other version": ({"questionnaire": "urn:example:form|2"}, "other-form"),
    "status": ({"status": "done"}, "status"),
    "authored": ({"authored": "yesterday"}, "shape"),
}


@pytest.mark.parametrize("head", HEADS)
def test_response_head_that_does_not_fit_is_said(head: str) -> None:
    members, rule = HEADS[head]
    given = {"resourceType": "QuestionnaireResponse", "status": "completed", **members}
    with pytest.raises(Defects) as caught:
        read_response(asked(), given)
    assert [one.rule for one in caught.value.defects] == [rule]


@pytest.mark.parametrize("status", RESPONSE_STATUSES)
def test_response_keeps_its_status_and_version(status: str) -> None:
    given = {"resourceType": "QuestionnaireResponse", "status": status, "questionnaire": "urn:example:form"}
    response = read_response(asked(), given)
    assert (response.status, response.canonical, response.answers) == (status, "urn:example:form", {})
    assert write_response(asked(), response)["questionnaire"] == "urn:example:form"


@pytest.mark.parametrize("given", [None, [], {}, {"resourceType": "Questionnaire"}])
def test_response_that_is_none_is_said(given: object) -> None:
    with pytest.raises(Defects):
        read_response(asked(), given)


def test_response_of_coded_options_keeps_their_order() -> None:
    several = form(item("q", "choice", repeats=True, answerOption=coded("a", "b", "c")))
    answers = {"q": (Chosen("c"), Chosen("a"))}
    assert read_response(several, write_response(several, Response(COMPLETED, answers))).answers == answers
