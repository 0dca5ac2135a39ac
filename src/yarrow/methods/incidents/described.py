"""What one report says of one offender, as it is compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Described:
    """One offender in one report. Everything may be missing: what was not said counts for nothing.

    key      of this description; report: of the report it is from (two of one report are never compared)
    source   who told it; what one source tells many times makes nothing common. "": a source of its own
    phones, plates, online, names    as typed; they are brought to one spelling here
    age      years, from and to; height: centimetres, from and to
    traits   one code each: build, hair, face, accent, vehicle_make, vehicle_colour … (keys are the field's own)
    marks    codes of tattoos, scars, glasses …; methods: how it was done; kinds: what was done
    place    a zone or the first half of a postcode; near: places beside it
    day      when it happened; hours: a code of the time of day
    words    free text; only rare words that both say count
    """

    key: str
    report: str = ""
    source: str = ""
    phones: tuple[str, ...] = ()
    plates: tuple[str, ...] = ()
    online: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    age: tuple[int, int] | None = None
    height: tuple[int, int] | None = None
    traits: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    place: str = ""
    near: frozenset[str] = frozenset()
    day: date | None = None
    hours: str = ""
    words: str = ""
