"""Members as somebody hostile, careless or unlucky makes them: spellings, silent days, stays, changes in between."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from tests.rooms.alerts.members import NOW, PHRASE
from yarrow.alerts import actions, stays
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.audience import audience, not_before
from yarrow.alerts.errors import CannotBe
from yarrow.alerts.models import Member, MemberCode
from yarrow.alerts.ways import email_way, phone_way
from yarrow.sending.models import Message

LONDON = ZoneInfo("Europe/London")
SECOND = timedelta(seconds=1)


def moment(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("quiet", "safe", "at", "begins"),
    [
        # The 13th is a Friday.
        ([5, 6], None, moment(13, 10), None),
        ([5, 6], None, moment(14, 10), moment(16, 0)),
        ([5, 6], (2, 4), moment(13, 10), moment(16, 0)),
        ([5], (2, 4), moment(13, 10), moment(15, 0)),
        ([5], (22, 6), moment(13, 10), None),
        ([4], (22, 6), moment(13, 10), moment(14, 0)),
        ([5, 6, 0, 1, 2, 3], (9, 11), moment(13, 12), moment(20, 0)),
        ([], (2, 4), moment(13, 10), None),
    ],
)
def test_hours_of_the_night_lead_into_no_silent_day(quiet, safe, at, begins):
    assert not_before(SimpleNamespace(quiet_days=quiet), LONDON, at, safe) == begins


@pytest.mark.parametrize(
    ("typed", "other"), [("+a@post.example", "+b@post.example"), ("+@gmail.com", "+x@post.example")]
)
def test_addresses_of_which_folding_leaves_nothing_are_two(club, typed, other):
    club.vouch(email=typed)
    club.vouch(name="Bea", email=other)
    by = club.world.worker("outreach")
    assert len(audience(project=club.project, zones=(), settings=(), by=by, at=NOW)) == 2


@pytest.mark.parametrize("typed", ["07700 900123 456", "07700900123 x5", "0770 090 012", "07700 9001"])
def test_number_with_digits_too_many_or_too_few_is_refused(typed):
    with pytest.raises(CannotBe):
        phone_way(typed)


def test_number_without_a_country_is_of_the_place():
    assert phone_way("0664 1234567", region="AT").address == "+436641234567"
    assert phone_way("+44 7700 900123", region="AT").address == "+447700900123"


@pytest.mark.parametrize(("n", "fits"), [(150, True), (151, True), (160, True), (161, False)])
def test_line_of_an_email_may_be_as_long_as_any(n, fits):
    if fits:
        assert len(email_way("ana@post.example", "x" * n).line) == n
    else:
        with pytest.raises(CannotBe, match="160"):
            email_way("ana@post.example", "x" * n)


def test_code_is_good_still_when_the_stay_could_not_begin(club, monkeypatch):
    vouched = club.vouch()
    with monkeypatch.context() as patched:
        patched.setattr(stays, "begin", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            club.enter(vouched)
    assert MemberCode.objects.exists() and Member.objects.get().mark is None
    assert club.enter(vouched).member == vouched.member


@pytest.mark.parametrize(("after", "is_here"), [(stays.LASTS - SECOND, True), (stays.LASTS, False)])
def test_stay_ends_to_the_second(club, after, is_here):
    here = club.enter(club.vouch())
    assert (stays.found(club.project, here.token, NOW + after) is not None) is is_here
    assert stays.found(club.world.other.project, here.token, NOW) is None


def test_ways_in_another_order_take_nothing_back(ward):
    ways = [phone_way("07700900123"), email_way("ana@post.example")]
    row = ward.vouch(ways=ways).member
    ward.arm(ward.published())
    told = {"name": "Ana", "zones": [], "settings": [], "language": "en-gb"}
    ward.do(actions.change_member, member=row, version=row.version, ways=ways[::-1], **told)
    assert set(Message.objects.values_list("state", flat=True)) == {"armed"}
    row = Member.objects.get()
    ward.do(actions.change_member, member=row, version=row.version, ways=ways[:1], **told)
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}


def test_what_is_armed_days_later_keeps_a_silent_day(ward):
    row = ward.vouch(phone="07700900123").member
    Member.objects.filter(pk=row.pk).update(quiet_days=[6])
    alert = ward.published()
    ward.arm(alert, at=NOW + timedelta(days=1))
    assert Message.objects.get().due_at == datetime(2026, 11, 16, tzinfo=UTC)


def test_put_out_between_phrase_and_change_nothing_is_written(club):
    here = club.enter(club.vouch(phone="07700900123"))
    club.do(actions.put_out, by="manager", member=here.member, why="Reason")
    with pytest.raises(CannotBe):
        actions.change_ways(here=here, said=[], project=club.project, by=MEMBER, at=NOW)
    assert Member.objects.get().envelope is None
    assert actions.enter(phrase=PHRASE, project=club.project, at=NOW) is None


def test_code_made_before_the_member_changed_their_ways_brings_none_of_before_back(club):
    vouched = club.vouch(phone="07700 900123", line="Of before")
    here = club.enter(vouched)
    new = club.do(actions.new_code, member=vouched.member)
    said = [phone_way("07700 900999", "Safe")]
    actions.change_ways(here=here, said=said, project=club.project, by=MEMBER, at=NOW)
    again = actions.choose_phrase(code=new.code, phrase=PHRASE, project=club.project, by=MEMBER, at=NOW)
    assert again.own_ways() is None
    club.do(actions.take_in)
    row = Member.objects.get()
    assert stays.Here(row, again.token, again.private).own_ways() == tuple(said)
