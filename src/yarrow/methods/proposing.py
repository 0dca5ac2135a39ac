"""From contacts to a table that may be published: the finest one that is not mostly holes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yarrow.methods import differencing
from yarrow.methods.breakdowns import Cell, Definition, places
from yarrow.methods.differencing import Conflict, Released
from yarrow.methods.disclosure import Gated, gate
from yarrow.methods.populations import Place, Populations


@dataclass(frozen=True)
class Proposal:
    """A table as it would be published. `asked`: what was asked for; `definition`: what came of it."""

    asked: Definition
    definition: Definition
    places: Mapping[Cell, Place]
    gated: Gated
    conflicts: Sequence[Conflict]

    @property
    def is_coarser(self) -> bool:
        return self.asked != self.definition

    @property
    def says_something(self) -> bool:
        """Whether any figure that is not zero is left to publish, and nothing hidden could be worked out."""
        return self.gated.is_safe and any(shown.n for shown in self.gated.shown.values())


def pass_gate(
    definition: Definition,
    populations: Populations,
    ledger: Iterable[Released] = (),
    expected: Mapping[str, Iterable[str]] | None = None,
) -> Proposal:
    """One table through the gate, as it is asked for."""
    cells = places(definition, populations, expected)
    return pass_cells(definition, cells, populations, ledger)


def pass_cells(
    definition: Definition,
    cells: Mapping[Cell, Place],
    populations: Populations,
    ledger: Iterable[Released] = (),
) -> Proposal:
    """The same for cells that are laid out already (the lines of a grant)."""
    counted = {cell: populations.count(place) for cell, place in cells.items()}
    found = differencing.conflicts(cells, counted, ledger, populations)
    gated = gate(definition.by, counted, *held(found))
    return Proposal(definition, definition, cells, gated, found)


def propose(
    definition: Definition,
    populations: Populations,
    ledger: Iterable[Released] = (),
    expected: Mapping[str, Iterable[str]] | None = None,
) -> Proposal:
    """The finest table of at most the detail asked for that is fit to publish; the coarsest of all when none is."""
    released = list(ledger)
    proposal = pass_gate(definition, populations, released, expected)
    for coarser in definition.coarser():
        if proposal.gated.is_fit:
            break
        proposal = pass_gate(coarser, populations, released, expected)
    return Proposal(definition, proposal.definition, proposal.places, proposal.gated, proposal.conflicts)


def held(found: Iterable[Conflict]) -> tuple[set[Cell], set[Cell]]:
    """What is held back beside a released figure, and what stays hidden because it was."""
    held_back, hidden_before = set[Cell](), set[Cell]()
    for one in found:
        (hidden_before if one.was_hidden else held_back).add(one.cell)
    return held_back, hidden_before
