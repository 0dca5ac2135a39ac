"""Questions and answers in the words of a language."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from yarrow.measures.catalogue import packs
from yarrow.measures.models import Filling, FormVersion
from yarrow.measures.reading import form_of
from yarrow.methods.forms import Chosen, Item, Said, Skipped, Value
from yarrow.methods.packs import is_wordless
from yarrow.staff.speaking import is_offered
from yarrow.ui import days
from yarrow.ui.languages import BY_CODE, ENGLISH

RTL = {"ar", "fa", "ur", "he", "ps", "ckb", "dv", "yi"}


def item_words(item: Item, language: str, *, is_easy: bool = False) -> Said:
    """The question; in easy words where they are asked for and there are any."""
    return (item.easy if is_easy and item.easy else item.text).in_(language)


def wordless_in(version: FormVersion, language: str) -> list[Item]:
    """Questions with nothing to read in this language: those of an answer sheet beside a paper, or a number alone."""
    form, pack = form_of(version), packs().get(version.form.pack)
    topics = {link_id: pack.slot(slot).topic for slot, link_id in version.slots.items()} if pack else {}
    return [
        item
        for item in form.questions()
        if not item.hidden and is_wordless(item.text.in_(language).text, topics.get(item.link_id, ""))
    ]


def value_in_words(item: Item, values: tuple[Value, ...], language: str) -> tuple[str, bool]:
    """(the answer in words, whether there is none)."""
    if not values:
        return _("No answer."), True
    if any(isinstance(value, Skipped) for value in values):
        return _("Rather not say."), True
    return ", ".join(one_in_words(item, value, language) for value in values), False


def one_in_words(item: Item, value: Value, language: str) -> str:
    """One value of an answer in words."""
    if isinstance(value, Chosen):
        option = item.option(value.code)
        return str(option.display.in_(language)) if option is not None else value.code
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return days.day_time(value)
    return days.day(value) if isinstance(value, date) else str(value)


def language_name(tag: str) -> str:
    """A language as its speakers write it; the tag itself where nobody here knows it."""
    known = BY_CODE.get(tag.lower()) or BY_CODE.get(tag.lower().partition("-")[0])
    if known is not None:
        return known.name
    try:
        info: dict[str, Any] = get_language_info(tag.lower())
    except KeyError:
        return "English" if tag.lower().startswith("en") else tag
    return str(info["name_local"]).capitalize()


def direction(tag: str) -> str:
    """How the language is written."""
    return "rtl" if tag.lower().partition("-")[0] in RTL else "ltr"


def in_their_language(filling: Filling) -> AbstractContextManager[None]:
    """What a page says around the questions, while the person holds the device: in the language they are asked in."""
    return override(interface_for(filling.language) if filling.how == "device" else get_language())


def in_language(tag: str) -> AbstractContextManager[None]:
    """What a page says around the answers, where it is turned to the person: in the language they were asked in."""
    return override(interface_for(tag))


def interface_for(tag: str) -> str | None:
    """The interface's code for a language of a form; the reader's own where it does not speak it."""
    asked = tag.lower()
    if asked.partition("-")[0] == "en":
        return ENGLISH
    return next((code for code in (asked, asked.partition("-")[0]) if is_offered(code)), get_language())
