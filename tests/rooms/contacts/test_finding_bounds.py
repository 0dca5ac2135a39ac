"""Finding contacts at the edges: ends of the days, filters together, pages just full, zero against missing."""

from datetime import date, timedelta
from uuid import uuid4

from tests.rooms.contacts.conftest import NIGHT
from tests.rooms.contacts.pages import url
from yarrow.contacts import actions, finding
from yarrow.contacts.finding import Asked, Totals
from yarrow.contacts.forms import FindForm

DAY = date(2026, 3, 6)


def day(n):
    return DAY + timedelta(days=n)


def rang(shift, on=DAY, **told):
    return shift.record(session=None, kind="phone", happened_on=on, **{"n_people": 1, **told})


def fits(shift, **asked):
    return {row.id for row in finding.matching(shift.project, Asked(**asked))}


def totals(shift, **asked):
    said = Asked(**asked)
    return finding.totals(shift.project, said, finding.matching(shift.project, said))


def test_both_ends_of_the_days_are_within(shift):
    first, middle, last = (rang(shift, day(n)).id for n in (-4, -3, -2))
    assert fits(shift, from_on=day(-4), to_on=day(-2)) == {first, middle, last}
    assert fits(shift, from_on=day(-3), to_on=day(-3)) == {middle}
    assert fits(shift, from_on=day(-2), to_on=day(-4)) == set()


def test_filters_hold_together_and_not_one_of_them(shift):
    kim = shift.person("Kim")
    both = shift.record(person=kim, supplies={"condoms": 1}, done=["listening"])
    shift.record(person=kim, supplies={"condoms": 1})
    shift.record(n_people=1, supplies={"condoms": 1}, done=["listening"])
    rang(shift, supplies={"condoms": 1}, done=["listening"])
    asked = {"person": kim.id, "supply": "condoms", "done": "listening", "zone": "docks"}
    assert fits(shift, **asked) == {both.id}
    assert fits(shift, **asked, known="not_known") == set()


def test_contact_with_several_lines_is_found_once(shift):
    kim = shift.person("Kim")
    contact = shift.record(
        person=kim, supplies={"condoms": 2, "lube": 3}, done=["listening", "information"], follow_up_on=DAY
    )
    shift.act(actions.add_follow_up, contact=contact, due_on=day(3), what="Again")
    rows = finding.matching(shift.project, Asked(supply="condoms", done="listening", follow_up=True))
    assert [row.id for row in rows] == [contact.id]
    assert totals(shift, supply="condoms", follow_up=True) == Totals(1, 1, 0, 2, 1)


def test_nothing_given_is_zero_of_a_chosen_supply_and_no_figure_without_one(shift):
    shift.record(n_people=3)
    assert totals(shift, supply="lube") == Totals(0, 0, 0, 0, 3)
    assert totals(shift) == Totals(3, 0, 3, None, 3)


def test_nothing_recorded_on_these_days_is_nothing_out_of_nothing(shift):
    shift.record(n_people=3)
    assert totals(shift, to_on=day(-1)) == Totals(0, 0, 0, None, 0)


def test_person_met_often_is_one_person_and_each_contact_counts(shift):
    kim = shift.person("Kim")
    for n in range(3):
        rang(shift, day(-n), person=kim)
    shift.record(n_people=4)
    assert totals(shift) == Totals(7, 1, 4, None, 7)
    assert totals(shift, person=kim.id, from_on=day(-1)) == Totals(2, 1, 0, None, 6)


def test_contact_that_was_corrected_is_found_by_what_stands_now(shift):
    contact = rang(shift, supplies={"condoms": 6})
    shift.act(actions.correct_contact, contact=contact, version=1, supplies={"lube": 2}, happened_on=day(-1))
    assert fits(shift, supply="condoms") == fits(shift, from_on=DAY) == set()
    assert fits(shift, supply="lube", to_on=day(-1)) == {contact.id}


def test_page_that_is_just_full_leads_nowhere(shift, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    for _ in range(4):
        shift.record(n_people=1)
    pages = {n: finding.found(shift.outreach, shift.project, Asked(), n) for n in (-1, 1, 2, 3)}
    told = {n: (len(page.lines), page.has_more, page.totals.n_contacts) for n, page in pages.items()}
    assert told == {-1: (2, True, 4), 1: (2, True, 4), 2: (2, False, 4), 3: (0, False, 4)}
    seen = [line.contact.id for n in (1, 2) for line in pages[n].lines]
    assert len(set(seen)) == 4


def test_same_codes_in_two_projects_are_never_mixed(shift):
    other = shift.world.other
    with other.inside():
        theirs = actions.record_contact(
            project=other.project,
            by=other.worker("outreach"),
            at=NIGHT,
            entry_id=uuid4(),
            kind="phone",
            n_people=9,
            happened_on=DAY,
            supplies={"condoms": 50},
        )
    ours = rang(shift, supplies={"condoms": 1})
    asked = {"supply": "condoms", "kind": "phone", "known": "not_known"}
    assert fits(shift, **asked) == {ours.id} != {theirs.id}
    assert totals(shift, **asked) == Totals(1, 0, 1, 1, 1)
    assert fits(shift, worker=theirs.recorded_by) == set()


def test_filters_that_can_not_be_read_are_left_out_and_the_others_hold(shift):
    form = FindForm({"kind": "gold", "zone": "docks", "worker": "x", "known": "known"}, project=shift.project)
    assert not form.is_valid() and set(form.errors) == {"kind", "worker"}
    assert form.asked() == Asked(zone="docks", known="known")


def test_another_projects_worker_and_zone_are_not_on_offer(shift):
    other = shift.world.other
    stranger = other.account("outreach").worker
    with other.inside():
        actions.add_zone(project=other.project, by=other.worker("coordinator"), at=NIGHT, label="Harbour")
    form = FindForm({"worker": str(stranger.pk), "zone": "harbour"}, project=shift.project)
    assert not form.is_valid() and set(form.errors) == {"worker", "zone"} and form.asked() == Asked()


def test_page_far_beyond_the_last_says_that_nothing_fits(shift, outreach):
    shift.record(n_people=1)
    for page in ("999999999", "99999999999999999999", "-1", "1.5"):
        assert outreach.get(f"{url(shift, 'find_contacts')}?page={page}").status_code == 200, page
