"""What the leak checker is told, and what it says."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

# Why a word is risky → who could be guessed or harmed by it.
WHO = {
    "verbatim": "reporter",
    "phrase": "reporter",
    "word": "reporter",
    "day": "reporter",
    "hour": "reporter",
    "place": "reporter",
    "setting": "reporter",
    "few": "reporter",
    "name": "person",
    "own_number": "person",
    "names_person": "person",
    "phone": "accused",
    "digits": "accused",
    "plate": "accused",
    "online": "accused",
    "legal": "accused",
    "ethnicity": "others",
}
CODES = tuple(WHO)
# Never kept, whatever the reason.
HARD = frozenset({"verbatim", "own_number"})
# With fewer people than this in an area and setting, whoever reads it knows who may have told.
FEW = 10


@dataclass(frozen=True)
class Known:
    """What a draft is compared with, in memory, by somebody who may read it.

    words      what each report says, in the reporters' words
    allowed    the words that codes of the report were turned into: they are no leak by themselves
    places     where it was, as reporters said it; zones: how the project names its areas
    settings   codes of the reporters' settings
    names      of people whom the project knows, and of members
    numbers    theirs: phones as `incidents.phone` spells them, e-mails and handles as `incidents.online` does
    named      numbers that the reports give for whom they describe, spelled the same way
    n_there    how many people the project knows in that area and setting; None: not asked
    region     where a number without a country is from
    """

    words: tuple[str, ...] = field(default=(), repr=False)
    allowed: str = field(default="", repr=False)
    places: tuple[str, ...] = field(default=(), repr=False)
    zones: tuple[str, ...] = ()
    days: tuple[date, ...] = field(default=(), repr=False)
    settings: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)
    numbers: frozenset[str] = field(default=frozenset(), repr=False)
    named: frozenset[str] = field(default=frozenset(), repr=False)
    n_there: int | None = None
    region: str = "GB"


@dataclass(frozen=True, order=True)
class Finding:
    """One risky thing. `says`: the words of the draft; "" where it is no word of it."""

    code: str
    says: str = field(default="", repr=False)

    @property
    def who(self) -> str:
        return WHO[self.code]

    @property
    def is_hard(self) -> bool:
        return self.code in HARD

    @property
    def key(self) -> str:
        """What an answer to it is kept under: the same words found again are answered already."""
        said = f"{self.code}:{' '.join(self.says.casefold().split())}"
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
