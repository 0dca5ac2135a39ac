"""Numbers, plates and names on the net, brought to one spelling each.

Whatever way a number is typed (spaces, brackets, +44 or 0, 00 in front), it is one number; a plate is folded so that
O and 0, I and 1 are one sign, for those who read it in the dark. What was seen in part stays a part.
"""

import re
import unicodedata
from itertools import takewhile

import phonenumbers

from yarrow.methods.lookalikes import TO_LATIN

# Fewer known signs than this say nothing.
FEWEST_DIGITS, FEWEST_SIGNS = 3, 2
WHOLE_PHONE = 7
LONGEST = 10
UNKNOWN = "?"
GAP = "*"
# Plates have no letter O or I that anybody could tell from a figure, in whichever script it was typed.
_FIGURES = {"O": "0", "I": "1"}
_SAME_SIGN = {sign: _FIGURES.get(latin, latin) for sign, latin in TO_LATIN.items()} | str.maketrans(_FIGURES)
_NET = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


def folded(text: str) -> str:
    """Wide and raised forms of letters and digits as ordinary ones; other digits as 0-9; nothing unseen."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign
        for sign in composed
        if unicodedata.category(sign) not in ("Cf", "Cc", "Cs")
    )


def phone(text: str, region: str = "GB") -> str:
    """A whole number as E.164 (`+447700900123`); a part as `*900123`, its last digits; "" when there is too little.

    `region` (ISO 3166) is where a number without a country is from.
    """
    plain = folded(text)
    digits = re.sub(r"\D", "", plain)
    if len(digits) < FEWEST_DIGITS:
        return ""
    if len(digits) < WHOLE_PHONE or UNKNOWN in plain or GAP in plain:
        last = re.sub(r"\D", "", re.split(r"[?*]", plain)[-1])
        return f"{GAP}{last}" if len(last) >= FEWEST_DIGITS else ""
    plain = re.sub(r"[^\d+]", "", plain.replace("(0)", ""))
    if digits.startswith("00"):
        plain = f"+{digits[2:]}"
    try:
        read = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return f"+{digits}"[: LONGEST + 6]
    national = phonenumbers.national_significant_number(read)
    return f"+{read.country_code}{national}"


def plate(text: str) -> str:
    """A plate in capitals without spaces, O as 0 and I as 1; `?` one sign not seen, `*` any number; "" for too little.

    Cyrillic and Greek letters that look like Latin ones are those: one plate, on whatever keyboard it is typed.
    `ab 12 ...` and `AB12*` are one; dots and underscores stand for what was not seen.
    """
    plain = folded(text).upper().strip()
    plain = re.sub(r"\.{2,}|…|_{2,}", GAP, plain)
    plain = plain.replace("_", UNKNOWN).replace(".", "")
    kept = re.sub(r"[^\w?*]", "", plain).translate(_SAME_SIGN)
    kept = re.sub(r"\*+", GAP, kept)
    known = kept.replace(UNKNOWN, "").replace(GAP, "")
    return kept[: LONGEST + 2] if len(known) >= FEWEST_SIGNS else ""


def online(text: str) -> str:
    """An e-mail address, handle or profile without case, `@` in front, `https://www.`, or a part after `+`."""
    plain = re.sub(r"\s", "", folded(text).casefold())
    plain = _NET.sub("", folded(plain)).strip("@/")
    name, at, host = plain.rpartition("@")
    if at:
        name = name.partition("+")[0]
        if host in ("gmail.com", "googlemail.com"):
            name, host = name.replace(".", ""), "gmail.com"
        return f"{name}@{host}" if name and host else ""
    return plain if len(plain) >= FEWEST_DIGITS else ""


def digits_shared(one: str, other: str) -> int:
    """How many last digits of two numbers agree, as `phone` gives them."""
    pairs = zip(reversed(one.lstrip("+*")), reversed(other.lstrip("+*")), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def signs_shared(one: str, other: str) -> tuple[int, int]:
    """(signs that agree, places of the longer) of two plates as `plate` gives them, laid where most agree."""
    known, whole = sorted((one.strip(GAP), other.strip(GAP)), key=len)
    laid = [_agreeing(known, whole, shift) for shift in _shifts(one, other, len(known), len(whole))]
    return max(laid), len(whole)


def _shifts(one: str, other: str, n_known: int, n_whole: int) -> range:
    """Where the shorter may lie: at the start unless a beginning was not seen."""
    is_open = one.startswith(GAP) or other.startswith(GAP)
    return range(n_whole - n_known + 1) if is_open else range(1)


def _agreeing(known: str, whole: str, shift: int) -> int:
    pairs = zip(known, whole[shift:], strict=False)
    return sum(sign == there and sign not in UNKNOWN + GAP for sign, there in pairs)
