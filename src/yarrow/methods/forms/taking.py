"""Takes members out of JSON that may hold anything, noting what has the wrong shape."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from yarrow.methods.forms.defects import Defect
from yarrow.methods.forms.extensions import TRANSLATION, extensions, value_of
from yarrow.methods.forms.shapes import Chosen, Value, Words
from yarrow.methods.sentences import to_say

SHAPE = "shape"
LONGEST_WORDS = 20_000
# What a sentence calls the file as a whole; a defect of it has no link id.
THE_FILE = to_say("the file itself")
TOO_LONG = to_say("In “{item}”, “{member}” has {n} letters. Write at most {most}.")
WRONG_SHAPE = to_say("In “{item}”, “{member}” has to be {what}. Write it so.")

TEXT = to_say("text")
FLAG = to_say("true or false")
WHOLE = to_say("a whole number")
NUMBER = to_say("a number")
LIST = to_say("a list of objects")
OBJECT = to_say("an object")
A_DATE = to_say("a whole date like 2026-03-27")
A_MOMENT = to_say("a date and time like 2026-03-27T21:40:00Z")
A_TIME = to_say("a time like 21:40:00")

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}:\d{2}(\.\d{1,6})?")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2}))?")
MOST_DIGITS = 18


@dataclass
class Taking:
    """Members of one file, in one own language; `defects` grow."""

    language: str = "en"
    defects: list[Defect] = field(default_factory=list)

    def note(self, where: str, member: str, what: str) -> None:
        """A member that has another shape than FHIR gives it."""
        says = WRONG_SHAPE.format(item=where, member=member, what=what)
        self.defects.append(Defect("" if where == THE_FILE else where, SHAPE, says))

    def text(self, raw: Mapping[str, Any], name: str, where: str) -> str:
        """A text, "" where there is none."""
        value = raw.get(name)
        if value is not None and not isinstance(value, str):
            self.note(where, name, TEXT)
            return ""
        if value and len(value) > LONGEST_WORDS:
            says = TOO_LONG.format(item=where, member=name, n=len(value), most=LONGEST_WORDS)
            self.defects.append(Defect("" if where == THE_FILE else where, "long-text", says, is_fhir=False))
        return (value or "").strip()

    def flag(self, raw: Mapping[str, Any], name: str, where: str) -> bool:
        """True or false, false where nothing is said."""
        value = raw.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.note(where, name, FLAG)
        return False

    def whole(self, raw: Mapping[str, Any], name: str, where: str) -> int | None:
        """A whole number of a size that can be meant."""
        value = raw.get(name)
        if value is None or (type(value) is int and abs(value) < 2**31):
            return value
        self.note(where, name, WHOLE)
        return None

    def many(self, raw: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
        """A list of objects; what isn't one is noted and left out."""
        value = raw.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.note(where, name, LIST)
        return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []

    def words(self, raw: Mapping[str, Any], name: str, where: str) -> Words:
        """A text with its translations, which stand in the sister member `_name`."""
        own = self.text(raw, name, where)
        sister = raw.get(f"_{name}")
        if sister is not None and not isinstance(sister, Mapping):
            self.note(where, f"_{name}", OBJECT)
        others = dict(filter(None, map(_translation, extensions(sister, TRANSLATION))))
        others.pop(self.language, None)
        return Words.of(self.language, own, **others)

    def value(self, raw: Mapping[str, Any], before: str, where: str) -> tuple[str, Value] | None:
        """("Integer", 3) of the one member of `raw` that begins with `before` ("value", "answer"), or None."""
        named = [name for name in raw if name.startswith(before) and name[len(before) :][:1].isupper()]
        if len(named) != 1:
            return None
        kind = named[0].removeprefix(before)
        reader, what = _READERS.get(kind, (_refused, ""))
        read = reader(raw[named[0]])
        if read is None and what:
            self.note(where, named[0], what)
        return None if read is None else (kind, read)


def _translation(extension: Mapping[str, Any]) -> tuple[str, str] | None:
    parts = {url: found[1] for url in ("lang", "content") if (found := value_of(extension, url))}
    tag, text = parts.get("lang"), parts.get("content")
    if not isinstance(tag, str) or not isinstance(text, str) or not tag.strip() or not text.strip():
        return None
    return tag.strip(), text.strip()


def _refused(value: object) -> Value | None:
    return None


def _flag(value: object) -> Value | None:
    return value if isinstance(value, bool) else None


def _whole(value: object) -> Value | None:
    return value if type(value) is int and abs(value) < 10**MOST_DIGITS else None


def decimal(value: object) -> Decimal | None:
    """A JSON number as it was written; None for anything else and for sizes that nobody means."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    return number if number.is_finite() and abs(number) < 10**MOST_DIGITS else None


def _text(value: object) -> Value | None:
    return value if isinstance(value, str) and value.strip() else None


def _coding(value: object) -> Value | None:
    code = value.get("code") or value.get("display") if isinstance(value, Mapping) else None
    return Chosen(code) if isinstance(code, str) and code.strip() else None


def _date(value: object) -> Value | None:
    return _parsed(value, _DATE, date.fromisoformat)


def _time(value: object) -> Value | None:
    return _parsed(value, _TIME, time.fromisoformat)


def _moment(value: object) -> Value | None:
    """A day alone is a date; with a time it knows its zone."""
    read = _date(value)
    return read if read is not None else _parsed(value, _MOMENT, datetime.fromisoformat)


def _parsed(value: object, pattern: re.Pattern[str], read: Any) -> Value | None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        return None
    try:
        found: Value = read(value)
    except ValueError:
        return None
    return found


_READERS: Mapping[str, tuple[Any, str]] = {
    "Boolean": (_flag, FLAG),
    "Integer": (_whole, WHOLE),
    "Decimal": (decimal, NUMBER),
    "String": (_text, TEXT),
    "Coding": (_coding, OBJECT),
    "Date": (_date, A_DATE),
    "DateTime": (_moment, A_MOMENT),
    "Time": (_time, A_TIME),
}
