"""From headings to meanings for one sheet, with the cells below as witnesses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from yarrow.contacts.reading.dates import Order, read_clock, read_date
from yarrow.contacts.reading.durations import read_minutes
from yarrow.contacts.reading.headings import Guess, guesses
from yarrow.contacts.reading.mapping import MARK, REPEATABLE, ColumnMeaning
from yarrow.contacts.reading.quantities import read_quantity
from yarrow.contacts.reading.sheets import Cell, Row, is_blank, text_of
from yarrow.contacts.reading.words import DITTO, SUPPLIES, folded

ENOUGH = 0.6
PLAIN = 0.9
SIX = 6
SAMPLE = 400
DONE = frozenset({"hot_drink"})
DETAILS = frozenset(
    {"birth_date", "gender", "language", "nationality", "phone", "email", "address", "consent", "first_seen", "age"}
)  # fmt: skip
NAMES = frozenset({"name", "first_name", "last_name"})
MEANINGS_OF = {
    "log": NAMES | SUPPLIES | DONE | {
        "date", "time", "shift", "workers", "person_id", "place", "n_people", "note", "follow_up", "minutes",
        "hours", "gender", "age", "language", "seemed", "total", "ignored_date", "contact_id", "contact_type",
        "outcome",
    },
    "people": NAMES | DETAILS | {
        "person_id", "known_as", "ignored_date", "note", "workers", "outcome", "programme", "place", "contact_id",
    },
    "contacts": NAMES | {
        "contact_id", "person_id", "date", "time", "minutes", "hours", "contact_type", "programme", "workers",
        "outcome", "note", "follow_up", "place", "ignored_date", "language", "first_seen", "birth_date", "shift",
        "known_as", "phone", "gender",
    },
    "register": NAMES | DETAILS | {"person_id", "known_as", "total", "note", "workers", MARK},
}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """What the filled cells below a heading look like, as shares of a sample."""

    n_filled: int
    dates: float
    durations: float
    late: float
    numbers: float
    words: float
    distinct: float


def profile(rows: tuple[Row, ...], column: int, below: int) -> Profile:
    """Look at up to SAMPLE filled cells, spread over the whole sheet."""
    cells = [row[column] for row in rows[below:] if column < len(row) and not is_blank(row[column])]
    sample = [cell for cell in cells[:: max(1, len(cells) // SAMPLE)] if text_of(cell) not in DITTO]
    n = max(1, len(sample))
    texts = [text_of(cell) for cell in sample]

    def share(claim: Callable[[Cell], bool]) -> float:
        return sum(map(claim, sample)) / n

    return Profile(
        n_filled=len(cells),
        dates=share(is_dated),
        durations=share(lambda cell: read_minutes(cell) is not None),
        late=share(is_late),
        numbers=share(lambda cell: isinstance(read_quantity(cell), int)),
        words=share(lambda cell: sum(c.isalpha() for c in text_of(cell)) > 1),
        distinct=len({folded(text) for text in texts}) / n,
    )


def is_late(cell: Cell) -> bool:
    """A time of day that no contact lasts: six o'clock or later."""
    at = read_clock(cell) if isinstance(cell, str | time) else None
    return at is not None and at.hour >= SIX


def is_dated(cell: Cell) -> bool:
    """A date in either order of day and month."""
    return any(read_date(cell, Order(day_first), lenient=True) is not None for day_first in (True, False))


def believed(meaning: str, confidence: float, seen: Profile) -> float:
    """The heading's confidence, lowered when the cells say otherwise."""
    if not seen.n_filled:
        return confidence
    speaks_against = (
        (meaning == "date" and seen.dates < 0.3)
        or (meaning in ("minutes", "hours") and (seen.durations < 0.3 or seen.late > 0.3))
        or (meaning == "time" and seen.durations > 0.7 and seen.late < 0.1)
        or (meaning == "time" and seen.durations < 0.3 and seen.words > 0.7)
        or (meaning == "n_people" and seen.numbers < 0.6)
        or (meaning in NAMES and seen.words < 0.2 and seen.numbers > 0.8)
        or (meaning in ("person_id", "contact_id") and seen.dates > 0.9)
        or (meaning in SUPPLIES and seen.words > 0.9 and seen.numbers < 0.1 and seen.distinct > 0.3)
    )
    return confidence - 0.5 if speaks_against else confidence


def profiles_of(headings: tuple[str, ...], rows: tuple[Row, ...], below: int) -> list[Profile]:
    """One profile for each column that has a heading's place."""
    return [profile(rows, column, below) for column in range(len(headings))]


def assign(headings: tuple[str, ...], profiles: list[Profile], role: str) -> tuple[ColumnMeaning, ...]:
    """Each column's meaning for that part, the surest pairs first; columns beyond the headings are left out."""
    allowed = MEANINGS_OF[role]
    offers = sorted(
        (
            (-believed(guess.meaning, guess.confidence, profiles[column]), column, guess.meaning)
            for column, heading in enumerate(headings)
            for guess in worth_asking(heading)
            if guess.meaning in allowed
        ),
    )
    chosen: dict[int, tuple[str, float]] = {}
    used: set[str] = set()
    for negative, column, meaning in offers:
        if -negative < ENOUGH or column in chosen or (meaning in used and meaning not in REPEATABLE):
            continue
        chosen[column] = (meaning, -negative)
        used.add(meaning)
    fill_from_cells(chosen, profiles, role)
    return tuple(
        ColumnMeaning(column, heading, *chosen.get(column, ("", 0.0)), profiles[column].n_filled)
        for column, heading in enumerate(headings)
    )


def worth_asking(heading: str) -> tuple[Guess, ...]:
    """All that the heading could mean; where one meaning is plain, only the plain ones: a birthdate is no date."""
    offered = guesses(heading)
    plain = tuple(guess for guess in offered if guess.confidence >= PLAIN)
    return plain or offered


def fill_from_cells(chosen: dict[int, tuple[str, float]], profiles: list[Profile], role: str) -> None:
    """A column of dates, or of names, under a heading nobody knows."""
    meanings = {meaning for meaning, _ in chosen.values()}
    free = [column for column in range(len(profiles)) if column not in chosen and profiles[column].n_filled]
    if "date" not in meanings and role in ("log", "contacts"):
        dated = [column for column in free if profiles[column].dates > 0.7]
        if dated:
            chosen[dated[0]] = ("date", 0.5)
    if role == "log" and not meanings & (NAMES | {"person_id"}):
        worded = [
            c for c in free if c not in chosen and profiles[c].words > 0.8 and profiles[c].distinct > 0.03
        ]
        if worded:
            chosen[max(worded, key=lambda c: (profiles[c].distinct <= 0.7, profiles[c].distinct))] = (
                "name",
                0.5,
            )


def order_sample(rows: tuple[Row, ...], column: int | None, below: int) -> list[Cell]:
    """The cells of a date column, for finding its order of day and month."""
    return [] if column is None else [row[column] for row in rows[below:] if column < len(row)]


__all__ = ["MEANINGS_OF", "Order", "assign", "order_sample", "profiles_of"]
