"""What came back, and whom to tell of somebody erased: at the edges of days, presses, roles and records."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.rooms.sharing.conftest import MINUTE, NOW, answer, open_it, text
from yarrow.people import actions as people
from yarrow.people.errors import NotForYou
from yarrow.sharing import actions, hearing, lists, partings, queries, waiting
from yarrow.sharing.actions import opening
from yarrow.sharing.errors import Ended, NoPackage
from yarrow.sharing.models import Answer, PackageLink, Parting, Share
from yarrow.staff.models import Project

SAYS = [item.code for item in lists.items("answers") if item.code != "refused"]


def unseen(table, role="case_worker", at=NOW + 60 * MINUTE):
    by = table.by(role)
    rows = hearing.unseen_answers(table.project.pk, by.id, hearing.unseen_since(by, at))
    return {row.answer for row in rows}


def test_an_answer_that_came_after_the_page_is_not_taken_for_seen(table, client, url, make, kim):
    made = make()
    answer(made, "accepted", after=2)
    shown = Answer.objects.get()
    answer(made, "refused", "full", after=3)
    see = url("see_answers", kim.pk, made.package.pk)
    assert client.post(see, {"answer": str(shown.pk)}).status_code == 302
    assert unseen(table) == {"refused"} and Answer.objects.get(pk=shown.pk).seen_by == table.by().id
    newest = Answer.objects.get(answer="refused")
    assert str(newest.pk) in text(client.get(url("list_due")))
    client.post(see, {"answer": str(newest.pk)})
    assert unseen(table) == set()


@pytest.mark.parametrize("said", ["", "x", "\x00", str(uuid4()), "1" * 10_000])
def test_what_is_no_answer_of_this_link_clears_nothing(table, client, url, make, kim, said):
    made = make()
    answer(made, "accepted")
    assert client.post(url("see_answers", kim.pk, made.package.pk), {"answer": said}).status_code in (
        302,
        404,
    )
    assert unseen(table) == {"accepted"}


def test_an_answer_to_another_link_clears_nothing_here(table, client, url, make, kim):
    one, other = make(), make()
    answer(one, "accepted", after=2)
    answer(other, "booked", after=3)
    theirs = Answer.objects.get(answer="booked")
    client.post(url("see_answers", kim.pk, one.package.pk), {"answer": str(theirs.pk)})
    assert unseen(table) == {"accepted", "booked"}


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "case_worker", "coordinator", "manager"])
@pytest.mark.parametrize(
    ("late", "is_late"), [(-MINUTE, False), (timedelta(0), True), (timedelta(9_000), True)]
)
def test_who_is_shown_an_answer_and_when(table, make, role, late, is_late):
    answer(make(), "accepted", after=2)
    at = NOW + 2 * MINUTE + hearing.ESCALATE + late
    theirs = role == "case_worker" or (is_late and role in ("coordinator", "manager"))
    assert unseen(table, role, at) == ({"accepted"} if theirs else set())
    assert queries.Due(table.by(role), table.project, at).n_heard == theirs


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator", "guest"])
def test_others_say_of_nobodys_answer_that_it_was_seen(table, make, role):
    made = make()
    answer(made, "accepted")
    with pytest.raises(NotForYou):
        table.do(actions.see_answers, role=role, package=made.package)
    assert unseen(table) == {"accepted"}


@pytest.mark.parametrize("n", [0, 1, 7])
def test_answers_are_counted_and_listed_the_oldest_first(table, make, n):
    made = make()
    for number in range(n):
        answer(made, SAYS[number % len(SAYS)], after=2 + number)
    due = waiting.due_in(table.by(), table.project, NOW + 60 * MINUTE)
    instants = [one.at for one in due.answers]
    assert len(instants) == n == queries.Due(table.by(), table.project, NOW).n_heard
    assert instants == sorted(instants)


def test_answers_about_somebody_merged_or_erased(table, make, kim):
    made = make()
    answer(made, "accepted")
    other = table.person("Kimmy")
    table.do(people.merge_people, role="manager", into=other, came=kim, take=(), after=3)
    (line,) = waiting.due_in(table.by(), table.project, NOW + 5 * MINUTE).answers
    assert (line.who, line.person) == ("Kimmy", other)
    package = queries.package_of(other, made.package.pk)
    assert table.do(actions.see_answers, package=package, after=4) == 1
    table.do(people.erase_person, role="manager", person=other, reason="asked", after=5)
    assert not Answer.objects.exists() and unseen(table) == set()


def erase(table, person, reason="asked", after=5):
    table.do(people.erase_person, role="manager", person=person, reason=reason, after=after)


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/Berlin", datetime(2026, 2, 28, 22, 30, tzinfo=UTC), (2026, 2, 28)),
        ("Europe/Berlin", datetime(2026, 2, 28, 23, 30, tzinfo=UTC), (2026, 3, 1)),
        ("Europe/Berlin", datetime(2025, 10, 26, 0, 30, tzinfo=UTC), (2025, 10, 26)),
        ("America/Los_Angeles", datetime(2026, 3, 1, 7, 30, tzinfo=UTC), (2026, 2, 28)),
        ("Pacific/Auckland", datetime(2025, 12, 31, 11, 30, tzinfo=UTC), (2026, 1, 1)),
    ],
)
def test_a_parting_names_the_day_where_the_project_is(table, make, kim, quay, zone, at, day):
    table.agree(kim, quay, after=-200_000)
    table.share(kim, quay, after=(at - NOW) // MINUTE)
    Project.objects.update(time_zone=zone)
    partings.write_down(type(kim).objects.select_related("project").get(pk=kim.pk), "asked", NOW)
    (row,) = Parting.objects.all()
    assert (row.shared_on.year, row.shared_on.month, row.shared_on.day) == day


def test_one_line_for_each_agency_day_and_way_whatever_left(table, kim, quay):
    other = table.agency("Other clinic")
    table.agree(kim)
    for after, agency, how in (
        *((1, quay, "spoken"), (2, quay, "spoken"), (3, quay, "paper"), (4, other, "spoken")),
        *((60 * 24, quay, "spoken"), (60 * 24 + 1, quay, "spoken")),
    ):
        table.share(kim, agency, how=how, after=after)
    erase(table, kim, after=60 * 48)
    rows = sorted(
        (row.agency.name, (row.shared_on - NOW.date()).days, row.how) for row in Parting.objects.all()
    )
    assert rows == [
        ("Other clinic", 0, "spoken"),
        ("Quay clinic", 0, "paper"),
        ("Quay clinic", 0, "spoken"),
        ("Quay clinic", 1, "spoken"),
    ]


@pytest.mark.parametrize(("minutes", "is_open"), [(-1, True), (0, False)])
def test_a_link_of_somebody_erased_says_so_until_its_own_last_minute(table, make, kim, minutes, is_open):
    made = make(days=1)
    erase(table, kim)
    with pytest.raises(Ended if is_open else NoPackage):
        open_it(made, after=60 * 24 + minutes)
    assert Parting.objects.filter(told_at=None).exists() != is_open


def test_a_link_that_was_over_before_the_erasure_says_nothing_after_it(table, make, kim):
    over, ended = make(days=1), make()
    table.do(actions.end_package, package=ended.package)
    erase(table, kim, after=60 * 24 * 2)
    assert not PackageLink.objects.exists() and Parting.objects.count() == 1
    for made in (over, ended):
        with pytest.raises(NoPackage):
            open_it(made, after=60 * 24 * 2 + 1)


def test_a_merged_record_that_is_erased_names_what_left_of_both(table, make, kim, quay):
    made, other = make(), table.person("Kimmy")
    table.agree(other, quay)
    table.share(other, quay, after=1)
    table.do(people.merge_people, role="manager", into=other, came=kim, take=(), after=2)
    erase(table, other)
    assert sorted(row.how for row in Parting.objects.all()) == ["package", "spoken"]
    assert not Share.objects.exists() and PackageLink.objects.get().parting.how == "package"
    assert PackageLink.objects.get().code == made.package.code


def test_a_link_whose_package_went_between_the_knock_and_the_door_is_nothing(table, make, kim):
    made = make()
    erase(table, kim)
    with pytest.raises(NoPackage):
        opening.held(made.package.pk, NOW + 6 * MINUTE)


@pytest.mark.parametrize("role", ["evaluator", "administrator", "guest"])
def test_whoever_meets_nobody_tells_no_agency(table, make, kim, role):
    make()
    erase(table, kim)
    with pytest.raises(NotForYou):
        table.do(actions.note_parting, role=role, parting=Parting.objects.get())
    assert Parting.objects.filter(told_at=None).count() == 1
