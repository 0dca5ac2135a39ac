"""A form as Yarrow holds it: read from a FHIR R4 Questionnaire, checked, and never changed afterwards.

Source: HL7 FHIR R4 (4.0.1), Questionnaire and QuestionnaireResponse, https://hl7.org/fhir/R4/questionnaire.html.
What a file says beyond this is kept in `source` and written back untouched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

Source = Mapping[str, Any]

GROUP, DISPLAY, CHOICE, OPEN_CHOICE = "group", "display", "choice", "open-choice"
NUMBERS = ("integer", "decimal")
MOMENTS = ("date", "dateTime", "time")
WRITTEN = ("string", "text")
KINDS = (GROUP, DISPLAY, CHOICE, OPEN_CHOICE, "boolean", *NUMBERS, *WRITTEN, *MOMENTS)
ALL, ANY = "all", "any"
STATUSES = ("draft", "active", "retired", "unknown")
# Why there is no answer: http://terminology.hl7.org/CodeSystem/data-absent-reason
DECLINED, UNKNOWN, NOT_ASKED = "asked-declined", "asked-unknown", "not-asked"
REASONS = (
    DECLINED,
    UNKNOWN,
    NOT_ASKED,
    "unknown",
    "not-applicable",
    "not-permitted",
    "temp-unknown",
    "masked",
)


@dataclass(frozen=True)
class Said:
    """A text with the language it is in; `falls_back` when it isn't the one that was asked for."""

    text: str
    language: str
    falls_back: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Words:
    """The same words in several languages, `language` being the form's own."""

    language: str = "en"
    texts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, language: str, own: str, **others: str) -> "Words":
        """Words in the form's own language and, by their tags, in others."""
        return cls(language, ((language, own), *sorted(others.items())) if own else ())

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags there are words for."""
        return tuple(tag for tag, _text in self.texts)

    def in_(self, language: str) -> Said:
        """The words in `language`, its base, or a sister in the same script (pt-BR for pt-PT); else the own ones."""
        asked = language.lower()
        by_tag = {tag.lower(): Said(text, tag) for tag, text in self.texts}
        sisters = (tag for tag in by_tag if _base_and_script(tag) == _base_and_script(asked))
        for tag in (asked, asked.partition("-")[0], *sisters):
            if tag in by_tag:
                return by_tag[tag]
        return Said(str(self), self.language, falls_back=True)

    def __str__(self) -> str:
        return dict(self.texts).get(self.language, "")

    def __bool__(self) -> bool:
        return bool(str(self))


def _base_and_script(tag: str) -> tuple[str, str]:
    """("zh", "hant") of "zh-hant-tw"; the script is "" where the tag leaves it to the language."""
    base, *others = tag.split("-")
    return base, next((part for part in others if len(part) == 4 and part.isalpha()), "")


NOTHING = Words()


@dataclass(frozen=True)
class Chosen:
    """One of a question's options."""

    code: str


@dataclass(frozen=True)
class Skipped:
    """Asked and not answered, with the reason (FHIR data-absent-reason)."""

    reason: str = DECLINED


Value = Chosen | Skipped | bool | int | Decimal | str | date | datetime | time
# By link id; inside the second time a repeating group is filled in, by "link id@2" (see `keys.py`).
Answers = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Option:
    """An answer to choose. `kind` is the FHIR type of its value; `code` says it as text and is unique in its item.

    `selected`: chosen beforehand.
    """

    code: str
    display: Words = NOTHING
    weight: Decimal | None = None
    exclusive: bool = False
    selected: bool = False
    system: str = ""
    kind: str = "Coding"
    value: Value | None = None
    source: Source = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Condition:
    """When a question is asked: the earlier `question`, one of FHIR's operators, and the answer to compare with."""

    question: str
    operator: str
    answer: Value | None


@dataclass(frozen=True)
class Item:
    """A question, a group of items, or words between them. `required` asks, it never stands in the way."""

    link_id: str
    kind: str
    text: Words = NOTHING
    required: bool = False
    repeats: bool = False
    options: tuple[Option, ...] = ()
    conditions: tuple[Condition, ...] = ()
    behaviour: str = ALL
    minimum: Value | None = None
    maximum: Value | None = None
    max_length: int | None = None
    decimals: int | None = None
    hidden: bool = False
    read_only: bool = False
    items: tuple["Item", ...] = ()
    easy: Words = NOTHING
    short: Words = NOTHING
    prefix: str = ""
    control: str = ""
    is_across: bool = False
    initial: tuple[Value, ...] = ()
    value_set: str = ""
    source: Source = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_question(self) -> bool:
        """Whether it can be answered."""
        return self.kind not in (GROUP, DISPLAY) and not self.lacks_options

    @property
    def lacks_options(self) -> bool:
        """Whether its answers lie in a list that was not brought with it: it is kept and shown, and not asked."""
        named = self.value_set and self.kind in (CHOICE, OPEN_CHOICE)
        return bool(named) and not self.options and not self.source.get("answerOption")

    @property
    def is_chosen(self) -> bool:
        """Whether it is answered from options."""
        return self.kind in (CHOICE, OPEN_CHOICE) or bool(self.options)

    def option(self, code: str) -> Option | None:
        """The option of this code."""
        return next((one for one in self.options if one.code == code), None)

    def below(self) -> Iterator["Item"]:
        """Every item inside, in the order of the page."""
        for item in self.items:
            yield item
            yield from item.below()


@dataclass(frozen=True)
class Form:
    """A version of a form. `translations` are the further languages that every word of it is in."""

    url: str
    version: str
    title: Words
    status: str
    language: str
    items: tuple[Item, ...]
    copyright: str = ""
    translations: tuple[str, ...] = ()
    source: Source = field(default_factory=dict, compare=False, repr=False)

    @property
    def canonical(self) -> str:
        """How a response names the version it answers: `url|version`."""
        return f"{self.url}|{self.version}" if self.version else self.url

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Every item by its link id, in the order of the page."""
        return {one.link_id: one for item in self.items for one in (item, *item.below())}

    def questions(self) -> tuple[Item, ...]:
        """Everything that can be answered."""
        return tuple(item for item in self.by_id.values() if item.is_question)

    def not_asked(self) -> tuple[Item, ...]:
        """Questions whose answers were not brought."""
        return tuple(item for item in self.by_id.values() if item.lacks_options)
