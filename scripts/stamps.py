"""What a step was made from, so that a second `make setup` is quick."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """One hash over the names and contents of `files` and over `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Stamps:
    """The fingerprints of the steps done so far, kept in one small file beside what they made."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _read(self) -> dict[str, str]:
        try:
            read: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return read

    def is_current(self, step: str, mark: str) -> bool:
        """Whether `step` was last done from the very same inputs."""
        return self._read().get(step) == mark

    def done(self, step: str, mark: str) -> None:
        """Remember that `step` is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps({**self._read(), step: mark}, indent=1), encoding="utf-8")
