"""Rules about items themselves: names, types, and what goes with what (FHIR R4 que-1, 2, 3, 6, 9, 10)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yarrow.methods.forms.fitting import is_of_kind
from yarrow.methods.forms.placed import Placed, Whole
from yarrow.methods.forms.rules.rule import Found, Rule, each
from yarrow.methods.forms.shapes import DISPLAY, GROUP, KINDS, MOMENTS, NUMBERS, STATUSES
from yarrow.methods.sentences import to_say

LONGEST_ID = 255
# What an answer's name on a page adds to a link id (see `keys.py`).
_LIKE_A_KEY = re.compile(r".*(@[1-9][\d.]*|~[a-z]+)", re.S)
_ELSEWHERE = ("quantity", "reference", "attachment", "url", "question")
# FHIR R4 que-10: the types that may say how long an answer may be.
_WITH_LENGTH = ("boolean", "decimal", "integer", "string", "text", "url", "open-choice")


def _duplicates(whole: Whole) -> Iterator[Found]:
    return (
        (one, {"place": one.place, "first": whole.by_id[one.item.link_id].place})
        for one in whole.placed
        if one.item.link_id and whole.by_id[one.item.link_id] is not one
    )


def _unknown_kinds(whole: Whole) -> Iterator[Found]:
    known = (*KINDS, *_ELSEWHERE, "")
    return ((one, {"kind": one.item.kind}) for one in whole.placed if one.item.kind not in known)


def _kinds_elsewhere(whole: Whole) -> Iterator[Found]:
    return ((one, {"kind": one.item.kind}) for one in whole.placed if one.item.kind in _ELSEWHERE)


def _has_no_words(one: Placed, whole: Whole) -> bool:
    item = one.item
    return not item.text and not item.hidden and item.kind != GROUP


def _display_with(whole: Whole) -> Iterator[Found]:
    for one in whole.placed:
        item = one.item
        too_much = {"required": item.required, "repeats": item.repeats, "readOnly": item.read_only}
        for member, is_there in (*too_much.items(), ("item", bool(item.items))):
            if item.kind == DISPLAY and is_there:
                yield one, {"member": member}


def _limits_crossed(one: Placed, whole: Whole) -> bool:
    low, high = one.item.minimum, one.item.maximum
    try:
        return low is not None and high is not None and low > high  # type: ignore[operator]
    except TypeError:
        return False


def _has_limits_on_wrong_kind(one: Placed, whole: Whole) -> bool:
    has_limits = one.item.minimum is not None or one.item.maximum is not None
    return has_limits and one.item.kind not in (*NUMBERS, *MOMENTS, "quantity")


def _has_limits_of_other_kind(one: Placed, whole: Whole) -> bool:
    item = one.item
    limits = [limit for limit in (item.minimum, item.maximum) if limit is not None]
    return item.kind in (*NUMBERS, *MOMENTS) and not all(is_of_kind(item.kind, limit) for limit in limits)


def _status(whole: Whole) -> Iterator[Found]:
    status = whole.raw.get("status")
    if status is not None and status not in STATUSES:
        yield None, {"status": status}


def _modifiers(whole: Whole) -> Iterator[Found]:
    if "modifierExtension" in whole.raw:
        yield None, {}
    yield from ((one, {}) for one in whole.placed if any(_modified(one.item.source)))


def _modified(item: Mapping[str, Any]) -> Iterator[bool]:
    """Whether an item, or a part of it that FHIR lets have one, carries a modifier."""
    yield "modifierExtension" in item
    for member in ("answerOption", "enableWhen", "initial"):
        given = item.get(member)
        listed = given if isinstance(given, list) else []
        yield from ("modifierExtension" in one for one in listed if isinstance(one, Mapping))


def _nothing(whole: Whole) -> Iterator[Found]:
    if not whole.placed:
        yield None, {}


RULES = (
    Rule("no-items", to_say("The form asks nothing. Add at least one item."), _nothing),
    Rule(
        "status",
        to_say("The form's “status” is “{status}”. Write “draft”, “active”, “retired” or “unknown”."),
        _status,
        is_fhir=True,
    ),
    Rule(
        "modifier",
        to_say(
            "“{item}” carries a “modifierExtension”, which changes what it means in a way Yarrow doesn't know. Take "
            "it out, or say the same with a condition."
        ),
        _modifiers,
        is_fhir=True,
    ),
    Rule(
        "missing-link-id",
        to_say("The item {item} has no “linkId”. Give it one that no other item has."),
        each(lambda one, _whole: not one.item.link_id),
        is_fhir=True,
    ),
    Rule(
        "long-link-id",
        to_say("“{item}” is too long for a “linkId”. Use at most 255 letters."),
        each(lambda one, _whole: len(one.item.link_id) > LONGEST_ID),
        is_fhir=True,
    ),
    Rule(
        "link-id-like-a-part",
        to_say(
            "“{item}” ends like a name that Yarrow makes itself. Use a “linkId” that doesn't end in @2 or ~day."
        ),
        each(lambda one, _whole: bool(_LIKE_A_KEY.fullmatch(one.item.link_id))),
    ),
    Rule(
        "duplicate-link-id",
        to_say("“{item}” is the “linkId” of two items, no. {first} and no. {place}. Give each its own."),
        _duplicates,
        is_fhir=True,
    ),
    Rule(
        "missing-type",
        to_say("“{item}” has no “type”. Say what it is: for example group, display, choice or integer."),
        each(lambda one, _whole: not one.item.kind),
        is_fhir=True,
    ),
    Rule(
        "unknown-type",
        to_say("“{item}” is of the type “{kind}”, which FHIR R4 doesn't know. Use one of its types."),
        _unknown_kinds,
        is_fhir=True,
    ),
    Rule(
        "type-not-asked",
        to_say(
            "“{item}” is of the type “{kind}”, which Yarrow doesn't ask. Use decimal for an amount, string for an "
            "address or a name, and leave files out."
        ),
        _kinds_elsewhere,
    ),
    Rule(
        "no-text",
        to_say("“{item}” has no words. Write in “text” what is asked, or hide the item."),
        each(_has_no_words),
    ),
    Rule(
        "empty-group",
        to_say("“{item}” is a group with nothing in it. Put items into it, or take it out."),
        each(lambda one, _whole: one.item.kind == GROUP and not one.item.items),
        is_fhir=True,
    ),
    Rule(
        "display-with",
        to_say("“{item}” only shows words, so “{member}” means nothing there. Take it out."),
        _display_with,
        is_fhir=True,
    ),
    Rule(
        "limits-crossed",
        to_say("“{item}” has a lowest value above its highest. Change one of them."),
        each(_limits_crossed),
    ),
    Rule(
        "limits-on-wrong-type",
        to_say(
            "“{item}” has a lowest or highest value, which only numbers, days and times have. Take it out."
        ),
        each(_has_limits_on_wrong_kind),
        is_fhir=True,
    ),
    Rule(
        "limits-of-other-type",
        to_say(
            "“{item}” has a lowest or highest value of another type than its answers. Write it in the same type."
        ),
        each(_has_limits_of_other_kind),
        is_fhir=True,
    ),
    Rule(
        "length-on-wrong-type",
        to_say("“{item}” has a “maxLength”, which its type can't have. Take it out."),
        each(lambda one, _whole: one.item.max_length is not None and one.item.kind not in _WITH_LENGTH),
        is_fhir=True,
    ),
    Rule(
        "length-too-small",
        to_say("“{item}” allows an answer of no letters at all. Let “maxLength” be 1 or more."),
        each(lambda one, _whole: one.item.max_length is not None and one.item.max_length < 1),
    ),
)
