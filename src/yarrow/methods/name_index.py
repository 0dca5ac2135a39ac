"""Which of many known names could fit a typed one at all, found without scoring each of them.

An index is texts and arrays of numbers, made once of many names. `candidates` leaves out no name that `Matcher` would
score above 0.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Any

from jellyfish import metaphone
from rapidfuzz import process
from rapidfuzz.distance import OSA

from yarrow.methods import names
from yarrow.methods.names import Matcher

Index = dict[str, Any]
# Another name wherever an index looks otherwise, or a word sounds otherwise, than one that may lie on a disk.
FORM = "names 2"
# A name of more words counts as one of so many.
MOST_WORDS = 255


class Table:
    """Sorted words, and for each of them some numbers; a text and two flat arrays are read quickly."""

    def __init__(self, told: Index) -> None:
        self.words: list[str] = told["words"].split("\n") if told["words"] else []
        self.starts: Sequence[int] = told["starts"]
        self.numbers: Sequence[int] = told["numbers"]

    @staticmethod
    def of(found: dict[str, list[int]]) -> Index:
        """What is kept of a table."""
        words = sorted(found)
        return {
            "words": "\n".join(words),
            "starts": array("I", accumulate((len(found[word]) for word in words), initial=0)),
            "numbers": array("I", chain.from_iterable(found[word] for word in words)),
        }

    def at(self, place: int) -> Sequence[int]:
        """The numbers of the word in this place."""
        return self.numbers[self.starts[place] : self.starts[place + 1]]

    def place(self, word: str) -> int | None:
        """Where a word stands; None when it does not."""
        place = bisect_left(self.words, word)
        return place if place < len(self.words) and self.words[place] == word else None

    def beginning(self, start: str) -> Iterator[int]:
        """Where the words stand that begin so."""
        for place in range(bisect_left(self.words, start), len(self.words)):
            if not self.words[place].startswith(start):
                return
            yield place


def index_of(known: Iterable[str | None], before: Index | None = None) -> Index:
    """What is looked up of names, in their order; how a word sounds is taken over from an index made before.

    `joined`: each name's letters alone, a line each, empty for none. `words`: for each word the names it is in.
    `n_words`: how many different words each name has. `heard`: for each sound the places of the words that have it.
    """
    joined: list[str] = []
    n_words = array("B")
    at: dict[str, list[int]] = {}
    for number, name in enumerate(known):
        parts = names.parts(name) if name else ()
        joined.append("".join(parts))
        n_words.append(min(len(set(parts)), MOST_WORDS))
        for word in set(parts):
            at.setdefault(word, []).append(number)
    known_sounds = _sounds_of(before) if before else {}
    heard: dict[str, list[int]] = {}
    for place, word in enumerate(sorted(at)):
        for sound in known_sounds.get(word) or _sounds(word):
            heard.setdefault(sound, []).append(place)
    return {
        **{"joined": "\n".join(joined), "n_words": n_words},
        **{"words": Table.of(at), "heard": Table.of(heard)},
    }


def joined(index: Index) -> list[str]:
    """Each name's letters and digits alone, folded."""
    return str(index["joined"]).split("\n")


def candidates(index: Index, matcher: Matcher) -> list[int]:
    """Numbers, in order, of the names that could fit."""
    found = _by_word(index, matcher)
    # Typed as one word and known as two, or the other way round.
    found.update(_slips(matcher.joined, joined(index)))
    return sorted(found)


def _by_word(index: Index, matcher: Matcher) -> set[int]:
    """Names that have a word for each typed one; and those that say less, with one that surely fits."""
    words, heard = Table(index["words"]), Table(index["heard"])
    near = set[int]().union(*(near_words(typed, words, heard) for typed in matcher.words))
    fits = {place: fit for place in near if any(fit := matcher.fits(words.words[place]))}
    each = (
        set(chain.from_iterable(words.at(place) for place in fits if fits[place][number]))
        for number in range(len(matcher.words))
    )
    found = set.intersection(*each) if matcher.words else set()
    if len(matcher.words) > 1:
        fitting, n_words = Counter(chain.from_iterable(map(words.at, fits))), index["n_words"]
        sure = (words.at(place) for place in fits if max(fits[place]) >= names.SURE)
        found.update(number for number in chain.from_iterable(sure) if fitting[number] >= n_words[number])
    return found


def near_words(typed: str, words: Table, heard: Table) -> set[int]:
    """Places of the words that are not surely another name than this folded one."""
    found = {*_slips(typed, words.words), *words.beginning(typed)}
    shorter = (typed[:length] for length in range(1, len(typed)))
    exact = map(words.place, chain(shorter, names.other_forms(typed)))
    found.update(place for place in exact if place is not None)
    sounds = map(heard.place, _sounds(typed))
    return found.union(*(heard.at(sound) for sound in sounds if sound is not None))


def _slips(typed: str, words: list[str]) -> Iterable[int]:
    near = process.extract(typed, words, scorer=OSA.distance, score_cutoff=names.MOST_SLIPS, limit=None)
    return (number for word, _slips, number in near if word)


def _sounds(word: str) -> list[str]:
    """By what a word can be heard as another: our own sounds, and metaphone's, each with its mark before it."""
    return [*(f"={sound}" for sound in sorted(names.sounds(word))), f"*{metaphone(word)}"]


def _sounds_of(index: Index) -> dict[str, list[str]]:
    words, heard = Table(index["words"]), Table(index["heard"])
    found: dict[str, list[str]] = {}
    for place, sound in enumerate(heard.words):
        for number in heard.at(place):
            found.setdefault(words.words[number], []).append(sound)
    return found
