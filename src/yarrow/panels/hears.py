"""What one agency may be told about one person at a panel now, and why not more, in words."""

from dataclasses import dataclass, field

from yarrow.agencies.models import Agency
from yarrow.methods.agreements import Uncovered
from yarrow.methods.sharing import Why
from yarrow.methods.speaking import Verdict
from yarrow.panels import speaking
from yarrow.panels.speaking import Hearing
from yarrow.people import purposes
from yarrow.people.models import Consent
from yarrow.sharing import lists
from yarrow.sharing.errors import gap_in_words, in_words
from yarrow.sharing.models import Proposal


@dataclass(frozen=True)
class Because:
    """Facts that may not be said, and why in words."""

    facts: str
    why: str
    can_ask: bool


@dataclass(frozen=True)
class Hears:
    """What one agency may be told about one person now, and what not."""

    agency: Agency
    purpose: str
    may: list[tuple[str, str]] = field(repr=False)
    not_said: list[Because] = field(repr=False)

    @property
    def can_ask(self) -> bool:
        """Whether asking the person could let more be said: no agreement lacks, and they took nothing back."""
        return any(one.can_ask for one in self.not_said)

    @property
    def may_in_words(self) -> str:
        """Which facts, by name."""
        return ", ".join(label for label, _text in self.may)


def hears_of(
    hearing: Hearing,
    said: dict[str, str],
    consents: list[Consent],
    proposals: dict[Proposal, frozenset[str]],
) -> Hears:
    """What may be said of the facts in `said`; `proposals`: approvals about the same person, with their facts."""
    found = speaking.decided(hearing, said, consents, proposals)
    may = [(lists.label("facts", code), text) for code, text in said.items() if code in found.said]
    return Hears(hearing.agency, hearing.purpose, may, _because(found, hearing))


def _because(found: Verdict, hearing: Hearing) -> list[Because]:
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
