"""The directory as a file for others: the standard's shape, read back by our own reader, no more than it may say."""

import json
from datetime import date

from tests.rooms.agencies.conftest import TODAY
from tests.rooms.agencies.directories import STREET
from yarrow.agencies import actions, giving, hsds, lists
from yarrow.agencies.hsds import ReadService

# What the UK profile requires of a service and of its organisation, and the words its status may have.
SERVICE, ORGANIZATION = {"id", "name", "status"}, {"id", "name", "description"}
STATUSES = {"active", "inactive", "defunct", "temporarily closed"}
ALLOWED = {
    *("id", "name", "description", "url", "email", "status", "assured_date", "organization"),
    *("phones", "languages", "service_areas", "attributes"),
}


def given(desk):
    """The file, as whoever gets it reads it."""
    return json.loads(json.dumps(giving.page_of(desk.project)))


def filled(desk, name="Harbour Union", **said):
    agency = desk.agency(name, kind="union", is_published=True, about="A union.", **said)
    return desk.service(
        agency, "Rights evening", needs=["labour_rights"], languages=["ro"], places=["Docks"], phone="01632 960 003",
        about="Thursdays", assured_on=TODAY, waiting_said="none", status="temporarily_closed",
    )  # fmt: skip


def test_a_file_has_the_shape_of_the_standard(desk):
    filled(desk)
    page = given(desk)
    assert (page["total_items"], page["size"], page["last_page"], page["empty"]) == (1, 1, True, False)
    found = page["contents"][0]
    assert SERVICE <= set(found) <= ALLOWED and set(found["organization"]) >= ORGANIZATION
    assert found["status"] in STATUSES and found["assured_date"] == TODAY.isoformat()


def test_our_own_reader_reads_it_back(desk):
    row = filled(desk)
    found = hsds.read_service(1, given(desk)["contents"][0], date(2026, 12, 1))
    assert isinstance(found, ReadService)
    assert (found.source_id, found.name, found.status) == (str(row.id), row.name, "temporarily_closed")
    assert (found.needs, found.languages, found.places) == (["labour_rights"], ["ro"], ["Docks"])
    assert (found.phone, found.agency.name, found.assured_on) == (row.phone, "Harbour Union", TODAY)


def test_every_need_and_language_of_ours_is_read_back_as_itself(desk):
    agency = desk.agency(is_published=True)
    for name in ("needs", "languages"):
        codes = [item.code for item in lists.items(name)]
        for code in codes:
            desk.service(agency, f"{name} {code}", **{name: [code]})
    found = {one.name: one for one in hsds.read_services(given(desk)["contents"], TODAY)}
    lost = [
        code
        for name in ("needs", "languages")
        for code in (item.code for item in lists.items(name))
        if getattr(found[f"{name} {code}"], name) != [code]
    ]
    assert lost == []


def test_parts_keep_their_ids_from_file_to_file(desk):
    filled(desk)
    assert given(desk) == given(desk)


def test_only_what_may_be_given_is_in_it(desk):
    filled(desk, address=STREET)
    quiet = desk.agency("Quiet", address=STREET)
    desk.service(quiet, "Quiet evening")
    closed = desk.agency("Closed", is_published=True)
    desk.service(closed, "Closed evening")
    desk.do(actions.change_agency, agency=closed, version=1, is_closed=True)
    assert [row["name"] for row in given(desk)["contents"]] == ["Rights evening"]
    assert STREET not in json.dumps(given(desk))


def test_what_was_noted_is_not_in_it(desk):
    row = filled(desk)
    before = given(desk)
    for fact, said in (
        ("waiting_days", "63"),
        ("women_only", "yes"),
        ("accepts_people_who_use", "no"),
        ("has_interpreter", "yes"),
    ):
        desk.do(actions.note_fact, service=row, fact=fact, said=said, known_from="asked_them")
    assert given(desk) == before


def test_of_a_secret_place_there_are_no_places_and_no_words(desk):
    filled(desk, is_confidential=True, address=STREET)
    found = given(desk)["contents"][0]
    assert "service_areas" not in found and "description" not in found
    assert found["organization"]["description"] == "A union"
    assert found["phones"][0]["number"] == "01632 960 003"


def test_the_page_gives_the_file(desk):
    filled(desk)
    answer = desk.world.client("manager").get(desk.project.url("agencies:give_directory"))
    assert answer.json() == given(desk) and "attachment" in answer["Content-Disposition"]
