"""Every move of a complaint and of a breach: tables of state × act, and any walk that Hypothesis thinks of."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.community.conftest import NOW, TODAY
from yarrow.community import actions, extract, lists, queries, showing, states
from yarrow.community.errors import CannotBe, Conflict, NotAllowed
from yarrow.community.models import AgreementPoint, Breach, PolicingAgreement
from yarrow.methods.changes import QUARTER, calendar, counted
from yarrow.vault import trail

TOMORROW = TODAY + timedelta(days=1)
ACTS = [item.code for item in lists.items("complaint_acts")]
FEW_EXAMPLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

# How it stands → how to get there: (what, state) one after the other.
WAY_TO = {
    "open": [],
    "answered": [("answer", "answered")],
    "settled": [("visit", "settled")],
    "not_settled": [("mediation", "not_settled")],
    "answered, settled": [("answer", "answered"), ("visit", "settled")],
    "answered, taken up again": [("answer", "settled"), ("visit", "open")],
    "settled, taken up again": [("visit", "settled"), ("other", "open")],
}
# From each, what may follow: the act that is an answer, and any other.
BY_ANSWER = {name: {"answered", "settled", "not_settled"} for name in WAY_TO}
BY_VISIT = {
    "open": {"open", "settled", "not_settled"},
    "answered": {"answered", "settled", "not_settled"},
    "settled": {"open", "settled", "not_settled"},
    "not_settled": {"open", "settled", "not_settled"},
    "answered, settled": {"open", "settled", "not_settled"},
    "answered, taken up again": {"open", "settled", "not_settled"},
    "settled, taken up again": {"open", "settled", "not_settled"},
}


def walked(around, way, **said):
    row = around.complaint(**said)
    for version, (what, state) in enumerate(way, start=1):
        around.step(row, version=version, what=what, state=state)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("stands", WAY_TO)
def test_what_may_follow_in_a_complaint(around, stands):
    """Every act with every state after it, from every way to stand; a refusal leaves all as it was."""
    row = walked(around, WAY_TO[stands])
    version, may = row.version, {"answer": BY_ANSWER[stands]}
    for what in ("answer", "visit", "clean_up"):
        for state in states.COMPLAINT_STATES:
            if state in may.get(what, BY_VISIT[stands]):
                continue
            with pytest.raises(CannotBe) as why:
                around.step(row, version=version, what=what, state=state)
            assert why.value.field in ("state", "what"), (what, state)
    row.refresh_from_db()
    assert row.version == version == row.steps.count() + 1


@pytest.mark.parametrize(
    ("stands", "what", "state"),
    [(stands, "answer", state) for stands, found in BY_ANSWER.items() for state in sorted(found)]
    + [(stands, "visit", state) for stands, found in BY_VISIT.items() for state in sorted(found)],
)
def test_what_follows_is_written_and_shown(around, stands, what, state):
    row = walked(around, WAY_TO[stands])
    before = row.answered_on
    around.step(row, version=row.version, what=what, state=state)
    row.refresh_from_db()
    assert row.state == state and row.steps.last().state == state
    assert row.answered_on == (TODAY if what == "answer" or before else None)


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(ACTS), st.sampled_from(states.COMPLAINT_STATES), st.integers(-2, 14)),
        max_size=8,
    ),
    due=st.none() | st.integers(0, 14),
)
@FEW_EXAMPLES
def test_any_walk_of_a_complaint_stays_true(around, steps, due):
    """Whatever is tried: days never run backwards, and lists, lines and figures say the same about it."""
    told = date(2026, 11, 1)
    row = around.complaint(
        told, due_on=None if due is None else told + timedelta(days=due), contact="Mr Fenn"
    )
    for what, state, after in steps:
        row.refresh_from_db()
        try:
            around.step(
                row, version=row.version, what=what, state=state, done_on=told + timedelta(days=after)
            )
        except CannotBe:
            continue
    row.refresh_from_db()
    done = list(row.steps.all())
    assert row.version == len(done) + 1 and [one.n for one in done] == list(range(1, len(done) + 1))
    assert row.state == (done[-1].state if done else "open") and told <= row.since_on <= TODAY
    assert (row.contact is None) == any(one.state in states.ENDED for one in done)
    answers = [one.done_on for one in done if one.what == lists.ANSWER]
    assert row.answered_on == (answers[0] if answers else None)
    silent = queries.silent_complaints(around.project, TODAY).filter(pk=row.pk).exists()
    assert silent == showing.complaint_line(row, TODAY).is_late
    assert not silent or (row.answered_on is None and row.state == "open")
    [counted_row] = [
        one for one in extract.complaints(around.project, told, told) if one.due_on == row.due_on
    ][:1]
    assert counted_row.answered_on is None or counted_row.answered_on >= told


def test_a_complaint_that_was_answered_in_time_and_taken_up_again_is_not_overdue(around):
    row = walked(around, WAY_TO["answered, taken up again"], due_on=TODAY)
    assert row.state == "open" and not queries.silent_complaints(around.project, TOMORROW).exists()
    assert not showing.complaint_line(row, TOMORROW).is_late
    owed = queries.Owed(around.world.worker("coordinator"), around.project, NOW + timedelta(days=3))
    assert owed.n_complaints == 0


def test_one_that_was_settled_unanswered_and_taken_up_again_still_waits(around):
    walked(around, WAY_TO["settled, taken up again"], due_on=TODAY)
    assert queries.silent_complaints(around.project, TOMORROW).count() == 1


def test_a_complaint_does_not_stand_otherwise_before_it_stood_so(around):
    row = around.complaint(date(2026, 11, 2))
    around.step(row, done_on=date(2026, 11, 10))
    with pytest.raises(CannotBe) as why:
        around.step(row, version=2, what="visit", state="settled", done_on=date(2026, 11, 9))
    assert why.value.field == "done_on"
    # What was done before and is told late changes nothing, and is taken.
    around.step(row, version=2, what="visit", state="answered", done_on=date(2026, 11, 3))
    around.step(row, version=3, what="visit", state="settled", done_on=date(2026, 11, 10))
    row.refresh_from_db()
    assert (row.since_on, row.answered_on) == (date(2026, 11, 10), date(2026, 11, 10))


MOVES = {
    "raise": (actions.raise_breach, "raised_on", {"with_": "both"}),
    "answer": (actions.answer_breach, "answered_on", {"answer": "Briefed"}),
    "close": (actions.close_breach, "closed_on", {"outcome": "accepted"}),
}
BREACH_WAY = {
    "reported": [],
    "raised": ["raise"],
    "raised twice": ["raise", "raise"],
    "answered": ["raise", "answer"],
    "raised again": ["raise", "answer", "raise"],
    "answered again": ["raise", "answer", "raise", "answer"],
    "closed unraised": ["close"],
    "closed": ["raise", "answer", "close"],
}
MAY = {
    "reported": {"raise", "close"},
    "raised": {"raise", "answer", "close"},
    "raised twice": {"raise", "answer", "close"},
    "answered": {"raise", "close"},
    "raised again": {"raise", "answer", "close"},
    "answered again": {"raise", "close"},
    "closed unraised": set(),
    "closed": set(),
}


def press(around, row, act, day=TODAY, *, by="coordinator", version=None, **said):
    action, name, needed = MOVES[act]
    row.refresh_from_db()
    version = row.version if version is None else version
    return around.do(action, by=by, breach=row, version=version, **{name: day, **needed, **said})


def led(around, way, **said):
    row = around.breach(**said)
    for act in way:
        press(around, row, act)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("act", MOVES)
@pytest.mark.parametrize("stands", BREACH_WAY)
def test_a_breach_moves_as_the_table_says_and_not_otherwise(around, stands, act):
    row = led(around, BREACH_WAY[stands])
    kept = (row.state, row.version, row.due_on)
    if act in MAY[stands]:
        press(around, row, act)
        row.refresh_from_db()
        assert (row.state, row.version) == (states.BREACH_MOVES[act][1], kept[1] + 1)
    else:
        with pytest.raises(CannotBe):
            press(around, row, act)
        row.refresh_from_db()
        assert (row.state, row.version, row.due_on) == kept
    told = [one.act for one in trail.rows_about(around.project.id, row.id)]
    assert len(told) == len(BREACH_WAY[stands]) + 1 + (act in MAY[stands])


def test_only_those_who_arrange_move_a_breach(around):
    row = led(around, BREACH_WAY["raised"])
    for role in ("outreach", "peer", "case_worker", "adviser", "evaluator", "administrator"):
        for act in MOVES:
            with pytest.raises(NotAllowed):
                press(around, row, act, by=role)


def test_what_is_asked_again_is_owed_again_and_an_old_answer_is_not_in_time_for_it(around):
    """An answer that was late stays no answer in time because the question was put once more."""
    row = led(around, [], happened_on=date(2026, 9, 1))
    press(around, row, "raise", date(2026, 9, 2))
    press(around, row, "answer", date(2026, 11, 1))
    quarter = calendar(date(2026, 7, 1), date(2026, 9, 30), QUARTER)

    def figures(day):
        [one] = counted(extract.breaches(around.project, date(2026, 7, 1), TODAY), quarter, day)
        return one.n_answered, one.n_owed, one.n_in_time

    assert figures(TODAY) == (1, 1, 0)
    press(around, row, "raise", date(2026, 11, 2))
    assert figures(TODAY) == (0, 0, 0)
    assert queries.silent_breaches(around.project, date(2026, 11, 17)).get() == row
    assert figures(date(2026, 11, 17)) == (0, 1, 0)
    press(around, row, "answer", date(2026, 11, 14))
    assert figures(TODAY) == (1, 1, 1)


def test_what_was_answered_first_stays_in_words_when_it_is_asked_again(around):
    """Nothing that the police said is written over; only the breach's own page opens it."""
    row = led(around, BREACH_WAY["raised again"])
    said = around.world.worker("outreach").unlocked
    assert row.answered_on is None and row.sealed.open_unrecorded("identity.answer", said) == "Briefed"
    press(around, row, "answer", answer="Moved the officer")
    row.refresh_from_db()
    assert row.sealed.open_unrecorded("identity.answer", said) == "Briefed\n\nMoved the officer"
    page = around.world.client("coordinator").get(around.url("show_breach", row.id)).content.decode()
    assert "Briefed" in page and "Moved the officer" in page


