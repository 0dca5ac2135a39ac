"""Phone numbers in a text, as links that a phone calls (`|numbers_linked`). Days, times and years are none."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

FEWEST, MOST = 6, 15
# Digits with single signs between them; not inside a word, an address or another number.
_RUN = re.compile(r"(?<![\w@/.:+-])\+?\(?\d(?:[ \u00a0().\-/]{0,2}\d){2,}(?![\w@:]|[./-]\d)")
_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
# From one year to another, or between two hours of a clock.
_SPAN = re.compile(r"(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d|\d{1,2}[.]\d\d ?- ?\d{1,2}[.]\d\d")


def numbers_linked(text: object) -> SafeString:
    """`text` with its phone numbers as `tel:` links, everything else escaped."""
    return format_html_join("", "{}", ((part,) for part in _parts(str(text))))


def _parts(text: str) -> Iterator[str]:
    at = 0
    for found in _RUN.finditer(text):
        if not _is_number(found[0], text):
            continue
        yield text[at : found.start()]
        plus = "+" if found[0].startswith("+") else ""
        yield format_html('<a href="tel:{}{}">{}</a>', plus, re.sub(r"\D", "", found[0]), found[0])
        at = found.end()
    yield text[at:]


def _is_number(run: str, text: str) -> bool:
    """A short one, as of the police, only where it stands alone."""
    if _DAY.fullmatch(run) or _SPAN.fullmatch(run):
        return False
    n = sum(sign.isdigit() for sign in run)
    return FEWEST <= n <= MOST or (run == text.strip() and 3 <= n < FEWEST)
