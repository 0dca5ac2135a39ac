"""What others publish, read without a database: theirs, the UK's shape, the older one, and whatever else comes."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.agencies.directories import STREET, organization, page, published, service, slim
from yarrow.agencies import hsds, hsds_fields
from yarrow.agencies.errors import FeedFailed
from yarrow.agencies.hsds import NotRead, ReadService

TODAY = date(2026, 11, 14)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(sorted(service())), inner),
    max_leaves=12,
)


def read(raw) -> ReadService:
    found = hsds.read_service(1, raw, TODAY)
    assert isinstance(found, ReadService), found
    return found


def refused(raw) -> tuple[str, str]:
    found = hsds.read_service(1, raw, TODAY)
    assert isinstance(found, NotRead), found
    return found.reason, found.field


def test_a_service_that_nobody_here_wrote_is_read():
    found = read(published())
    assert (found.name, found.status) == ("Community Counselling", "active")
    assert found.agency.name == "Example Organization Inc."
    assert found.agency.url == "http://example.com"
    # The number lies in quotation marks there; what is dialled has none.
    assert found.phone == "+44 1234 234567"
    assert (found.languages, found.assured_on) == (["ur"], date(2005, 1, 1))
    assert found.places == ["MyCity", "MyRegion", "MyState"]
    assert found.address == "1-30 Main Street, MyVillage, MyCity, ABC 1234"
    assert "mental_health" in found.needs
    # People named in a feed are no agencies.
    assert "Persona" not in repr(found)


def test_the_shape_of_the_uk_profile_is_read():
    found = read(service(wait_time="about 3 weeks"))
    assert found.needs == ["debt"]
    assert found.languages == ["pl", "ro"]
    assert found.places == ["Yarrow Town", "Harbourside"]
    assert found.address == f"{STREET}, Yarrow Town, YT1 2AB"
    assert found.waiting_said == "about 3 weeks"
    assert read(slim(service())).languages == []


def test_status_of_the_standard_is_a_code_of_ours():
    assert read(service(status="temporarily closed")).status == "temporarily_closed"
    assert read(service(status="Defunct")).status == "defunct"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"id": ""}, ("no_id", "id")),
        ({"id": None}, ("no_id", "id")),
        ({"name": "  "}, ("no_name", "name")),
        ({"name": 7}, ("no_name", "name")),
        ({"status": "open"}, ("status", "status")),
        ({"organization": None}, ("no_agency", "organization")),
        ({"organization": {"id": "1", "name": ""}}, ("no_agency", "organization")),
        ({"name": "x" * 201}, ("too_long", "name")),
        ({"organization": organization("y" * 201)}, ("too_long", "organization.name")),
    ],
)
def test_a_row_that_can_be_no_service_says_why(changed, why):
    assert refused(service(**changed)) == why


def test_a_row_that_is_no_object_says_so():
    assert refused("Debt clinic") == ("not_an_object", "")


def test_an_id_counts_once_and_numbers_are_those_of_the_list():
    rows = [service("A"), "words", service("A"), service("B")]
    found = list(hsds.read_services(rows, TODAY))
    assert [(one.number, getattr(one, "reason", "")) for one in found] == [
        (1, ""),
        (2, "not_an_object"),
        (3, "twice"),
        (4, ""),
    ]


def test_numbers_serve_as_ids_and_yes_does_not():
    assert read(service(id=17)).source_id == "17"
    assert refused(service(id=True))[0] == "no_id"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", 'https://a"onclick=', "https://a b", "ftp://a.example"],
)
def test_a_link_that_a_click_could_run_is_none(link):
    assert read(service(url=link)).url == ""


def test_what_is_no_address_number_or_day_is_left_out():
    found = read(
        service(url="www.harbour.example", email=False, phones=[{"number": "9" * 41}, {"number": 5}])
    )
    assert (found.url, found.email, found.phone) == ("https://www.harbour.example", "", "")
    for said in ("2027-01-01", "soon", "", "2025-13-40"):
        assert read(service(assured_date=said)).assured_on is None


def test_letters_that_no_database_takes_are_gone():
    found = read(service(description="a\x00b\ud800c\x1bd", name="Ne\x00w"))
    assert found.about.encode() and "\x00" not in found.about + found.name
    assert found.name == "Ne w"


def test_needs_are_found_by_whole_words_in_name_and_terms_alone():
    terms = [{"taxonomy_term": {"name": "Adult learning"}}, {"taxonomy_term": {"name": "Lawn care"}}]
    found = read(service("Rights at work drop-in", attributes=terms, description="housing, debt, drugs"))
    assert found.needs == ["labour_rights", "education"]


def test_files_of_every_shape_give_their_rows():
    rows = [service("A"), service("B")]
    agency = {**organization(), "services": [{k: v for k, v in rows[0].items() if k != "organization"}]}
    assert hsds.services_in(page(rows)) == rows
    assert hsds.services_in({"content": rows}) == rows
    assert hsds.services_in(rows) == rows
    assert hsds.services_in(rows[0]) == [rows[0]]
    assert read(hsds.services_in([agency])[0]).agency.name == "Harbour Advice"
    assert read(hsds.services_in(agency)[0]).agency.name == "Harbour Advice"
    assert hsds.services_in({"services": rows}) == rows


@pytest.mark.parametrize("document", [{}, {"error": "no"}, 7, None, "words", {"contents": {}}])
def test_what_is_no_list_of_services_is_refused(document):
    with pytest.raises(FeedFailed) as failed:
        hsds.services_in(document)
    assert failed.value.code == "not_hsds"


@pytest.mark.parametrize("content", [b"<html>", b"\xff\xfe", b"[" * 100_000, b""])
def test_what_is_no_json_is_refused(content):
    with pytest.raises(FeedFailed) as failed:
        hsds.document_of(content)
    assert failed.value.code == "not_json"


def test_a_file_with_a_mark_in_front_is_read():
    assert hsds.document_of(b"\xef\xbb\xbf" + json.dumps([1]).encode()) == [1]


@settings(max_examples=80, deadline=None)
@given(ANYTHING, st.sampled_from([*sorted(service()), ""]))
def test_whatever_comes_is_taken_or_refused_and_nothing_breaks(value, name):
    found = hsds.read_service(1, {**service(), name: value} if name else value, TODAY)
    if isinstance(found, NotRead):
        assert found.reason
    else:
        assert found.name.strip() and len(found.name) <= hsds.NAME and len(found.phone) <= hsds_fields.PHONE
        assert len(found.address) <= hsds_fields.ADDRESS and all(
            len(place) <= hsds_fields.PLACE for place in found.places
        )
        repr(found).encode()
