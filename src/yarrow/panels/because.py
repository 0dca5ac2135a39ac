"""Why facts may not be said to an agency now, in words, and whether the person could be asked."""

from dataclasses import dataclass

from yarrow.methods.agreements import Uncovered
from yarrow.methods.sharing import Why
from yarrow.methods.speaking import Verdict
from yarrow.panels.speaking import Hearing
from yarrow.people import purposes
from yarrow.sharing import lists
from yarrow.sharing.errors import gap_in_words, in_words


@dataclass(frozen=True)
class Because:
    """Facts that may not be said, and why in words."""

    facts: str
    why: str
    can_ask: bool


def because(found: Verdict, hearing: Hearing) -> list[Because]:
    """What may not be said, one line for each reason."""
    by_why: dict[tuple[str, bool], list[str]] = {}
    agency, purpose = hearing.agency.name, hearing.purpose
    # What may be agreed to for this purpose at all.
    askable = purposes.purpose_of(purpose).categories if purpose else ()
    for code, why in found.why_not.items():
        if isinstance(why, Uncovered):
            said = (gap_in_words(why, agency), False)
        else:
            can_ask = why.why != Why.WITHDRAWN and lists.category_of(code) in askable
            said = (in_words(why, agency), can_ask)
        by_why.setdefault(said, []).append(lists.label("facts", code))
    return [Because(", ".join(facts), *said) for said, facts in by_why.items()]
