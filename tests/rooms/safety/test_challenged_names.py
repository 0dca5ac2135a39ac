"""A challenge finds whoever is named by a personal name or an address, as well as by a number or a plate."""

import pytest

from tests.rooms.safety.test_challenges import challenged, shown

SAID = {"names": ["José  Núñez", "Дмитрий"], "address": "Flat 4, 12 Quay Row"}


@pytest.mark.parametrize(
    ("which", "finds"),
    [
        ("jose nunez", True),
        ("JOSÉ NÚÑEZ", True),
        ("Jose-Nunez.", True),
        ("dmitrii", True),
        ("flat 4 12 quay row", True),
        ("Flat 4 / 12 Quay Row", True),
        ("Jose", False),
        ("Nunez", False),
        ("12 Quay Row", False),
        ("Quay", False),
        ("...", False),
    ],
)
def test_show_challenge_finds_a_name_or_an_address_in_full(safe, which, finds):
    report = safe.report(offenders=[SAID])
    safe.report(offenders=[{"names": ["Maria"], "words": "Jose Nunez was there, of Flat 4, 12 Quay Row"}])
    row = challenged(safe, which=which)
    assert shown(safe, row).found == ({report.pk: {which}} if finds else {})


def test_show_challenge_of_a_report_without_a_name_finds_nothing(safe):
    safe.report(offenders=[{"age": "35-44"}], words="")
    assert shown(safe, challenged(safe, which="\u0301")).found == {}
