"""Looks for planted markers in raw bytes, in every disguise that ordinary software gives to text.

utf-8 and utf-16, both ways round; any case; hex; base64 at each of its three alignments, both alphabets; JSON and
percent escapes; and all of these again inside zlib, gzip and raw deflate streams, and inside base64 that was laid
over those (Django's own habit), three layers deep.
"""

import base64
import json
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import quote

DEPTH = 3
STEM = 6
MOST_INFLATED = 4 << 20
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
# zlib's four usual headers, and gzip's.
_STREAMS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")


@dataclass(frozen=True)
class Hit:
    """A marker that was found."""

    place: str
    marker: str
    disguise: str


# Digits in a row would be somebody's number to whatever looks for numbers.
_LETTERS = str.maketrans("0123456789", "ghijkmnprs")


def marker(stem: str = "Tansy") -> str:
    """A word that nothing else contains."""
    return f"{stem}q{secrets.token_hex(5).translate(_LETTERS)}z"


def disguises(text: str) -> dict[str, list[bytes]]:
    """The byte strings to look for, by the name of the disguise."""
    raw = text.encode()
    return {
        "utf-8": [raw],
        "utf-16": [text.encode("utf-16-le"), text.encode("utf-16-be")],
        "another case": [text.lower().encode(), text.upper().encode()],
        "hex": [raw.hex().encode(), raw.hex().upper().encode()],
        "utf-16 hex": [text.encode("utf-16-le").hex().encode()],
        "base64": [*_base64_cores(raw), *_base64_cores(text.encode("utf-16-le"))],
        "escaped": [json.dumps(text)[1:-1].encode(), quote(text).encode(), quote(text, safe="").encode()],
        "backwards": [raw[::-1], raw.lower()[::-1]],
    }


class Wanted:
    """Markers made ready to be looked for in many places: how each may be dressed, and how those begin."""

    def __init__(self, markers: Iterable[str]) -> None:
        self.by_stem: dict[str, list[str]] = {}
        for text in markers:
            self.by_stem.setdefault(text[:STEM], []).append(text)
        self.stems = {stem: list(chain(*disguises(stem).values())) for stem in self.by_stem}
        self.any_stem = re.compile(_any_of(set(chain(*self.stems.values()))))
        self.worn = {text: disguises(text) for text in chain(*self.by_stem.values())}
        forms = chain(*(chain(*worn.values()) for worn in self.worn.values()))
        self.reach = max(map(len, forms), default=0)

    def hits(self, blob: bytes, place: str) -> list[Hit]:
        """Every marker in the bytes, with the disguise it wore."""
        found: set[Hit] = set()
        for layers, layer in _layers(blob, DEPTH):
            # Markers share how they begin: only what lies near a beginning is searched for whole markers.
            near = _around(layer, self.any_stem, self.reach)
            if not near:
                continue
            begun = [stem for stem, forms in self.stems.items() if any(form in near for form in forms)]
            for text in (each for stem in begun for each in self.by_stem[stem]):
                dressed = self.worn[text].items()
                names = [name for name, forms in dressed if any(form in near for form in forms)]
                found |= {Hit(place, text, " in ".join([name, *layers])) for name in names}
        return sorted(found, key=lambda hit: (hit.marker, hit.disguise))


def _any_of(words: set[bytes]) -> bytes:
    """A pattern for any of these: how several of them begin is looked at once, not once for each of hundreds."""
    if not words or b"" in words:
        return b"" if words else b"(?!)"
    rests: dict[bytes, set[bytes]] = {}
    for word in words:
        rests.setdefault(word[:1], set()).add(word[1:])
    branches = [re.escape(first) + _any_of(rest) for first, rest in sorted(rests.items())]
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"


def scan_bytes(blob: bytes, markers: Iterable[str], place: str = "bytes") -> list[Hit]:
    """Every marker in the bytes, with the disguise it wore."""
    return Wanted(markers).hits(blob, place)


def _around(layer: bytes, stem: re.Pattern[bytes], reach: int) -> bytes:
    """The pieces of the bytes that lie within reach of a stem, before it (backwards) and after it."""
    pieces: list[tuple[int, int]] = []
    for match in stem.finditer(layer):
        start, end = max(0, match.start() - reach), match.end() + reach
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return b"\0".join(layer[start:end] for start, end in pieces)


def scan_files(paths: Iterable[Path], markers: Iterable[str]) -> list[Hit]:
    """The same for files, and for their names."""
    wanted = Wanted(markers)
    hits: list[Hit] = []
    for path in paths:
        hits += wanted.hits(str(path).encode(), f"name of {path}")
        hits += wanted.hits(path.read_bytes(), str(path))
    return hits


def files_under(*roots: Path) -> list[Path]:
    """Every regular file below the folders."""
    return sorted(path for root in roots for path in root.rglob("*") if path.is_file())


def _base64_cores(raw: bytes) -> list[bytes]:
    """What stays the same of the base64 of `raw`, whatever stands before and after it."""
    cores = []
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + raw)
        skipped = (0, 2, 3)[shift]
        core = whole[skipped:].rstrip(b"=")
        core = core[: len(core) - 1 if (shift + len(raw)) % 3 else len(core)]
        cores += [core, core.replace(b"+", b"-").replace(b"/", b"_")]
    return cores


def _layers(blob: bytes, depth: int, worn: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bytes]]:
    """The bytes themselves, and whatever can be unpacked from them."""
    yield worn, blob
    if depth == 0:
        return
    for name, inner in _unpacked(blob):
        yield from _layers(inner, depth - 1, (*worn, name))


def _unpacked(blob: bytes) -> Iterator[tuple[str, bytes]]:
    for start in _STREAMS.finditer(blob):
        inner = _inflate(blob[start.start() :], 47)
        if inner:
            yield "a compressed stream", inner
    if len(blob) < 1 << 16:
        inner = _inflate(blob, -15)
        if inner:
            yield "a deflate stream", inner
    for run in _BASE64_RUN.finditer(blob):
        text = run.group().rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        # What stands before the run may look like more of it, so every alignment is tried.
        for shift in range(4):
            part = text[shift:]
            yield "base64", base64.b64decode(part[: len(part) - (len(part) % 4 == 1)] + b"==")


def _inflate(blob: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(blob, MOST_INFLATED)
    except zlib.error:
        return b""
