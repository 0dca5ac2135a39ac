"""A shift sheet that says what no sheet says: nothing of it is taken, and its entry opens for a look."""

from uuid import uuid4

import pytest

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts.inbox_openers import CONTACT
from yarrow.contacts.models import Contact
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry

ID = "7f1d4c52-90a4-4f1f-8c86-0b8d4d4a9a01"
FORMS = [
    None,
    7,
    "name=Kim",
    [],
    ["name"],
    {"name": None},
    {"name": 7},
    {"name": "Kim"},
    {"name": [None]},
    {"name": [["Kim"]]},
    {"who": {"person": ID}},
    {"who": ["person:" + ID]},
    {"name": ["Kim"], "supply_condoms": [7]},
    {"name": ["\x00"]},
]


@pytest.mark.parametrize(
    ("form", "place"), [(form, "here") for form in FORMS] + [(form, "") for form in FORMS[::5]]
)
def test_a_sheet_of_another_shape_needs_a_look_and_can_be_looked_at(shift, form, place):
    payload = {"session": place and str(shift.van.id), "form": form, "written_by": "", "noted": False}
    told = {"by": shift.outreach, "at": NIGHT, "entry_id": uuid4()}
    entry = inbox.leave(shift.project.id, "identity", kind=CONTACT, payload=payload, **told)
    assert inbox.open_waiting(shift.project.id, by=shift.outreach, at=NIGHT).n_need_a_look == 1
    client = shift.world.client("outreach")
    assert client.get(shift.project.url("desk:look_at_entry", entry.pk)).status_code == 200
    sent = {"it_was": "not_known", "on_shift": "" if place else str(shift.van.id)}
    assert client.post(shift.project.url("desk:settle_entry", entry.pk), sent).status_code < 500
    assert not Contact.objects.exclude(person=None).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("session", None),
        ("session", 7),
        ("session", [ID]),
        ("session", ID),
        ("session", "x"),
        ("written_by", 7),
        ("written_by", "x"),
        ("written_by", {}),
    ],
)
def test_other_fields_of_another_kind_need_a_look(shift, field, value):
    payload = {
        "session": str(shift.van.id),
        "form": {"who": ["not_known:1"]},
        "written_by": "",
        "noted": False,
    }
    told = {"by": shift.outreach, "at": NIGHT, "entry_id": uuid4()}
    entry = inbox.leave(shift.project.id, "identity", kind=CONTACT, payload={**payload, field: value}, **told)
    inbox.open_waiting(shift.project.id, by=shift.outreach, at=NIGHT)
    entry.refresh_from_db()
    is_taken = field == "written_by" and not value
    assert (entry.state == InboxEntry.State.OPENED) is is_taken and Contact.objects.count() == int(is_taken)
    if not is_taken:
        url = shift.project.url("desk:look_at_entry", entry.pk)
        assert shift.world.client("outreach").get(url).status_code == 200
