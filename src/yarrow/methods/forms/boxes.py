"""Answers as they would be typed, to fill a page's boxes again."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal

from yarrow.methods.forms import keys
from yarrow.methods.forms.numbers import decimal_mark
from yarrow.methods.forms.shapes import Answers, Chosen, Form, Item, Skipped, Value


def as_typed(form: Form, answers: Answers, language: str, *, zone: tzinfo = UTC) -> dict[str, list[str]]:
    """Box → texts, such that `read_typed` finds the same answers. Answers of no question of the form are left out."""
    around = keys.groups_around(form)
    typed: dict[str, list[str]] = {}
    for key, values in answers.items():
        found = keys.split(form, key, around)
        if found:
            for value in values:
                for part, text in _boxes(form.by_id[found[0]], value, language, zone).items():
                    typed.setdefault(key + part, []).append(text)
    return typed


def _boxes(item: Item, value: Value, language: str, zone: tzinfo) -> Mapping[str, str]:
    if isinstance(value, Skipped):
        return {keys.SKIP: value.reason}
    if isinstance(value, Chosen):
        return {"": value.code}
    if item.is_chosen:
        return {"": keys.OTHER, keys.OTHER: str(value)}
    if item.kind == "dateTime" and isinstance(value, datetime):
        local = value.astimezone(zone)
        return {**_day(local), keys.TIME: _clock(local.time())}
    if isinstance(value, date):
        return {**_day(value), **({keys.TIME: ""} if item.kind == "dateTime" else {})}
    return {"": _text(value, language)}


def _day(value: date) -> dict[str, str]:
    return {keys.DAY: str(value.day), keys.MONTH: str(value.month), keys.YEAR: f"{value.year:04}"}


def _clock(value: time) -> str:
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def _text(value: Value, language: str) -> str:
    if isinstance(value, bool):
        return keys.YES if value else keys.NO
    if isinstance(value, time):
        return _clock(value)
    return (
        format(value, "f").replace(".", decimal_mark(language)) if isinstance(value, Decimal) else str(value)
    )
