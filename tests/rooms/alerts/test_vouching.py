"""A worker vouches for a member: sealed, noticed when it is the second time, and with a code that is good once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.rooms.alerts.members import NOW, PHRASE
from yarrow.alerts import actions, codes
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.errors import CannotBe, Conflict, Known, NotAllowed, NotHere
from yarrow.alerts.models import Member, MemberCode, MemberDoor, Stay
from yarrow.alerts.ways import Way, email_way, phone_way, unpacked
from yarrow.vault.models import TrailRow


def change(club, row, **said):
    told = {"name": "Ana", "ways": [], "zones": [], "settings": [], "language": "en-gb"}
    return club.do(actions.change_member, member=row, **{"version": row.version, **told, **said})


def test_vouch_for_seals_who_it_is_and_how_they_are_reached(club):
    zone = club.zone("Harbour")
    row = club.vouch(phone="07700 900123", line="Dinner", zones=[zone], settings=["street"]).member
    row = Member.objects.get(pk=row.pk)
    assert club.opened(row, "identity.name") == "Ana"
    assert unpacked(club.opened(row, "identity.ways")) == (Way("sms", "+447700900123", "Dinner"),)
    assert (row.settings, list(row.zones.all())) == (["street"], [zone])
    assert row.vouched_by == club.world.worker("outreach").id


def test_vouch_for_sent_twice_is_one_member_and_the_second_code_counts(club):
    entry_id = uuid4()
    first, second = (club.vouch(phone="07700900123", entry_id=entry_id) for _n in range(2))
    assert Member.objects.count() == MemberCode.objects.count() == MemberDoor.objects.count() == 1
    assert codes.found(club.project, first.code, NOW) is None
    assert codes.found(club.project, second.code.upper().replace("-", " "), NOW).member == second.member


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ({"phone": "07700 900123"}, {"phone": "+44 (0)7700-900123"}),
        ({"phone": "07700 900123"}, {"phone": "0044 7700900123"}),
        ({"email": "ana@example.org"}, {"email": "Ana+alerts@EXAMPLE.org"}),
    ],
)
def test_vouch_for_the_same_address_in_any_spelling_is_noticed(club, first, again):
    row = club.vouch(**first).member
    with pytest.raises(Known) as known:
        club.vouch(name="Bea", **again)
    assert known.value.member.pk == row.pk
    club.do(actions.put_out, by="manager", member=row, why="Sold what she read")
    with pytest.raises(Known, match="put out"):
        club.vouch(name="Bea", **again)


def test_vouch_for_what_a_member_changed_themselves_is_noticed_too(club):
    here = club.enter(club.vouch(phone="07700900123"))
    actions.change_ways(
        here=here, said=[email_way("bea@example.org")], project=club.project, by=MEMBER, at=NOW
    )
    club.vouch(name="Dee", phone="07700900123")
    with pytest.raises(Known):
        club.vouch(name="Eve", email="bea@example.org")


@pytest.mark.parametrize("role", ["evaluator", "administrator", "guest"])
def test_vouch_for_by_whoever_meets_nobody_is_refused(club, role):
    with pytest.raises(NotAllowed):
        club.vouch(by=role)


@pytest.mark.parametrize("role", ["outreach", "peer", "case_worker", "adviser"])
def test_put_out_is_for_those_who_arrange(club, role):
    row = club.vouch().member
    with pytest.raises(NotAllowed):
        club.do(actions.put_out, by=role, member=row, why="Reason")
    with pytest.raises(NotAllowed):
        club.do(actions.take_back_in, by=role, member=row)


@pytest.mark.parametrize("typed", ["", "12", "not a number", "0770?900", "+0", "\x00"])
def test_phone_way_that_is_no_whole_number_is_refused(typed):
    with pytest.raises(CannotBe):
        phone_way(typed)


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "ana@b", "a b@c.org", "a@b.org,c@d.org", "a@" + "b" * 300 + ".org"]
)
def test_email_way_that_is_no_address_is_refused(typed):
    with pytest.raises(CannotBe):
        email_way(typed)


def test_way_line_is_one_line_that_fits_in_a_message():
    assert phone_way("07700900123", " Water\nthe\u202e plants ").line == "Water the plants"
    with pytest.raises(CannotBe):
        phone_way("07700900123", "x" * 161)


def test_way_whose_words_the_sender_does_not_take_is_refused():
    for line in ("Water {plants}", "{}"):
        with pytest.raises(CannotBe, match="can't be sent"):
            phone_way("07700900123", line)
    assert email_way("ana@example.org", "Water {plants}").line == "Water {plants}"


def test_vouch_for_in_another_project_is_not_here(club):
    other = club.world.other
    with other.inside():
        theirs = club.__class__(world=other).vouch(phone="07700900123").member
    club.vouch(phone="07700900123")
    with pytest.raises(NotHere):
        change(club, theirs)
    with pytest.raises(NotHere):
        club.do(actions.put_out, by="manager", member=theirs, why="Reason")
    with pytest.raises(NotHere):
        club.do(actions.new_code, member=theirs)
    with pytest.raises(NotHere):
        club.vouch(entry_id=theirs.pk)


def test_change_member_over_a_change_not_seen_is_refused(club):
    vouched = club.vouch(phone="07700900123")
    here = club.enter(vouched)
    with pytest.raises(Conflict):
        change(club, vouched.member, version=1)
    actions.change_ways(here=here, said=[], project=club.project, by=MEMBER, at=NOW)
    row = Member.objects.get()
    assert change(club, row, name="Anna", ways=[phone_way("07700900999")]).version == row.version + 1


def test_change_member_seals_the_new_ways_to_the_member_too(club):
    here = club.enter(club.vouch(phone="07700900123"))
    change(club, Member.objects.get(), ways=[email_way("ana@example.org", "Dinner")])
    here.member.refresh_from_db()
    assert here.own_ways() == (Way("email", "ana@example.org", "Dinner"),)


def test_new_code_after_a_worker_changed_the_ways_shows_none_until_one_takes_in(club):
    vouched = club.vouch(phone="07700900123")
    change(club, Member.objects.get(), ways=[phone_way("07700900999")])
    here = club.enter(vouched)
    assert here.own_ways() is None
    assert club.do(actions.take_in) == 1
    here.member.refresh_from_db()
    assert here.own_ways() == (Way("sms", "+447700900999"),)
    assert club.do(actions.take_in) == 0


def test_take_in_seals_what_the_member_changed_like_what_a_worker_wrote(club):
    here = club.enter(club.vouch(phone="07700900123"))
    actions.change_ways(here=here, said=[phone_way("07700900999")], project=club.project, by=MEMBER, at=NOW)
    row = Member.objects.get()
    assert unpacked(club.opened(row, "identity.ways"))[0].address == "+447700900123"
    assert club.do(actions.take_in) == 1
    row = Member.objects.get()
    assert (row.envelope, row.key) == (None, None)
    assert unpacked(club.opened(row, "identity.ways"))[0].address == "+447700900999"


def test_take_in_by_whoever_has_no_key_leaves_it(club):
    here = club.enter(club.vouch())
    actions.change_ways(here=here, said=[phone_way("07700900999")], project=club.project, by=MEMBER, at=NOW)
    assert club.do(actions.take_in, by="evaluator") == 0
    assert Member.objects.get().envelope


def test_new_code_ends_the_one_before_and_each_is_good_once_and_for_a_week(club):
    vouched = club.vouch()
    second = club.do(actions.new_code, member=vouched.member)
    with pytest.raises(CannotBe):
        club.enter(vouched)
    with pytest.raises(CannotBe):
        club.enter(second, at=NOW + timedelta(days=7))
    club.enter(second)
    with pytest.raises(CannotBe):
        club.enter(second, "another phrase of five words")


def test_put_out_ends_code_stay_and_phrase_and_taking_back_in_gives_none_of_them_back(club):
    here = club.enter(club.vouch(phone="07700900123"))
    club.do(actions.new_code, member=here.member)
    row = club.do(actions.put_out, by="manager", member=here.member, why="Sold what she read")
    assert (row.left_on, row.mark, row.public_key, row.own) == (date(2026, 11, 14), None, None, None)
    assert not Stay.objects.exists() and not MemberCode.objects.exists()
    assert actions.enter(phrase=PHRASE, project=club.project, at=NOW) is None
    assert club.opened(row, "identity.why") == "Sold what she read"
    for action in (actions.new_code,):
        with pytest.raises(CannotBe):
            club.do(action, member=row)
    with pytest.raises(CannotBe):
        change(club, row)
    row = club.do(actions.take_back_in, by="coordinator", member=row)
    assert (row.left_on, row.why, row.put_out_by) == (None, None, None)
    assert actions.enter(phrase=PHRASE, project=club.project, at=NOW) is None


@pytest.mark.parametrize("why", ["", " \u200b ", "x" * 501])
def test_put_out_without_a_reason_is_refused(club, why):
    row = club.vouch().member
    with pytest.raises(CannotBe):
        club.do(actions.put_out, by="manager", member=row, why=why)
    assert Member.objects.get().left_on is None


def test_every_act_stands_on_the_trail_and_none_says_who(club):
    row = club.vouch(phone="07700900123").member
    change(club, row)
    club.do(actions.new_code, member=row)
    club.do(actions.put_out, by="manager", member=row, why="Reason")
    club.do(actions.take_back_in, by="manager", member=row)
    acts = list(TrailRow.objects.filter(subject=row.pk).order_by("n").values_list("act", flat=True))
    names = ("vouch_for", "change_member", "new_code", "put_out", "take_back_in")
    assert [act for act in acts if act.startswith("alerts.")] == [f"alerts.{name}" for name in names]
