"""Looking for what somebody typed among the reports of a project: a number, a plate, a name, or a part of one.

A report in escrow is never found by looking: only another report of the same person finds it. What is typed goes into
no row, no log and no address.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from yarrow.methods.incidents import identifiers
from yarrow.safety.register import Register, Told
from yarrow.safety.showing import HEADINGS

FEWEST = 3


def found(register: Register, typed: str, but: UUID) -> list[UUID]:
    """The descriptions that have it, of other reports than `but`."""
    wanted = _Wanted(typed, register.region)
    return [
        key
        for key, told in register.told.items()
        if told.report_id != but and not told.is_closed and wanted.is_in(told)
    ]


class _Wanted:
    def __init__(self, typed: str, region: str) -> None:
        self.region = region
        self.text = " ".join(typed.casefold().split())
        digits = re.sub(r"\D", "", identifiers.folded(typed))
        # 07700…, +44 7700… and 7700… are one.
        self.number = identifiers.phone(typed, region).lstrip("+*") if len(digits) >= FEWEST else ""
        self.tail = digits.lstrip("0") if len(digits) >= FEWEST else ""
        self.plate = identifiers.plate(typed).strip("*")
        self.online = identifiers.online(typed)

    def is_in(self, told: Told) -> bool:
        one = told.one
        return (
            any(self._has_number(identifiers.phone(text, self.region)) for text in one.phones)
            or (len(self.plate) >= FEWEST and any(self._has_plate(text) for text in one.plates))
            or (
                len(self.online) >= FEWEST
                and any(self.online in identifiers.online(text) for text in one.online)
            )
            or (len(self.text) >= FEWEST and any(self.text in text for text in _texts(told)))
        )

    def _has_number(self, known: str) -> bool:
        digits = known.lstrip("+*")
        return bool(
            (self.number and self.number in digits) or (len(self.tail) >= FEWEST and self.tail in digits)
        )

    def _has_plate(self, typed: str) -> bool:
        known = identifiers.plate(typed)
        return self.plate in known or identifiers.signs_shared(known, f"*{self.plate}*")[0] == len(
            self.plate.replace("?", "")
        )


def _texts(told: Told) -> Iterator[str]:
    for text in (*told.one.names, told.said.get("address", ""), told.said.get("words", "")):
        if text:
            yield text.casefold()


def identifiers_of(told: Iterable[Told]) -> list[tuple[str, str, int]]:
    """(what it is, as typed, in how many of these), those that most have first; none of a report in escrow."""
    seen: Counter[tuple[str, str]] = Counter()
    for each in told:
        if not each.is_closed:
            names = (
                (name, text)
                for name in ("phones", "plates", "online", "names")
                for text in each.said.get(name, ())
            )
            seen.update(set(names))
    ordered = sorted(seen.items(), key=lambda found: (-found[1], found[0]))
    return [(str(HEADINGS[name]), text, n) for (name, text), n in ordered]
