"""Sentences of the parts that know no Django, so that pages can say them in the reader's language.

`to_say` marks a sentence for the catalogues and remembers it; what goes into it stands in {braces}. Wherever such a
sentence was kept or raised as text, `known` finds it again with what was put into it.
"""

import re

_PATTERNS: dict[str, re.Pattern[str]] = {}


def to_say(sentence: str) -> str:
    """The sentence itself, now known."""
    parts = re.split(r"\{(\w+)\}", sentence)
    pattern = "".join(f"(?P<{part}>.*)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    _PATTERNS[sentence] = re.compile(pattern, re.S)
    return sentence


def known(text: str) -> tuple[str, dict[str, str]] | None:
    """(the sentence that `text` was made from, what was put into it), or None for any other text."""
    if text in _PATTERNS:
        return text, {}
    for sentence, pattern in _PATTERNS.items():
        if "{" in sentence and (found := pattern.fullmatch(text)):
            return sentence, found.groupdict()
    return None
