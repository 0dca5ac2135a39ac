"""The sender's keys: one small file for its own account alone, outside the database and outside every backup.

    board   what published words are sealed with (`board`)
    push    the private half of the pair by which push services know this installation (RFC 8292)
    reach   a day, and the seed of that day's pair

From the seed of a day those of later days follow, and never those before. A message is sealed to the pair of the day
on which it is over, and each day the file moves on: what is left of an envelope in an old copy of the database opens
for nobody from the day after.
"""

import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from yarrow.sending.errors import NoKey
from yarrow.vault import sealing
from yarrow.vault.backups.archives import sync_folder

HEAD = "yarrow reach key 1"
# No message is live for longer than this, so a seed that old need lead to no later one.
LONGEST = timedelta(days=8)


@dataclass(frozen=True)
class Keys:
    """What the file holds; it never shows itself."""

    board: bytes = field(repr=False)
    push: bytes = field(repr=False)
    day: date
    seed: bytes = field(repr=False)

    def pair(self, day: date) -> sealing.Pair:
        """The pair of a day. NoKey for a day that is over."""
        if day < self.day or day - self.day > LONGEST + LONGEST:
            raise NoKey("there is no reach key of that day")
        private = sealing.derive(_seed_of(self.seed, (day - self.day).days), "yarrow reach: pair of a day")
        return sealing.Pair(sealing.public_of(private), private)

    def day_for(self, until: datetime) -> date:
        """The day whose pair seals what is over at `until`: never one before the file's own (a clock set back)."""
        return max(until.astimezone(UTC).date(), self.day)


def path() -> Path:
    """Where the file is."""
    return Path(settings.REACH_KEY)


def read() -> Keys:
    """The keys. NoKey where there are none, or not all."""
    try:
        lines = path().read_text(encoding="ascii").split("\n")
        told = dict(line.split(" ", 1) for line in lines[1:] if line)
        day, seed = told["reach"].split(" ")
        keys = [bytes.fromhex(each) for each in (told["board"], told["push"], seed)]
        if lines[0] != HEAD or any(len(each) != sealing.KEY_BYTES for each in keys):
            raise ValueError
        return Keys(keys[0], keys[1], date.fromisoformat(day), keys[2])
    except (OSError, ValueError, KeyError):
        raise NoKey("the reach key is missing or can't be read: run `yarrow doctor`") from None


def ready(at: datetime) -> Keys:
    """The keys, made where there are none, and moved on to the day of `at`."""
    try:
        return _ready(at.astimezone(UTC).date())
    except OSError:
        raise NoKey("the reach key can't be written: run `yarrow doctor`") from None


def _ready(today: date) -> Keys:
    if not path().exists():
        _write(_new(today), replacing=False)
    keys = read()
    if keys.day >= today:
        return keys
    gone = today - keys.day
    seed = sealing.new_key() if gone > LONGEST else _seed_of(keys.seed, gone.days)
    keys = replace(keys, day=today, seed=seed)
    _write(keys, replacing=True)
    return keys


def _new(today: date) -> Keys:
    return Keys(sealing.new_key(), _scalar(), today, sealing.new_key())


def _scalar() -> bytes:
    """A private key of P-256: any number from 1 to below the order, which begins with 32 set bits."""
    return (1 + secrets.randbelow((0xFFFFFFFF << 224) - 1)).to_bytes(sealing.KEY_BYTES, "big")


def _seed_of(seed: bytes, days: int) -> bytes:
    for _day in range(days):
        seed = sealing.derive(seed, "yarrow reach: seed of the next day")
    return seed


def _write(keys: Keys, *, replacing: bool) -> None:
    """The whole file or none of it. Of two who make it at once, the first is believed."""
    text = f"{HEAD}\nboard {keys.board.hex()}\npush {keys.push.hex()}\nreach {keys.day} {keys.seed.hex()}\n"
    file = path()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{secrets.token_hex(6)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(text)
            made.flush()
            os.fsync(made.fileno())
        if replacing:
            part.replace(file)
        else:
            os.link(part, file)
    except FileExistsError:
        return
    finally:
        part.unlink(missing_ok=True)
    sync_folder(file.parent)
