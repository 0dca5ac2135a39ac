"""How many of a thing a cell says: `10`, `10.0`, `x10`, `10 condoms`, `-`, `nil`, `a dozen`, `5+5`."""

import re
from enum import Enum

from yarrow.contacts.reading.sheets import Cell, is_blank
from yarrow.contacts.reading.words import NO, NUMBER_WORDS, YES, folded

MOST = 100_000
LONGEST = 60
WORDS = re.compile(r"\b(" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + r")\b")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
UNITS = r"(?: ?[^\W\d_][\w .’'\-]*)?"
SINGLE = re.compile(
    rf"(?:[x×~≈#] ?|c\.? ?|ca\.? |approx\.? |about )?(\d+)(?:[.,]0+)? ?(?:x|×|ish|\+|\?)?{UNITS}(?: ?\(.*\))?\.?"
)
PACKS = re.compile(r"(\d+) ?(?:x|×|packs?|boxes|box|bags?|pkts?|packets?) ?(?:of|x|×|@)? ?(\d+)\b.*")
SUM = re.compile(rf"\d+{UNITS}(?: ?(?:\+|&|and|,) ?\d+{UNITS})+")
# "12 (2 packs of 6)": what stands in brackets explains the number.
EXPLAINED = re.compile(r"(\d+) ?\([^()]*\)")
# "1 box" says something was given, not how many.
CONTAINERS = re.compile(r"\b(?:box|boxes|packs?|pkts?|packets?|bags?|cases?|handfuls?|strips?)\b")


class Vague(Enum):
    """A cell that says something was given but not how many."""

    SOME = "some"


def read_quantity(cell: Cell) -> int | Vague:
    """The count; 0 for blank, a dash or "none"; Vague.SOME when no whole number can be read."""
    if is_blank(cell) or cell is False:
        return 0
    if cell is True:
        return Vague.SOME
    if isinstance(cell, int | float):
        return int(cell) if 0 <= cell <= MOST and float(cell).is_integer() else Vague.SOME
    return of_text(cell) if isinstance(cell, str) else Vague.SOME


def of_text(text: str) -> int | Vague:
    """A count from words and figures."""
    if len(text) > LONGEST:
        return Vague.SOME
    line = number_words(THOUSANDS.sub("", " ".join(text.lower().split())))
    if folded(line) in NO or not re.search(r"\w", line):
        return 0
    explained = EXPLAINED.fullmatch(line)
    if explained:
        return bounded(int(explained[1]))
    packs = PACKS.fullmatch(line)
    if packs:
        return bounded(int(packs[1]) * int(packs[2]))
    if CONTAINERS.search(line):
        return Vague.SOME
    if SUM.fullmatch(line):
        return added(line)
    single = SINGLE.fullmatch(line)
    return bounded(int(single[1])) if single else Vague.SOME


def added(line: str) -> int | Vague:
    """`5+5` and `5 red + 5 red`; different things in one cell aren't one count."""
    things = {unit.strip() for unit in re.findall(r"\d+([^\d+&,]*)", line.replace(" and ", "+"))} - {""}
    return bounded(sum(int(found) for found in re.findall(r"\d+", line))) if len(things) < 2 else Vague.SOME


def bounded(number: int) -> int | Vague:
    """No one hands out more than a van holds: a telephone number isn't a count."""
    return number if number <= MOST else Vague.SOME


def number_words(line: str) -> str:
    """`ten` becomes `10`, `a dozen` `12`."""
    return WORDS.sub(lambda found: str(NUMBER_WORDS[found[1]]), line)


def is_mark(cell: Cell) -> bool | None:
    """Ticked (True), said no (False) or blank (None)."""
    if is_blank(cell):
        return None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return cell != 0
    word = folded(str(cell))
    if word in NO or word == "":
        return False if word else str(cell).strip() not in ("-", "–", "—", ".")
    return True


def says_yes(cell: Cell) -> bool:
    """A tick or a plain yes, as against a word of its own."""
    return cell is True or folded(str(cell)) in YES
