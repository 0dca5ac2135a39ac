"""Feeds that lie, that break off, and that say in every place what nobody expects there."""

import json

import pytest

from tests.rooms.agencies.directories import organization, page, service
from tests.rooms.agencies.test_fetching import FEED, OPEN, Net, code_of, rows
from tests.rooms.agencies.test_hsds import TODAY, read
from yarrow.agencies import hsds, spelling
from yarrow.agencies.errors import CannotBe
from yarrow.agencies.hsds import NotRead
from yarrow.agencies.models import Agency, Service
from yarrow.agencies.rules import feed_address, link, named, places_of, waiting

LONG = "x" * 20_000
ODD = [
    *(None, True, 0, -1, 10**400, 1e308, float("nan"), float("inf"), "", " ", LONG, "\u202eevil\x00\ud800"),
    *([], {}, [[]], [None, 7, "x"], {"id": {}}, {"name": LONG, "id": "1"}, [{"name": LONG, "number": LONG}]),
    *([{"location": {"addresses": [{"city": LONG, "address_1": LONG}, None, 3]}}], [{"taxonomy_term": [1]}]),
]
INNER = ("organization", "phones", "languages", "service_areas", "service_at_locations", "attributes")
# Signs that turn or hide letters, and what stays of a name that has them.
UNSEEN = {
    "Quay\u202e cinilc": "Quay cinilc",
    "\u2066Ha\u200bv\u00aden\u2069": "Haven",
    "\ufeffHarbour\ue000": "Harbour",
    "\u200fבית חם\u200f": "\u200fבית חם\u200f",
    "Cafe\u0301": "Café",
    "می\u200cخواهم": "می\u200cخواهم",
    "A\x1bB\x85C": "A B C",
}


def limits(model):
    """Field → how many signs fit."""
    return {one.name: one.max_length for one in model._meta.concrete_fields if one.max_length}


def faults(found):
    """What of a service no database would take, or nobody could read."""
    if isinstance(found, NotRead):
        return [] if found.reason and len(found.source_id) <= 200 else ["not said why"]
    kept = [(Service, found), (Agency, found.agency)]
    said = [(limits(model).get(name), value) for model, one in kept for name, value in vars(one).items()]
    texts = [(most, value) for most, value in said if isinstance(value, str)]
    texts += [(200, one) for _most, value in said if isinstance(value, list) for one in value]
    return [
        text
        for most, text in texts
        if (most and len(text) > most) or "\x00" in text or "\u202e" in text or text != text.strip()
    ]


@pytest.mark.parametrize("name", sorted(service(wait_time="x")))
def test_whatever_stands_in_a_place_is_taken_within_bounds_or_refused(name):
    found = [hsds.read_service(1, {**service(), name: odd}, TODAY) for odd in ODD]
    assert [faults(one) for one in found] == [[]] * len(ODD)
    for one in found:
        repr(one).encode()


@pytest.mark.parametrize("name", INNER)
def test_the_same_one_step_further_in(name):
    for key in (
        "id",
        "name",
        "code",
        "number",
        "location",
        "taxonomy_term",
        "description",
        "website",
        "locations",
    ):
        for odd in ODD:
            inner = {**organization(), key: odd}
            said = inner if name == "organization" else [inner, {key: odd}, odd]
            assert faults(hsds.read_service(1, {**service(), name: said}, TODAY)) == [], (key, odd)


@pytest.mark.parametrize("name", UNSEEN)
def test_signs_that_nobody_sees_are_in_no_name(name):
    assert read(service(name)).name == named(name) == UNSEEN[name]
    assert read(service(organization={"id": "1", "name": name})).agency.name == UNSEEN[name]
    assert spelling.fold(name) == spelling.fold(UNSEEN[name])


def test_a_name_of_unseen_signs_alone_is_none():
    assert hsds.read_service(1, service("\u202e\u200b"), TODAY).reason == "no_name"
    with pytest.raises(CannotBe):
        named("\u200b \u2066")


@pytest.mark.parametrize(
    ("looked_for", "written"),
    [("isik", "Işık"), ("isik", "IŞIK"), ("oresund", "Øresund"), ("strasse", "Straße"), ("lodz", "ŁÓDŹ"),
     ("aether", "Æther"), ("thorn", "Þorn"), ("ﬁne", "fine"), ("haven", "Ha\u00adven")],
)  # fmt: skip
def test_words_are_found_however_they_are_spelled(looked_for, written):
    assert spelling.fold(looked_for) == spelling.fold(written)


