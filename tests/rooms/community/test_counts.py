"""Trainings and figures: counts by hand, boxes of the page, months and zones, and numbers at the edges."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.community.conftest import NOW, TODAY, text
from tests.worlds import make_project
from yarrow.agencies.models import Agency
from yarrow.community import actions, extract, figures, lists, outside, queries, trained
from yarrow.community.errors import CannotBe, Conflict, NotHere
from yarrow.community.models import Training
from yarrow.methods.changes import MONTH, QUARTER, Told, calendar, change, counted

STEPS = st.integers(1, 5)
SHEETS = st.lists(st.tuples(st.sampled_from(lists.MOMENTS), STEPS, st.none() | STEPS), max_size=12)


@pytest.fixture
def client(around):
    return around.world.client("coordinator")


@given(sheets=SHEETS, n_came=st.integers(1, 8))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sheet_after_sheet_is_the_same_as_counting_the_pile(around, sheets, n_came):
    """Counted by hand beside; whoever is one too many is refused whole, and changes nothing."""
    one, two = around.statement("One"), around.statement("Two")
    by_sheet, by_pile = around.training(n_came=n_came), around.training(n_came=n_came)
    hand, version = Counter(), 1
    for moment, first, second in sheets:
        steps = {one.id: first, **({two.id: second} if second else {})}
        fits = all(
            sum(n for (key, when, _s), n in hand.items() if (key, when) == (said, moment)) < n_came
            for said in steps
        )
        said = {"training": by_sheet, "version": version, "moment": moment, "steps": steps}
        if fits:
            around.do(actions.add_answers, **said)
            hand.update((key, moment, step) for key, step in steps.items())
            version += 1
        else:
            with pytest.raises(CannotBe):
                around.do(actions.add_answers, **said)
    around.do(actions.count_answers, training=by_pile, version=1, counts=dict(hand))
    for row in (by_sheet, by_pile):
        found = {(one.statement_id, one.moment, one.step): one.n for one in row.answers.all()}
        assert found == hand
    shown = {one.statement.pk: one for one in trained.asked_at(by_sheet, [one, two])}
    for statement in (one, two):
        for moment in lists.MOMENTS:
            wanted = sum(n for (key, when, _s), n in hand.items() if (key, when) == (statement.pk, moment))
            assert trained.answered(shown[statement.pk].counts, moment) == wanted


def test_counting_anew_puts_what_is_left_out_at_none(around):
    one, row = around.statement(), around.training()
    counts = {(one.id, "before", 1): 3, (one.id, "after", 5): 2}
    around.do(actions.count_answers, training=row, version=1, counts=counts)
    around.do(actions.count_answers, training=row, version=2, counts={(one.id, "after", 4): 1})
    assert [(each.moment, each.step, each.n) for each in row.answers.all()] == [("after", 4, 1)]
    around.do(actions.count_answers, training=row, version=3, counts={})
    assert not row.answers.exists()


@pytest.mark.parametrize("key", ["statement", "moment", "training"])
def test_answers_of_another_project_or_to_nothing_are_refused(around, key):
    one, row = around.statement(), around.training()
    other = make_project("elsewhere")
    act = {"project": other.project, "by": other.worker("coordinator"), "at": NOW}
    if key == "training":
        with pytest.raises(NotHere):
            actions.count_answers(training=row, version=1, counts={}, **act)
        return
    statement = actions.add_statement(words="Theirs", **act) if key == "statement" else one
    moment = "during" if key == "moment" else "after"
    with around.world.inside():
        with pytest.raises(CannotBe):
            around.do(actions.count_answers, training=row, version=1, counts={(statement.id, moment, 1): 1})
        with pytest.raises(CannotBe):
            around.do(actions.add_answers, training=row, version=1, moment=moment, steps={statement.id: 1})
        assert not row.answers.exists()


def boxes(page):
    """Name → value of every box of the counts."""
    tags = re.findall(r"<input[^>]*type=\"number\"[^>]*>", page)
    said = ((re.search(r'name="([^"]*)"', tag)[1], re.search(r'value="([^"]*)"', tag)) for tag in tags)
    return {name: value[1] if value else "" for name, value in said}


def test_counts_have_a_box_for_each_answer_each_with_its_whole_name(around, client):
    """What is read out at a box: sentence, before or after, answer. Nobody stands as empty, and not as 0."""
    one, row = around.statement("I know <whom> to call"), around.training()
    around.do(actions.count_answers, training=row, version=1, counts={(one.id, "before", 2): 8})
    page = client.get(around.url("count_answers", row.id)).content.decode()
    wanted = {f"n-{one.pk}-{moment}-{step}": "" for moment in lists.MOMENTS for step in lists.STEPS}
    assert boxes(page) == {**wanted, f"n-{one.pk}-before-2": "8"}
    for moment in ("Before", "After"):
        for item in lists.items("steps"):
            label = f"I know &lt;whom&gt; to call, {moment}, {item.code} {item.said}"
            [name] = re.findall(rf'for="([^"]*)">{re.escape(label)}<', page)
            assert name == f"id_n-{one.pk}-{moment.lower()}-{item.code}"
    assert page.count("<table") == 1 and page.count('<th scope="row">') == 5


def test_what_the_page_of_counts_sends_back_untouched_changes_no_count(around, client):
    ended, one, row = around.statement("Ended"), around.statement(), around.training()
    counts = {(ended.id, "after", 3): 4, (one.id, "before", 1): 2}
    around.do(actions.count_answers, training=row, version=1, counts=counts)
    around.do(actions.end_statement, statement=ended)
    page = client.get(around.url("count_answers", row.id)).content.decode()
    assert (
        client.post(around.url("count_answers", row.id), {**boxes(page), "version": "2"}).status_code == 302
    )
    assert {(each.statement_id, each.moment, each.step): each.n for each in row.answers.all()} == counts


@pytest.mark.parametrize("typed", ["-1", "10001", "x", "1.5", "9" * 400])
def test_a_count_that_can_not_be_is_said_at_its_box_and_stays(around, client, typed):
    one, row = around.statement(), around.training()
    name = f"n-{one.pk}-after-3"
    page = client.post(around.url("count_answers", row.id), {name: typed, "version": "1"}).content.decode()
    assert boxes(page)[name] == typed and f'id="id_{name}_error"' in page and f'href="#id_{name}"' in page
    assert not row.answers.exists()


def test_without_sentences_there_is_nothing_to_type_in_and_a_way_to_write_them(around, client):
    row = around.training()
    sentences = around.url("list_statements")
    assert "Save" not in text(client.get(around.url("count_answers", row.id)))
    page = client.get(around.url("show_training", row.id)).content.decode()
    assert sentences in page and around.url("count_answers", row.id) not in page
    outreach = around.world.client("outreach").get(around.url("show_training", row.id)).content.decode()
    assert sentences not in outreach and "Your co-ordinator writes them" in outreach
    Training.objects.all().delete()
    assert sentences in client.get(around.url("list_trainings")).content.decode()


@pytest.mark.parametrize("moment", lists.MOMENTS)
def test_the_next_sheet_begins_where_this_one_was(around, client, moment):
    """A pile is of one moment: a sheet of after is not typed in as one of before."""
    one, row = around.statement(), around.training()
    told = {"moment": moment, f"s-{one.pk}": "4", "version": "1"}
    page = client.post(around.url("add_answers", row.id), told, follow=True).content.decode()
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == [moment]
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize("asked", ["during", "", "<b>", "before&moment=after"])
def test_a_moment_that_is_none_begins_with_before(around, client, asked):
    around.statement()
    page = client.get(around.url("add_answers", around.training().id), {"moment": asked}).content.decode()
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["before"]


def test_the_same_sheet_pressed_twice_is_counted_once(around):
    one, row = around.statement(), around.training()
    said = {"training": row, "version": 1, "moment": "after", "steps": {one.id: 5}}
    around.do(actions.add_answers, **said)
    with pytest.raises(Conflict):
        around.do(actions.add_answers, **said)
    assert row.answers.get().n == 1


def agency(around, name="Harbour police", **said):
    known = {f.name for f in Agency._meta.concrete_fields}
    told = {"added_by": uuid4(), "added_at": NOW, **said}
    return Agency.objects.create(
        project=around.project, name=name, **{k: v for k, v in told.items() if k in known}
    )


def test_an_agency_that_closed_stays_with_what_was_written_down(around):
    """The form of an old training offers it still, so that saving takes nothing away."""
    held, _open = agency(around, is_closed=True), agency(around, "A clinic")
    offered = [name for _key, name in queries.agency_choices(around.project)]
    assert offered == ["A clinic"]
    assert (str(held.pk), "Harbour police") in queries.agency_choices(around.project, held)
    row = around.training(agency=held)
    page = around.world.client("coordinator").get(around.url("change_training", row.id)).content.decode()
    assert re.search(rf'value="{held.pk}"[^>]* selected', page)


def test_an_agreement_says_who_the_police_are(around, client):
    row = around.agreement(agency=agency(around, "Harbour police <HQ>"))
    page = client.get(around.url("show_agreement", row.id)).content.decode()
    assert "Harbour police &lt;HQ&gt;" in page
    change_page = client.get(around.url("change_agreement", row.id)).content.decode()
    assert re.search(rf'value="{row.agency_id}"[^>]* selected', change_page)


def test_who_evaluates_is_led_nowhere_that_is_closed(around):
    """Every link of the pages that they may read opens for them."""
    around.breach()
    around.training()
    around.event()
    around.complaint()
    client = around.world.client("evaluator")
    pages = ("show_around", "list_agreements", "list_trainings", "list_events", "show_training_answers",
             "show_complaint_trend", "show_policing_trend")  # fmt: skip
    for name in pages:
        main = client.get(around.url(name)).content.decode().split("<main", 1)[1]
        for href in re.findall(r'href="(/p/[^"]*community[^"]*)"', main):
            assert client.get(href).status_code == 200, (name, href)


@pytest.mark.parametrize("name", ["list_complaints", "list_trainings", "list_events"])
def test_a_page_beyond_the_last_is_the_first_and_not_an_empty_room(around, client, name):
    around.complaint()
    around.training()
    around.event()
    said = text(client.get(around.url(name), {"page": "7"}))
    assert "is here yet" not in said and said == text(client.get(around.url(name)))


def quarters(before, now):
    rows = [Told(date(2025, 8, 1), "noise")] * before + [Told(date(2026, 8, 1), "noise")] * now
    return counted(rows, calendar(figures.since(TODAY), TODAY, QUARTER), TODAY)


@pytest.mark.parametrize(
    ("before", "now", "begins"),
    [
        (300, 301, "Up by 0 %: 301"),
        (300, 299, "Down by 0 %: 299"),
        (300, 300, "300 in Jul to Sep 2026, as many"),
        (10, 0, "Down by 100 %: 0"),
        (10, 100, "Up by 900 %: 100"),
        (9, 9, "9 in Jul to Sep 2026, 9 in Jul to Sep 2025: too few"),
    ],
)
def test_as_many_is_said_only_of_as_many(before, now, begins):
    assert figures.finding(quarters(before, now)).startswith(begins)


@given(before=st.integers(0, 400), now=st.integers(0, 400))
def test_a_change_is_told_only_beside_ten_and_points_the_right_way(before, now):
    moved = change(before, now)
    assert (moved is None) == (before < 10)
    assert moved is None or abs(moved - (now - before) * 100 / before) <= 0.5


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "Europe/London", date(2026, 10, 31)),
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "Europe/Bucharest", date(2026, 11, 1)),
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), "Europe/London", date(2026, 4, 1)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "America/Sao_Paulo", date(2026, 12, 31)),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Europe/London", date(2026, 3, 29)),
    ],
)
def test_today_is_the_day_of_the_project_at_the_end_of_a_month(around, at, zone, day):
    """The day itself can be told, the one after can't; it is counted in its month and in no other."""
    around.project.time_zone = zone
    around.project.save()
    around.complaint(day, at=at)
    with pytest.raises(CannotBe) as why:
        around.complaint(day + timedelta(days=1), at=at)
    assert why.value.field == "told_on"
    months = calendar(day - timedelta(days=40), day + timedelta(days=40), MONTH)
    found = counted(extract.complaints(around.project, months[0].from_on, months[-1].to_on), months, day)
    assert [one.period.from_on for one in found if one.n] == [day.replace(day=1)]


