"""Numbers, plates and names on the net in a draft, in whatever spelling."""

import re
from collections.abc import Iterator

from yarrow.methods.incidents import identifiers
from yarrow.methods.leaks.finding import Finding, Known
from yarrow.methods.leaks.text import fold, words
from yarrow.methods.leaks.times import DAY, HOUR
from yarrow.methods.leaks.words import digits

WHOLE, PART, LONGEST_GAP = 7, 4, 3
_BETWEEN = "().,/+-‐‑‒–—―−_*·•|~:'’"
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_ZEROS = {"hundred": "00", "thousand": "000"}
_ALIKE = str.maketrans("oli", "011")
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NET = re.compile(
    r"[\w.+-]+(?:@|\s@\s|\s*[(\[]at[)\]]\s*|\sat\s)[a-z][\w-]*(?:\.|\s\.\s|\s*[(\[]dot[)\]]\s*|\sdot\s)[a-z]{2,}"
    r"|https?://\S+|\bwww\.\S+|\b[\w-]+\.(?:com|net|org|co|uk|eu|me|ly|io|info|biz)\b(?:/\S*)?|(?<!\w)@[\w.]{2,}",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<![^\W_])(?:[A-Z]{2}[\s.-]?\d{2}[\s.-]?[A-Z]{3}|[A-Z]\d{1,3}[\s.-]?[A-Z]{3}|[A-Z]{3}[\s.-]?\d{1,3}[A-Z]?"
    r"|[A-Z]{1,3}[\s.-]?\d{2,4}[\s.-]?[A-Z]{0,3}|[A-Z]{2}\d{2})(?![^\W_])"
)
_MIXED = re.compile(r"(?<![^\W_])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,8}(?![^\W_])")
_SPREAD = re.compile(r"(?<![^\W_])(?:[a-z\d][\s.-]){4,9}[a-z\d](?![^\W_])")
_HANDLE = re.compile(r"\w+(?:[.-]\w+)*")
# An age or a height, from and to.
_TENS = r"(?:[1-9]\d|1\d\d|2[0-4]\d)"
_SPAN = re.compile(rf"(?<![\d+/.-])(?<!\d\s)(?<!\d\)\s){_TENS}\s?(?:-|–|to)\s?{_TENS}(?![\s/.-]?\d)")
_MEASURE = re.compile(r"\d+(?:cm|kg|st|nd|rd|th|am|pm|ft|in|mph|yrs?|min)\d*")


def find(text: str, known: Known) -> Iterator[Finding]:
    """Phones, parts of them, plates, addresses and handles; those of somebody the project knows are never kept."""
    yield from _phones(text, known)
    for said in _NET.finditer(text):
        whole = re.sub(r"\s*[(\[]?\b(?:at)\b[)\]]?\s*", "@", said[0], count=1, flags=re.I)
        whole = re.sub(r"\s*[(\[]?\b(?:dot)\b[)\]]?\s*", ".", whole, flags=re.I)
        yield Finding("own_number" if identifiers.online(whole) in known.numbers else "online", said[0])
    yield from _plates(text)
    yield from _handles(text, known)


def _phones(text: str, known: Known) -> Iterator[Finding]:
    """Those of somebody known first: they are looked for in what may be a day or an age as well."""
    tails = [number[-WHOLE:] for number in known.numbers if number.startswith("+")]
    own = []
    for start, end, number in _runs(text):
        # The last six of a number lead to it as well as the whole; another number may stand close behind it.
        is_end = len(number) == WHOLE - 1
        if any(tail in number or (is_end and tail.endswith(number)) for tail in tails):
            own.append((start, end))
            yield Finding("own_number", text[start:end].strip())
    for start, end, number in _runs(_without_other_numbers(text)):
        if any(first <= start < last for first, last in own):
            continue
        if len(number) >= WHOLE:
            yield Finding("phone", text[start:end].strip())
        elif len(number) >= PART and not (len(number) == PART and _YEAR.fullmatch(number)):
            yield Finding("digits", text[start:end].strip())


def _without_other_numbers(text: str) -> str:
    """The same length, with ages, heights, days and hours struck out: they are no phones."""
    for pattern in (DAY, HOUR, _SPAN):
        text = pattern.sub(lambda found: "¤" * len(found[0]), text)
    return text


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of what stands close together and is made of digits, also written out."""
    start = end = 0
    number, times = "", 1
    for piece in _PIECE.finditer(text):
        said = fold(piece[0])
        found = said if said.isdecimal() else digits().get(said, "")
        # O for 0 and l for 1, beside digits only.
        if not found and (number or text[piece.end() : piece.end() + 1].isdecimal()):
            found = _ZEROS.get(said, "") if number else ""
            found = found or (said.translate(_ALIKE) if len(set(said)) == 1 and said[0] in "oli" else "")
        is_near = not number or not _parts(text[end : piece.start()])
        if found and is_near:
            start = start if number else piece.start()
            number, end, times = number + found * times, piece.end(), 1
            continue
        if said in _TIMES and is_near:
            start, times = (start if number else piece.start()), _TIMES[said]
            end = piece.end() if number else end
            continue
        if number:
            yield start, end, number
        number, times = (found, 1) if found else ("", 1)
        start, end = piece.start(), piece.end()
    if number:
        yield start, end, number


def _parts(between: str) -> bool:
    """Whether what stands between two pieces parts them: more than some spaces, brackets, dots or strokes."""
    return (
        len(between) > LONGEST_GAP
        or any(sign not in _BETWEEN and not sign.isspace() for sign in between)
        or any(end in between for end in (". ", ", "))
    )


def _plates(text: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for pattern, where in ((_PLATE, text), (_MIXED, text.casefold()), (_SPREAD, text.casefold())):
        for said in pattern.finditer(where):
            one = identifiers.plate(said[0])
            is_one = any(sign.isdigit() for sign in said[0]) and any(sign.isalpha() for sign in said[0])
            if is_one and not _MEASURE.fullmatch(said[0].casefold()) and one not in seen:
                seen.add(one)
                yield Finding("plate", text[said.start() : said.end()])


def _handles(text: str, known: Known) -> Iterator[Finding]:
    """A handle of somebody known, though nothing marks it as one."""
    handles = {number for number in known.numbers if not number.startswith("+")}
    for said in {word.says for word in words(text)} | {
        found[0].rstrip("._-") for found in _HANDLE.finditer(text)
    }:
        if identifiers.online(said) in handles:
            yield Finding("own_number", said)
