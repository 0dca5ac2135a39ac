"""Who a contact was with, from what the name column says: a name, two names, or "4 women not known".

README of the reading rules: docs/reference/import-reading-rules.md. Figures stand on this module: a row that
names no one counts as many people as it says, and a row that says "some girls" is not counted at all.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from yarrow.contacts.reading.quantities import number_words
from yarrow.contacts.reading.words import NUMBER_WORDS, WORDS, fold_all, folded


class Met(Enum):
    """What the words say about who was met."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NOBODY = "nobody"
    UNCLEAR = "more than one, number not said"


@dataclass(frozen=True)
class Who:
    """`names` as written (one per person); `n_unnamed` people without a name beside them."""

    met: Met
    names: tuple[str, ...] = ()
    n_unnamed: int = 0
    rounded: bool = False


PLURAL = fold_all(WORDS["plural"])
SINGULAR = fold_all(WORDS["singular"])
PLAIN = fold_all(WORDS["plain_adjectives"])
# Several, and no number said.
VAGUE = fold_all(WORDS["vague"])
DESCRIPTIVE = fold_all(WORDS["descriptive"])
NOT_A_NAME = frozenset(["new", "new one", "new x", "newbie", "a new one"])
NO_CONTACT = fold_all(WORDS["no_contact"])
COMPANIONS = fold_all(WORDS["companions"])
# "Client 14" is what somebody is called in a log that keeps names elsewhere.
PSEUDONYM = re.compile(r"(?:client|person|individual|participant|member|sw|su) \d{1,5}")
MOST_IN_A_ROW = 60
LONGEST = 200
OLDEST_NOT_AN_AGE = 13

NOT_SAID = (
    r"(?:not known|unknown|not given|not said|not sure|not stated|nk|n k|unk|not recorded|not disclosed"
    r"|withheld|refused)"
)
QUALIFIED = re.compile(
    rf"\b(?:{'|'.join(folded(w) for w in WORDS['qualified'])}) (?:is |was |were )?{NOT_SAID}\b"
)
GIVE = (
    r"(?:give|given|say|said|tell|told|share|shared|leave|left|want to give|want to say|get|catch|know|ask|take"
    r"|have|disclose)"
)
NO_NAME = re.compile(
    rf"\b(?:names? (?:is |was |were |are )?(?:{NOT_SAID}|not (?:taken|asked|provided|shared|caught|got)"
    r"|unsaid|unstated|tbc)"
    rf"|no names?(?: (?:{GIVE}|known|taken|recorded|provided|asked|yet))?|nameless|without (?:a )?names?|unnamed"
    r"|(?:didnt|did not|wouldnt|would not|wont|will not|doesnt|does not|declined to|chose not to|not|dont|do not"
    r"|couldnt|could not)"
    rf" {GIVE}(?: us| me| to us)?(?: (?:her|his|their|a|the|any))? names?"
    rf"|(?:refused|declined|withheld)(?: to {GIVE})?(?: (?:her|his|their|a))? names?)\b"
)
NOT_KNOWN = re.compile(
    rf"\b(?:{NOT_SAID}|unkown|unknwn|unkn|unknowns?|anon|anons|anonymous|unidentified|unrecogni[sz]ed"
    r"|(?:dont|do not|didnt|did not) (?:know|recogni[sz]e)(?: (?:her|him|them|who))?|not recogni[sz]ed"
    r"|not (?:seen|met)(?: before)?|never (?:seen|met)(?: before)?|unfamiliar|u k|n a|none given|not told"
    r"|wouldnt say|would not say|didnt say|did not say|tbc|blank)\b"
)
AGE = re.compile(
    r"\b(?:aged?|about|around|approx|ca|c|maybe|looked|late|early|mid) (\d{2})\b"
    r"|\b(\d{2}) ?(?:yrs?|years?|yo|ish|s)\b(?: old)?"
)
RANGE = re.compile(r"\b(\d{1,2}) ?(?:-|–|/|to|or) ?(\d{1,2})\b")
LABEL = re.compile(r"\b(?:no|nr|number|person|girl|woman|female|male|lady|man|lad) (\d{1,3})$")
NUMBERED = r"(?=\d|(?:two|three|four|five|six|another)\b)"
JOINED = re.compile(rf"\s+(?:&|\+|and|plus|with)\s+|\s*[+&]\s*|\s*[,/]\s*{NUMBERED}", re.I)


