"""A partner's guest: opens what was sent to them for their agency, until their last day, with the keys they have."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.sharing.conftest import Table, text
from tests.worlds import make_project
from yarrow.people import actions as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, guests
from yarrow.sharing.actions import Fact
from yarrow.sharing.errors import CannotBe, Ended, GuestIsOver, NoPackage
from yarrow.sharing.models import Answer, Guest, GuestKey, Package, PackageLink, Recall, Share
from yarrow.staff.actions import leaving
from yarrow.vault.errors import Locked, Tampered
from yarrow.vault.models import TrailRow

DAY = timedelta(days=1)


@pytest.fixture
def table(db):
    return Table(world=make_project(at=timezone.now() - 400 * DAY))


@pytest.fixture
def now(table):
    """An instant at which the guest has their account."""
    assert table.world.account("guest")
    return timezone.now()


@pytest.fixture
def seat(table, quay, now):
    """Gives the guest's account an agency, until a day."""

    def seat(agency=quay, days=30, **said):
        place, told = table.world.account("guest").place, {"until": (now + days * DAY).date(), **said}
        by = table.by("manager")
        act = {"project": table.project, "by": by, "at": now}
        return actions.seat_guest(membership=place, agency=agency, **told, **act)

    return seat


@pytest.fixture
def send(table, kim, quay, seat, now):
    """Something about Kim for the guest of the clinic."""
    table.agree(kim, quay)
    guest = seat()

    def send(**said):
        told = {"purpose": "health", "days": 7, "openings": 2, "guest": guest, **said}
        told.setdefault("facts", [Fact("called", "Kim"), Fact("health_words", "Needs an X-ray")])
        act = {"project": table.project, "by": table.by(), "at": now}
        return actions.make_package(person=kim, agency=quay, **told, **act).package

    return send


@pytest.fixture
def do(table, now):
    """An act of the guest."""

    def do(act, package, *, by=None, at=None, **said):
        who = by or table.by("guest")
        return act(package_id=package.pk, project=table.project, by=who, at=at or now, **said)

    return do


def test_guest_opens_takes_and_answers_each_on_the_trail(table, send, do, kim):
    file = actions.attach(b"Blood group A")
    package = send(facts=[Fact("called", "Kim"), Fact("file_health", "Letter")], file=file)
    assert not PackageLink.objects.exists() and Share.objects.get().how == "guest"
    found = do(actions.open_sent, package)
    assert found.said["called"] == "Kim" and found.kind == "txt"
    assert do(actions.fetch_sent, package).content == b"Blood group A"
    do(actions.answer_sent, package, answer="refused", reason="full")
    guest = table.by("guest").id
    rows = TrailRow.objects.filter(subject=kim.pk, by_id=guest, role="guest").order_by("n")
    assert [row.act for row in rows] == [
        f"sharing.{act}" for act in ("open_package", "fetch_file", "answer_package")
    ]
    do(actions.open_sent, package)
    with pytest.raises(NoPackage):
        do(actions.open_sent, package)


def test_nobody_else_opens_it(table, send, do, kim):
    package = send()
    for role in ("manager", "case_worker", "administrator"):
        with pytest.raises(GuestIsOver):
            do(actions.open_sent, package, by=table.by(role))
    row = GuestKey.objects.get()
    with pytest.raises(Tampered):
        table.by("manager").key.open_to_holder(bytes(row.token))
    GuestKey.objects.all().delete()
    with pytest.raises(NotHere):
        do(actions.open_sent, package)


def test_locked_guest_opens_nothing(table, send, do):
    from dataclasses import replace

    package = send()
    with pytest.raises(Locked):
        do(actions.open_sent, package, by=replace(table.by("guest"), unlocked=None))
    assert Package.objects.get().n_openings == 0


@pytest.mark.parametrize("how", ["last day", "another agency", "new keys", "late"])
def test_what_was_sent_ends_with_the_seat_and_the_keys(table, send, do, seat, how, now):
    package = send()
    said = {"last day": GuestIsOver, "another agency": NotHere, "new keys": NoPackage, "late": NoPackage}[how]
    at = now + {"last day": 31, "late": 8}.get(how, 0) * DAY
    if how == "another agency":
        seat(table.agency("Other clinic"))
    if how == "new keys":
        GuestKey.objects.update(holder=uuid4())
    with pytest.raises(said):
        do(actions.open_sent, package, at=at)


def test_taken_back_is_told_and_written_down(table, send, do, kim, quay, now):
    package = send()
    table.take_back(kim, quay)
    assert [one.state for one in guests.sent_to(table.by("guest"), table.project, now).sent] == ["ended"]
    with pytest.raises(Ended):
        do(actions.open_sent, package)
    assert Recall.objects.get().told_by == table.by("guest").id


