"""Agencies, services and facts are written down; what a feed owns is the feed's."""

from datetime import timedelta

import pytest

from tests.rooms.agencies.conftest import NOW, TODAY
from tests.rooms.agencies.directories import service
from yarrow.agencies import actions, lists
from yarrow.agencies.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.agencies.models import Agency, Fact, Feed, Service
from yarrow.vault import trail
from yarrow.vault.errors import Locked
from yarrow.vault.fields import Sealed


def opened(desk, agency):
    return Agency.objects.get(pk=agency.pk).sealed.open_unrecorded(
        "identity.address", desk.world.worker("outreach").unlocked
    )


def test_an_agency_is_written_down_with_its_trail(desk):
    agency = desk.agency(
        "  Dockside Collective ", kind="sex_worker_led", phone="01632 960 002", url="dockside.example",
        address="Quay 4", assured_on=TODAY,
    )  # fmt: skip
    found = Agency.objects.of(desk.project).get()
    assert (found.name, found.url, found.public_address) == (
        "Dockside Collective",
        "https://dockside.example",
        "Quay 4",
    )
    assert (found.source, found.recipient, found.address) == ("local", "support_service", None)
    assert [row.act for row in trail.rows_about(desk.project.id, agency.id)] == ["agencies.add_agency"]


def test_a_secret_address_is_sealed_and_stands_nowhere_else(desk):
    agency = desk.agency("Haven", kind="refuge", is_confidential=True, address="3 Hidden Row")
    found = Agency.objects.get()
    assert isinstance(found.address, Sealed) and found.public_address == ""
    assert opened(desk, agency) == "3 Hidden Row"
    assert found.recipient == "housing"


def test_an_address_becomes_secret_and_open_again_only_when_it_is_said(desk):
    agency = desk.agency("Haven", address="3 Hidden Row")
    with pytest.raises(CannotBe) as refused:
        desk.do(actions.change_agency, agency=agency, version=1, is_confidential=True)
    assert refused.value.field == "address"
    desk.do(actions.change_agency, agency=agency, version=1, is_confidential=True, address="3 Hidden Row")
    assert Agency.objects.get().public_address == "" and opened(desk, agency) == "3 Hidden Row"
    desk.do(actions.change_agency, agency=agency, version=2, name="Haven House")
    assert opened(desk, agency) == "3 Hidden Row"
    with pytest.raises(CannotBe):
        desk.do(actions.change_agency, agency=agency, version=3, is_confidential=False)
    desk.do(actions.change_agency, agency=agency, version=3, is_confidential=False, address="Market 1")
    found = Agency.objects.get()
    assert (found.address, found.public_address, found.version) == (None, "Market 1", 4)


def test_a_secret_address_needs_a_key(desk):
    by = desk.world.worker("coordinator")
    locked = type(by)(by.id, by.role)
    with pytest.raises(Locked):
        actions.add_agency(
            project=desk.project, by=locked, at=NOW, name="Haven", is_confidential=True, address="Row"
        )
    assert not Agency.objects.exists()


def test_nobody_writes_over_a_change_they_have_not_seen(desk):
    agency = desk.agency()
    found = desk.service(agency)
    desk.do(actions.change_agency, agency=agency, version=1, phone="1")
    with pytest.raises(Conflict):
        desk.do(actions.change_agency, agency=agency, version=1, phone="2")
    desk.do(actions.change_service, service=found, version=1, status="inactive")
    with pytest.raises(Conflict):
        desk.do(actions.change_service, service=found, version=1, status="active")
    assert (Agency.objects.get().phone, Service.objects.get().status) == ("1", "inactive")


def test_what_a_feed_owns_is_not_changed_by_hand(desk):
    desk.take(desk.feed(), [service()])
    found = desk.named("Debt clinic")
    for said in ({"name": "Mine"}, {"phone": "1"}, {"is_closed": True}):
        with pytest.raises(CannotBe):
            desk.do(actions.change_agency, agency=found.agency, version=1, **said)
    with pytest.raises(CannotBe):
        desk.do(actions.change_service, service=found, version=1, languages=["ro"])
    with pytest.raises(TypeError):
        desk.do(actions.change_service, service=found, version=1, waiting_days=3)


def test_a_service_is_found_by_its_agencys_new_name(desk):
    agency = desk.agency("Old name")
    desk.service(agency)
    desk.do(actions.change_agency, agency=agency, version=1, name="Łódź Union")
    assert "lodz union" in Service.objects.get().words


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "villain"}, "kind"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"assured_on": TODAY + timedelta(days=1)}, "assured_on"),
    ],
)
def test_an_agency_that_can_not_be_is_refused_at_its_field(desk, said, field):
    with pytest.raises(CannotBe) as refused:
        desk.agency(**{"name": "A", **said})
    assert refused.value.field == field and not Agency.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"needs": ["housing", "moon"]}, "needs"),
        ({"languages": ["xx"]}, "languages"),
        ({"status": "open"}, "status"),
        ({"places": ["x" * 61]}, "places"),
        ({"places": [f"Town {n}" for n in range(21)]}, "places"),
    ],
)
def test_a_service_that_can_not_be_is_refused_at_its_field(desk, said, field):
    agency = desk.agency()
    with pytest.raises(CannotBe) as refused:
        desk.service(agency, **{"name": "A", **said})
    assert refused.value.field == field and not Service.objects.exists()