@pytest.mark.parametrize(
    ("stands", "outcome", "is_taken"),
    [
        ("reported", "no_answer", False),
        ("reported", "withdrawn", True),
        ("raised", "no_answer", True),
        ("answered", "no_answer", False),
        ("raised again", "no_answer", True),
        ("answered again", "no_answer", False),
        ("answered", "not_accepted", True),
    ],
)
def test_no_answer_is_said_of_what_was_asked_and_not_answered(around, stands, outcome, is_taken):
    row = led(around, BREACH_WAY[stands])
    if is_taken:
        press(around, row, "close", outcome=outcome)
        row.refresh_from_db()
        assert (row.state, row.outcome) == ("closed", outcome)
    else:
        with pytest.raises(CannotBe) as why:
            press(around, row, "close", outcome=outcome)
        assert why.value.field == "outcome"


@given(walk=st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 30)), max_size=7))
@FEW_EXAMPLES
def test_any_walk_of_a_breach_keeps_its_days_in_order(around, walk):
    first = date(2026, 10, 15)
    row = around.breach(happened_on=first)
    for act, after in walk:
        try:
            press(around, row, act, first + timedelta(days=after))
        except CannotBe:
            continue
    row.refresh_from_db()
    days = [day for day in (row.happened_on, row.raised_on, row.answered_on, row.closed_on) if day]
    assert days == sorted(days) and days[-1] <= TODAY
    assert (row.due_on is None) == (row.raised_on is None)
    assert (row.state == "closed") == (row.closed_on is not None) == bool(row.outcome)
    assert row.state != "raised" or row.answered_on is None
    assert row.state != "answered" or row.answered_on >= row.raised_on
    silent = queries.silent_breaches(around.project, TODAY).filter(pk=row.pk).exists()
    assert silent == showing.breach_line(row, TODAY).is_late


