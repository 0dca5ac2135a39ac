"""The way back to a report: six words, in one memory-hard run, give what finds the report and the key of its replies.

Nothing that is kept leads to the words. The salt is the project's number and the cost never rises: what finds a row
must come out the same for as long as the row is there, and six random words (66 bits) need no more.
"""

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from yarrow.safety.models import WayBack
from yarrow.vault import passphrases, sealing
from yarrow.vault.stretching import FLOOR_MEMORY_KIB, FLOOR_TIME, SALT_BYTES, stretch

COST: dict[str, Any] = {"alg": "argon2id13", "time": FLOOR_TIME, "memory_kib": FLOOR_MEMORY_KIB}
# No two words of the list begin with the same four letters, so that a wrong ending does not matter.
TELLING = 4
MOST_LETTERS = 200


@dataclass(frozen=True)
class Key:
    """What a phrase gives. `mark` finds the row; `public` is kept in it; `private` opens the replies."""

    mark: str = field(repr=False)
    public: bytes = field(repr=False)
    private: bytes = field(repr=False)


def new_phrase() -> str:
    """Six random words."""
    return passphrases.generate()


def key_from(phrase: str, project_id: UUID) -> Key:
    """One run of the memory-hard function; the same for a right phrase and for any other."""
    salt = sealing.derive(project_id.bytes, "yarrow way back")[:SALT_BYTES]
    halves = stretch(folded(phrase), salt, COST)
    return Key(halves.verifier.hex(), sealing.public_of(halves.wrapping), halves.wrapping)


def folded(phrase: str) -> str:
    """The words as they were given: without capitals, accents, commas or hyphens, each with its own ending."""
    plain = unicodedata.normalize("NFKD", phrase[:MOST_LETTERS]).lower()
    letters = "".join(sign if sign.isalpha() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(_by_beginning().get(word[:TELLING], word) for word in letters.split())


def seal_reply(way_back: WayBack, words: str) -> bytes:
    """The reporter's copy of a reply, which their phrase alone opens (models.Reply.envelope)."""
    return sealing.seal_to(bytes(way_back.public_key), sealing.pack(words))


def open_reply(private: bytes, envelope: bytes) -> str:
    """What a reply says; `private`: of the `Key`. Raises Tampered."""
    return str(sealing.unpack(sealing.open_with(private, envelope)))


@cache
def _by_beginning() -> dict[str, str]:
    return {word[:TELLING]: word for word in passphrases.word_list()}
