"""A partner's guest at the edges: came back, moved on, the last minute, the last opening, two presses, other rows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.rooms.sharing.conftest import Table, text
from tests.worlds import make_project
from yarrow.contacts.actions import planning
from yarrow.methods.refusals import Refusal
from yarrow.people import actions as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.sharing import actions, guests, lists, queries, rules
from yarrow.sharing.actions import Fact
from yarrow.sharing.errors import CannotBe, GuestIsOver, NoPackage
from yarrow.sharing.models import Answer, Guest, Package, Parting, Share
from yarrow.staff.actions import joining, leaving
from yarrow.staff.models import Membership, Project
from yarrow.staff.queries import workers_with_keys

DAY = timedelta(days=1)


@pytest.fixture
def table(db):
    return Table(world=make_project(at=timezone.now() - 400 * DAY))


@pytest.fixture
def place(table):
    return table.world.account("guest").place


@pytest.fixture
def now(place):
    return timezone.now()


@pytest.fixture
def act(table, now):
    return {"project": table.project, "by": table.by("manager"), "at": now}


@pytest.fixture
def guest(table, kim, quay, place, act, now):
    table.agree(kim, quay)
    until = now.astimezone(table.project.zone).date() + 30 * DAY
    return actions.seat_guest(membership=place, agency=quay, until=until, **act)


@pytest.fixture
def send(table, kim, quay, guest, now):
    def send(**said):
        told = {"purpose": "health", "days": 7, "openings": 2, "guest": guest, **said}
        told.setdefault("facts", [Fact("called", "Kim")])
        by = {"project": table.project, "by": table.by(), "at": now}
        return actions.make_package(person=kim, agency=quay, **told, **by).package

    return send


@pytest.fixture
def mine(table):
    """An act of the guest on a package."""

    def mine(do, package, at, **said):
        return do(package_id=package.pk, project=table.project, by=table.by("guest"), at=at, **said)

    return mine


@pytest.fixture
def partner(table):
    return table.world.client("guest")


def listed(table, at):
    return guests.sent_to(table.by("guest"), table.project, at).sent


def come_back(place, act, role="guest"):
    """They leave, and come back a while later."""
    leaving.remove_worker(membership=place, **act)
    later = {**act, "at": act["at"] + DAY}
    told = {"name": place.worker.name, "email": place.worker.email, "role": role}
    _invitation, token = joining.invite_worker(**told, **later)
    return joining.accept_as_worker(token=token, worker=place.worker, at=later["at"])


def test_whoever_left_and_came_back_is_for_no_agency_until_somebody_says_so(
    table, send, mine, place, act, quay
):
    package, later = send(), act["at"] + 2 * DAY
    again = come_back(place, act)
    for do in (actions.open_sent, actions.fetch_sent):
        with pytest.raises(GuestIsOver):
            mine(do, package, later)
    assert list(queries.guests_of(quay, table.project, later)) == []
    assert [(one.pk, seat) for one, seat in guests.guests_in(table.project)] == [(again.pk, None)]
    with pytest.raises(CannotBe):
        send(guest=Guest.objects.get())
    told = {"project": table.project, "by": table.by("manager"), "at": later}
    actions.seat_guest(membership=again, agency=quay, until=later.date(), **told)
    assert mine(actions.open_sent, package, later).said == {"called": "Kim"}


@pytest.mark.parametrize("role", ["case_worker", "peer", "administrator"])
def test_a_guest_who_comes_back_as_a_colleague_opens_nothing_as_a_guest(table, send, place, act, role, quay):
    package, later = send(), act["at"] + 2 * DAY
    come_back(place, act, role)
    before = table.by("guest")
    for one in (before, replace(before, role=role)):
        with pytest.raises(GuestIsOver):
            actions.open_sent(package_id=package.pk, project=table.project, by=one, at=later)
    assert list(queries.guests_of(quay, table.project, later)) == [] == guests.guests_in(table.project)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize(("minutes", "opens"), [(-1, True), (0, False)])
def test_the_last_day_of_a_guest_ends_where_the_project_is(table, guest, zone, minutes, opens):
    Project.objects.update(time_zone=zone)
    project = Project.objects.get(pk=table.project.pk)
    Guest.objects.update(until=datetime(2027, 10, 31).date())
    midnight = datetime(2027, 11, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    at = midnight + timedelta(minutes=minutes)
    who = table.by("guest")
    if opens:
        assert guests.sent_to(who, project, at).sent == []
    else:
        with pytest.raises(GuestIsOver):
            guests.sent_to(who, project, at)
    assert len(queries.guests_of(guest.agency, project, at)) == opens


def test_what_comes_of_it_is_said_after_the_last_opening_and_until_the_last_minute(
    table, send, mine, now, partner, url
):
    package = send(openings=1, days=2)
    mine(actions.open_sent, package, now)
    assert [(one.state, one.can_answer) for one in listed(table, now)] == [("over", True)]
    page = text(partner.get(url("list_sent")))
    assert "What comes of it?" in page and f'{url("open_sent", package.pk)}"' not in page
    asked = text(partner.post(url("answer_sent", package.pk)))
    assert all(words.replace("'", "&#x27;") in asked for _code, words in lists.choices("answers"))
    assert not Answer.objects.exists(), "asking is no answer"
    assert partner.post(url("answer_sent", package.pk), {"answer": "attended"}).status_code == 302
    assert [one.answer for one in listed(table, now)] == [lists.label("answers", "attended")]
    assert listed(table, now + 2 * DAY)[0].can_answer is False
    with pytest.raises(NoPackage):
        mine(actions.answer_sent, package, now + 2 * DAY, answer="attended", reason="")


@pytest.mark.parametrize("how", ["ended", "taken back"])
def test_nothing_more_is_said_about_what_has_ended(table, send, mine, now, kim, quay, how):
    package = send()
    if how == "ended":
        table.do(actions.end_package, package=package)
    else:
        table.take_back(kim, quay)
    assert [one.can_answer for one in listed(table, now)] == [False]
    with pytest.raises(Refusal):
        mine(actions.answer_sent, package, now, answer="attended", reason="")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        *(("yes", ""), ("accepted", "full"), ("refused", ""), ("refused", "because"), ("", "")),
        *(("REFUSED", "full"), ("refused\x00", "full"), ("x" * 100_000, ""), ("принято", "")),
    ],
)
def test_a_guest_says_what_is_on_the_list_and_nothing_else(send, mine, now, answer, reason):
    with pytest.raises(CannotBe):
        mine(actions.answer_sent, send(), now, answer=answer, reason=reason)
    assert not Answer.objects.exists()


def test_a_page_asks_nobody_about_what_was_not_sent_to_them(table, make_other, send, partner, url):
    send()
    for package_id in (uuid4(), make_other().pk):
        for said in ({}, {"answer": "refused"}, {"answer": "accepted"}):
            assert partner.post(url("answer_sent", package_id), said).status_code == 404


@pytest.fixture
def make_other(table, kim, quay, now):
    """Something that went through a link, to the same agency."""

    def make():
        told = {"purpose": "health", "facts": [Fact("called", "Kim")], "days": 7, "openings": 3}
        by = {"project": table.project, "by": table.by(), "at": now}
        return actions.make_package(person=kim, agency=quay, **told, **by).package

    return make


def test_the_same_form_twice_waits_once_for_a_guest_and_never_shows_a_link(send, guest):
    entry = uuid4()
    assert send(entry_id=entry) == send(entry_id=entry)
    assert Share.objects.count() == Package.objects.count() == 1
    with pytest.raises(Refusal, match="shown once"):
        send(entry_id=entry, guest=None)


def test_a_guest_is_seated_for_an_agency_that_stands(table, place, act, quay, now):
    gone = table.agency("Closed clinic", is_closed=True)
    with pytest.raises(NotHere):
        actions.seat_guest(membership=place, agency=gone, until=now.date(), **act)
    assert gone not in guests.agencies_in(table.project) and quay in guests.agencies_in(table.project)


@pytest.mark.parametrize("days", [-1, 367, 366_000])
def test_a_seat_is_not_for_yesterday_or_for_ever(place, act, quay, now, days):
    with pytest.raises(CannotBe) as refused:
        actions.seat_guest(membership=place, agency=quay, until=now.date() + days * DAY, **act)
    assert refused.value.field == "until" and not Guest.objects.exists()


@pytest.mark.parametrize(
    "role", ["case_worker", "peer", "adviser", "administrator", "evaluator", "guest", "outreach"]
)
def test_only_those_who_arrange_say_for_whom_a_guest_is_here(table, place, quay, now, role):
    told = {"project": table.project, "by": table.by(role), "at": now}
    with pytest.raises(NotForYou):
        actions.seat_guest(membership=place, agency=quay, until=now.date(), **told)


def test_a_guest_is_put_on_no_session_and_is_nobodys_key_worker(table, place, kim, act):
    session = planning.plan_session(
        project=table.project,
        by=table.by("coordinator"),
        at=act["at"],
        kind="van",
        planned_on=act["at"].date(),
    )
    with pytest.raises(Refusal, match="Only workers"):
        planning.add_worker(table.project, session, place.worker_id, "driver")
    with pytest.raises(Refusal):
        table.do(people.assign_key_worker, role="manager", person=kim, worker=place.worker)


def test_what_was_sent_goes_with_a_merge_and_opens_still(table, send, mine, kim, now):
    package, other = send(), table.person("Kimmy")
    told = {"project": table.project, "by": table.by("manager"), "at": now}
    people.merge_people(into=other, came=kim, take=(), **told)
    assert Package.objects.get().person_id == other.pk
    assert [one.package.pk for one in listed(table, now)] == [package.pk]


def test_a_package_that_was_erased_between_list_and_press_is_no_fault(
    table, send, mine, kim, now, partner, url, monkeypatch
):
    package = send()
    key = rules.sent_to(table.by("guest"), table.project, str(package.pk), now)
    people.erase_person(person=kim, reason="asked", project=table.project, by=table.by("manager"), at=now)
    monkeypatch.setattr(rules, "sent_to", lambda *_told: key)
    with pytest.raises(NoPackage):
        mine(actions.open_sent, package, now)
    assert partner.post(url("open_sent", package.pk)).status_code == 404
    assert Parting.objects.get().how == "guest"


def test_places_of_guests_are_never_colleagues(table, place):
    assert place.worker not in workers_with_keys(table.project)
    assert Membership.objects.get(pk=place.pk).is_guest and place.compartments == ()
