"""A member's phrase: in one memory-hard run it gives what finds the member and the key of what is sealed to them.

Nothing that is kept leads to the words, and nothing is cheaper to try than that run. It is another salt than that of
reports, so that the same words in both places do not show that somebody is in both.
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.alerts.errors import CannotBe
from yarrow.safety.wayback import MOST_LETTERS, Key, folded
from yarrow.vault import passphrases, sealing
from yarrow.vault.stretching import FLOOR_MEMORY_KIB, FLOOR_TIME, SALT_BYTES, stretch

# It never rises: what finds a row must come out the same for as long as the row is there.
COST: dict[str, Any] = {"alg": "argon2id13", "time": FLOOR_TIME, "memory_kib": FLOOR_MEMORY_KIB}
FEWEST_WORDS, FEWEST_LETTERS = 5, 20


def drawn() -> str:
    """Six random words."""
    return passphrases.generate()


def key_from(phrase: str, project_id: UUID) -> Key:
    """One run of the memory-hard function; the same for a right phrase and for any other."""
    salt = sealing.derive(project_id.bytes, "yarrow member's phrase")[:SALT_BYTES]
    halves = stretch(folded(phrase), salt, COST)
    return Key(halves.verifier.hex(), sealing.public_of(halves.wrapping), halves.wrapping)


def check(phrase: str) -> None:
    """A phrase of somebody's own: five different words or more. Raises CannotBe."""
    words = folded(phrase).split()
    if len(phrase) > MOST_LETTERS:
        raise CannotBe(_("This is too long. Take fewer words."), field="phrase")
    if len(set(words)) < FEWEST_WORDS or sum(map(len, words)) < FEWEST_LETTERS:
        raise CannotBe(_("Take five different words or more."), field="phrase")
