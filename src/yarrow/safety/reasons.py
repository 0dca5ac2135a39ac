"""Why two descriptions may be of one person, in words: which field, how alike, how rare that is, what it is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yarrow.methods.incidents import Described, Likeness, Reason, identifiers
from yarrow.safety import lists
from yarrow.safety.register import Told
from yarrow.safety.showing import day_in_words

# By level, the least alike first.
AGE = (
    gettext_lazy("guesses of their age are far apart"),
    gettext_lazy("guesses of their age are up to 14 years apart"),
    gettext_lazy("guesses of their age are up to 9 years apart"),
    gettext_lazy("guesses of their age are up to 5 years apart"),
    gettext_lazy("about the same age"),
)
HEIGHT = (
    gettext_lazy("guesses of their height are far apart"),
    gettext_lazy("guesses of their height are up to 15 cm apart"),
    gettext_lazy("guesses of their height are up to 10 cm apart"),
    gettext_lazy("guesses of their height are up to 6 cm apart"),
    gettext_lazy("about the same height"),
)
DAY = (
    gettext_lazy("more than a year apart"),
    gettext_lazy("up to a year apart"),
    gettext_lazy("up to three months apart"),
    gettext_lazy("up to a month apart"),
    gettext_lazy("within a week"),
)
CODED = (gettext_lazy("they differ"), gettext_lazy("easily taken for each other"), gettext_lazy("the same"))
ONLINE = (
    gettext_lazy("they differ"),
    gettext_lazy("nearly the same, or the same name elsewhere"),
    gettext_lazy("the same"),
)
NAME = (
    gettext_lazy("other names"),
    gettext_lazy("a name that sounds alike, or one slip"),
    gettext_lazy("a short form of the same name"),
    gettext_lazy("the same name"),
)
PLACE = (gettext_lazy("other areas"), gettext_lazy("areas beside each other"), gettext_lazy("the same area"))
BOTH = (gettext_lazy("only one of them says this"), gettext_lazy("both say this"))
BY_FIELD: dict[str, Sequence[Any]] = {
    "age": AGE,
    "height": HEIGHT,
    "day": DAY,
    "online": ONLINE,
    "name": NAME,
}
BY_FIELD |= {"place": PLACE, "hours": CODED, "marks": BOTH, "methods": BOTH, "kinds": BOTH}
LABELS = {
    "phone": gettext_lazy("Phone number"),
    "plate": gettext_lazy("Number plate"),
    "online": gettext_lazy("Name in apps, e-mail"),
    "name": gettext_lazy("Name"),
    "age": gettext_lazy("Age"),
    "height": gettext_lazy("Height"),
    "day": gettext_lazy("Day"),
    "place": gettext_lazy("Area"),
    "hours": gettext_lazy("Time of day"),
    "build": gettext_lazy("Build"),
    "hair": gettext_lazy("Hair"),
    "face": gettext_lazy("Face"),
    "vehicle_kind": gettext_lazy("Vehicle"),
    "vehicle_colour": gettext_lazy("Colour of the vehicle"),
    "marks": gettext_lazy("What stood out"),
    "methods": gettext_lazy("How it was done"),
    "kinds": gettext_lazy("What happened"),
    "words": gettext_lazy("A rare word"),
}
# Bits from which something speaks so strongly; the width of a bar is that of so many.
STRONG, FAIR, NONE, WIDEST = 6.0, 2.0, 0.3, 18.0
BAR = 100


@dataclass(frozen=True)
class Why:
    """One reason as a row of a table. `mine` and `theirs` are "" where the text is closed or nothing was said."""

    label: str
    alike: str
    rarity: str
    worth: str
    bits: float
    mine: str = field(repr=False)
    theirs: str = field(repr=False)

    @property
    def is_against(self) -> bool:
        return self.bits < -NONE

    @property
    def width(self) -> int:
        """Of the bar, out of `BAR`."""
        return round(min(abs(self.bits), WIDEST) / WIDEST * BAR)


def whys(likeness: Likeness, mine: Told, theirs: Told, region: str) -> list[Why]:
    """The weightiest first. With a report in escrow only what both say is told, and that by how alike it is."""
    is_closed = mine.is_closed or theirs.is_closed
    shown = (reason for reason in likeness.reasons if reason.level > 1 or not is_closed)
    return [_why(reason, mine, theirs, region) for reason in shown]


def _why(reason: Reason, mine: Told, theirs: Told, region: str) -> Why:
    name = reason.field.removeprefix("trait.")
    return Why(
        label=str(LABELS[name]),
        alike=_alike(reason, mine.one, theirs.one, region),
        rarity=_rarity(reason),
        worth=_worth(reason.bits),
        bits=reason.bits,
        mine=_says(reason, mine),
        theirs=_says(reason, theirs),
    )


def _alike(reason: Reason, mine: Described, theirs: Described, region: str) -> str:
    if reason.field == "phone":
        return _phones_alike(reason.level, mine, theirs, region)
    if reason.field == "plate":
        return _plates_alike(reason.level, mine, theirs)
    if reason.field == "words":
        return _("both say “%(word)s”") % {"word": reason.detail}
    if reason.field.startswith("trait."):
        return str(CODED[reason.level - 1])
    words = str(BY_FIELD[reason.field][reason.level - 1])
    return f"{lists.label(reason.field, reason.detail)}: {words}" if reason.detail else words


def _phones_alike(level: int, mine: Described, theirs: Described, region: str) -> str:
    if level == 1:
        return _("other numbers")
    if level == 5:
        return _("the same number")
    if level == 4:
        return _("the same number but for one slip")
    pairs = product(*([identifiers.phone(text, region) for text in one.phones] for one in (mine, theirs)))
    n = max(identifiers.digits_shared(*pair) for pair in pairs if all(pair))
    return ngettext("the last %(n)d digit agrees", "the last %(n)d digits agree", n) % {"n": n}


def _plates_alike(level: int, mine: Described, theirs: Described) -> str:
    if level == 6:
        return _("the same plate")
    pairs = product(*([identifiers.plate(text) for text in one.plates] for one in (mine, theirs)))
    n, of = max(identifiers.signs_shared(*pair) for pair in pairs if all(pair))
    if level == 1:
        return _("other plates")
    return _("agrees in %(n)d of %(of)d places") % {"n": n, "of": of}


def _rarity(reason: Reason) -> str:
    """How many others are as near, of those that say anything of it: in the reports at hand, nowhere else."""
    if reason.level == 1 and reason.field != "words":
        return ""
    if not reason.n_alike:
        return _("no other report says so")
    words = ngettext("%(n)d other of %(of)d says so", "%(n)d others of %(of)d say so", reason.n_alike)
    return words % {"n": reason.n_alike, "of": max(reason.n_said, reason.n_alike)}


def _worth(bits: float) -> str:
    if abs(bits) < NONE:
        return _("says little")
    if bits >= STRONG:
        return _("speaks strongly for one person")
    if bits > 0:
        return _("speaks for one person") if bits >= FAIR else _("speaks a little for one person")
    return _("speaks against it") if bits <= -FAIR else _("speaks a little against it")


def _says(reason: Reason, told: Told) -> str:
    """What one report says of a field; "" of one in escrow."""
    if told.is_closed:
        return ""
    one, name = told.one, reason.field.removeprefix("trait.")
    said: dict[str, Callable[[], str]] = {
        "phone": lambda: ", ".join(one.phones),
        "plate": lambda: ", ".join(one.plates),
        "online": lambda: ", ".join(one.online),
        "name": lambda: ", ".join(one.names),
        "age": lambda: lists.label("ages", told.said.get("age", "")),
        "height": lambda: lists.label("heights", told.said.get("height", "")),
        "day": lambda: day_in_words(told.facts.get("day", "")),
        "place": lambda: one.place,
        "hours": lambda: lists.label("hours", one.hours),
        "words": lambda: reason.detail,
    }
    if name in said:
        return said[name]()
    if reason.detail:
        return _of_several(reason.detail, name, one)
    return lists.label(name, one.traits.get(name, ""))


def _of_several(code: str, name: str, one: Described) -> str:
    """The code's words where it is said, else what is said in its place: a dash would read as if nothing were."""
    listed: Mapping[str, frozenset[str]] = {"marks": one.marks, "methods": one.methods, "kinds": one.kinds}
    said = [code] if code in listed[name] else sorted(listed[name])
    return ", ".join(lists.label(name, one_said) for one_said in said)
