"""Pages with more on them than fits, on the narrowest phone: nothing runs out of the screen or of its box."""

import pytest

from tests.attacks.town import addresses
from tests.rooms.states import overfull
from tests.walks import inspecting

# What is drawn from what people typed: lists and single things, of those who may open them.
DRAWN = (
    *(
        "desk:show_today",
        "desk:show_record",
        "desk:list_devices",
        "people:list_people",
        "people:list_duplicates",
    ),
    *("people:compare_people", "people:show_caseload", "people:show_openings", "people:list_consents"),
    "people:show_paper",
    *("contacts:list_sessions", "contacts:show_session", "contacts:show_contact", "contacts:shift_sheet"),
    *(
        "contacts:find_contacts",
        "contacts:list_follow_ups",
        "contacts:list_premises",
        "contacts:show_premises",
    ),
    *("contacts:show_stock", "contacts:show_supply", "contacts:show_workload", "contacts:show_import"),
    *("evaluation:show_activity", "evaluation:show_grant", "staff:list_workers"),
)


@pytest.mark.sqlite_only(reason="it looks at how pages are drawn, and every page is opened on both elsewhere")
def test_overfull_pages_fit_the_narrowest_phone(world, walker):
    ids = overfull(world)
    walking = walker(client=world.client("coordinator"), viewport=inspecting.NARROW)
    found = {}
    for each in addresses():
        if each.name in DRAWN:
            walking.goes_to(each.of(world, ids))
            found[each.name] = inspecting.fits(walking.page) + inspecting.is_whole(walking.page)
    assert len(found) >= len(DRAWN) - 1
    assert not any(found.values()), inspecting.in_lines(found)
