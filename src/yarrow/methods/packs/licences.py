"""What an installation may do with a measure's wording."""

from collections.abc import Iterable

from yarrow.methods.packs.results import Use
from yarrow.methods.packs.shapes import Pack
from yarrow.methods.sentences import to_say

CONTEXTS = ("service delivery", "research", "education", "commercial")
SHOWN, SHEET, HIDDEN = "shown", "answer sheet", "hidden"
NOT_SAID = to_say("The project has not said what it uses measures for.")
ANSWERS_ONLY = to_say("Answers only, beside the licensed paper. The wording belongs to: {holder}.")
BY_PERMISSION = to_say("By permission, kept here. The wording belongs to: {holder}.")
ASK_FIRST = to_say("Needs the owner's permission; keep it here first. The wording belongs to: {holder}.")
TELL_FIRST = to_say("Free, once the owner has been told; keep the registration here first. Owner: {holder}.")
OUTSIDE = {
    "service delivery": to_say(
        "The owner's terms don't cover helping people in a service. Keep a permission here first. Owner: {holder}."
    ),
    "research": to_say(
        "The owner's terms don't cover research. Keep a permission here first. Owner: {holder}."
    ),
    "education": to_say(
        "The owner's terms don't cover teaching. Keep a permission here first. Owner: {holder}."
    ),
    "commercial": to_say(
        "The owner's terms don't cover use for profit. Keep a permission here first. Owner: {holder}."
    ),
}
UNCHANGED = to_say("Free on conditions: the project brings the owner's wording, unchanged.")


def may_use(pack: Pack, contexts: Iterable[str], *, has_permission: bool) -> Use:
    """Shown, as an answer sheet beside a licensed paper, or hidden.

    `contexts`: what the installation does (one or more of CONTEXTS; ValueError for others); all of them have to be
    covered. `has_permission`: the installation keeps a permission of the owner for this pack.
    """
    asked = set(contexts)
    if unknown := asked - set(CONTEXTS):
        raise ValueError(f"Not a context: {', '.join(sorted(unknown))}.")
    if not asked:
        return Use(HIDDEN, NOT_SAID)
    holder = pack.licence.holder
    if has_permission:
        if pack.kind == "answer sheet":
            return Use(SHEET, ANSWERS_ONLY.format(holder=holder))
        return Use(SHOWN, BY_PERMISSION.format(holder=holder))
    if pack.status not in ("A", "B"):
        return Use(HIDDEN, ASK_FIRST.format(holder=holder))
    if outside := [one for one in CONTEXTS if one in asked - pack.licence.contexts]:
        return Use(HIDDEN, OUTSIDE[outside[0]].format(holder=holder))
    if pack.licence.needs_record:
        return Use(HIDDEN, TELL_FIRST.format(holder=holder))
    return Use(SHOWN, "" if pack.status == "A" else UNCHANGED)
