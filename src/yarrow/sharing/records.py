"""What a person's record says of the facts that may be shared, opened to choose among them."""

from collections.abc import Iterable, Sequence
from typing import Any

from yarrow.people import lists as people_lists
from yarrow.people.models import Person
from yarrow.people.sheets import WAY_FIELDS, value_in_words
from yarrow.sharing import lists
from yarrow.sharing.models import Proposal
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading


def said_by_record(
    by: Actor, person: Person, reason: str, only: Iterable[str] | None = None, beside: Sequence[Any] = ()
) -> dict[str, str]:
    """Fact → what the record says, of facts that stand in it; opened to choose what is shared. `only`: these alone.

    `beside`: lists of the page, to be read with the person's.
    """
    record = Record(person, only, beside)
    with reading(by, person.project_id, act="sharing.open_to_share", reason=reason) as page:
        record.open(page)
    return record.said()


def said_and_approved(
    by: Actor, proposal: Proposal, reason: str, beside: Sequence[Any] = ()
) -> tuple[dict[str, str], frozenset[str]]:
    """(the same of a proposal's person, codes of the facts that two people approved), opened on one page."""
    record = Record(proposal.person, beside=beside)
    with reading(by, proposal.project_id, act="sharing.open_to_share", reason=reason) as page:
        record.open(page)
        approved = page.open(proposal, "identity.facts")
    return record.said(), frozenset(approved.value or ())


class Record:
    """What a person's record says of facts that stand in it; `lists` may be read with others of the page."""

    def __init__(self, person: Person, only: Iterable[str] | None = None, beside: Sequence[Any] = ()) -> None:
        self.person, self.beside = person, beside
        wanted = lists.codes("facts") if only is None else set(only)
        ways = person.waytoreach_rows.filter(ended_on=None)
        self.ways = ways if "ways" in wanted else ways.none()
        self.lists = [self.ways]
        self.fields = [
            (item.code, item.field) for item in lists.items("facts") if item.field and item.code in wanted
        ]
        self.opened: dict[str, Opened] = {}
        self.reach: list[list[Opened]] = []

    def open(self, page: Page) -> None:
        """Open it. Raises Locked, NoGrant, Erased."""
        at_once.read(self.ways, *self.beside)
        self.opened = {code: page.open(self.person, f"identity.{name}") for code, name in self.fields}
        self.reach = [[page.open(way, f"identity.{name}") for name in WAY_FIELDS] for way in self.ways]

    def said(self) -> dict[str, str]:
        """Fact → what it says, once the page is on the trail; what is empty is left out."""
        said = {code: value_in_words(name, self.opened[code].value) for code, name in self.fields}
        said["ways"] = "\n".join(_way(*(one.value for one in way)) for way in self.reach)
        return {code: text for code, text in said.items() if text}


def _way(kind: str | None, value: str | None, safe_times: str | None, cautions: list[str] | None) -> str:
    """A way to reach as one line: never without how it is not safe."""
    never = [people_lists.label("caution", code) for code in cautions or []]
    parts = (people_lists.label("way", kind or ""), value, safe_times, *never)
    return ", ".join(part for part in parts if part)
