"""Which answer of a form is which value of a slot. Position alone has turned many a score upside down.

Papers print a row from either end, count it from 0 or from 1, and often carry weights that are turned round already;
so a row is placed only where its weights can say it, and anything else is for a person to look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from yarrow.methods.packs.shapes import Pack
from yarrow.methods.sentences import to_say

NUMBER = to_say("The measure prints this many answers to “{topic}”: {wanted}. Here are: {found}.")
TURNED = to_say(
    "The weights of “{topic}” run against the printed row: they are turned round already, or its answers stand in the "
    "other order. Bring the form with weights in the printed order, from {first} to {last}."
)
STRANGE = to_say("The weights of “{topic}” are not those of the measure: from {first} to {last}, each once.")
BY_POSITION = to_say(
    "“{topic}” has no weights: look whether its first answer counts {first} and its last {last}."
)


@dataclass(frozen=True)
class Placed:
    """The slot's value of each answer, in the form's order; none when it can't be said, with the reason.

    `is_sure` is False where only the position speaks and somebody has to look.
    """

    values: tuple[int, ...]
    is_sure: bool
    reason: str = ""


def placed(pack: Pack, slot: str, weights: Sequence[int | float | None]) -> Placed:
    """Place a form's answers by their weights (`ordinalValue`), given in the form's order; None: it has no weight."""
    one = pack.slot(slot)
    row = [choice.value for choice in one.choices] or list(one.values)
    words = {"topic": one.topic, "first": row[0], "last": row[-1]}
    if len(weights) != len(row):
        return Placed((), False, NUMBER.format(topic=one.topic, wanted=len(row), found=len(weights)))
    if all(weight is None for weight in weights):
        return Placed(tuple(row), False, BY_POSITION.format(**words))
    given = [weight for weight in weights if weight is not None]
    if len(given) != len(row) or len(set(given)) != len(row):
        return Placed((), False, STRANGE.format(**words))
    if len({weight - value for weight, value in zip(given, row, strict=True)}) == 1:
        return Placed(tuple(row), True)
    if sorted(given) == sorted(row) and not any(slot in scale.reverse for scale in pack.scales):
        return Placed(tuple(int(weight) for weight in given), True)
    is_turned = given == sorted(given, reverse=row == sorted(row)) and len(given) > 1
    return Placed((), False, (TURNED if is_turned else STRANGE).format(**words))
