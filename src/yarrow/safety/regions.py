"""Where a project's telephone numbers are from, when they are typed without a country: read off its time zone."""

from functools import cache
from importlib.resources import files

ELSEWHERE = "GB"


@cache
def _by_zone() -> dict[str, str]:
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {zone: country for country, _where, zone, *_about in lines}


def region_of(time_zone: str) -> str:
    """ISO 3166 of the country a time zone is in; Britain's for one that names no country."""
    return _by_zone().get(time_zone, ELSEWHERE)
