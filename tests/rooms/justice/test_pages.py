"""Pages of the room: a walk without a browser, what may be typed, and whose it is."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.attacks.judging import judged
from tests.rooms.justice.conftest import days, fresh, text
from yarrow.contacts.actions import record_contact
from yarrow.justice import actions
from yarrow.justice.models import (
    Appointment,
    AppointmentContact,
    Away,
    CheckItem,
    ComplianceNote,
    Order,
    PickUp,
    Visit,
)
from yarrow.people.actions import give_consent

JUNK = ("", "9" * 30 + "\x00", "x" * 100_000)


def on(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


@pytest.fixture
def today(table):
    return timezone.localdate(timezone.now(), table.project.zone)


@pytest.fixture
def rosa(table):
    return table.person("Rosa", at=timezone.now())


@pytest.fixture
def everything(table, rosa):
    """Ids of one of everything about Rosa."""
    act = {"project": table.project, "by": table.world.worker("coordinator"), "at": timezone.now()}
    return {name: value for (_room, name), value in judged(rosa, act, str).items()}


def test_the_whole_way_of_an_order(table, client, url, rosa, today, court):
    said = {
        "kind": "engagement_support",
        "agency": str(court.pk),
        "reference": "ESO 7",
        "entry_id": str(uuid4()),
    }
    answer = client.post(url("add_order", rosa.pk), {**said, **on("given_on", today - days(9))})
    order = Order.objects.get()
    here = url("show_order", rosa.pk, order.pk)
    assert (answer.url, order.n_planned, order.state) == (here, 3, "given")
    client.post(url("move_order", rosa.pk, order.pk, "begin"), on("happened_on", today - days(8)))
    client.post(
        url("plan_appointment", rosa.pk, order.pk),
        {**on("planned_on", today - days(1)), "entry_id": str(uuid4())},
    )
    row = Appointment.objects.get()
    told = {"person": rosa, "kind": "court", "happened_on": today - days(1)}
    met = table.do(record_contact, at=timezone.now(), entry_id=uuid4(), **told)
    asked = text(client.get(url("settle_appointment", rosa.pk, row.pk, "keep")))
    assert str(met.pk) in asked and "counts as mandated" in asked
    client.post(url("settle_appointment", rosa.pk, row.pk, "keep"), {"contact": str(met.pk)})
    assert AppointmentContact.objects.get().contact_id == met.pk
    page = text(client.get(here))
    assert "1 kept" in page and "At court" in page and "Magistrates by the Bridge" in page


def test_note_page_shows_what_leaves_and_asks_where_nothing_is_agreed(table, client, url, rosa, today, court):
    now = timezone.now()
    said = {"person": rosa, "kind": "conditional_caution", "agency": court, "reference": "CC 4"}
    order = table.do(actions.add_order, at=now, **said)
    here = url("send_note", rosa.pk, order.pk)
    assert "nothing to tell" in text(client.get(here))
    table.do(actions.plan_appointment, at=now, order=order, planned_on=today)
    asked = text(client.get(here))
    assert "Order CC 4" in asked and "Ask them" in asked and "as they agreed" not in asked
    assert text(client.post(here, {"entry_id": str(uuid4()), "seen": "x"})).count("changed since") >= 1
    told = {"purpose": "court", "recipient": court.recipient, "agency": court.pk, "how": "spoken"}
    table.do(give_consent, at=now, person=rosa, categories=["attendance"], **told)
    page = text(client.get(here))
    seen = page.split('name="seen" value="', 1)[1].split('"')[0]
    answer = client.post(here, {"entry_id": str(uuid4()), "seen": seen})
    note = ComplianceNote.objects.get()
    assert answer.url == url("print_note", rosa.pk, note.pk)
    assert "Order CC 4" in text(client.get(answer.url))
    assert "Magistrates" in text(client.get(table.project.url("sharing:show_shares", rosa.pk)))


def test_note_page_offers_each_way_under_an_id_of_its_own(table, client, url, everything):
    here = url("send_note", everything["person_id"], everything["order_id"])
    page = text(client.get(here))
    entries = [part.split('"')[0] for part in page.split('name="entry_id" value="')[1:]]
    # With reasons nothing can be sent: they agreed to no reasons, and the page says so.
    assert len(entries) == len(set(entries)) == 1 and "Why you did not come to one" in page
    assert "Not safe to come" in page and page.count("Ask them") == 1
    court = ComplianceNote.objects.get().share.agency
    told = {"purpose": "court", "recipient": court.recipient, "agency": court.pk, "how": "spoken"}
    person = Order.objects.get().person
    table.do(give_consent, at=timezone.now(), person=person, categories=["attendance", "reasons"], **told)
    page = text(client.get(here))
    entries = [part.split('"')[0] for part in page.split('name="entry_id" value="')[1:]]
    assert len(entries) == len(set(entries)) == 2 and "Ask them" not in page


def test_the_whole_way_of_time_inside(table, client, url, rosa, today):
    said = {"agency_words": "HMP by the Marsh", "entry_id": str(uuid4()), **on("since_on", today - days(20))}
    client.post(url("add_away", rosa.pk), {**said, **on("expected_on", today + days(4))})
    row = Away.objects.get()
    visit = {**on("visited_on", today), "is_contact": "on", "entry_id": str(uuid4())}
    client.post(url("note_visit", rosa.pk, row.pk), visit)
    assert Visit.objects.get().contact is not None
    gate = {"worker_id": str(table.by.id), "entry_id": str(uuid4()), **on("planned_on", today)}
    client.post(url("plan_pick_up", rosa.pk, row.pk), gate)
    client.post(url("settle_pick_up", rosa.pk, PickUp.objects.get().pk, "miss"), {"words": "Let out at six"})
    check = CheckItem.objects.get(item="phone")
    client.post(url("set_check", rosa.pk, check.pk), {"stands": "arranged"})
    page = text(client.get(url("show_away", rosa.pk, row.pk)))
    assert "1 of 1 thing that is wanted" in page and "Let out at six" in page and "HMP by the Marsh" in page
    assert "Rosa" in text(client.get(url("list_round")))
    client.post(url("leave", rosa.pk, row.pk), on("left_on", today))
    assert fresh(row).is_early and "earlier than expected" in text(client.get(url("show_justice", rosa.pk)))
    assert "Nobody is inside" in text(client.get(url("list_round")))


POSTED = [
    (
        "add_order",
        "person_id",
        {"kind": "court_diversion", "agency_words": "x", "reference": "x", "n_planned": "1"},
    ),
    ("move_order", "order_id", {"words": "x"}),
    ("plan_appointment", "order_id", {"time_words": "x"}),
    ("settle_appointment", "appointment_id", {"contact": ""}),
    ("mark_contact", "appointment_id", {"contact": ""}),
    ("agree_light_contact", "order_id", {"light": "agreed"}),
    ("change_order", "order_id", {"agency": "", "version": "1", "n_planned": "1"}),
    ("send_note", "order_id", {"seen": "x", "proposal": "", "entry_id": ""}),
    ("add_away", "person_id", {"agency": "", "agency_words": "x", "words": "x"}),
    ("expect_leaving", "away_id", {"agency_words": "x", "version": "1"}),
    ("note_visit", "away_id", {"words": "x"}),
    ("plan_pick_up", "away_id", {"worker_id": "", "where": "x"}),
    ("settle_pick_up", "pick_up_id", {"words": "x"}),
    ("set_check", "check_id", {"stands": "needed", "words": "x"}),
]
BEHIND = {"move_order": "act", "settle_appointment": "came", "settle_pick_up": "result"}


def address(url, ids, name, key):
    args = [ids["person_id"], *([ids[key]] if key != "person_id" else [])]
    return url(name, *args, *([ids[BEHIND[name]]] if name in BEHIND else []))


@pytest.mark.parametrize("junk", JUNK)
def test_forms_with_anything_in_them_say_what_is_wrong(table, client, url, everything, junk):
    """Each box in its turn, then every day of a year that can't be, and lists where text is expected."""
    boxes = ("given_on", "happened_on", "planned_on", "since_on", "visited_on", "expected_on", "moved_to")
    for name, key, said in POSTED:
        sent = [{**said, field: junk} for field in said]
        for year in ("0001", "9999"):
            days_of = {f"{box}_{n}": part for box in boxes for n, part in enumerate(("1", "1", year))}
            sent.append({**{field: [value, junk] for field, value in said.items()}, **days_of})
        for each in sent:
            answer = client.post(address(url, everything, name, key), {"entry_id": str(uuid4()), **each})
            assert answer.status_code in (200, 302, 400, 404, 409), (name, each)


