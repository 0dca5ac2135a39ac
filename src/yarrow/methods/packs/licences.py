"""What an installation may do with a measure's wording."""

from collections.abc import Iterable

from yarrow.methods.packs.results import Use
from yarrow.methods.packs.shapes import Pack

CONTEXTS = ("service delivery", "research", "education", "commercial")
SHOWN, SHEET, HIDDEN = "shown", "answer sheet", "hidden"


def may_use(pack: Pack, contexts: Iterable[str], *, has_permission: bool) -> Use:
    """Shown, as an answer sheet beside a licensed paper, or hidden.

    `contexts`: what the installation does (one or more of CONTEXTS; ValueError for others); all of them have to be
    covered. `has_permission`: the installation keeps a permission of the owner for this pack.
    """
    asked = set(contexts)
    if unknown := asked - set(CONTEXTS):
        raise ValueError(f"Not a context: {', '.join(sorted(unknown))}.")
    if not asked:
        return Use(HIDDEN, "The project has not said what it uses measures for.")
    holder = pack.licence.holder
    if has_permission:
        if pack.kind == "answer sheet":
            return Use(SHEET, f"Answers only, beside the paper licensed by {holder}.")
        return Use(SHOWN, f"By permission of {holder}, kept here.")
    if pack.status not in ("A", "B"):
        return Use(HIDDEN, f"Needs permission of {holder}; keep it here first.")
    if outside := sorted(asked - pack.licence.contexts):
        return Use(HIDDEN, f"{holder}'s terms don't cover: {', '.join(outside)}.")
    free = pack.status == "A"
    return Use(SHOWN, "" if free else "Free on conditions: the project brings the owner's wording unchanged.")