def test_two_who_arrange_at_once_and_the_second_sees_the_first(around):
    row = led(around, [])
    press(around, row, "raise")
    for act in MOVES:
        with pytest.raises(Conflict):
            press(around, row, act, version=1)


@pytest.mark.parametrize(
    ("happened_on", "kind", "field"),
    [
        (date(2026, 1, 4), "breach", "happened_on"),
        (date(2026, 1, 5), "breach", None),
        (date(2026, 10, 31), "breach", None),
        (date(2026, 11, 1), "breach", "happened_on"),
        (date(2026, 1, 4), "complaint", None),
        (date(2026, 11, 1), "complaint", None),
    ],
)
def test_nothing_goes_against_an_agreement_that_did_not_hold_that_day(around, happened_on, kind, field):
    row = around.agreement()
    told = {
        "title": row.title,
        "parties": row.parties,
        "starts_on": row.starts_on,
        "review_on": row.review_on,
    }
    around.do(actions.change_agreement, agreement=row, version=1, ended_on=date(2026, 10, 31), **told)
    row.refresh_from_db()
    point = row.points.get(n=1) if kind == "breach" else None
    if field is None:
        assert around.breach(row, happened_on=happened_on, kind=kind, point=point).agreement == row
    else:
        with pytest.raises(CannotBe) as why:
            around.breach(row, happened_on=happened_on, kind=kind, point=point)
        assert why.value.field == field and not Breach.objects.exists()


