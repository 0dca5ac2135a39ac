"""The questions of the report page: drawn with what was typed, and read without believing any of it.

The boxes of the first person are called `o1-phones`, `o1-age` …, those of the next `o2-…`; `frontend/report.js` reads
the same names where the browser seals the report itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from yarrow.contacts.models import Zone
from yarrow.people import lists as people_lists
from yarrow.safety import lists
from yarrow.safety.told import MOST_LINES, MOST_OFFENDERS, SAID_MANY, SAID_ONCE, somebody_first

# Room for a long story, and for a list that is never longer than what `told.read` takes of one line.
LONG, SHORT, OF_A_PERSON = 10_000, 200, 2_000
YEARS = 6
PERSONS = "persons"
TEXTS = ("words", "place", "reach", "reporter", "hours", "setting", "zone")
NAMED = {"age": "ages", "height": "heights"}
# What stands between two of a list, as the keyboards of all scripts have it; `frontend/parts/telling.js` has the same.
_APART = re.compile("[\n,;،؛，、；]")


@dataclass(frozen=True)
class Asked:
    """One question. `control`: lines, long, text, one, several, levels; `options`: (code, words, what it means)."""

    name: str
    words: str
    control: str
    value: Any = ""
    options: tuple[tuple[str, str, str], ...] = ()
    hint: str = ""
    most: int = SHORT
    error: str = ""


@dataclass(frozen=True)
class Person:
    """The questions about one offender: who it was, and how they looked."""

    n: int
    who: list[Asked]
    looks: list[Asked]
    is_open: bool


class Typed:
    """What stands in the boxes. `sent`: as it came with a form; empty for a page that was just opened."""

    def __init__(self, sent: Any) -> None:
        self.sent = sent

    def one(self, name: str) -> str:
        return str(self.sent.get(name, ""))

    def several(self, name: str) -> list[str]:
        return list(self.sent.getlist(name)) if hasattr(self.sent, "getlist") else []

    @property
    def n_persons(self) -> int:
        said = self.one(PERSONS)
        return min(max(int(said), 1), MOST_OFFENDERS) if said.isdecimal() and len(said) < 3 else 1

    def report(self, language: str, today: date) -> dict[str, Any]:
        """What `safety.told.read` reads."""
        choice = {name: self.one(name) for name in ("level", "tell", "release")}
        said: dict[str, Any] = {name: self.one(name) for name in TEXTS}
        said |= {name: self.several(name) for name in ("kinds", "methods")}
        said |= {"day": self._day(today), "language": language, "choice": choice}
        said["offenders"] = [self._person(n) for n in range(1, self.n_persons + 1)]
        return said

    def _person(self, n: int) -> dict[str, Any]:
        said: dict[str, Any] = {name: lines_of(self.one(f"o{n}-{name}")) for name in SAID_MANY}
        said |= {name: self.one(f"o{n}-{name}") for name in (*SAID_ONCE, "address", "words")}
        return said | {"marks": self.several(f"o{n}-marks")}

    def _day(self, today: date) -> str:
        """A day or a month, as far as it was said; without a year it is the last one that has been."""
        day, month, year = (_western(self.one(name).strip()) for name in ("day", "month", "year"))
        if not (day or month or year):
            return ""
        # What is longer is no month, and is refused as it stands.
        if not year and month.isdecimal() and len(month) <= len("12"):
            year = str(today.year - (int(month) > today.month))
        parts = [year, month.zfill(2), *([day.zfill(2)] if day else [])]
        return "-".join(parts)


def _western(text: str) -> str:
    """Digits as the keyboards of other scripts give them, in the ones that dates are written in."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def lines_of(text: str) -> list[str]:
    """One line each; what is more than is taken stands together in the last."""
    lines = [line.strip() for line in _APART.split(text) if line.strip()]
    return [
        *lines[: MOST_LINES - 1],
        *([" ".join(lines[MOST_LINES - 1 :])] if lines[MOST_LINES - 1 :] else []),
    ]


