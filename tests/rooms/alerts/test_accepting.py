"""What an adviser may accept for checks: whole, released, nobody's own; and what the page shows of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.alerts.checks import NUMBER, SPELLED, Table
from tests.rooms.alerts.members import NOW, Club
from yarrow.alerts import accepting, actions
from yarrow.alerts.checking import HIT, MISS
from yarrow.alerts.errors import CannotBe, NotHere
from yarrow.alerts.models import Asked, Released
from yarrow.people import actions as people
from yarrow.safety.errors import Closed, NotAllowed
from yarrow.safety.models import Report
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import TrailRow


def waiting(table, **how):
    return [(line.kind, line.spelling) for line in table.look(**how).waiting]


def test_look_lists_whole_identifiers_in_their_spelling(table):
    table.report(
        phones=["07700 900123", "+44 7700 900 123", "ends 456"],
        plates=["ab10 cde", "AB1*"],
        online=["https://t.me/Night_Man", "@x"],
    )
    assert waiting(table) == [("phone", SPELLED), ("plate", "AB10CDE"), ("online", "night_man")]


@pytest.mark.parametrize(
    "said",
    [
        {"release": "never"},
        {"level": "kept"},
        {"level": "escrow"},
        {"kinds": ["young", "robbery"]},
        {"phones": ["12"]},
    ],
)
def test_look_leaves_out_what_may_not_be_released(table, said):
    table.report(**said)
    assert waiting(table) == []


def test_look_counts_other_reporters_and_not_reports(table):
    first = table.report()
    table.report(reporter=first)
    assert [line.n_others for line in table.look().waiting] == [0, 0]
    table.report(release="never")
    table.report(release="never", tell="nobody", level="kept")
    assert [line.n_others for line in table.look().waiting] == [1, 1]


def test_look_of_another_project_is_apart(table):
    other = Table(world=table.world.other)
    with other.world.inside():
        other.report()
    table.report(phones=["07700 900555"])
    assert waiting(table) == [("phone", "+447700900555")]


def test_look_says_how_many_more_wait(table, monkeypatch):
    monkeypatch.setattr(accepting, "MOST_SHOWN", 2)
    table.report(phones=[f"07700 90012{n}" for n in range(5)])
    looked = table.look()
    assert (len(looked.waiting), looked.n_more) == (2, 3)


@pytest.mark.parametrize("role", ["outreach", "evaluator", "administrator"])
def test_look_is_for_readers_of_reports(table, role):
    with pytest.raises(NotAllowed):
        table.look(by=role)
    table.report()
    (line,) = table.look().waiting
    with pytest.raises(NotAllowed):
        table.do(actions.accept_identifier, line=line, says="what", by=role)


def test_look_without_the_key_is_refused(table):
    with pytest.raises(NoGrant):
        table.look(by="case_worker")


def test_look_and_accept_leave_no_number_on_the_trail(table):
    table.known()
    row = TrailRow.objects.get(act="alerts.accept_identifier")
    assert (row.subject, row.reason) == (Report.objects.get().pk, "")
    assert TrailRow.objects.filter(act=accepting.ACT).exists()
    assert not any("7700900123" in str(each) for each in TrailRow.objects.values())


def test_accept_twice_is_one_row_that_begins_anew(table):
    table.known()
    later = NOW + timedelta(days=300)
    (row,) = table.accept(at=later, says="known")
    assert Released.objects.get() == row
    assert (row.says, row.expires_at) == ("known", later + timedelta(days=365))


def test_accept_again_of_what_was_put_right_says_still_that_somebody_objected(table):
    table.known()
    Released.objects.update(is_hidden=True, is_disputed=True)
    assert table.check().code == MISS
    table.accept()
    assert (table.check().code, table.check().is_disputed) == (HIT, True)


@pytest.mark.parametrize("changed", [{"release": "never"}, {"level": "escrow"}, {"release": "two"}])
def test_accept_of_a_page_that_is_older_than_the_choice_is_refused(table, changed):
    report = table.report()
    (line,) = table.look().waiting
    table.choose(report, **changed)
    with pytest.raises(Closed):
        table.do(actions.accept_identifier, line=line, says="what")
    assert not Released.objects.exists()


def test_accept_of_a_report_that_went_is_refused(table):
    report = table.report()
    (line,) = table.look().waiting
    Report.objects.filter(pk=report.pk).delete()
    with pytest.raises(NotHere):
        table.do(actions.accept_identifier, line=line, says="what")


@pytest.mark.parametrize("says", ["", "all", "what "])
def test_accept_with_other_words_is_refused(table, says):
    table.report()
    with pytest.raises(CannotBe):
        table.accept(says=says)


def test_accept_of_another_projects_line_is_refused(table):
    other = Table(world=table.world.other)
    with other.world.inside():
        other.report()
        (line,) = other.look().waiting
    with pytest.raises(NotHere):
        table.do(actions.accept_identifier, line=line, says="what")
    assert not Released.objects.exists()


def somebody(table, value, kind="phone"):
    person = table.do(people.add_person, called="Ana", by="coordinator")
    table.do(people.add_way_to_reach, person=person, kind=kind, value=value, by="coordinator")


def test_accept_of_a_known_persons_own_number_is_refused(table):
    somebody(table, "+44 (0)7700 900123")
    table.report()
    (line,) = table.look().waiting
    assert line.is_own
    with pytest.raises(CannotBe):
        table.do(actions.accept_identifier, line=line, says="what")


def test_accept_of_a_members_own_number_or_address_is_refused(table):
    club = Club(world=table.world)
    club.vouch(phone="07700 900123", email="ana.b@gmail.com")
    table.report(online=["AnaB@googlemail.com", "@ana_b"])
    assert [line.is_own for line in table.look().waiting] == [True, True, False]


def test_accept_of_a_workers_own_address_is_refused(table):
    table.report(phones=(), online=[table.world.account("outreach").worker.email.upper()])
    assert [line.is_own for line in table.look().waiting] == [True]


def test_look_shows_what_became_somebodys_own(table):
    table.known()
    assert not table.look().accepted[0].is_own
    somebody(table, NUMBER)
    assert table.look().accepted[0].is_own


def test_take_back_is_at_once_and_twice_is_once(table):
    table.known()
    row = Released.objects.get()
    for _n in range(2):
        table.do(actions.take_back_identifier, row=row)
    assert table.check().code == MISS
    assert TrailRow.objects.filter(act="alerts.take_back_identifier").count() == 1
    assert len(table.look().waiting) == 1


def test_take_back_of_another_project_is_refused(table):
    other = Table(world=table.world.other)
    with other.world.inside():
        other.known()
        row = Released.objects.get(project=other.project)
    with pytest.raises(NotHere):
        table.do(actions.take_back_identifier, row=row)
    with pytest.raises(NotHere):
        accepting.released_in(table.project, row.pk)


# --- pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def page(table):
    table.report(at=timezone.now())
    return table.world.client("adviser")


def url(table, name, *args):
    return table.project.url(f"alerts:{name}", *args)


def test_accept_on_the_page_and_check_at_the_desk(table, page):
    listed = page.get(url(table, "accept_identifiers")).text
    assert SPELLED in listed and "Robbed" in listed and "At once" in listed
    (line,) = table.look(at=timezone.now()).waiting
    answer = page.post(url(table, "accept_identifier"), {"line": line.key, "says": "what"}, follow=True)
    assert "A check can find it now" in answer.text and "Found until" in answer.text
    worker = table.world.client("outreach")
    said = worker.post(url(table, "check_number"), {"text": " 00447700 900123 "}).text
    assert (
        "Known here." in said and "1 person reported this." in said and "What they told us: Robbed." in said
    )
    assert "900123" not in said and "900 123" not in said
    row = Released.objects.get()
    page.post(url(table, "take_back_identifier", row.pk))
    said = worker.post(url(table, "check_number"), {"text": "07700900123"}).text
    assert "Not known here." in said and "That does not mean safe." in said


@pytest.mark.parametrize("line", ["", "x", f"{uuid4()}.phone.0", "\x00", "a.b.c.d"])
def test_accept_on_the_page_of_what_is_not_there_is_refused(table, page, line):
    assert page.post(url(table, "accept_identifier"), {"line": line, "says": "what"}).status_code == 404


def test_accept_on_the_page_of_an_own_number_offers_no_button(table, page):
    somebody(table, NUMBER)
    listed = page.get(url(table, "accept_identifiers")).text
    assert "t be accepted" in listed and 'name="says"' not in listed
    (line,) = table.look(at=timezone.now()).waiting
    refused = page.post(url(table, "accept_identifier"), {"line": line.key, "says": "what"})
    assert refused.status_code == 400 and not Released.objects.exists()


def test_page_says_that_the_key_was_changed_and_makes_tags_anew(table, page, settings, tmp_path):
    table.accept(at=timezone.now())
    settings.CHECK_KEY = tmp_path / "another"
    assert "1 number is not found any more" in page.get(url(table, "accept_identifiers")).text
    assert "Checks find them again" in page.post(url(table, "tag_anew"), follow=True).text
    assert table.check(at=timezone.now()).code == HIT


def test_check_at_the_desk_is_counted_and_leaves_a_row_without_anything(table, settings):
    settings.WORKERS_CHECKS_A_DAY = 2
    client = table.world.client("peer")
    answers = [client.post(url(table, "check_number"), {"text": NUMBER}).text for _n in range(3)]
    assert ["You have asked often today" in each for each in answers] == [False, False, True]
    rows = TrailRow.objects.filter(act="alerts.check_number")
    assert [(row.subject, row.fields, row.reason) for row in rows] == [(None, [], "")] * 3
    assert Asked.objects.get().n == 3


def test_check_at_the_desk_takes_nothing_from_the_address(table):
    client = table.world.client("peer")
    address = f"{url(table, 'check_number')}?text=07700900123"
    assert "Not known" not in client.get(address).text
    assert "Nothing was written." in client.post(address).text
    assert Asked.objects.get().n == 1
