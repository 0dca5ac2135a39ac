"""Sentences that were raised or kept in English, in the reader's language."""

from django.utils.translation import gettext

from yarrow.methods.sentences import known


def translated(text: str) -> str:
    """`text` in the reader's language where the catalogues have it, whole or with what was put into it."""
    found = known(text)
    if found is None:
        return gettext(text) if text.strip() else text
    sentence, inside = found
    # What was put in may be a sentence itself; a heading or a number is not.
    parts = {name: translated(value) if known(value) else value for name, value in inside.items()}
    return gettext(sentence).format(**parts)
