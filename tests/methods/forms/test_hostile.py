"""Whatever a file holds, it is read or refused with sentences; nothing runs away."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.methods.forms.made import coded, good, item, questionnaire, when
from yarrow.methods.forms import (
    Defects,
    lint,
    read_form,
    read_response,
    read_typed,
    shown,
    write_form,
    write_response,
)
from yarrow.methods.forms.responses import Response
from yarrow.methods.forms.rules import RULES

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        ["group", "choice", "feel", "talk", "=", "exists", "any", "2026-03-09", "#list", "~", "a@2"]
    ),
    st.lists(
        st.one_of(st.integers(), st.text(max_size=3), st.dictionaries(st.text(max_size=3), st.none())),
        max_size=3,
    ),
    st.dictionaries(
        st.sampled_from(["url", "code", "display", "extension", "valueInteger", "coding"]), st.none()
    ),
)
# No answer is known beforehand, so a test that is slow once is no mistake.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything inside a JSON."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(way for name, one in inside for way in places(one, (*path, name)))]


def put(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The JSON with something else at one place."""
    if not path:
        return odd
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], odd)
    return copy


PLACES = places(good())


def tried(read: Callable[..., Any], *given: Any) -> Any:
    """What is read, or the mistakes."""
    try:
        return read(*given)
    except Defects as refused:
        return refused.defects


def is_refused(found: Any) -> bool:
    """Whether it was refused, in sentences that a page can say."""
    is_said = isinstance(found, tuple) and bool(found)
    assert not is_said or all(one.says.endswith(".") for one in found)
    return is_said


def is_answered_for(form: Any) -> None:
    """Read and used, or refused."""
    made = tried(read_form, form)
    if not is_refused(made):
        assert write_form(made)["resourceType"] == "Questionnaire"
        answers, _problems = read_typed(made, {"feel": ["bad"], "talk": ["yes"], "day~day": ["x"]}, "en")
        response = write_response(made, Response("completed", answers))
        assert read_response(made, response).answers == answers
        assert shown(made, answers) <= {*made.by_id}


@CALM
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=3))
def test_form_with_odd_values_anywhere_is_read_or_refused(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    form: Any = good()
    for path, odd in changes:
        form = put(form, path, odd) if path in places(form) else form
    is_answered_for(form)


@CALM
@given(
    st.recursive(
        ODD, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=4), inside)
    )
)
def test_form_of_anything_is_refused(anything: Any) -> None:
    assert lint(anything)
    is_answered_for(questionnaire({"linkId": "a", "type": "string", "text": "A", "item": anything}))


@CALM
@given(changes=st.lists(st.tuples(st.integers(0, 400), ODD), min_size=1, max_size=3))
def test_response_with_odd_values_anywhere_is_read_or_refused(changes: list[tuple[int, Any]]) -> None:
    made = read_form(good())
    answers, _ = read_typed(
        made, {"feel": ["bad"], "where": ["van"], "since@2~day": ["1 2 2026"], "day~skip": ["x"]}, "en"
    )
    response: Any = write_response(made, Response("completed", answers, author="w"))
    for n, odd in changes:
        ways = places(response)
        response = put(response, ways[n % len(ways)], odd)
    found = tried(read_response, made, response)
    assert is_refused(found) or found.status


def deep(n: int) -> Any:
    """Groups in groups."""
    inside = item("last", "string")
    for level in range(n):
        inside = item(f"g{level}", "group", item=[inside])
    return questionnaire(inside)


def knot() -> Any:
    """A group that contains itself."""
    group = item("g", "group")
    group["item"] = [group, group]
    return questionnaire(group)


def doubled() -> Any:
    """Every level holds the one below twice: small in memory, endless when walked."""
    inside: Any = {"url": "urn:x"}
    for _level in range(30):
        inside = {"extension": [inside, inside]}
    return questionnaire(item("q", "string", **inside))


LIST = {
    "resourceType": "ValueSet",
    "id": "list",
    "expansion": {"contains": [{"code": f"c{n}"} for n in range(10_000)]},
}
BOMBS: dict[str, tuple[Any, str]] = {
    "deep": (deep(11), "too-deep"),
    "deeper than Python": (deep(5_000), "not-a-form"),
    "knot": (knot(), "not-a-form"),
    "doubled": (doubled(), "not-a-form"),
    "10,000 options": (
        questionnaire(item("q", "choice", answerOption=coded(*map(str, range(10_000))))),
        "too-many-options",
    ),
    "10,000 in a list": (
        questionnaire(
            *(item(f"q{n}", "choice", answerValueSet="#list") for n in range(50)), contained=[LIST]
        ),
        "too-many-options",
    ),
    "1 MB of words": (questionnaire(item("q", "string") | {"text": "a" * 1_000_000}), "not-a-form"),
    "30 kB of words": (questionnaire(item("q", "string") | {"text": "a" * 30_000}), "long-text"),
    "3,000 items": (questionnaire(*(item(f"q{n}", "string") for n in range(3_000))), "too-many-items"),
    "not a number": (questionnaire(item("q", "string", maxLength=float("nan"))), "not-a-form"),
    "names that are no text": (questionnaire(item("q", "string") | {3: 4}), "not-a-form"),  # type: ignore[dict-item]
    "a thing": (questionnaire(item("q", "string", initial=object())), "not-a-form"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_form_of_a_pathological_size_is_refused_at_once(bomb: str) -> None:
    form, rule = BOMBS[bomb]
    began = time.monotonic()
    assert rule in {one.rule for one in lint(form)}
    assert rule in RULES or rule in {"too-deep", "not-a-form", "too-many-items", "long-text"}
    assert time.monotonic() - began < 5


def test_form_of_ten_levels_is_read() -> None:
    assert lint(deep(9)) == ()


def test_form_of_200_questions_is_read_asked_and_written() -> None:
    options = coded("never", "sometimes", "often", weights=True)
    form = questionnaire(
        *(
            item(
                f"q{n}",
                "choice",
                answerOption=options,
                **({"enableWhen": [when(f"q{n - 1}", "=", answerCoding={"code": "often"})]} if n % 2 else {}),
            )
            for n in range(200)
        )
    )
    made = read_form(form)
    answers, problems = read_typed(made, {f"q{n}": ["often" if n % 4 else "never"] for n in range(200)}, "en")
    assert (len(made.questions()), problems, len(answers)) == (200, {}, 150)
    assert write_form(made) == form
    assert read_response(made, write_response(made, Response("completed", answers))).answers == answers
