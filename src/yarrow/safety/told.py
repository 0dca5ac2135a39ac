"""What a report says, read from what a form or a phone sent: every part may be missing, and none is believed.

The same JSON comes from a worker's form, from a page without scripts, and sealed from a browser:

    kinds, methods      codes; hours, setting, zone, language    one code each
    day                 2026-11-20, or a month: 2026-11
    words, place, reach texts
    offenders           each: phones, plates, online, names (lists of text), address, words (text), age, height
                        (codes), marks (codes), and one code for each of `lists.TRAITS`
    choice              level, tell, release
    reporter            the number of an earlier report of the same reporter, or ""
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.people import lists as people_lists
from yarrow.safety import lists
from yarrow.safety.errors import CannotBe

LONGEST_TEXT, LONGEST_LINE, MOST_LINES, MOST_OFFENDERS = 10_000, 200, 10, 8
SAID_MANY = ("phones", "plates", "online", "names")
SAID_ONCE = ("age", "height", *lists.TRAITS)
FIRST_DAY = date(1980, 1, 1)


@dataclass(frozen=True)
class Chosen:
    """How far a report may go. What was not said goes nowhere."""

    level: str = lists.KEPT
    tell: str = lists.NOBODY
    release: str = lists.NEVER


@dataclass(frozen=True)
class Told:
    """One report, checked. `described`: of each offender; `facts`: day, hours, methods and place."""

    kinds: list[str] = field(default_factory=list)
    setting: str = ""
    zone: str = ""
    language: str = ""
    month: date | None = None
    words: str = field(default="", repr=False)
    reach: str = field(default="", repr=False)
    facts: dict[str, Any] = field(default_factory=dict, repr=False)
    described: list[dict[str, Any]] = field(default_factory=list, repr=False)
    chosen: Chosen = field(default_factory=Chosen)
    reporter: UUID | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing at all was said about what happened or who it was."""
        return not (self.kinds or self.words or self.facts or self.described)


def read(sent: Mapping[str, Any], today: date, *, longest: int = LONGEST_TEXT) -> Told:
    """Raises CannotBe, naming the field, for what can't be so; codes that no list has are left out.

    `longest`: how long a text may be.
    """
    day, month = read_day(_text(sent, "day", LONGEST_LINE), today)
    facts: dict[str, Any] = {
        "day": day,
        "hours": _code(sent, "hours"),
        "methods": _codes(sent, "methods"),
        "place": _text(sent, "place", LONGEST_LINE),
    }
    setting = _text(sent, "setting", 40)
    return Told(
        kinds=_codes(sent, "kinds"),
        setting=setting if setting in people_lists.codes("setting") else "",
        zone=_text(sent, "zone", 40),
        language=_text(sent, "language", 35),
        month=month,
        words=_text(sent, "words", longest),
        reach=_text(sent, "reach", LONGEST_LINE),
        facts={name: says for name, says in facts.items() if says},
        described=_offenders(sent.get("offenders"), longest),
        chosen=read_choice(sent.get("choice")),
        reporter=_number(sent.get("reporter")),
    )


def read_choice(sent: Any) -> Chosen:
    """What is not one of the codes goes nowhere.

    Envelopes hold what no page takes any more (`check_somebody_is_told`): escrow of which nobody hears. It was promised
    that the project asks, so the project hears.
    """
    said = sent if isinstance(sent, Mapping) else {}
    level = said["level"] if said.get("level") in lists.LEVELS else lists.KEPT
    tell = said["tell"] if said.get("tell") in lists.TELLS else lists.NOBODY
    return Chosen(
        level=level,
        tell=lists.HERE if (level, tell) == (lists.ESCROW, lists.NOBODY) else tell,
        release=said["release"] if said.get("release") in lists.RELEASES else lists.NEVER,
    )


def check_somebody_is_told(sent: Any) -> None:
    """Where nobody may hear of a match, nothing is compared: then nobody could be told of one either.

    Raises CannotBe.
    """
    said = sent if isinstance(sent, Mapping) else {}
    if said.get("level") == lists.ESCROW and said.get("tell") not in (lists.HERE, lists.PROJECTS):
        raise CannotBe(somebody_first(), field="tell")


def somebody_first() -> str:
    """What is said then, also by the script of a page before anything is sent."""
    return _("To be told of a match, somebody has to hear of it first. Choose who.")


def read_words(said: Any, *, longest: int = LONGEST_TEXT) -> str:
    """A text of their own. Raises CannotBe."""
    return _text({"words": said}, "words", longest)


def read_day(text: str, today: date) -> tuple[str, date | None]:
    """(the day or month as said, the first of its month). Raises CannotBe."""
    if not text:
        return "", None
    try:
        on = date.fromisoformat(text if len(text) > len("2026-11") else f"{text}-01")
    except ValueError:
        raise CannotBe(_("Write the day like 2026-11-20, or leave it out."), field="day") from None
    if not FIRST_DAY <= on <= today:
        raise CannotBe(_("That day is still to come, or very long ago. Check it."), field="day")
    return text, on.replace(day=1)


def _offenders(sent: Any, longest: int) -> list[dict[str, Any]]:
    listed = sent if isinstance(sent, list) else []
    if len(listed) > MOST_OFFENDERS:
        raise CannotBe(
            _("Describe up to %(n)d people; put the others in your words.") % {"n": MOST_OFFENDERS},
            field="offenders",
        )
    described = [_offender(one, longest) for one in listed if isinstance(one, Mapping)]
    return [one for one in described if one]


def _offender(sent: Mapping[str, Any], longest: int) -> dict[str, Any]:
    said: dict[str, Any] = {name: _lines(sent, name) for name in SAID_MANY}
    said |= {name: _code(sent, name) for name in SAID_ONCE}
    said["marks"] = _codes(sent, "marks")
    said["address"] = _text(sent, "address", LONGEST_LINE)
    said["words"] = _text(sent, "words", longest)
    return {name: says for name, says in said.items() if says}


def _lines(sent: Mapping[str, Any], name: str) -> list[str]:
    listed = sent.get(name)
    lines = listed if isinstance(listed, list) else []
    texts = [_text({name: line}, name, LONGEST_LINE) for line in lines[: MOST_LINES + 1]]
    if len(texts) > MOST_LINES:
        raise CannotBe(_("Up to %(n)d of these, please.") % {"n": MOST_LINES}, field=name)
    return [text for text in texts if text]


def _text(sent: Mapping[str, Any], name: str, longest: int) -> str:
    said = sent.get(name)
    text = visible(said).strip() if isinstance(said, str) else ""
    if len(text) > longest:
        raise CannotBe(_("Use at most %(n)d letters here.") % {"n": longest}, field=name)
    return text


def _code(sent: Mapping[str, Any], name: str) -> str:
    said = sent.get(name)
    listed = lists.labels({"age": "ages", "height": "heights"}.get(name, name))
    return said if isinstance(said, str) and said in listed else ""


def _codes(sent: Mapping[str, Any], name: str) -> list[str]:
    said = sent.get(name)
    chosen = set(each for each in said if isinstance(each, str)) if isinstance(said, list) else set()
    return [code for code in lists.labels(name) if code in chosen]


def _number(said: Any) -> UUID | None:
    try:
        return UUID(said) if isinstance(said, str) and said else None
    except ValueError:
        return None
