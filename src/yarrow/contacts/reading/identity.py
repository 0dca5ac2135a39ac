"""A row's own words as its identity, so that bringing the same file twice adds nothing.

The text holds what the row says, names included, and the number of its occurrence among rows that say the
same. It is never stored and never hashed here: the import turns it into an id with a key of the project.
"""

from collections import Counter
from collections.abc import Iterable


class Identities:
    """Counts equal rows within one reading."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def next(self, kind: str, parts: Iterable[object]) -> str:
        """The identity of the next row that says this."""
        content = "\x1f".join(
            [
                kind,
                *(
                    " ".join(part.split()).casefold() if isinstance(part, str) else repr(part)
                    for part in parts
                ),
            ]
        )
        self.seen[content] += 1
        return f"{content}\x1f{self.seen[content]}"