def test_facts_hold_until_the_next_and_all_are_kept(desk):
    found = desk.service()
    for days, said in ((0, "21"), (30, "63")):
        desk.do(
            actions.note_fact, by="case_worker", at=NOW + timedelta(days=days), service=found,
            fact="waiting_days", said=said, known_from="went_there",
        )  # fmt: skip
    desk.do(actions.note_fact, service=found, fact="women_only", said="yes", known_from="they_say")
    again = Service.objects.get()
    assert (again.waiting_days, again.women_only, again.has_interpreter) == (63, "yes", "not_known")
    assert [fact.said for fact in Fact.objects.filter(fact="waiting_days")] == ["63", "21"]
    desk.do(actions.note_fact, service=found, fact="waiting_days", said="", known_from="asked_them")
    assert Service.objects.get().waiting_days is None and Fact.objects.count() == 4


@pytest.mark.parametrize(
    ("fact", "said", "known_from"),
    [
        *(("waiting_days", said, "asked_them") for said in ("-1", "3 weeks", "3651", "٣", "1.5")),
        ("women_only", "perhaps", "asked_them"),
        ("women_only", "yes", "a bird"),
        ("name", "Mine", "asked_them"),
        ("status", "active", "asked_them"),
    ],
)
def test_a_fact_that_can_not_be_is_refused(desk, fact, said, known_from):
    found = desk.service()
    with pytest.raises(CannotBe):
        desk.do(actions.note_fact, service=found, fact=fact, said=said, known_from=known_from)
    assert not Fact.objects.exists() and Service.objects.get().name == "Rights evening"


def test_who_keeps_and_who_notes(desk):
    found = desk.service()
    for role in ("case_worker", "outreach", "peer", "adviser", "evaluator", "administrator"):
        with pytest.raises(NotAllowed):
            desk.do(actions.add_agency, by=role, name="Mine")
        with pytest.raises(NotAllowed):
            desk.do(actions.change_service, by=role, service=found, version=1, name="Mine")
        with pytest.raises(NotAllowed):
            desk.do(actions.add_feed, by=role, name="Mine")
    note = {"service": found, "fact": "women_only", "said": "no", "known_from": "colleague"}
    for role in ("outreach", "peer", "adviser", "evaluator"):
        with pytest.raises(NotAllowed):
            desk.do(actions.note_fact, by=role, **note)
    desk.do(actions.note_fact, by="case_worker", **note)


def test_rows_of_another_project_are_not_here(desk):
    found, feed = desk.service(), desk.feed()
    other = {"project": desk.world.other.project, "by": desk.world.other.worker("coordinator"), "at": NOW}
    for act, said in (
        (actions.change_agency, {"agency": found.agency, "version": 1}),
        (actions.add_service, {"agency": found.agency, "name": "A"}),
        (actions.change_service, {"service": found, "version": 1}),
        (
            actions.note_fact,
            {"service": found, "fact": "women_only", "said": "no", "known_from": "colleague"},
        ),
        (actions.change_feed, {"feed": feed, "address": "", "licence": "", "is_ended": True}),
        (actions.note_failure, {"feed": feed, "code": "empty"}),
    ):
        with pytest.raises(NotHere):
            act(**said, **other)


def test_feeds_have_one_name_and_an_address_that_can_be_asked(desk):
    feed = desk.feed("Council", address="https://council.example/api", licence="OGL 3")
    with pytest.raises(CannotBe):
        desk.feed("Council")
    for address in (
        "http://council.example",
        "council.example",
        "https://me:pw@council.example",
        "file:///x",
    ):
        with pytest.raises(CannotBe):
            desk.feed("Other", address=address)
    desk.do(actions.change_feed, feed=feed, address="", licence="", is_ended=True)
    assert (Feed.objects.get().address, Feed.objects.get().is_ended) == ("", True)


def test_nothing_is_written_before_a_project_is_live(desk):
    desk.project.live_at = None
    for action, said in ((actions.add_agency, {"name": "A"}), (actions.add_feed, {"name": "A"})):
        with pytest.raises(CannotBe):
            desk.do(action, **said)


def test_lists_name_every_fact_and_status_that_the_code_knows():
    assert lists.codes("statuses") == set(lists.STATUSES) and lists.codes("answers") == set(lists.ANSWERS)
    for name in ("kinds", "needs", "languages", "facts", "known_from", "reasons", "failures"):
        listed = [item.code for item in lists.items(name)]
        assert len(listed) == len(set(listed)) > 3
        assert all(item.label for item in lists.items(name))
    fields = {field.name for field in Service._meta.concrete_fields}
    assert lists.codes("facts") < fields