@pytest.mark.parametrize("total", [3, 3.0, "3"])
@pytest.mark.parametrize("name", ["total_pages", "totalPages", "last_page"])
def test_pages_are_counted_however_the_number_is_written(name, total):
    pages = [{"contents": rows(6)[2 * n : 2 * n + 2], name: total} for n in range(3)]
    net = Net(lambda path: pages[int(path.partition("page=")[2].partition("&")[0]) - 1])
    found = net.reader().fetch(FEED)
    assert (found.rows, found.is_whole, len(net.asked)) == (rows(6), True, 3)


@pytest.mark.parametrize(
    ("paging", "is_whole"),
    [
        ({}, True),
        ({"total_items": 2}, True),
        ({"total_items": 1}, True),
        ({"total_items": 150, "last_page": True}, False),
        ({"total_items": "150"}, False),
        ({"totalElements": 10**400}, False),
        ({"total_items": True, "total_pages": -1}, True),
        ({"total_items": None, "total_pages": [7]}, True),
        ({"total_items": float("nan"), "total_pages": 0.5}, True),
    ],
)
def test_a_feed_that_says_it_has_more_than_came_is_not_whole(paging, is_whole):
    document = {"contents": rows(2), **paging}
    assert Net(lambda path: json.dumps(document).encode()).reader().fetch(FEED).is_whole is is_whole
    assert hsds.has_more(document) is not is_whole


def test_agencies_with_their_services_are_counted_as_what_is_listed():
    listed = [{**organization(), "services": rows(3)}, {**organization("Empty"), "services": []}]
    document = {**page(listed), "total_items": 2}
    found = Net(lambda path: document).reader().fetch(FEED)
    assert (len(found.rows), found.is_whole) == (3, True)
    assert hsds.has_more({**document, "total_items": 3})


@pytest.mark.parametrize(
    "leads", ["https://[x", "https://a[b/", "//\u2100.example/", "https://feed.example:port/"]
)
def test_a_redirect_to_what_is_no_address_is_a_failure_and_no_crash(leads):
    assert code_of(lambda: Net(lambda path: (302, leads, b"")).reader().fetch(FEED)) == "not_https"
    assert code_of(lambda: Net(lambda path: page([])).reader().fetch(leads)) == "not_https"


@pytest.mark.parametrize("path", ["/a b", "/ä", "/\n", "/?q=ä b", "/%00"])
def test_an_odd_path_is_asked_for_or_no_answer(path):
    net = Net(lambda path: page(rows(1)), {"feed.example": [OPEN]})
    assert net.reader().fetch(f"https://feed.example{path}").rows == rows(1)
    assert net.asked[0][:3] == ("feed.example", 443, OPEN)


@pytest.mark.parametrize(
    "typed",
    ["https://[x", "https://", "https://:80", "https://a.example:99999", "https://a.example:0", "https://\u2100.x",
     "https://who@a.example", "HTTP://a.example", "a.example", "javascript:alert(1)//https://x"],
)  # fmt: skip
def test_an_address_of_a_feed_that_can_be_none_is_refused_at_its_field(typed):
    with pytest.raises(CannotBe) as found:
        feed_address(typed)
    assert found.value.field == "address"


def test_an_address_that_can_be_one_is_kept_as_typed():
    for typed in ("", "https://a.example/api?x=1", "HTTPS://a.example:8443/", "https://[2606:4700::1111]/"):
        assert feed_address(f" {typed} ") == typed


@pytest.mark.parametrize("typed", ["a.example/" + "x" * 490, "https://a.example/" + "x" * 490])
def test_a_link_longer_than_its_place_is_refused(typed):
    """What is put before it counts as well."""
    assert len(typed) <= 508
    with pytest.raises(CannotBe) as found:
        link(typed)
    assert found.value.field == "url"
    assert len(link(typed[:480])) <= 500


@pytest.mark.parametrize("typed", ["-1", "+7", "6.5", "٦٣", "1e3", "3651", "99999999", "63 days", "\u200b"])
def test_days_that_nobody_waits_are_refused(typed):
    with pytest.raises(CannotBe) as found:
        waiting(typed)
    assert found.value.field == "days"
    assert (waiting("0"), waiting("063"), waiting("3650"), waiting("")) == (0, 63, 3650, None)


def test_places_are_few_and_short():
    twenty = [f"Place {n}" for n in range(20)]
    assert places_of([*twenty, " Place 1 ", ""]) == twenty and places_of(["x" * 60]) == ["x" * 60]
    for many in ([*twenty, "One more"], ["x" * 61]):
        with pytest.raises(CannotBe):
            places_of(many)
