"""Whom an alert reaches: by zone and setting, not in their silence, each address once, on one row of the trail."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.rooms.alerts.members import NOW
from yarrow.alerts import actions
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.audience import audience, standing
from yarrow.alerts.models import Member
from yarrow.alerts.ways import email_way, packed, phone_way
from yarrow.vault.errors import Locked, NoGrant, Tampered
from yarrow.vault.models import TrailRow


def who(club, *, zones=(), settings=(), at=NOW, by="outreach", **said):
    by = club.world.worker(by)
    return audience(
        project=club.project, zones=[z.pk for z in zones], settings=settings, by=by, at=at, **said
    )


def ids(found):
    return {each.member_id for each in found}


def number(n):
    return f"07700 900{n:03}"


def test_audience_by_zone_and_setting_takes_those_who_chose_none_too(club):
    harbour, station = club.zone("Harbour"), club.zone("Station")
    everywhere = club.vouch(phone=number(1)).member.pk
    there = club.vouch(phone=number(2), zones=[harbour], settings=["street"]).member.pk
    elsewhere = club.vouch(phone=number(3), zones=[station], settings=["parlour"]).member.pk
    assert ids(who(club, zones=[harbour])) == {everywhere, there}
    assert ids(who(club, zones=[harbour, station])) == {everywhere, there, elsewhere}
    assert ids(who(club, settings=["parlour"])) == {everywhere, elsewhere}
    assert ids(who(club, zones=[harbour], settings=["parlour"])) == {everywhere}
    assert ids(who(club)) == {everywhere, there, elsewhere}


def test_audience_leaves_out_who_was_put_out_is_silent_or_has_no_way(club):
    club.vouch(name="No way")
    out, silent, back = (club.vouch(phone=number(n)).member for n in (1, 2, 3))
    club.do(actions.put_out, by="manager", member=out, why="Reason")
    Member.objects.filter(pk=silent.pk).update(quiet_until=date(2026, 11, 15))
    Member.objects.filter(pk=back.pk).update(quiet_until=date(2026, 11, 14))
    assert ids(who(club)) == {back.pk}
    assert standing(club.project, [out.pk, silent.pk, back.pk, uuid4()], NOW) == {back.pk}


def test_audience_of_a_silent_day_waits_for_the_next_that_is_none(club):
    row = club.vouch(phone=number(1)).member
    saturday = NOW
    Member.objects.filter(pk=row.pk).update(quiet_days=[5, 6])
    (found,) = who(club, at=saturday)
    assert found.not_before == datetime(2026, 11, 16, tzinfo=UTC)
    assert who(club, at=saturday + timedelta(days=2))[0].not_before is None


def test_audience_reaches_one_phone_once_and_only_by_what_was_asked(club):
    first = club.vouch(phone=number(1), email="ana@example.org")
    here = club.enter(club.vouch(name="Bea"))
    actions.change_ways(
        here=here,
        said=[phone_way("+44 7700 900001"), email_way("b@example.org")],
        project=club.project,
        by=MEMBER,
        at=NOW,
    )
    found = {each.member_id: [way.address for way in each.ways] for each in who(club)}
    addresses = sorted(address for listed in found.values() for address in listed)
    assert addresses == ["+447700900001", "ana@example.org", "b@example.org"]
    assert [way.channel for each in who(club, channels=["email"]) for way in each.ways] == ["email", "email"]
    assert ids(who(club, channels=["push"])) == set() and first.member.pk in found


def test_audience_stands_on_the_trail_as_one_row_and_shows_nobody(club):
    for n in range(3):
        club.vouch(phone=number(n))
    before = TrailRow.objects.count()
    found = who(club)
    row = TrailRow.objects.latest("n")
    assert (row.act, row.subject, row.fields) == (
        "alerts.reach_members",
        None,
        ["alerts.member.identity.ways"],
    )
    assert TrailRow.objects.count() == before + 1
    assert "7700" not in repr(found)


def test_audience_without_the_key_is_refused(club):
    club.vouch(phone=number(1))
    with pytest.raises((NoGrant, Locked)):
        who(club, by="administrator")


def test_audience_does_not_take_an_envelope_of_another_row(club):
    ana, bea = (club.enter(club.vouch(name=name), phrase) for name, phrase in PAIR)
    for here in (ana, bea):
        actions.change_ways(here=here, said=[phone_way(number(1))], project=club.project, by=MEMBER, at=NOW)
    moved = Member.objects.get(pk=ana.member.pk)
    Member.objects.filter(pk=bea.member.pk).update(envelope=bytes(moved.envelope))
    with pytest.raises(Tampered):
        who(club)


PAIR = (("Ana", "one two three four fifteen ana"), ("Bea", "one two three four fifteen bea"))


def test_audience_asks_the_database_as_often_for_very_many(club, django_assert_max_num_queries):
    worker = club.world.worker("outreach")
    rows = []
    for n in range(120):
        row = Member(project=club.project, language="en-gb", vouched_by=worker.id, vouched_at=NOW)
        row.sealed.put("identity.ways", packed([phone_way(f"07700 9{n:05}")]), worker.key)
        rows.append(row)
    Member.objects.bulk_create(rows)
    with django_assert_max_num_queries(9):
        assert len(who(club)) == 120
