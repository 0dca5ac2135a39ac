"""The card as its pages show it."""

from dataclasses import dataclass, field

from yarrow.people.models import Person
from yarrow.plans import lists
from yarrow.plans.models import SafetyCard
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


@dataclass(frozen=True)
class CardShown:
    """The card that holds, opened. `said`: heading's code → text."""

    card: SafetyCard
    said: dict[str, str] = field(repr=False)

    @property
    def heading(self) -> str:
        return lists.label("card_heading", self.card.heading)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(heading, text) of what says something."""
        return [
            (item.words, self.said[item.code]) for item in lists.items("card") if self.said.get(item.code)
        ]


def card_of(by: Actor, person: Person, reason: str) -> CardShown | None:
    """The card that holds; None without one. Raises Locked, NoGrant."""
    card = SafetyCard.objects.filter(person=person).first()
    if card is None:
        return None
    with reading(by, person.project_id, act="plans.show_card", reason=reason) as page:
        said = page.open(card, "notes.said")
    return CardShown(card, said.value or {})