class Drawing:
    """The page's questions, section by section, with what stands in their boxes."""

    def __init__(self, typed: Typed, zones: Iterable[Zone], today: date, wrong: Mapping[str, str]) -> None:
        self.typed, self.today, self.wrong = typed, today, wrong
        self.zones = list(zones)

    def context(self) -> dict[str, Any]:
        """Everything that the template shows."""
        return {
            "happened": self._happened(),
            "days": self._days(),
            "when": self._when(),
            "persons": [self._person(n) for n in range(1, self.typed.n_persons + 1)],
            "is_full": self.typed.n_persons >= MOST_OFFENDERS,
            "how": [self._several("methods", _("How did they do it?"), "methods")],
            "is_how_open": bool(self.typed.several("methods")),
            "reach": self._text("reach", _("How can we reach you safely?"), control="text"),
            **self.choice(lists.KEPT, lists.NOBODY, lists.NEVER),
            "somebody_first": somebody_first(),
            "errors": [(name, says) for name, says in self.wrong.items()],
        }

    def choice(self, level: str = "", tell: str = "", release: str = "") -> dict[str, Any]:
        """The questions about how far it may go; the arguments: what stands there while nothing was said."""
        return {"level": self._levels(level), "further": list(self._further(tell, release))}

    def _happened(self) -> list[Asked]:
        words = self._text("words", _("In your own words"), control="long", most=LONG)
        return [self._several("kinds", _("What happened?"), "kinds"), words]

    def _days(self) -> dict[str, Any]:
        months = [(str(n), str(name)) for n, name in MONTHS.items()]
        years = [str(self.today.year - n) for n in range(YEARS)]
        boxes = {name: self.typed.one(name) for name in ("day", "month", "year")}
        return {**boxes, "months": months, "years": years, "error": self.wrong.get("day", "")}

    def _when(self) -> list[Asked]:
        settings = people_lists.choices("setting")
        zones = [(zone.code, zone.label) for zone in self.zones]
        asked = [self._one("hours", _("About what time?"), lists.choices("hours"))]
        asked.append(self._one("setting", _("What kind of place was it?"), settings))
        if zones:
            asked.append(self._one("zone", _("Which area?"), zones))
        return [*asked, self._text("place", _("Where, in your words"), control="text")]

    def _person(self, n: int) -> Person:
        said = [
            ("phones", _("Phone numbers they used"), _("One on each line.")),
            ("plates", _("Number plate of the car"), _("A part of it helps, too.")),
            ("online", _("E-mail or name online"), ""),
            ("names", _("Names they used"), ""),
        ]
        who = [self._text(f"o{n}-{name}", words, control="lines", hint=hint) for name, words, hint in said]
        who.append(self._text(f"o{n}-address", _("Their address, if you know it"), control="text"))
        looks = [self._one(f"o{n}-{name}", words, _listed(name)) for name, words in _looks()]
        looks.append(self._several(f"o{n}-marks", _("Anything you remember?"), "marks"))
        looks.append(self._text(f"o{n}-words", _("More about them"), control="long", most=OF_A_PERSON))
        return Person(n, who, looks, is_open=any(one.value for one in looks))

    def _levels(self, first: str) -> Asked:
        told = _meanings()
        options = tuple((code, words, told[code]) for code, words in lists.choices("levels"))
        value = self.typed.one("level") or first
        error = self.wrong.get("level", "")
        return Asked("level", _("How far may it go?"), "levels", value, options, error=error)

    def _further(self, tell: str, release: str) -> Iterator[Asked]:
        words = _("If somebody else reports the same person, who may know of your report?")
        yield self._one("tell", words, lists.choices("tells"), first=tell)
        words = _("When may we say that a number you gave is known? We never say more.")
        yield self._one("release", words, lists.choices("releases"), first=release)

    def _text(self, name: str, words: str, *, control: str, most: int = SHORT, hint: str = "") -> Asked:
        error = self.wrong.get(name, "")
        return Asked(name, words, control, self.typed.one(name), hint=hint, most=most, error=error)

    def _one(self, name: str, words: str, options: Iterable[tuple[str, str]], first: str = "") -> Asked:
        listed = tuple((code, label, "") for code, label in options)
        # Where one answer holds if nothing is said, it stands there; else the first entry says nothing.
        listed = listed if first else (("", _("Not said"), ""), *listed)
        value, error = self.typed.one(name) or first, self.wrong.get(name, "")
        return Asked(name, words, "one", value, listed, error=error)

    def _several(self, name: str, words: str, listed: str) -> Asked:
        options = tuple((code, label, "") for code, label in lists.choices(listed))
        return Asked(name, words, "several", self.typed.several(name), options)


def _listed(name: str) -> list[tuple[str, str]]:
    return lists.choices(NAMED.get(name, name))


def _looks() -> list[tuple[str, str]]:
    return [
        ("age", _("About what age?")),
        ("height", _("How tall?")),
        ("build", _("Build")),
        ("hair", _("Hair")),
        ("face", _("Face")),
        ("vehicle_kind", _("Vehicle")),
        ("vehicle_colour", _("Colour of the vehicle")),
    ]


def _meanings() -> dict[str, str]:
    """What each level means, in a sentence."""
    return {
        lists.KEPT: _("Only the advisers here read it. Nobody is warned."),
        lists.ESCROW: _("Nobody reads it until then. Then we ask you first."),
        lists.WARN: _("We warn others about the person. We never say who told us."),
        lists.INTELLIGENCE: _("We also tell the police what is known. You stay unnamed."),
        lists.FULL: _("An adviser goes with you to the police. You can still say no."),
    }
