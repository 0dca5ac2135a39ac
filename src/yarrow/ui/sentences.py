"""Sentences that were raised or kept in English, in the reader's language."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils.translation import gettext, override

from yarrow.methods.sentences import known

# The name under which an address or a form says that the page is in easy words.
EASY = "easy"
# The name of the button of a form that turns it to the other wording and keeps what was typed.
WORDING = "~wording"


def translated(text: str) -> str:
    """`text` in the reader's language where the catalogues have it, whole or with what was put into it."""
    found = known(text)
    if found is None:
        return gettext(text) if text.strip() else text
    sentence, inside = found
    # What was put in may be a sentence itself; a heading or a number is not.
    parts = {name: translated(value) if known(value) else value for name, value in inside.items()}
    return gettext(sentence).format(**parts)


def in_english() -> AbstractContextManager[None]:
    """What is said in the block is kept, and translated where it is read."""
    return override(settings.LANGUAGE_CODE)