def read_who(text: str) -> Who:
    """What the words say. `text` holds at least one letter, figure or sign."""
    line = " ".join(text[:LONGEST].split())
    flat = folded(line)
    if len(flat) == 1 and flat.isalpha():
        return Who(Met.NAMED, names=(line,))
    if flat in NO_CONTACT or (re.fullmatch(r"(?:0|zero|no) \w+(?: \w+)?", flat) and has_noun(flat.split())):
        return Who(Met.NOBODY)
    return mixed(line) or alone(line)


def alone(line: str) -> Who:
    """A text about one name or one group."""
    n = unnamed_in(line)
    if n is None:
        return Who(Met.NAMED, names=(line,))
    if n == 0:
        return Who(Met.UNCLEAR)
    return Who(Met.UNNAMED, n_unnamed=n, rounded=bool(RANGE.search(line)))


def mixed(line: str) -> Who | None:
    """`Mary + 2 unknown`, `Mary & Jo`, `2 women and a lad`: parts joined by and, &, +, plus or with."""
    parts = [part.strip(" ,") for part in JOINED.split(line) if part.strip(" ,")]
    if len(parts) < 2 or len(parts) > 6 or any(part.isdigit() for part in parts):
        return None
    ns = [unnamed_in(part) for part in parts]
    names = [part for part, n in zip(parts, ns, strict=True) if n is None and folded(part) not in COMPANIONS]
    counted = [
        n for part, n in zip(parts, ns, strict=True) if n is not None and folded(part) not in COMPANIONS
    ]
    beside = [part for part, n in zip(parts, ns, strict=True) if n is not None]
    if 0 in counted or not all(is_a_name(name) for name in names):
        return Who(Met.UNCLEAR) if names and 0 in counted else None
    if names and not all(starts_counted(part) or folded(part) in SINGULAR | COMPANIONS for part in beside):
        return None
    if not names and not any(starts_counted(part) for part in parts[1:]):
        return None
    if not names:
        return Who(Met.UNNAMED, n_unnamed=sum(counted))
    return Who(Met.NAMED, names=tuple(names), n_unnamed=sum(counted))


def is_a_name(part: str) -> bool:
    """Up to three words without figures that someone could be called."""
    return 1 <= len(part.split()) <= 3 and not re.search(r"\d", part) and len(folded(part)) > 1


def starts_counted(part: str) -> bool:
    """Does the part begin with a number, "a" or "another"?"""
    return bool(re.match(r"(?:\d+|a|an|another)\b", number_words(folded(part))))


@lru_cache(maxsize=16_384)
def unnamed_in(line: str) -> int | None:
    """How many people without a name the text means; 0: several, not said how many; None: it is a name."""
    flat = QUALIFIED.sub("", prepared(line)).strip()
    if not flat:
        return 1
    no_name = NO_NAME.search(flat)
    marker = no_name or NOT_KNOWN.search(flat)
    words = NOT_KNOWN.sub(" ", NO_NAME.sub(" ", flat)).split()
    if flat in NOT_A_NAME:
        return 1
    if PSEUDONYM.fullmatch(flat):
        return None
    rest = [word for word in words if not is_plain(word)]
    grouped = has_noun(words) or any(word.isdigit() for word in words)
    if no_name or (marker and (grouped or not rest or is_plain(flat.split()[0]))):
        return counted_in(line, flat, words)
    if marker:
        return None
    if grouped and (describes(line, words, rest) or begins_as_group(words)):
        return counted_in(line, flat, words)
    return None