def test_guest_of_somebody_erased_reads_that_it_has_ended(table, send, kim, now):
    send()
    act = {"project": table.project, "by": table.by("manager"), "at": now}
    people.erase_person(person=kim, reason="asked", **act)
    found = guests.sent_to(table.by("guest"), table.project, now)
    assert found.sent == [] and len(found.partings) == 1 and not GuestKey.objects.exists()


def test_nothing_is_sent_to_a_guest_who_left_or_is_anothers(table, send, seat, kim, quay, now):
    guest = Guest.objects.get()
    seat(table.agency("Other clinic"))
    with pytest.raises(CannotBe):
        send(guest=guest)
    seat(days=0)
    send(guest=guest)
    place = table.world.account("guest").place
    leaving.remove_worker(project=table.project, membership=place, by=table.by("manager"), at=now)
    with pytest.raises(CannotBe):
        send(guest=guest)
    assert Share.objects.count() == 1


def test_seats_are_for_guests_up_to_a_year_by_those_who_arrange(table, seat, quay, now):
    with pytest.raises(CannotBe):
        seat(days=367)
    with pytest.raises(CannotBe):
        seat(days=-1)
    other = table.world.other
    with other.inside():
        theirs = type(quay).objects.create(
            project=other.project, name="Theirs", kind="clinic", added_by=uuid4(), added_at=now
        )
    with pytest.raises(NotHere):
        seat(theirs)
    told = {"agency": quay, "until": now.date(), "project": table.project, "at": now}
    with pytest.raises(CannotBe):
        actions.seat_guest(membership=table.world.account("peer").place, by=table.by("manager"), **told)
    with pytest.raises(NotForYou):
        actions.seat_guest(membership=table.world.account("guest").place, by=table.by(), **told)
    assert not Guest.objects.exists()


def test_pages_from_seat_to_answer_in_two_taps(table, client, url, kim, quay, now):
    table.agree(kim, quay)
    boss, partner = table.world.client("manager"), table.world.client("guest")
    assert partner.get(url("list_sent")).status_code == 403
    place = table.world.account("guest").place
    assert "For no agency yet" in text(boss.get(url("list_guests")))
    until = (now + 30 * DAY).date()
    said = {"agency": str(quay.pk), "until_0": until.day, "until_1": until.month, "until_2": until.year}
    assert boss.post(url("seat_guest", place.pk), said).status_code == 302
    assert "Nothing was sent to you yet" in text(partner.get(url("list_sent")))
    how = f"guest.{Guest.objects.get().pk}"
    told = {"facts": ["called"], "purpose": "health", "how": how, "days": "7", "openings": "3"}
    told["entry_id"] = str(uuid4())
    page = url("share_facts", kim.pk, quay.pk)
    assert "To the account of" in text(client.get(page)) and client.post(page, told).status_code == 302
    listed = text(partner.get(url("list_sent")))
    assert "Kim" not in listed and "Share with a health service" in listed
    package = Package.objects.get()
    opened = partner.post(url("open_sent", package.pk))
    assert "Kim" in text(opened) and "no-store" in opened["Cache-Control"]
    answer = url("answer_sent", package.pk)
    assert "Because of sex work" in text(partner.post(answer, {"answer": "refused"}))
    assert partner.post(answer, {"answer": "refused", "reason": "sex_work"}).status_code == 302
    assert Answer.objects.get().reason == "sex_work"
    assert partner.get(url("open_sent", package.pk)).status_code == 405
    assert client.post(url("open_sent", package.pk)).status_code == 403


def test_both_pages_that_send_offer_guests_of_this_agency_beside_what_the_record_says(
    table, client, url, kim, quay, seat
):
    guest, harbour = seat(), table.agency("Harbour clinic")
    table.do(people.add_way_to_reach, person=kim, kind="phone", value="07700 900123")
    proposed = [table.propose(kim, agency, facts=("called", "ways")) for agency in (quay, harbour)]
    pages = [url("share_facts", kim.pk, agency.pk) for agency in (quay, harbour)]
    pages += [url("send_facts", kim.pk, proposal.pk) for proposal in proposed]
    shown = [text(client.get(page)) for page in pages]
    assert [f"guest.{guest.pk}" in page for page in shown] == [True, False, True, False]
    assert all("07700 900123" in page for page in shown)
    Guest.objects.update(until=guest.added_at.date() - DAY)
    assert not any("guest." in text(client.get(page)) for page in pages)
