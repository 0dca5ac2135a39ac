"""Whoever leaves or is put out is reached no more, and what was kept of them ends."""

from datetime import date, timedelta

import pytest

from tests.rooms.alerts.members import NOW, PHRASE
from yarrow.alerts import actions, codes, feeds, lapsing, phrases, stays, underway
from yarrow.alerts.actions.own import MEMBER
from yarrow.alerts.errors import CannotBe, NotHere
from yarrow.alerts.models import Member, MemberCode, Stay
from yarrow.alerts.ways import phone_way
from yarrow.vault import clock, keyring
from yarrow.vault.errors import Erased


@pytest.fixture
def taken(monkeypatch):
    """Members of whom something under way was taken back."""
    listed = []
    monkeypatch.setattr(underway, "_takers", [lambda member, *_told: listed.append(member.pk)])
    return listed


def choices(here, club, **said):
    told = {"zones": [], "settings": [], "language": "en-gb", "quiet_days": [], "quiet_until": None, **said}
    return actions.change_choices(here=here, project=club.project, by=MEMBER, at=NOW, **told)


def leave(club, row, at=NOW):
    actions.leave(member=row, project=club.project, by=MEMBER, at=at)


def test_leave_destroys_the_key_and_every_row(club, taken):
    here = club.enter(club.vouch(phone="07700900123", zones=[club.zone("Harbour")]))
    sealed = Member.objects.get()
    club.do(actions.new_code, member=here.member)
    leave(club, here.member)
    assert not any(model.objects.exists() for model in (Member, MemberCode, Stay, Member.zones.through))
    assert (club.project.id, here.member.pk) in keyring.tombstones()
    with pytest.raises(Erased):
        club.opened(sealed, "identity.ways")
    assert taken == [here.member.pk]


def test_leave_of_another_project_is_not_here(club):
    with club.world.other.inside():
        theirs = club.__class__(world=club.world.other).vouch().member
    with pytest.raises(NotHere):
        leave(club, theirs)


def test_whatever_changes_where_it_goes_takes_back_what_is_on_its_way(club, taken):
    here = club.enter(club.vouch(phone="07700900123"))
    actions.change_ways(here=here, said=[], project=club.project, by=MEMBER, at=NOW)
    choices(here, club, language="ro", settings=["street"])
    assert len(taken) == 1
    choices(here, club, quiet_until=date(2026, 12, 1))
    row = Member.objects.get()
    same = {"name": "Ana", "zones": [], "settings": [], "language": "en-gb"}
    row = club.do(actions.change_member, member=row, version=row.version, ways=[], **same)
    assert len(taken) == 2
    row = club.do(
        actions.change_member, member=row, version=row.version, ways=[phone_way("07700900999")], **same
    )
    club.do(actions.put_out, by="manager", member=row, why="Reason")
    assert taken == [row.pk] * 4


@pytest.mark.parametrize(
    "said",
    [
        {"quiet_until": NOW.date()},
        {"quiet_until": date(1, 1, 1)},
        {"quiet_until": date(9999, 12, 31)},
        {"quiet_days": [7]},
        {"quiet_days": range(7)},
        {"settings": ["nowhere"]},
    ],
)
def test_change_choices_that_cannot_be_is_refused(club, said):
    here = club.enter(club.vouch())
    with pytest.raises(CannotBe):
        choices(here, club, **said)


def test_changes_of_a_member_who_was_put_out_meanwhile_are_refused(club):
    here = club.enter(club.vouch())
    club.do(actions.put_out, by="manager", member=here.member, why="Reason")
    with pytest.raises(CannotBe):
        choices(here, club)
    with pytest.raises(CannotBe):
        actions.change_ways(here=here, said=[], project=club.project, by=MEMBER, at=NOW)


def test_changes_of_a_member_who_left_meanwhile_are_refused(club):
    here = club.enter(club.vouch())
    leave(club, here.member)
    with pytest.raises(NotHere):
        choices(here, club)


def test_change_ways_of_very_many_is_refused(club):
    here = club.enter(club.vouch())
    said = [phone_way(f"0770090012{n}") for n in range(6)]
    with pytest.raises(CannotBe):
        actions.change_ways(here=here, said=said, project=club.project, by=MEMBER, at=NOW)


def test_a_second_phrase_ends_the_first_and_its_stays(club):
    here = club.enter(club.vouch(phone="07700900123"))
    again = club.enter(club.do(actions.new_code, member=here.member), "another phrase of five words")
    assert stays.found(club.project, here.token, NOW) is None
    assert actions.enter(phrase=PHRASE, project=club.project, at=NOW) is None
    assert stays.found(club.project, again.token, NOW).own_ways()[0].address == "+447700900123"


def test_a_stay_moved_to_another_member_does_not_open(club):
    ana, bea = (club.enter(club.vouch(), f"one two three four fifteen {name}") for name in ("ana", "bea"))
    Stay.objects.filter(member=ana.member).delete()
    Stay.objects.filter(member=bea.member).update(member=ana.member)
    with pytest.raises(Exception, match="does not open in its place"):
        stays.found(club.project, bea.token, NOW)


def test_a_code_opens_the_ways_that_were_sealed_with_it_and_no_others(club):
    one, other = club.vouch(phone="07700900123"), club.vouch(phone="07700900999")
    row = codes.found(club.project, one.code, NOW)
    assert codes.ways_under(row, one.code)[0].address == "+447700900123"
    assert codes.ways_under(row, other.code) is None


@pytest.mark.parametrize(
    "phrase", ["", "a b c d e", "one one one one one one", "x" * 201, "\x00 " * 40, "1 2 3 4 5"]
)
def test_phrase_that_is_easily_guessed_is_refused(phrase):
    with pytest.raises(CannotBe):
        phrases.check(phrase)


def test_phrase_in_any_script_and_case_is_one(club):
    with_marks = "Étoile над مدينة هادئة тихая река"
    one, same = (phrases.key_from(said, club.project.id) for said in (with_marks, with_marks.upper()))
    assert one == same != phrases.key_from("quiet maple river under seven", club.project.id)
    phrases.check(with_marks)
    phrases.check(phrases.drawn())


def test_a_member_who_was_put_out_is_forgotten_after_a_year(club):
    row = club.vouch(phone="07700900123").member
    club.vouch(name="Bea")
    club.do(actions.put_out, by="manager", member=row, why="Reason")
    assert list(lapsing.steps(club.project.id, NOW + timedelta(days=364))) == []
    (step,) = lapsing.steps(club.project.id, NOW + timedelta(days=365))
    assert (step.n, step.on) == (1, date(2027, 11, 14))
    clock.run(NOW + timedelta(days=366), [club.project.id])
    assert not Member.objects.filter(pk=row.pk).exists() and Member.objects.count() == 1
    assert (club.project.id, row.pk) in keyring.tombstones()


def test_codes_and_stays_go_by_the_clock(club):
    club.enter(club.vouch())
    club.vouch(name="Bea")
    clock.run(NOW + timedelta(days=8), [club.project.id])
    assert not Stay.objects.exists() and not MemberCode.objects.exists()
    assert Member.objects.count() == 2


def test_feed_asks_whoever_publishes_for_this_member(club, monkeypatch):
    row = club.vouch().member
    monkeypatch.setattr(feeds, "_sources", [])
    assert feeds.feed(row, NOW) == []
    feeds.fed_by(lambda member, at: [feeds.Item(str(member.pk), at.date())])
    assert [item.words for item in feeds.feed(row, NOW)] == [str(row.pk)]