def prepared(line: str) -> str:
    """Folded, with number words as figures and figures parted from letters; ages are left out."""
    flat = folded(line)
    for word, number in NUMBER_WORDS.items():
        if word in flat and word != "one":
            flat = re.sub(rf"\b{word}\b", str(number), flat)
    flat = re.sub(r"\b(\d{1,2})([a-z]+)\b", lambda m: f"{m[1]} {m[2]}" if has_noun([m[2]]) else m[0], flat)
    flat = re.sub(
        r"\bone (?=(?:\w+ )?(\w+))",
        lambda m: "1 " if has_noun([m[1]]) or has_noun(m[0].split()) else m[0],
        flat,
    )
    flat = re.sub(r"(?<=\d)(?=x\b)|(?<=\bx)(?=\d)", " ", flat)
    if has_noun(flat.split()) and not VAGUE & set(flat.split()[1:2]):
        flat = re.sub(r"^(?:a|an|one)\b(?= \w)", "1", flat)
    return AGE.sub(lambda found: found[0] if small(found) else "", flat).strip()


def small(found: re.Match[str]) -> bool:
    """Too small for an age: "about 12 women" counts."""
    return int(found[1] or found[2]) <= OLDEST_NOT_AN_AGE


def is_plain(word: str) -> bool:
    """A word that could be said of anybody."""
    return word.isdigit() or word in PLAIN or word in PLURAL or word in SINGULAR


def has_noun(words: list[str]) -> bool:
    """Is there a word for people in general?"""
    return any(word in PLURAL or word in SINGULAR for word in words)


def describes(line: str, words: list[str], rest: list[str]) -> bool:
    """`Romanian woman`, `woman by the station`: nothing in it is a name."""
    if not has_noun(words):
        return not rest
    unusual = [word for word in rest if word not in DESCRIPTIVE]
    capitals = {folded(word) for word in re.findall(r"\w+", line) if word[0].isupper()}
    in_small = len(words) > 2 and is_plain(words[0]) and not capitals & set(unusual)
    return not unusual or in_small


def begins_as_group(words: list[str]) -> bool:
    """`3 Romanian girls`: a number of at least two, then a plural within three words."""
    return words[0].isdigit() and int(words[0]) > 1 and any(word in PLURAL for word in words[1:4])


def counted_in(line: str, flat: str, words: list[str]) -> int:
    """The number of people in a text already known to name no one; 0 when it says several without a number."""
    times = re.search(r"\bx (\d+)\b", flat) or re.search(r"\b(\d+) x\b", flat)
    if times:
        return bounded(int(times[1]))
    between = RANGE.search(number_words(line.lower()))
    if between and int(between[1]) < int(between[2]):
        return bounded(int(between[1]))
    groups = leading_numbers(flat)
    if groups:
        return bounded(sum(groups))
    plural = any(word in PLURAL and word != "names" for word in words)
    trailing = re.search(r"\b(\d+)$", flat)
    if trailing and not LABEL.search(flat) and (plural or not has_noun(words) or f"({trailing[1]})" in line):
        return bounded(int(trailing[1]))
    return 0 if plural or VAGUE & set(words) else 1


def leading_numbers(flat: str) -> list[int]:
    """Numbers followed by the people they count: `3 women`, `2 new girls`, `1 man`, `4 not known`."""
    words = flat.split()
    numbers: list[int] = []
    for place, word in enumerate(words[:-1]):
        follows = words[place + 1 : place + 5]
        is_label = place > 0 and words[place - 1] in ("no", "number")
        if (
            word.isdigit()
            and not is_label
            and (place == 0 or has_noun(follows) or NOT_KNOWN.match(" ".join(follows)))
        ):
            numbers.append(int(word))
    return numbers


def bounded(number: int) -> int:
    """A group that can be met at one spot; beyond that the number means something else."""
    return number if 0 < number <= MOST_IN_A_ROW else 1
