"""Checks as somebody hostile, careless or unlucky asks them: what was put right, joined, taken back in between."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.rooms.alerts.checks import NUMBER, Table
from tests.rooms.alerts.members import NOW
from yarrow.alerts import accepting, actions, answering, checking, tags
from yarrow.alerts.checking import HIT, MISS, NOT_NOW, TALK, TOO_MANY, Answer, Asker, Found
from yarrow.alerts.errors import CannotBe, NotAllowed, NotHere
from yarrow.alerts.models import Asked, Released
from yarrow.methods.incidents import spellings
from yarrow.methods.refusals import Fault
from yarrow.safety.told import Chosen
from yarrow.vault import clock, fence

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
PROJECT, ELSEWHERE = uuid4(), uuid4()


# --- what rows may say: a table ---------------------------------------------------------------------------


def found(*, release="now", level="warn", tell="here", project=PROJECT, reporter=None, **said):
    facts = {"kinds": ["robbery"], "month": date(2026, 10, 1), "reported_at": NOW - DAY, "says": "what"}
    facts |= {"is_seconded": False, "is_disputed": False, **said}
    return Found(project, reporter or uuid4(), Chosen(level, tell, release), **facts)


def said_of(*rows, is_new=False, at=NOW):
    asker = Asker(type("Project", (), {"pk": PROJECT})(), uuid4(), 10, is_new)
    return checking.answer_of(asker, rows, at)


@pytest.mark.parametrize("level", ["kept", "escrow", "warn", "intelligence", "full"])
@pytest.mark.parametrize("tell", ["nobody", "here", "projects"])
@pytest.mark.parametrize("is_here", [True, False])
def test_row_is_told_where_its_reporter_lets_it_be_told(level, tell, is_here):
    may = level in {"warn", "intelligence", "full"} and (is_here or tell == "projects")
    row = found(level=level, tell=tell, project=PROJECT if is_here else ELSEWHERE)
    assert (said_of(row) is not None) is may


@pytest.mark.parametrize("release", ["never", "", "soon", "NOW", "now "])
def test_row_whose_release_is_none_that_there_is_is_not_told(release):
    assert said_of(found(release=release, is_seconded=True, reported_at=NOW - 400 * DAY)) is None


@pytest.mark.parametrize(
    ("age", "is_told"),
    [(14 * DAY, True), (14 * DAY - SECOND, False), (-DAY, False), (15 * DAY, True), (timedelta(0), False)],
)
def test_row_that_waits_two_weeks_is_told_to_the_second(age, is_told):
    assert (said_of(found(release="later", reported_at=NOW - age)) is not None) is is_told


def test_row_that_waits_for_a_second_counts_whoever_may_be_heard_alone():
    waits = found(release="two")
    assert said_of(waits) is None
    for silent in (
        found(release="never"),
        found(level="escrow"),
        found(kinds=["young"]),
        found(project=ELSEWHERE),
        found(reporter=waits.reporter_id),
    ):
        told = said_of(waits, silent)
        assert told is None or (told.n == 1 and silent.reporter_id == waits.reporter_id)
    assert said_of(waits, found(tell="projects", project=ELSEWHERE)).n == 2
    # One who waits for two weeks has named it all the same; of what happened nothing is told.
    assert said_of(waits, found(release="later", kinds=["rape"])).kinds == ("robbery",)


def test_rows_of_one_person_never_count_twice_however_they_are_released():
    me = uuid4()
    rows = [found(reporter=me, release=release, is_seconded=True) for release in ("now", "two", "later")]
    rows += [found(reporter=me, says="known"), found(reporter=me, project=ELSEWHERE, tell="projects")]
    assert said_of(*rows).n == 1


def test_what_is_only_known_lends_neither_kind_nor_month_to_others():
    secret = found(says="known", kinds=["rape"], month=date(2026, 11, 1))
    open_one = found(kinds=["threats", "robbery"], month=date(2026, 8, 1))
    assert said_of(secret, open_one) == Answer(HIT, 2, ("robbery", "threats"), date(2026, 8, 1))
    assert said_of(secret) == Answer(HIT, 1)


def test_objection_to_what_is_not_told_is_not_told_either():
    assert not said_of(found(), found(release="never", is_disputed=True)).is_disputed
    assert said_of(found(), found(is_disputed=True)).is_disputed


def test_kinds_that_are_in_no_list_any_more_are_left_out():
    assert said_of(found(kinds=["robbery", "unheard of"])).kinds == ("robbery",)


@pytest.mark.parametrize("n", [1, 2, 100])
def test_somebody_new_hears_no_number(n):
    assert said_of(*(found() for _n in range(n)), is_new=True) == Answer(TALK)


def test_somebody_new_hears_nothing_of_what_is_not_told():
    assert said_of(found(release="never"), is_new=True) is None


# --- choices, to the moment -------------------------------------------------------------------------------


def test_of_two_choices_at_one_moment_checks_and_advisers_read_the_same(table):
    report = table.known()
    for release in ("never", "now", "never", "now"):
        table.choose(report, release=release, at=NOW + HOUR)
    accepted = bool(table.look().accepted)
    assert (table.check().code == HIT) is accepted


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (["never"], MISS),
        (["never", "now"], HIT),
        (["now", "never"], MISS),
        (["two"], MISS),
        (["later", "now", "two", "now"], HIT),
    ],
)
def test_the_last_choice_counts_and_not_how_many_there_were(table, changes, code):
    report = table.known()
    for n, release in enumerate(changes, 1):
        table.choose(report, release=release, at=NOW + n * SECOND)
    assert table.check(at=NOW + MINUTE).code == code


@pytest.mark.parametrize(("after", "code"), [(365 * DAY - SECOND, HIT), (365 * DAY, MISS), (366 * DAY, MISS)])
def test_what_was_accepted_anew_ends_a_year_after_that(table, after, code):
    table.known()
    later = NOW + 200 * DAY
    table.accept(at=later)
    assert table.check(at=later + after).code == code


def test_after_its_end_it_waits_for_an_adviser_again(table):
    table.known()
    over = NOW + 365 * DAY
    looked = table.look(at=over)
    assert looked.accepted == [] and len(looked.waiting) == 1
    table.accept(at=over)
    assert Released.objects.count() == 1 and table.check(at=over).code == HIT


def test_hidden_row_is_found_by_nobody_whatever_else_it_says(table):
    other = Table(world=table.world.other)
    with other.world.inside():
        other.known(tell="projects")
        Released.objects.filter(project=other.project).update(is_hidden=True, is_disputed=True)
        assert other.check() == Answer(MISS)
    assert table.check() == Answer(MISS)
    table.known(release="two")
    assert table.check() == Answer(MISS)


def test_report_whose_every_choice_is_missing_goes_nowhere():
    assert (
        checking._found(PROJECT, uuid4(), None, [], NOW.date(), NOW, "what", True, False).chosen == Chosen()
    )
    for said in ("", "warn", "warn here", "warn here now more"):
        row = checking._found(PROJECT, uuid4(), said, ["robbery"], NOW.date(), NOW, "what", True, False)
        assert said_of(row) is None


# --- how often --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "last", "after"),
    [
        ("Europe/London", datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), SECOND),
        ("Europe/London", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), SECOND),
        # The day of 23 hours, and that of 25.
        ("Europe/London", datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC), SECOND),
        ("Europe/London", datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC), SECOND),
        ("Asia/Kathmandu", datetime(2026, 11, 14, 18, 14, 59, tzinfo=UTC), SECOND),
        ("Pacific/Kiritimati", datetime(2026, 11, 14, 9, 59, 59, tzinfo=UTC), SECOND),
        ("Pacific/Pago_Pago", datetime(2026, 11, 14, 10, 59, 59, tzinfo=UTC), SECOND),
        # Midnight itself is skipped.
        ("America/Havana", datetime(2026, 3, 8, 4, 59, 59, tzinfo=UTC), SECOND),
        ("America/Santiago", datetime(2026, 9, 6, 3, 59, 59, tzinfo=UTC), SECOND),
    ],
)
def test_day_of_checks_ends_at_midnight_of_the_place(table, zone, last, after):
    table.project.time_zone = zone
    asker = table.asker(most=1)
    assert (last + after).astimezone(ZoneInfo(zone)).day != last.astimezone(ZoneInfo(zone)).day
    assert [table.check("@night_man", asker=asker, at=last).code for _n in range(2)] == [MISS, TOO_MANY]
    assert table.check("@night_man", asker=asker, at=last + after).code == MISS
    assert Asked.objects.get().n == 1


def test_counter_of_yesterday_is_taken_up_to_the_microsecond(table):
    asker, midnight = table.asker(most=5), datetime(2026, 11, 15, tzinfo=UTC)
    ns = []
    for at in (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(microseconds=1)):
        table.check(asker=asker, at=at)
        ns.append((Asked.objects.get().n, Asked.objects.get().goes_at))
    assert ns == [(1, midnight), (1, midnight + DAY), (2, midnight + DAY)]


def test_clock_that_was_set_back_gives_no_further_checks(table):
    asker = table.asker(most=2)
    for at in (NOW, NOW + HOUR):
        table.check(asker=asker, at=at)
    assert table.check(asker=asker, at=NOW - 3 * DAY).code == TOO_MANY


@pytest.mark.parametrize("most", [0, -1])
def test_nobody_may_ask_where_checks_are_turned_off(table, most):
    table.known()
    assert table.check(asker=table.asker(most=most)) == Answer(TOO_MANY)


def test_counters_are_of_one_asker_and_go_at_their_own_midnight(table):
    askers = [table.asker(most=1) for _n in range(3)]
    assert [table.check(asker=asker).code for asker in askers] == [MISS] * 3
    assert [table.check(asker=asker).code for asker in askers] == [TOO_MANY] * 3
    clock.run(NOW + HOUR, [table.project.id])
    assert Asked.objects.count() == 3
    clock.run(NOW + DAY, [table.project.id])
    assert not Asked.objects.exists()


def test_worker_and_member_with_one_number_in_two_projects_have_two_counters(table):
    one = uuid4()
    codes = []
    for project in (table.project, table.world.other.project):
        with fence.around(project.id):
            codes += [checking.check(Asker(project, one, 1), NUMBER, NOW).code for _n in range(2)]
    assert codes == [MISS, TOO_MANY] * 2


@pytest.mark.parametrize(("age", "is_new"), [(0, True), (29, True), (30, False), (31, False), (-1, True)])
def test_member_is_new_for_thirty_days_to_the_second(age, is_new):
    member = type("Member", (), {"pk": uuid4(), "vouched_at": NOW - age * DAY})()
    assert checking.of_member(member, None, NOW).is_new is is_new
    if age == 30:
        assert checking.of_member(member, None, NOW - SECOND).is_new


# --- the key ----------------------------------------------------------------------------------------------


@pytest.fixture
def file(settings, tmp_path):
    settings.CHECK_KEY = tmp_path / "keys" / "check-key"
    return settings.CHECK_KEY


def test_tags_of_two_kinds_are_two_and_of_other_keys_others(file):
    first = tags.key()
    made = {first.tag(kind, spelling) for kind in ("phone", "plate") for spelling in ("", "a", "a\0b", "b")}
    assert len(made) == 8 and {len(tag) for tag in made} == {32}
    # Kind and spelling can't run into each other.
    assert first.tag("pho", "ne1") != first.tag("phone", "1")
    file.unlink()
    assert tags.key().id != first.id and not made & {tags.key().tag("phone", "a")}


@pytest.mark.parametrize("content", [b"", b"short", b"\n" * 100, b"x" * 31, b" " * 64])
def test_file_that_holds_no_key_is_a_fault_and_is_left_alone(table, file, content):
    tags.make()
    file.write_bytes(content)
    with pytest.raises(Fault):
        table.check()
    assert file.read_bytes() == content and not Asked.objects.exists()


def test_key_that_was_changed_is_seen_at_once_and_says_not_now(table, file):
    table.known()
    assert table.check().code == HIT
    file.write_bytes(b"another key of thirty-two signs or more")
    assert table.check() == Answer(NOT_NOW)
    assert table.check("") == Answer(spellings.NOTHING)


def test_tags_made_anew_are_found_with_what_was_chosen_meanwhile(table, file):
    kept, taken = table.known(), table.known(phones=["07700 900555"])
    file.unlink()
    table.choose(taken, release="never")
    rows = accepting.stale(table.world.worker("adviser"), table.project)
    assert len(rows) == 2
    assert [table.do(actions.tag_anew, rows=rows) for _n in range(2)] == [2, 2]
    assert table.check().code == HIT and table.check("07700 900555").code == MISS
    assert {row.report_id for row in Released.objects.all()} == {kept.pk, taken.pk}


def test_tags_made_anew_never_double_what_was_accepted_meanwhile(table, file):
    table.known()
    file.unlink()
    table.accept(says="known")
    assert Released.objects.count() == 2
    rows = accepting.stale(table.world.worker("adviser"), table.project)
    table.do(actions.tag_anew, rows=rows)
    assert [row.says for row in Released.objects.all()] == ["known"]
    assert table.check() == Answer(HIT, 1)


def test_tags_of_another_project_are_not_made_anew_here(table, file):
    other = Table(world=table.world.other)
    with other.world.inside():
        other.known()
        rows = accepting.stale(other.world.worker("adviser"), other.project)
        file.unlink()
        theirs = accepting.stale(other.world.worker("adviser"), other.project)
    assert rows == [] and len(theirs) == 1
    assert accepting.stale(table.world.worker("adviser"), table.project) == []
    with pytest.raises(NotHere):
        table.do(actions.tag_anew, rows=theirs)


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 5, 21, 10**9])
def test_answer_is_as_long_for_any_number_of_people(n):
    answer = Answer(HIT, n, ("robbery",), date(9999, 12, 1), is_disputed=True)
    assert len(answering.part(answer).encode()) == answering.SIZE
    assert str(n) in answering.sentences(answer)[1]


@pytest.mark.parametrize("role", ["evaluator", "administrator", "guest"])
def test_check_at_the_desk_is_of_those_who_meet_people(table, role):
    with pytest.raises(NotAllowed):
        table.do(actions.note_check, by=role)


def test_accept_of_a_line_that_is_ones_own_by_now_is_refused(table):
    table.report()
    (line,) = table.look().waiting
    with pytest.raises(CannotBe):
        table.do(actions.accept_identifier, line=accepting.replace(line, is_own=True), says="what")
    assert not Released.objects.exists()
