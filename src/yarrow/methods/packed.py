"""Many texts and numbers in one piece of bytes, of which only what is asked for is read.

JSON makes an object of each of ten thousand values before the first can be looked at; whoever looks at fifty of them
does not wait for the others here.
"""

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import Any, overload
from uuid import UUID

# Another name wherever the bytes would be read otherwise.
LAYOUT = f"packed 1 {sys.byteorder}"
# What is no text in UTF-8 stands for None.
NONE = b"\xff"
START = 4
ID = 16


class Ids(Sequence[UUID]):
    """Ids in an order, sixteen bytes each."""

    def __init__(self, told: bytes) -> None:
        self.told = told

    @staticmethod
    def of(ids: Iterable[UUID | str]) -> "Ids":
        """These ids, which may be their 32 digits."""
        return Ids(b"".join(each.bytes if isinstance(each, UUID) else bytes.fromhex(each) for each in ids))

    def __len__(self) -> int:
        return len(self.told) // ID

    @overload
    def __getitem__(self, place: int) -> UUID: ...
    @overload
    def __getitem__(self, place: slice) -> list[UUID]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        start = range(len(self))[place] * ID
        return UUID(bytes=self.told[start : start + ID])


class Texts(Sequence[str | None]):
    """Texts in an order, some of them None, as their bytes and where each ends."""

    def __init__(self, told: bytes, ends: "array[int]") -> None:
        self.told, self.ends = told, ends

    @staticmethod
    def of(values: Iterable[str | None]) -> "Texts":
        """These texts."""
        cells = [NONE if value is None else value.encode() for value in values]
        return Texts(b"".join(cells), array("I", accumulate(map(len, cells))))

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, place: int) -> str | None: ...
    @overload
    def __getitem__(self, place: slice) -> list[str | None]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self.ends)))]
        place = range(len(self.ends))[place]
        return _text(self.told[self.ends[place - 1] if place else 0 : self.ends[place]])

    def __iter__(self) -> Iterator[str | None]:
        start = 0
        for end in self.ends:
            yield _text(self.told[start:end])
            start = end

    def held(self, start: int, stop: int) -> Iterator[int]:
        """The places from `start` to before `stop` at which there is a text."""
        ends = self.ends[start:stop]
        begin = self.ends[start - 1] if start and ends else 0
        # No text has this byte in it.
        if not ends or self.told.count(NONE, begin, ends[-1]) == len(ends):
            return
        for place, end in enumerate(ends, start):
            if self.told[begin:end] != NONE:
                yield place
            begin = end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Values(list[Any]):
    """Values of any kind in an order, some of them None; they are packed as JSON, and come back as a list."""

    def held(self, start: int, stop: int) -> Iterator[int]:
        """The places from `start` to before `stop` at which there is a value."""
        return (place for place in range(start, min(stop, len(self))) if self[place] is not None)


def together(values: Sequence[Any]) -> Texts | Values:
    """Texts in one piece, of which only what is asked for is read; where some are more than texts, as they are."""
    if isinstance(values, Texts):
        return values
    are_texts = all(value is None or isinstance(value, str) for value in values)
    return Texts.of(values) if are_texts else Values(values)


def _text(cell: bytes) -> str | None:
    return None if cell == NONE else cell.decode()


def pack(content: dict[str, Any]) -> bytes:
    """The content: texts, ids, arrays of numbers, bytes, and dicts of them as they are, whatever else as JSON."""
    kinds, bodies = {}, []
    for name, value in content.items():
        kind, body = _packed(value)
        kinds[name] = [kind, len(body)]
        bodies.append(body)
    told = json.dumps(kinds, separators=(",", ":")).encode()
    return len(told).to_bytes(START) + told + b"".join(bodies)


def _packed(value: Any) -> tuple[str, bytes]:
    match value:
        case Texts():
            return "texts", len(value).to_bytes(START) + value.ends.tobytes() + value.told
        case Ids():
            return "ids", value.told
        case array():
            return value.typecode, value.tobytes()
        case str():
            return "text", value.encode()
        case bytes():
            return "bytes", value
        case dict():
            return "dict", pack(value)
    return "json", json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(told: bytes | memoryview) -> dict[str, Any]:
    """What was packed."""
    told = memoryview(told)
    start = START + int.from_bytes(told[:START])
    found = {}
    for name, (kind, length) in json.loads(bytes(told[START:start])).items():
        found[name] = READERS[kind](told[start : start + length])
        start += length
    return found


def _numbers(kind: str, body: memoryview) -> "array[int]":
    found = array(kind)
    found.frombytes(body)
    return found


def _texts(body: memoryview) -> Texts:
    start = START + int.from_bytes(body[:START]) * array("I").itemsize
    return Texts(bytes(body[start:]), _numbers("I", body[START:start]))


READERS: dict[str, Callable[[memoryview], Any]] = {
    "texts": _texts,
    "ids": lambda body: Ids(bytes(body)),
    "B": partial(_numbers, "B"),
    "I": partial(_numbers, "I"),
    "text": lambda body: str(body, "utf-8"),
    "bytes": bytes,
    "dict": unpack,
    "json": lambda body: json.loads(bytes(body)),
}