def test_an_agreement_that_is_over_gets_no_further_points(around):
    row = around.agreement()
    told = {
        "title": row.title,
        "parties": row.parties,
        "starts_on": row.starts_on,
        "review_on": row.review_on,
    }
    around.do(actions.change_agreement, agreement=row, version=1, ended_on=TODAY, **told)
    with pytest.raises(CannotBe) as why:
        around.do(actions.add_point, agreement=row, words="One more")
    assert why.value.field == "points" and row.points.count() == 2


def test_pressed_twice_is_one_agreement_and_one_point(around):
    row = around.agreement()
    assert around.agreement() == row and PolicingAgreement.objects.count() == 1
    assert AgreementPoint.objects.count() == 2
    again = [around.do(actions.add_point, agreement=row, words=" A lead meets us ") for _twice in range(2)]
    assert again[0] == again[1] and row.points.count() == 3
    told = [one.act for one in trail.rows_about(around.project.id, row.id)]
    assert told.count("community.add_agreement") == told.count("community.add_point") == 1


def test_a_point_that_ended_can_be_agreed_anew(around):
    row = around.agreement()
    first = row.points.get(n=1)
    around.do(actions.end_point, point=first)
    anew = around.do(actions.add_point, agreement=row, words=first.words)
    assert (anew.n, anew.is_ended) == (3, False)
    assert [one.n_breaches for one in queries.points_of(row)] == [0, 0, 0]


def test_the_same_agreement_of_another_year_or_after_the_first_ended_is_another(around):
    first = around.agreement()
    later = around.agreement(starts_on=date(2026, 6, 1))
    assert later != first
    told = {
        "title": first.title,
        "parties": first.parties,
        "starts_on": first.starts_on,
        "review_on": first.review_on,
    }
    around.do(actions.change_agreement, agreement=first, version=1, ended_on=TODAY, **told)
    assert around.agreement() not in (first, later)


def test_thirty_points_hold_at_once_and_one_that_ended_makes_room(around):
    row = around.agreement(points=[f"point {n}" for n in range(30)])
    with pytest.raises(CannotBe) as why:
        around.do(actions.add_point, agreement=row, words="One more")
    assert why.value.field == "points"
    around.do(actions.end_point, point=row.points.get(n=7))
    assert around.do(actions.add_point, agreement=row, words="One more").n == 31
    assert [one.n for one in queries.points_of(row, standing=True)] == [*range(1, 7), *range(8, 32)]
