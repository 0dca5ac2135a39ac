"""What a heading means: each column's words held against the list of meanings in words.json."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from yarrow.contacts.reading.sheets import Row, is_blank, text_of
from yarrow.contacts.reading.words import MEANINGS, WORDS, spaced

# Words that say nothing about the column.
EMPTY_WORDS = frozenset(["of", "the", "a", "an", "if", "any", "please", "their", "s", "to", "pls", "and"])
# "out" under a merged "Needles": a second line of headings that means nothing alone.
HALVES = frozenset(["out", "in", "given", "returned", "issued", "back", "used", "new"])
CLOSE_ENOUGH = 88
SURE, LIKELY, FUZZY = 1.0, 0.9, 0.75
LONGEST_HEADING = 60
NEEDLES = {part: frozenset(words) for part, words in WORDS["needles"].items()}


@dataclass(frozen=True)
class Guess:
    """One possible meaning and how sure the words make it, 0 to 1."""

    meaning: str
    confidence: float


def words_of(heading: str) -> tuple[str, ...]:
    """The heading's telling words, without plural s."""
    words = [word for word in spaced(heading).split() if word not in EMPTY_WORDS]
    return tuple(singular(word) for word in words)


def singular(word: str) -> str:
    """Without a plural s: enough for comparing headings."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=1)
def vocabulary() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(meaning, telling words) for every synonym."""
    return tuple((meaning, words_of(entry)) for meaning, entries in MEANINGS.items() for entry in entries)


@lru_cache(maxsize=2048)
def guesses(heading: str) -> tuple[Guess, ...]:
    """All meanings the heading could have, surest first."""
    if len(heading) > LONGEST_HEADING:
        return ()
    for form in (heading, heading.split("(")[0], heading.split("/")[0]):
        words = words_of(form)
        whole = SURE if form == heading else LIKELY
        exact = {meaning for meaning, known in vocabulary() if known == words and words}
        if exact:
            others = [g for g in loose(words_of(heading)) if g.meaning not in exact]
            return tuple(Guess(meaning, whole) for meaning in MEANINGS if meaning in exact) + tuple(others)
    direction = needles(heading)
    return direction + loose(words_of(heading))


def needles(heading: str) -> tuple[Guess, ...]:
    """Needles have a direction, and whoever wrote the heading had a word for it: in beats out."""
    words = set(spaced(heading).split())
    if not words & NEEDLES["things"] or words & NEEDLES["not"]:
        return ()
    if words & NEEDLES["in"]:
        return (Guess("needles_in", LIKELY),)
    return (Guess("needles_out", LIKELY),) if words & NEEDLES["out"] else ()


@lru_cache(maxsize=2048)
def loose(words: tuple[str, ...]) -> tuple[Guess, ...]:
    """Meanings whose words all stand in the heading, or that are spelt nearly like it."""
    best: dict[str, float] = {}
    joined, present = " ".join(words), set(words)
    for meaning, known in vocabulary():
        score = 0.0
        if known and present.issuperset(known):
            score = 0.4 + 0.45 * len(known) / len(words) + 0.04 * (len(known) - 1)
        elif len(joined) >= 5 and ratio(joined, " ".join(known)) >= CLOSE_ENOUGH:
            score = FUZZY
        if score > best.get(meaning, 0.0):
            best[meaning] = score
    return tuple(sorted((Guess(m, min(c, 0.85)) for m, c in best.items()), key=lambda g: -g.confidence))


def confidence_in(heading: str, meanings: frozenset[str]) -> float:
    """How surely the heading means one of these."""
    return max((guess.confidence for guess in guesses(heading) if guess.meaning in meanings), default=0.0)


def headings_at(rows: tuple[Row, ...], place: int) -> tuple[str, ...]:
    """The headings of a row; a half ("out") is joined to what the line above says over it ("Needles")."""
    row = rows[place]
    above = spread(rows[place - 1]) if place else []
    headings = []
    for column, cell in enumerate(row):
        own = text_of(cell)
        over = above[column] if column < len(above) else ""
        joinable = over and own and (spaced(own) in HALVES) and len(set(filter(None, above))) > 1
        headings.append(f"{over} {own}" if joinable else own)
    return tuple(headings)


def spread(row: Row) -> list[str]:
    """A line of merged headings, each carried to the right until the next."""
    carried, result = "", []
    for cell in row:
        carried = carried if is_blank(cell) else text_of(cell)
        result.append(carried)
    return result + [carried] * 3


def heading_score(row: Row, meanings: frozenset[str]) -> float:
    """How much a row looks like headings: the sure ones counted, texts that can't be headings taken off."""
    score = 0.0
    for cell in row:
        if is_blank(cell):
            continue
        confidence = confidence_in(text_of(cell), meanings) if isinstance(cell, str) else 0.0
        score += confidence if confidence >= 0.6 else -0.25
    return score


def is_same_heading(row: Row, headings: tuple[str, ...]) -> bool:
    """Are these the headings once more? `headings` as `plainly` gives them."""
    same = sum(
        isinstance(cell, str) and cell.strip().casefold() == heading and heading != ""
        for cell, heading in zip(row, headings, strict=False)
    )
    if same < 2:
        return False
    n_written = sum(not is_blank(cell) for cell in row)
    return same >= 0.7 * n_written and same >= 0.5 * sum(map(bool, headings))


def plainly(row: Row) -> tuple[str, ...]:
    """The line of headings for comparing whole rows with it."""
    return tuple(text_of(cell).casefold() for cell in row)