@pytest.mark.parametrize("act", ["", "x", "add", "put_back", "call_off", "keep", "follow"])
def test_addresses_with_other_acts_are_none(table, client, url, everything, act):
    ids = everything
    for name, key in (("move_order", "order_id"), ("settle_pick_up", "pick_up_id")):
        if act and not (name == "settle_pick_up" and act == "call_off"):
            assert client.get(url(name, ids["person_id"], ids[key], act)).status_code == 404
    if act not in ("", "keep"):
        answer = client.get(url("settle_appointment", ids["person_id"], ids["appointment_id"], act))
        assert answer.status_code == 404


def test_one_persons_rows_are_not_anothers(table, client, url, everything):
    lou = table.person("Lou", at=timezone.now())
    for name, key, _said in POSTED:
        if key != "person_id":
            ids = {**everything, "person_id": lou.pk}
            assert client.post(address(url, ids, name, key), {}).status_code == 404, name
    assert client.get(url("print_note", lou.pk, everything["note_id"])).status_code == 404


@pytest.mark.parametrize("year", ["1", "0001", "1899", "9999"])
def test_figures_of_a_year_long_gone_or_far_ahead(table, url, everything, year):
    client = table.world.client("coordinator")
    for name in ("from_on", "to_on"):
        query = {f"{name}_0": "1", f"{name}_1": "1", f"{name}_2": year}
        assert client.get(url("show_figures"), query).status_code == 200
