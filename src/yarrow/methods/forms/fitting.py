"""Which values answer which questions."""

from datetime import date, datetime, time
from decimal import Decimal

from yarrow.methods.forms.shapes import CHOICE, OPEN_CHOICE, Chosen, Item, Value

_TYPES: dict[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "decimal": (int, Decimal),
    "string": (str,),
    "text": (str,),
    "date": (date,),
    "dateTime": (date, datetime),
    "time": (time,),
}


def is_of_kind(kind: str, value: object) -> bool:
    """Whether a value has the type of answers of this kind: neither True for 1, nor an instant for a day."""
    wanted = _TYPES.get(kind, ())
    return isinstance(value, wanted) and type(value) in wanted


def settled(item: Item, value: Value) -> Value:
    """The value as an answer of this item: one that equals an option is that option, chosen."""
    if not item.is_chosen or isinstance(value, Chosen):
        return value
    same = (one for one in item.options if type(one.value) is type(value) and one.value == value)
    found = next(same, None)
    return value if found is None else Chosen(found.code)


def fits(item: Item, value: Value) -> bool:
    """Whether a (settled) value answers this item: one of its options, words of one's own, or its type."""
    if isinstance(value, Chosen):
        return item.is_chosen and item.option(value.code) is not None
    if item.kind in (CHOICE, OPEN_CHOICE) or item.options:
        return item.kind == OPEN_CHOICE and isinstance(value, str)
    return is_of_kind(item.kind, value)


def comparable(item: Item, value: Value) -> Value:
    """What is compared: of an option with a value of its own (a number, a day), that value."""
    option = item.option(value.code) if isinstance(value, Chosen) else None
    return value if option is None or option.value is None else option.value
