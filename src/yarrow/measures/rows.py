"""How the answers that a form offers lie on the row of a measure's question."""

from yarrow.methods.forms import Item, Option
from yarrow.methods.packs import Pack, Placed, placed


def row_of(pack: Pack, slot_id: str, item: Item) -> Placed:
    """The slot's value of each option, in the form's order; none with the reason where it can't be said."""
    return placed(pack, slot_id, [_weight(option) for option in item.options])


def _weight(option: Option) -> int | float | None:
    """The weight that the form gives; of an answer that is a number itself, that number."""
    if option.weight is not None:
        return float(option.weight)
    is_number = isinstance(option.value, int) and not isinstance(option.value, bool)
    return int(option.code) if is_number else None
