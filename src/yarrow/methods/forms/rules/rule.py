"""What a rule is: a name, a sentence that says what to do, and how the mistakes are found."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from yarrow.methods.forms.defects import Defect
from yarrow.methods.forms.placed import Placed, Whole

# The item at fault (None: the whole form) and what else stands in the sentence.
Found = tuple[Placed | None, Mapping[str, object]]
Finder = Callable[[Whole], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """`sentence` names the item as {item}. `is_fhir`: FHIR R4 itself forbids it; the others are what Yarrow asks."""

    name: str
    sentence: str
    find: Finder
    is_fhir: bool = False

    def defects(self, whole: Whole) -> Iterator[Defect]:
        """Each mistake of this kind in a form."""
        for placed, inside in self.find(whole):
            name = placed.name if placed else ""
            yield Defect(name, self.name, self.sentence.format(item=name, **inside), self.is_fhir)


def each(asks: Callable[[Placed, Whole], bool]) -> Finder:
    """Finds the items of which something is so."""

    def find(whole: Whole) -> Iterator[Found]:
        return ((one, {}) for one in whole.placed if asks(one, whole))

    return find
