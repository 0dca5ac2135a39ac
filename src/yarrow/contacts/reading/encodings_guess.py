"""Which encoding a text file has. Byte order marks and UTF-8 prove themselves; the rest is weighed."""

import codecs

SAMPLE = 40_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In order of how often spreadsheet programs write them; the first of equals wins.
SINGLE_BYTE = ("cp1252", "mac_roman", "cp1250", "cp1251", "cp850", "cp1253", "cp1254")
USUAL = frozenset("éèêëàáâäãåçñíîïóôöõúûüøæßÉÖÜÄÇ£€’‘“”–—…½¼¾°·•×łńśżźćąęőűășțţşşğıčřžšěůý" + "\u00a0")


def decode(content: bytes) -> str:
    """The text of the file; a byte that has no character becomes U+FFFD rather than an error."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    wide = without_mark(content)
    if wide:
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(single_byte(content), errors="replace")


def without_mark(content: bytes) -> str | None:
    """UTF-16 that lost its mark: every second byte of Western text is zero."""
    head = content[:2000]
    if len(head) < 4 or 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 4:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def single_byte(content: bytes) -> str:
    """The one-byte encoding under which the text looks most like words."""
    sample = telling(content)
    return max(SINGLE_BYTE, key=lambda name: likeness(sample.decode(name, errors="replace")))


def telling(content: bytes) -> bytes:
    """The lines that hold bytes above ASCII, up to a sample's length."""
    lines = (line for line in content.splitlines() if not line.isascii())
    chosen: list[bytes] = []
    size = 0
    for line in lines:
        chosen.append(line)
        size += len(line)
        if size > SAMPLE:
            break
    return b"\n".join(chosen)


def likeness(text: str) -> int:
    """Points for usual letters and signs, minus points for what no one types inside a word."""
    return sum(
        points(text[i - 1 : i], char, text[i + 1 : i + 2]) for i, char in enumerate(text) if ord(char) > 127
    )


def points(before: str, char: str, after: str) -> int:
    """How likely `char` stands between its neighbours."""
    if char == "\ufffd" or 0x80 <= ord(char) < 0xA0:
        return -10
    if char.isupper() and before.islower():
        return -3
    if char in USUAL:
        inside = before.isalpha() and after.isalpha()
        return 3 if char.isalpha() or char in "’" or not inside else -2
    if char.isalpha():
        return (
            1
            if (before + after).strip() and all(ord(c) > 127 or not c.isalpha() for c in before + after)
            else -1
        )
    return -2 if before.isalpha() or after.isalpha() else 0