def test_a_trend_of_nothing_one_and_many_kinds(around):
    found = figures.of_complaints(around.project, TODAY)
    assert (found.n, len(found.months.table.rows)) == (0, len(found.months.beside) or 26)
    kinds = [item.code for item in lists.items("about")]
    for n, kind in enumerate(kinds):
        around.complaint(TODAY - timedelta(days=31 * n), about=kind)
    found = figures.of_complaints(around.project, TODAY)
    assert found.n == len(kinds) and len(found.months.table.columns) == 1 + len(kinds) + 3
    column = [row[len(kinds) + 1] for row in found.months.table.rows]
    assert sum(column) == len(kinds) and max(column) <= 2
    assert all(sum(row[1 : len(kinds) + 1]) == row[len(kinds) + 1] for row in found.months.table.rows)
    assert sum(row[1] for row in found.quarters.table.rows) == len(kinds)


def test_complaints_from_before_the_trend_or_of_others_are_in_no_figure(around):
    first = figures.since(TODAY)
    around.complaint(first - timedelta(days=1))
    around.complaint(first)
    other = make_project("elsewhere")
    told = {"about": "noise", "place": "homes", "raised_by": "resident", "received": "phone", "words": "x"}
    actions.add_complaint(
        project=other.project, by=other.worker("outreach"), at=NOW, entry_id=uuid4(), told_on=TODAY, **told
    )
    assert figures.of_complaints(other.project, TODAY).n == 1
    with around.world.inside():
        assert figures.of_complaints(around.project, TODAY).n == 1


