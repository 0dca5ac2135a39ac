"""Ways as they are written, packed, compared; and members after the key to names was renewed."""

from datetime import date

import pytest

from tests.rooms.alerts.members import NOW
from yarrow.alerts import actions, lists
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.audience import audience
from yarrow.alerts.errors import CannotBe
from yarrow.alerts.member_showing import quiet_in_words, way_in_words
from yarrow.alerts.models import Member
from yarrow.alerts.ways import EMAIL, PUSH, SMS, Way, email_way, packed, phone_way, push_way, unpacked
from yarrow.vault import rekeying
from yarrow.vault.models import Compartment


def test_ways_packed_are_the_same_again():
    ways = (
        phone_way("07700900123", "Dinner", (20, 6)),
        email_way("ana@example.org"),
        Way(PUSH, "{}", "Line"),
    )
    assert unpacked(packed(ways)) == ways
    assert unpacked(None) == () == unpacked([])


def test_ways_show_no_address_where_they_are_printed():
    way = phone_way("07700900123", "Dinner")
    assert "7700" not in repr(way) and "Dinner" not in repr(way)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (phone_way("07700 900123"), phone_way("(0044) 7700 900 123")),
        (email_way("ana@example.org"), email_way("ANA@example.org", "Another line", (1, 2))),
        (email_way("a.n.a@gmail.com"), email_way("ana+x@googlemail.com")),
    ],
)
def test_ways_to_one_place_are_folded_to_one(one, same):
    assert one.folded == same.folded
    assert one.folded != phone_way("07700 900124").folded != email_way("bea@example.org").folded


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "null",
        '{"endpoint": 1, "keys": {}}',
        '{"endpoint": "https://x.example/", "keys": {"p256dh": "AA", "auth": "AA"}}',
        "[" * 5_000,
    ],
)
def test_push_way_of_no_subscription_is_refused(typed):
    with pytest.raises(CannotBe):
        push_way(typed)


def test_way_in_words_says_what_comes_there():
    assert way_in_words(Way(SMS, "+447700900123", "Dinner")) == ("Text message", "+447700900123", "Dinner")
    assert way_in_words(Way(EMAIL, "a@b.example")) == ("E-mail", "a@b.example", "The warning itself")
    assert "secret" not in "".join(way_in_words(Way(PUSH, "secret", "")))


def test_lines_that_say_nothing_can_be_sent_and_name_nothing_of_alerts():
    for line in lists.lines():
        assert phone_way("07700900123", line).line == line
        assert not {"warn", "alert", "report", "project"} & set(line.lower().split())


@pytest.mark.parametrize(
    ("until", "says"),
    [(None, ""), (date(2026, 11, 14), ""), (date(2026, 11, 15), "15 November 2026"), (date(1, 1, 1), "")],
)
def test_quiet_in_words_is_empty_once_it_is_over(until, says):
    assert quiet_in_words(Member(quiet_until=until), NOW.date()) == says


def test_a_change_under_an_older_key_is_read_and_sealed_to_the_one_in_force(club):
    """Between a member's change and a worker's look the key to names may be renewed."""
    here = club.enter(club.vouch(phone="07700900123"))
    said = [phone_way("07700900999")]
    actions.change_ways(here=here, said=said, project=club.project, by=MEMBER, at=NOW)
    club.world.worker("outreach")
    manager, older = club.world.worker("manager"), Compartment.current(club.project.id, "identity")
    newer = rekeying.begin(club.project.id, "identity", instead_of=older.id, by=manager, at=NOW)
    by = club.world.worker("outreach")

    def reached():
        found = audience(project=club.project, zones=(), settings=(), by=by, at=NOW)
        return [way.address for each in found for way in each.ways]

    assert reached() == ["+447700900999"]
    assert rekeying.rewrap(club.project.id, "identity", by=by) >= 1
    assert Member.objects.get().key == newer
    assert reached() == ["+447700900999"]
