"""Age bands: the only thing about age that is kept plain."""

from datetime import date

from yarrow.people.lists import NOT_SAID, UNDER_18

# (first age that no longer belongs, code)
_ENDS = ((18, UNDER_18), (25, "18_24"), (35, "25_34"), (45, "35_44"), (55, "45_54"))
OLDEST = 110


def age_on(born_on: date, day: date) -> int:
    """Whole years between birth and `day`; someone born on 29 February has their birthday on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def ask_again_on(said_on: date) -> date:
    """The day on which a band that was only said is asked again: a year later, on 28 February for the 29th."""
    if (said_on.month, said_on.day) == (2, 29):
        return date(said_on.year + 1, 2, 28)
    return said_on.replace(year=said_on.year + 1)


def band_of(born_on: date | None, day: date) -> str:
    """The band's code on `day`; `not_said` without a birth date."""
    if born_on is None:
        return NOT_SAID
    age = age_on(born_on, day)
    return next((code for end, code in _ENDS if age < end), "55_plus")
