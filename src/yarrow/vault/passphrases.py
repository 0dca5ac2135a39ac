"""Passphrases people can remember: six words from the 2,048 of BIP-39 (66 bits)."""

import secrets
from functools import cache

from django.utils.translation import gettext as _
from mnemonic import Mnemonic

from yarrow.vault.errors import TooWeak

N_WORDS = 6
SHORTEST = 20
FEWEST_DIFFERENT = 8


@cache
def word_list() -> tuple[str, ...]:
    """The English word list of BIP-39, as the `mnemonic` package ships it."""
    return tuple(Mnemonic("english").wordlist)


def generate() -> str:
    """Six random words."""
    return " ".join(secrets.choice(word_list()) for _ in range(N_WORDS))


def check_strength(text: str) -> None:
    """TooWeak unless at least 20 characters, not one repeated pattern, and at least four different words if words."""
    folded = " ".join(text.split()).lower()
    if len(folded) < SHORTEST:
        raise TooWeak(
            _("Use at least %(n)d characters; six ordinary words are easiest.") % {"n": SHORTEST},
            field="passphrase",
        )
    words = folded.split(" ")
    if len(set(folded)) < FEWEST_DIFFERENT or (len(words) > 1 and len(set(words)) < min(4, len(words))):
        raise TooWeak(_("This repeats itself. Use six different words."), field="passphrase")
