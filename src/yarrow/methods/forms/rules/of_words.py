"""Rules about languages: each is in the form whole, or not at all."""

import re
from collections.abc import Iterator

from yarrow.methods.forms.placed import Placed, Whole
from yarrow.methods.forms.rules.rule import Found, Rule
from yarrow.methods.sentences import to_say

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _others(whole: Whole) -> list[str]:
    return sorted(whole.languages - {whole.language})


def _lacks(one: Placed, language: str) -> bool:
    """Whether words of an item that is seen are missing; a number, a day or a time needs no translation."""
    item = one.item
    options = [option.display for option in item.options if option.kind in ("Coding", "String")]
    seen = [words for words in (item.text, item.easy, *options) if words]
    return not item.hidden and not all(language in words.languages for words in seen)


def _incomplete(whole: Whole) -> Iterator[Found]:
    for language in _others(whole):
        yield from ((one, {"language": language}) for one in whole.placed if _lacks(one, language))


def _title(whole: Whole) -> Iterator[Found]:
    for language in _others(whole):
        if whole.title and language not in whole.title.languages:
            yield None, {"language": language}


def _tags(whole: Whole) -> Iterator[Found]:
    return ((None, {"language": one}) for one in sorted(whole.languages) if not _TAG.fullmatch(one))


RULES = (
    Rule(
        "translation-incomplete",
        to_say(
            "“{item}” or one of its answers has no words in “{language}”, which other items have. Translate all of "
            "them, or none."
        ),
        _incomplete,
    ),
    Rule(
        "title-not-translated",
        to_say("The title has no words in “{language}”, which the items have. Translate it, too."),
        _title,
    ),
    Rule(
        "language-tag",
        to_say("“{language}” isn't the tag of a language. Write one like en, ro or pt-BR."),
        _tags,
        is_fhir=True,
    ),
)
