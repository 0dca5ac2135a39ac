"""A ZIP file made while it is sent: nothing is kept on a disk, and one part at a time in memory."""

import zipfile
from collections.abc import Iterable, Iterator

# The earliest moment a ZIP can name: files say nothing about when they were made.
NO_TIME = (1980, 1, 1, 0, 0, 0)
Member = tuple[str, Iterable[bytes]]


class _Sink:
    """Where the ZIP writer writes; it can't be read back or wound back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        """What came since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def stream(members: Iterable[Member]) -> Iterator[bytes]:
    """The bytes of a ZIP with these (name, parts), in order."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, parts in members:
            about = zipfile.ZipInfo(name, NO_TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            with archive.open(about, "w", force_zip64=True) as member:
                for part in parts:
                    member.write(part)
                    if sent := sink.taken():
                        yield sent
    yield sink.taken()
