"""The questions of a form as a page draws them: in which order, in which words, with what was typed or said before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from django.utils.translation import gettext as _

from yarrow.measures.saying import direction
from yarrow.methods.forms import (
    Answers,
    Asked,
    Form,
    Item,
    Said,
    Value,
    all_asked,
    as_typed,
    key_of,
    keys,
    read_typed,
    shown,
)
from yarrow.methods.forms.shapes import DECLINED, GROUP, OPEN_CHOICE

# What the radio button "Rather not say" sends; no option has it as its code, since "~" begins the page's own names.
RATHER_NOT = "~rather-not"
Boxes = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class OptionShown:
    """One answer to choose. `id` is that of its box on the page."""

    id: str
    code: str
    words: Said
    is_chosen: bool


@dataclass(frozen=True)
class BeforeShown:
    """A heading, words between the questions, or a question whose answers were not brought."""

    key: str
    words: Said
    is_heading: bool
    is_unasked: bool = False


@dataclass(frozen=True)
class QuestionShown:
    """One question with its boxes. `before`: what stands above it; `around`: the groups it is in, outermost first.

    after   what stands below the last question of all
    """

    key: str
    id: str
    words: Said
    easy: Said | None
    control: str
    options: Sequence[OptionShown]
    boxes: Mapping[str, str] = field(repr=False)
    is_skipped: bool = field(repr=False)
    error: str
    before: Sequence["BeforeShown"]
    after: Sequence["BeforeShown"]
    around: Sequence[str]
    adds: Sequence[tuple[str, Said]]

    @property
    def said(self) -> str:
        """What is in its first box."""
        return self.boxes.get("", "")

    @property
    def has_own(self) -> bool:
        """Whether words of one's own may stand beside the options."""
        return any(option.code == keys.OTHER for option in self.options)

    @property
    def direction(self) -> str:
        return direction(self.words.language)

    @property
    def described(self) -> str:
        """The ids of what belongs to the question beside its label."""
        parts = (("easy", self.easy), ("error", self.error))
        return " ".join(f"{self.id}-{name}" for name, there in parts if there)

    @property
    def anchor(self) -> str:
        """Where an error leads."""
        if self.options:
            return self.options[0].id
        return {"flag": f"{self.id}-yes", "day": f"{self.id}-day", "moment": f"{self.id}-day"}.get(
            self.control, self.id
        )


@dataclass(frozen=True)
class Place:
    """Where a page stands: the questions that apply now, in order."""

    steps: tuple[Asked, ...]
    before: Mapping[str, tuple[Asked, ...]]
    parents: Mapping[str, str]
    items: Mapping[str, Item]
    last: tuple[Asked, ...] = ()

    def at(self, key: str) -> int:
        """The number of the question of this name, from 0; -1 where it does not apply."""
        return next((n for n, one in enumerate(self.steps) if one.key == key), -1)

    def ended(self, number: int) -> list[str]:
        """Repeating groups that end for the last time with this question: each can be filled in once more."""
        after = {self.items[key].link_id for later in self.steps[number + 1 :] for key in self.around(later)}
        here = self.around(self.steps[number])
        repeating = [key for key in here if self.items[key].kind == GROUP and self.items[key].repeats]
        return [key for key in repeating if self.items[key].link_id not in after]

    def around(self, one: Asked) -> list[str]:
        """The items that a question lies in, outermost first: groups, and questions that have others below them."""
        found: list[str] = []
        key = one.parent
        while key:
            found.insert(0, key)
            key = self.parents.get(key, "")
        return found


def place_of(form: Form, answers: Answers, more: Sequence[str] = (), *, is_whole: bool = False) -> Place:
    """The questions that apply, given the answers; `is_whole`: every one.

    `more`: names of answers in further times of a group.
    """
    applies = shown(form, {**{key: () for key in more}, **answers})
    parents: dict[str, str] = {}
    items: dict[str, Item] = {}
    steps: list[Asked] = []
    before: dict[str, tuple[Asked, ...]] = {}
    waiting: list[Asked] = []
    for one in all_asked(form, (*answers, *more)):
        parents[one.key] = one.parent
        items[one.key] = one.item
        if one.item.hidden or not (is_whole or one.key in applies):
            continue
        if one.item.is_question:
            steps.append(one)
            before[one.key] = tuple(waiting)
            waiting = []
        elif one.item.text:
            waiting.append(one)
    return Place(tuple(steps), before, parents, items, tuple(waiting))


