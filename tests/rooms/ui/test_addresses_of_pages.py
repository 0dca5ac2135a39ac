"""Addresses put together quickly are those that Django would give."""

from itertools import product
from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse, set_script_prefix
from django.urls.resolvers import URLPattern

from yarrow.ui.addresses import _around, address

IDS = [UUID(int=0), UUID(int=(1 << 128) - 1), *(uuid4() for _ in range(4))]


def named(resolver, above=""):
    """(name, how many ids it takes) of every page of a project that takes ids alone."""
    for each in resolver.url_patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLPattern):
            if "<slug:project>" in here and here.count("<") == 1 + here.count("<uuid:"):
                yield each.name, here.count("<uuid:")
        else:
            yield from ((f"{each.namespace}:{n}" if each.namespace else n, k) for n, k in named(each, here))


def test_every_page_of_a_project_has_the_address_that_reverse_gives():
    pages = list(named(get_resolver()))
    assert len(pages) > 150 and {n_ids for _name, n_ids in pages} >= {0, 1, 2}
    for (name, n_ids), start in product(pages, (0, 2)):
        ids = IDS[start : start + n_ids]
        assert address(name, "north-2", *ids) == reverse(name, args=("north-2", *ids)), name


def test_what_is_no_id_is_checked_as_ever():
    person = uuid4()
    assert address("desk:show_record", "north", str(person)) == address("desk:show_record", "north", person)
    for wrong in (
        ["desk:show_record", "north"],
        ["desk:show_record", "north", "kim"],
        ["desk:show_today", "a b"],
    ):
        with pytest.raises(NoReverseMatch):
            address(*wrong)


def test_prefix_of_the_server_is_no_part_of_what_is_remembered():
    person = uuid4()
    plain = address("desk:show_record", "north", person)
    set_script_prefix("/under/")
    try:
        assert address("desk:show_record", "north", person) == f"/under{plain}"
    finally:
        set_script_prefix("/")
    assert address("desk:show_record", "north", person) == plain and _around.cache_info().currsize > 1
