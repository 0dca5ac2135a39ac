"""Names and words as they are written, and as they are looked for. Knows no database."""

import unicodedata

# Line breaks and tabs are ordinary; marks that only join letters or turn single words belong to names.
_ORDINARY = "\n\t\u200c\u200d\u200e\u200f"
# Letters that no decomposition takes apart.
_PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
_PLAINLY = str.maketrans(_PLAIN)


def visible(text: str) -> str:
    """In one Unicode form, without signs that can't be seen and could make a name read as another."""
    return unicodedata.normalize("NFC", "".join(_seen(sign) for sign in text)).strip()


def fold(text: str) -> str:
    """Small letters without accents and unseen signs, so that Lodz finds Łódź."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_PLAINLY))
    kept = (_seen(sign, "") for sign in spread if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())


def _seen(sign: str, ordinary: str = _ORDINARY) -> str:
    kind = unicodedata.category(sign)
    if sign in ordinary or kind not in ("Cc", "Cf", "Cs", "Co"):
        return sign
    return " " if kind == "Cc" else ""