def next_time(form: Form, group: str, names: Sequence[str]) -> str:
    """The name of the first question of a repeating group, at its next time; "" where there is none to come.

    `group`: the group at one of its times; `names`: of everything that is answered or on the page.
    """
    every = list(all_asked(form, names))
    now = next(
        (one for one in every if one.key == group and one.item.kind == GROUP and one.item.repeats), None
    )
    first = next((item for item in now.item.below() if item.is_question), None) if now else None
    if now is None or first is None:
        return ""
    before = now.times[:-1]
    alike = (one.times for one in every if one.item.link_id == now.item.link_id)
    n = max(times[-1] for times in alike if times[:-1] == before) + 1
    deep = len(keys.groups_around(form)[first.link_id])
    return (
        key_of(first.link_id, (*before, n, *(1,) * (deep - len(before) - 1))) if n <= keys.MOST_TIMES else ""
    )


def read_page(
    form: Form, answers: Answers, typed: Boxes, asked: frozenset[str], language: str, zone: tzinfo
) -> tuple[dict[str, tuple[Value, ...]], dict[str, str]]:
    """(answers, sentences about what can't be taken) of the questions of one page, the others standing as they did."""
    others = {key: values for key, values in answers.items() if key not in asked}
    boxes = {**as_typed(form, others, language, zone=zone), **page_boxes(typed, asked)}
    found, wrong = read_typed(form, boxes, language, zone=zone)
    return (
        {key: values for key, values in found.items() if key in asked},
        {key: says for key, says in wrong.items() if key in asked},
    )


def page_boxes(typed: Boxes, asked: frozenset[str]) -> dict[str, list[str]]:
    """What was sent for these questions, "rather not say" among radio buttons put into its own box."""
    boxes: dict[str, list[str]] = {}
    for key in asked:
        for part in ("", *keys.PARTS):
            if key + part in typed:
                boxes[key + part] = [text for text in typed[key + part] if text != RATHER_NOT]
        if RATHER_NOT in typed.get(key, ()):
            boxes[key], boxes[key + keys.SKIP] = [], [DECLINED]
    return boxes


def passed_by(typed: Boxes, asked: frozenset[str], given: Mapping[str, Sequence[Value]]) -> list[str]:
    """Questions of the page that something was typed for and that do not apply."""
    boxes = page_boxes(typed, asked)
    said = {name.partition("~")[0] for name, texts in boxes.items() if any(texts)}
    return sorted((said & asked) - set(given))


def drawn(
    place: Place, wanted: Sequence[Asked], boxes: Boxes, wrong: Mapping[str, str], language: str
) -> Iterator[QuestionShown]:
    """These questions with what is in their boxes."""
    for one in wanted:
        item, number = one.item, place.at(one.key)
        mine = {part.removeprefix("~"): _first(boxes, one.key + part) for part in ("", *keys.PARTS)}
        yield QuestionShown(
            key=one.key,
            id=f"q{number}",
            words=item.text.in_(language),
            easy=item.easy.in_(language) if item.easy else None,
            control=control_of(item),
            options=tuple(_options(item, f"q{number}", boxes.get(one.key, ()), language)),
            boxes=mine,
            is_skipped=bool(mine["skip"]),
            error=wrong.get(one.key, ""),
            before=_standing(place.before.get(one.key, ()), language),
            after=_standing(place.last if number == len(place.steps) - 1 else (), language),
            around=place.around(one),
            adds=[(key, place.items[key].text.in_(language)) for key in place.ended(number)],
        )


def _standing(parts: Sequence[Asked], language: str) -> list[BeforeShown]:
    return [
        BeforeShown(
            one.key, one.item.text.in_(language), one.item.kind == GROUP, is_unasked=one.item.lacks_options
        )
        for one in parts
    ]


def control_of(item: Item) -> str:
    """Which kind of boxes a question has."""
    if item.is_chosen:
        return "several" if item.repeats else "one"
    return {
        "boolean": "flag",
        "integer": "number",
        "decimal": "number",
        "date": "day",
        "dateTime": "moment",
        "time": "time",
        "text": "long",
    }.get(item.kind, "line")


def _options(item: Item, begin: str, chosen: Sequence[str], language: str) -> Iterator[OptionShown]:
    for n, option in enumerate(item.options):
        yield OptionShown(f"{begin}-{n}", option.code, option.display.in_(language), option.code in chosen)
    if item.kind == OPEN_CHOICE:
        yield OptionShown(
            f"{begin}-own", keys.OTHER, Said(_("Something else"), language), keys.OTHER in chosen
        )


def _first(boxes: Boxes, name: str) -> str:
    return next(iter(boxes.get(name, ())), "")
