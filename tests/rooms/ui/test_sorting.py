"""Lists that people read by name, in the order of the reader's language; and nothing sorts names elsewhere."""

import re

import pytest
from django.utils.translation import override

from tests.house.tree import SOURCE, modules, plant
from yarrow.ui.sorting import by_name, name_key

NAMES = ["Zoe", "Țara", "Tudor", "Ăna", "Ana", "Bogdan"]
IN_ROMANIAN = ["Ana", "Ăna", "Bogdan", "Tudor", "Țara", "Zoe"]
# A name as a key, or the database's own order of one.
SORTED_ELSEWHERE = re.compile(
    r"\.(?:name|label)\.(?:lower|casefold)\(\)\)|order_by\([^)]*(?:worker|project|agency)__name"
)


def elsewhere(tree):
    """Places that sort names by themselves."""
    return [one.name for one in modules(tree) if SORTED_ELSEWHERE.search(one.text)]


def test_names_follow_the_readers_language():
    with override("ro"):
        assert by_name(NAMES) == IN_ROMANIAN
    with override("en-gb"):
        assert by_name(NAMES) == ["Ana", "Ăna", "Bogdan", "Țara", "Tudor", "Zoe"]


def test_things_are_sorted_by_what_is_said_of_them():
    pairs = [(1, "Łucja"), (2, "Lena")]
    with override("pl"):
        assert by_name(pairs, lambda pair: pair[1]) == [(2, "Lena"), (1, "Łucja")]
        assert sorted(pairs, key=lambda pair: (pair[0], name_key(pair[1]))) == pairs


def test_names_are_sorted_in_one_place():
    assert elsewhere(SOURCE) == []


@pytest.mark.parametrize(
    "text", ["x = sorted(y, key=lambda z: (z.n, z.name.lower()))\n", 'x = y.order_by("worker__name")\n']
)
def test_names_sorted_elsewhere_are_found(text, tmp_path):
    assert elsewhere(plant(tmp_path, "people/queries.py", text)) == ["people/queries.py"]
