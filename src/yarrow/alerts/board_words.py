"""The words of published texts, opened without a worker: for members' pages, for the van, for what is sent."""

import json
from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from yarrow.alerts.models import AlertText
from yarrow.sending import board
from yarrow.sending.errors import NoKey
from yarrow.sending.rules import MOST_SUBJECT
from yarrow.vault.errors import Tampered


def of_text(text: AlertText) -> dict[str, str]:
    """Language → words of a published text; nothing of one that is not, or whose key this server lost.

    The key is in no backup: after a move to another server a worker puts the words back (`actions.put_words_back`).
    """
    if text.published is None:
        return {}
    try:
        said = board.opened(text.project_id, text.pk, bytes(text.published))
    except (NoKey, Tampered):
        return {}
    found: dict[str, str] = json.loads(said)
    return found


def seal(text: AlertText, words: Mapping[str, str]) -> None:
    """Put the words where members' pages read them; the caller saves."""
    text.published = board.seal(text.project_id, text.pk, json.dumps(dict(words)))


def in_language(words: Mapping[str, str], language: str) -> tuple[str, str]:
    """(language, words): the reader's where it was written in it, else the first it was written in."""
    tag = language if language in words else next(iter(words), "")
    return tag, words.get(tag, "")


def subject(line: str, language: str) -> str:
    """What stands over an e-mail: the member's own line, or a word that says nothing where it is long or missing."""
    if line and len(line) <= MOST_SUBJECT:
        return line
    with translation.override(language):
        return _("News")
