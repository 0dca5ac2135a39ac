"""What was typed into a page's boxes, as answers; and answers as what would be typed.

Each box is named by its answer (see `keys.py`). Nothing is ever asked for: an empty box is no answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from itertools import zip_longest
from typing import Any

from yarrow.methods.forms import keys
from yarrow.methods.forms.conditions import shown
from yarrow.methods.forms.fitting import settled
from yarrow.methods.forms.keys import Asked, all_asked
from yarrow.methods.forms.moments import limited, read_day, read_moment, read_time
from yarrow.methods.forms.numbers import read_number
from yarrow.methods.forms.shapes import (
    DECLINED,
    NUMBERS,
    OPEN_CHOICE,
    REASONS,
    Chosen,
    Form,
    Item,
    Skipped,
    Value,
)
from yarrow.methods.sentences import to_say

LONGEST, MOST_ANSWERS = 20_000, 100

CHOOSE = to_say("Choose from the answers that are listed.")
YES_OR_NO = to_say("Choose yes or no.")
ONE_ONLY = to_say("Give one answer only.")
TOO_MANY = to_say("Give at most {n} answers.")
ALONE = to_say("“{answer}” can't stand beside another answer. Keep one of them.")
TOO_LONG = to_say("Write at most {n} letters; these are {m}.")
ONE_LINE = to_say("Write it in one line.")
ANSWERED_AND_SKIPPED = to_say("You answered and also chose not to say. Keep one of them.")

Typed = Mapping[str, Sequence[str]]


class Problem(Exception):
    """What was typed can't be taken; its text is the sentence to show."""


def read_typed(
    form: Form, typed: Typed, language: str, *, zone: tzinfo = UTC, today: date | None = None
) -> tuple[dict[str, tuple[Value, ...]], dict[str, str]]:
    """(answers, {answer's name: sentence}) of what a page sent; both hold only what applies and what is on the page.

    `language` decides how a number's marks are meant and in which words an option is named in a sentence; `zone` is
    where times are meant. What a sentence is about has no answer; the page keeps what was typed.
    """
    reader = _Reader(typed, language, zone, today or datetime.now(zone).date())
    answers: dict[str, tuple[Value, ...]] = {}
    problems: dict[str, str] = {}
    for one in all_asked(form, reader.names()):
        try:
            found = reader.answer(one) if one.item.is_question and not one.item.hidden else ()
        except Problem as problem:
            problems[one.key] = str(problem)
        else:
            answers.update({one.key: found} if found else {})
    applies = shown(form, answers, problems)
    return (
        {key: values for key, values in answers.items() if key in applies},
        {key: says for key, says in problems.items() if key in applies},
    )


class _Reader:
    """Reads the boxes of one page."""

    def __init__(self, typed: Typed, language: str, zone: tzinfo, today: date) -> None:
        self.typed = typed
        self.language = language
        self.zone = zone
        self.today = today

    def names(self) -> set[str]:
        """The answers that something was typed for."""
        return {name.rpartition("~")[0] if name.endswith(keys.PARTS) else name for name in self.typed}

    def answer(self, one: Asked) -> tuple[Value, ...]:
        """The answers to one question. Raises Problem."""
        found = tuple(self._values(one.item, one.key))
        skipped = self._boxes(one.key, keys.SKIP)
        if skipped and found:
            raise Problem(ANSWERED_AND_SKIPPED)
        if skipped:
            return (Skipped(skipped[0] if skipped[0] in REASONS else DECLINED),)
        if len(found) > 1 and not one.item.repeats:
            raise Problem(ONE_ONLY)
        if len(found) > MOST_ANSWERS:
            raise Problem(TOO_MANY.format(n=MOST_ANSWERS))
        return found

    def _boxes(self, key: str, part: str = "") -> list[str]:
        return [text.strip() for text in self.typed.get(key + part, ()) if text.strip()]

    def _values(self, item: Item, key: str) -> Iterator[Value]:
        if item.is_chosen:
            yield from self._chosen(item, key)
        elif item.kind in ("date", "dateTime"):
            yield from self._moments(item, key)
        else:
            yield from (self._one(item, text) for text in self._boxes(key))

    def _one(self, item: Item, text: str) -> Value:
        if item.kind in NUMBERS:
            number: Value = _taken(read_number(item, text, self.language))
            return number
        if item.kind == "time":
            clock: Value = _taken(limited(item, read_time(text)))
            return clock
        if item.kind == "boolean":
            if text not in (keys.YES, keys.NO):
                raise Problem(YES_OR_NO)
            return text == keys.YES
        return written_text(item, text)

    def _moments(self, item: Item, key: str) -> Iterator[Value]:
        parts = (keys.DAY, keys.MONTH, keys.YEAR, keys.TIME)
        whole = [(text, "", "", "") for text in self._boxes(key)]
        rows = zip_longest(*(self.typed.get(key + part, ()) for part in parts), fillvalue="")
        for row in (*whole, *rows):
            day, month, year, clock = (text.strip() for text in row)
            if not any((day, month, year, clock)):
                continue
            found: Any = read_day((day, month, year), self.today) if day or month or year else None
            if item.kind == "dateTime":
                found = read_moment(found, read_time(clock) if clock else None, self.zone)
            yield _taken(limited(item, found))

    def _chosen(self, item: Item, key: str) -> Iterator[Value]:
        codes = [code for code in dict.fromkeys(self._boxes(key)) if code != keys.OTHER]
        own = self._boxes(key, keys.OTHER) if item.kind == OPEN_CHOICE else []
        alone = [option for option in item.options if option.exclusive and option.code in codes]
        if alone and len(codes) + len(own) > 1:
            raise Problem(ALONE.format(answer=alone[0].display.in_(self.language)))
        for code in codes:
            if item.option(code) is None:
                raise Problem(CHOOSE)
            yield Chosen(code)
        yield from (settled(item, written_text(item, text)) for text in own)


def written_text(item: Item, text: str) -> str:
    """Words as they are kept: line ends made one kind, nothing that can't be printed. Raises Problem."""
    kept = "".join(
        sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign >= " " or sign in "\n\t"
    )
    most = min(item.max_length or LONGEST, LONGEST)
    if len(kept) > most:
        raise Problem(TOO_LONG.format(n=most, m=len(kept)))
    if "\n" in kept and item.kind != "text":
        raise Problem(ONE_LINE)
    return kept


def _taken(found: Any) -> Any:
    """What was read; what came back as a sentence is raised."""
    if isinstance(found, str):
        raise Problem(found)
    return found