def test_an_event_is_drawn_in_its_months_and_says_so_in_the_table(around):
    around.complaint(TODAY)
    around.event(from_on=date(2026, 8, 31), to_on=date(2026, 10, 1), title="<i>Raids</i>")
    around.event(from_on=date(2026, 12, 1), title="Later")
    found = figures.of_complaints(around.project, TODAY)
    assert [row[0] for row in found.months.table.rows if row[-1]] == ["Aug 2026", "Sep 2026", "Oct 2026"]
    assert [row[-1] for row in found.quarters.table.rows if row[-1]] == ["1", "1"]
    assert "<i>" not in found.months.svg + found.months.marks and "Later" not in found.months.marks
    assert [one.title for one in outside.between(around.project.id, TODAY, TODAY)] == []


@pytest.mark.parametrize("sign", ["<b>x</b>", "ضوضاء ليلا", "😀 at the gate", "a & b", '"quoted"'])
def test_words_of_an_event_and_of_a_sentence_stand_as_they_were_typed(around, client, sign):
    around.event(title=sign, area=sign)
    around.statement(sign)
    assert sign in text(client.get(around.url("list_events")))
    assert sign in text(client.get(around.url("list_statements")))
    assert "<b>x</b>" not in client.get(around.url("list_events")).content.decode()


@pytest.mark.parametrize(
    ("name", "field", "most"),
    [
        ("event", "title", 120),
        ("event", "area", 80),
        ("statement", "words", 200),
        ("agreement", "parties", 300),
    ],
)
def test_words_are_taken_up_to_their_length_and_no_further(around, name, field, most):
    make = getattr(around, name)
    assert getattr(make(**{field: "ä" * most}), field) == "ä" * most
    with pytest.raises(CannotBe) as why:
        make(**{field: "ä" * (most + 1)})
    assert why.value.field == field
    with pytest.raises(CannotBe):
        make(**{field: "x" * 100_000})


def test_what_is_around_names_who_is_silent_first_and_no_more_than_stands(around, client):
    today = timezone.now().astimezone(around.project.zone).date()
    for n in range(3):
        around.complaint(
            today - timedelta(days=9), due_on=today - timedelta(days=n), about="noise", at=timezone.now()
        )
    said = text(client.get(around.url("show_around")))
    assert said.count("An answer was due on") == 2
    locked = around.world.client("coordinator", locked=True)
    assert "Needles by the gate" not in locked.get(around.url("show_around")).content.decode()
