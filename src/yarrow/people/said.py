"""What may be said about a person: the fields, how long they may be, and the sentences when something is wrong.

The same checks serve forms, actions, the inbox and imports.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.methods.refusals import Refusal
from yarrow.people import ages, lists

SHORT, LINE, LONG = 80, 200, 4000
LIMITS = {
    "called": SHORT,
    "full_name": LINE,
    "appearance": LONG,
    "nationality": SHORT,
    "gender_said": SHORT,
    "languages": SHORT,
    "name": LINE,
    "own_word": LINE,
    "value": LINE * 2,
    "safe_times": LINE * 2,
    "label": 60,
    "suits_place": LINE,
    "suits_hour": LINE,
    "parenting": LONG,
    "recipient_name": LINE,
    "language": SHORT,
    "interpreter": LINE,
    "witness": LINE,
    "told": LINE,
    "next_step": LINE * 2,
    "note": LONG,
    "reason": LINE * 2,
    "title": LINE,
}
MOST_LANGUAGES = 12
# What opens doors, asked of nobody.
QUIET = ("gp", "dentist", "woman_worker", "suits_place", "suits_hour", "pregnant", "parenting")
# Sealed fields of a person, in the order in which pages show them, and the plain ones a worker may set.
SEALED = (
    "called",
    "full_name",
    "born_on",
    "gender_said",
    "trans",
    "languages",
    "interpreter",
    "nationality",
    "appearance",
    *QUIET,
)
PLAIN = ("gender", "age_band", "supported_as", "first_met_on")
# Fields whose answer is one of a list, and the list.
CHOSEN = {
    **{name: name for name in ("gender", "age_band", "trans", "interpreter", "supported_as", "woman_worker")},
    "pregnant": "pregnant",
    "gp": "registered",
    "dentist": "registered",
}
# What nothing was said about.
UNSAID: tuple[object, ...] = (None, "", [], lists.NOT_SAID, lists.FOR_THEMSELVES)
# Line breaks and tabs are ordinary; marks that only turn the direction of single words (LRM, RLM) belong to names
# in Hebrew and Arabic. Everything else that can't be seen could make a name read as another.
_ORDINARY = {"\n", "\t", "\u200c", "\u200d", "\u200e", "\u200f"}


class Said(TypedDict, total=False):
    """What add_person and change_person take; nothing is needed."""

    called: str | None
    full_name: str | None
    born_on: date | None
    gender_said: str | None
    trans: str | None
    languages: list[str] | None
    interpreter: str | None
    nationality: str | None
    appearance: str | None
    gp: str | None
    dentist: str | None
    woman_worker: str | None
    suits_place: str | None
    suits_hour: str | None
    pregnant: str | None
    parenting: str | None
    supported_as: str
    gender: str
    age_band: str
    first_met_on: date


def words(field: str, value: str | None) -> str | None:
    """`value` in one Unicode form without space around it, None when empty. Refuses what would not read right."""
    if value is None:
        return None
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} and sign not in _ORDINARY for sign in text):
        raise Refusal(
            _("There are characters in this that can't be seen. Type it again instead of pasting it."),
            field=field,
        )
    limit = LIMITS[field]
    if len(text) > limit:
        over = len(text) - limit
        raise Refusal(
            ngettext(
                "This is %(over)d character too long. Up to %(limit)d fit.",
                "This is %(over)d characters too long. Up to %(limit)d fit.",
                over,
            )
            % {"over": over, "limit": limit},
            field=field,
        )
    return text or None


def one_of(name: str, field: str, code: str | None) -> str:
    """`code` when list `name` has it; refuses anything else."""
    if (code or "") not in lists.codes(name):
        raise Refusal(_("Choose one of the answers offered."), field=field)
    return code or ""


def some_of(name: str, field: str, chosen: Iterable[str]) -> list[str]:
    """The chosen codes in the order of list `name`, each once."""
    wanted = {one_of(name, field, code) for code in chosen}
    return [item.code for item in lists.items(name) if item.code in wanted]


def not_after(field: str, day: date | None, today: date) -> date | None:
    """`day` unless it lies in the future."""
    if day is not None and day > today:
        raise Refusal(_("This day has not come yet. Check the date."), field=field)
    return day


def birth(field: str, day: date | None, today: date) -> date | None:
    """A birth date of someone who could be alive today."""
    not_after(field, day, today)
    if day is not None and ages.age_on(day, today) > ages.OLDEST:
        raise Refusal(_("This is more than 110 years ago. Check the year."), field=field)
    return day


def languages(field: str, spoken: Iterable[str] | None) -> list[str]:
    """Language names or codes, each once, in the order given."""
    named = [words("languages", one) for one in spoken or ()]
    kept = list(dict.fromkeys(one for one in named if one))
    if len(kept) > MOST_LANGUAGES:
        raise Refusal(_("Up to 12 languages fit."), field=field)
    return kept


def checked(said: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What was said, ready to be kept: text tidied, codes known, dates possible. Raises Refusal at the field."""
    kept: dict[str, Any] = {}
    for field, value in said.items():
        if field in CHOSEN:
            kept[field] = one_of(CHOSEN[field], field, value)
        elif field == "born_on":
            kept[field] = birth(field, value, today)
        elif field == "first_met_on":
            kept[field] = not_after(field, value, today)
        elif field == "languages":
            kept[field] = languages(field, value)
        elif field in LIMITS:
            kept[field] = words(field, value)
        else:
            raise TypeError(f"nothing called {field} is said about a person")
    if kept.get("born_on"):
        kept["age_band"] = ages.band_of(kept["born_on"], today)
    return kept
