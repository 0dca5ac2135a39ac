"""Complaints, agreements, breaches, trainings and events are written down, move on, and refuse what can't be."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.rooms.community.conftest import NOW, TODAY
from tests.worlds import make_project
from yarrow.community import actions, queries
from yarrow.community.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.community.models import Breach, Complaint, OutsideEvent, Statement, Training
from yarrow.vault import trail
from yarrow.vault.errors import Locked
from yarrow.vault.fields import Sealed

TOMORROW = TODAY + timedelta(days=1)


def opened(around, row, path):
    return row.sealed.open_unrecorded(path, around.world.worker("outreach").unlocked)


def refused(act, **said):
    with pytest.raises(CannotBe) as why:
        act(**said)
    return why.value.field


def test_a_complaint_is_sealed_but_for_its_codes_and_leaves_its_row(around):
    row = around.complaint(
        where="12 Quay Row", contact="Mr Fenn, 01632 960 077", due_on=TOMORROW, by="outreach"
    )
    found = Complaint.objects.get()
    assert all(isinstance(getattr(found, name), Sealed) for name in ("words", "where", "contact"))
    assert opened(around, found, "identity.words") == "Needles by the gate"
    assert (found.state, found.since_on, found.answered_on) == ("open", found.told_on, None)
    assert [one.act for one in trail.rows_about(around.project.id, row.id)] == ["community.add_complaint"]


def test_a_complaint_sent_twice_is_one(around):
    entry = uuid4()
    assert around.complaint(entry_id=entry) == around.complaint(entry_id=entry, words="Again")
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"told_on": TOMORROW}, "told_on"),
        ({"told_on": date(1, 1, 1)}, "told_on"),
        ({"due_on": date(9999, 12, 31)}, "due_on"),
        ({"due_on": date(2026, 11, 1)}, "due_on"),
        ({"about": "herself"}, "about"),
        ({"raised_by": "", "about": "noise"}, "raised_by"),
        ({"words": " \n "}, "words"),
        ({"words": "x" * 4001}, "words"),
        ({"where": "x" * 301}, "where"),
    ],
)
def test_a_complaint_that_can_not_be_is_refused_at_its_field(around, said, field):
    assert refused(around.complaint, **said) == field
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Noise\x00at night\r\nagain", "Noise at night\nagain"),
        ("Noise at\u202e night\u2066", "Noise at night"),
        ("Number\u00a012 and 10\u202f000", "Number\u00a012 and 10\u202f000"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Family 👩\u200d👧 at the gate", "Family 👩\u200d👧 at the gate"),
        ("\u05e9\u05dc\u05d5\u05dd\u200f 12", "\u05e9\u05dc\u05d5\u05dd\u200f 12"),
        ("  <b>Loud</b>  ", "<b>Loud</b>"),
    ],
)
def test_signs_that_can_not_be_seen_are_left_out_and_words_stay_whole(around, typed, kept):
    """Spaces that don't break and signs that join letters belong to words of other languages."""
    assert opened(around, around.complaint(words=typed), "identity.words") == kept


@pytest.mark.parametrize("nothing", ["\u200d", "\u200e\u200f", "\u00a0", "\u202e \u2069", "\t\n", "\x00"])
def test_words_of_nothing_that_can_be_seen_are_none(around, nothing):
    assert refused(around.complaint, words=nothing) == "words"
    assert refused(around.event, title=nothing) == "title"
    assert refused(around.statement, words=nothing) == "words"


def test_an_answer_moves_a_complaint_and_settling_takes_away_how_to_reach_whoever_complained(around):
    row = around.complaint(contact="Mr Fenn", due_on=TODAY)
    around.step(row, words="Called back")
    row.refresh_from_db()
    assert (row.state, row.answered_on, row.version) == ("answered", TODAY, 2)
    assert row.contact is not None
    around.step(row, version=2, what="mediation", state="settled")
    row.refresh_from_db()
    assert (row.state, row.contact) == ("settled", None)
    assert [(one.n, one.what, one.state) for one in row.steps.all()] == [
        (1, "answer", "answered"),
        (2, "mediation", "settled"),
    ]


def test_what_was_settled_can_be_taken_up_again(around):
    row = around.complaint()
    around.step(row, what="visit", state="settled")
    around.step(row, version=2, what="other", state="open")
    row.refresh_from_db()
    assert (row.state, row.answered_on) == ("open", None)


def test_a_state_that_does_not_follow_is_refused(around):
    row = around.complaint()
    assert refused(around.step, complaint=row, what="visit", state="answered") == "what"
    assert refused(around.step, complaint=row, what="answer", state="open") == "state"
    assert refused(around.step, complaint=row, done_on=date(2026, 10, 30)) == "done_on"
    assert refused(around.step, complaint=row, done_on=TOMORROW) == "done_on"
    around.step(row)
    assert refused(around.step, complaint=row, version=2, what="visit", state="open") == "state"


def test_two_workers_at_once_and_the_second_sees_the_first(around):
    row = around.complaint()
    around.step(row)
    with pytest.raises(Conflict):
        around.step(row, what="visit", state="settled")


def test_steps_of_a_complaint_are_never_changed(around):
    row = around.complaint()
    step = around.step(row)
    step.state = "open"
    with pytest.raises(Exception, match="complaint_step"):
        step.save()


def test_overdue_is_the_day_after_and_only_while_it_is_open(around):
    row = around.complaint(due_on=TODAY)
    assert not queries.silent_complaints(around.project, TODAY).exists()
    assert queries.silent_complaints(around.project, TOMORROW).get() == row
    around.step(row)
    assert not queries.silent_complaints(around.project, TOMORROW).exists()


def test_roles_do_what_is_theirs(around):
    for role in ("evaluator", "administrator"):
        with pytest.raises(NotAllowed):
            around.complaint(by=role)
        with pytest.raises(NotAllowed):
            around.training(by=role)
    for act in (around.agreement, around.event):
        with pytest.raises(NotAllowed):
            act(by="outreach")
    breach = around.breach(by="peer")
    with pytest.raises(NotAllowed):
        around.do(actions.raise_breach, by="peer", breach=breach, version=1, raised_on=TODAY, with_="both")


def test_without_a_key_nothing_is_taken(around):
    by = around.world.worker("outreach")
    told = {"about": "litter", "place": "homes", "raised_by": "resident", "received": "phone"}
    with pytest.raises(Locked):
        actions.add_complaint(
            project=around.project,
            by=type(by)(by.id, by.role),
            at=NOW,
            told_on=TODAY,
            words="x",
            entry_id=uuid4(),
            **told,
        )
    assert not Complaint.objects.exists()


def test_an_agreement_is_kept_point_by_point_and_its_leads_are_sealed(around):
    row = around.agreement(operational="Inspector Vale", strategic="Superintendent Moss")
    assert [(one.n, one.words) for one in row.points.all()] == [
        (1, "No cautions near services"),
        (2, "We are asked before"),
    ]
    assert (
        isinstance(row.operational, Sealed)
        and opened(around, row, "identity.strategic") == "Superintendent Moss"
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"points": []}, "points"),
        ({"points": ["x" * 301]}, "points"),
        ({"points": [f"point {n}" for n in range(31)]}, "points"),
        ({"review_on": date(2025, 1, 1)}, "review_on"),
        ({"starts_on": date(9999, 1, 1)}, "starts_on"),
        ({"answer_days": 0}, "answer_days"),
        ({"answer_days": 10**9}, "answer_days"),
        ({"parties": ""}, "parties"),
    ],
)
def test_an_agreement_that_can_not_be_is_refused(around, said, field):
    assert refused(around.agreement, **said) == field
    assert not queries.agreements_of(around.project).exists()


def test_points_end_and_come_and_their_words_stay(around):
    row = around.agreement()
    first = row.points.get(n=1)
    around.do(actions.end_point, point=first)
    around.do(actions.end_point, point=first)
    added = around.do(actions.add_point, agreement=row, words="A lead meets us each month")
    assert added.n == 3 and [one.n for one in queries.points_of(row, standing=True)] == [2, 3]
    acts = [one.act for one in trail.rows_about(around.project.id, row.id)]
    assert acts.count("community.end_point") == 1
    added.words = "Something else"
    with pytest.raises(Exception, match="agreement_point"):
        added.save()


def move(around, act, breach, version, day, **said):
    names = {"raise": "raised_on", "answer": "answered_on", "close": "closed_on"}
    todo = getattr(actions, f"{act}_breach")
    return around.do(todo, breach=breach, version=version, **{names[act]: day}, **said)


def test_a_breach_is_raised_answered_and_closed(around):
    row = around.breach()
    row = move(around, "raise", row, 1, date(2026, 10, 21), with_="operational")
    assert (row.state, row.due_on) == ("raised", date(2026, 11, 4))
    assert queries.silent_breaches(around.project, TODAY).get() == row
    row = move(around, "answer", row, 2, date(2026, 11, 10), answer="Briefed the shift")
    assert not queries.silent_breaches(around.project, TODAY).exists()
    assert opened(around, row, "identity.answer") == "Briefed the shift"
    row = move(around, "close", row, 3, TODAY, outcome="practice_changed")
    assert (row.state, row.outcome, row.version) == ("closed", "practice_changed", 4)
    for act, said in (
        ("raise", {"with_": "both"}),
        ("answer", {"answer": "x"}),
        ("close", {"outcome": "no_answer"}),
    ):
        with pytest.raises(CannotBe):
            move(around, act, row, 4, TODAY, **said)


def test_what_was_raised_and_not_answered_is_raised_again_and_closed_as_such(around):
    row = move(around, "raise", around.breach(), 1, date(2026, 10, 21), with_="operational")
    row = move(around, "raise", row, 2, date(2026, 11, 5), with_="strategic")
    assert (row.raised_with, row.due_on) == ("strategic", date(2026, 11, 19))
    with pytest.raises(Conflict):
        move(around, "close", row, 2, TODAY, outcome="no_answer")
    assert move(around, "close", row, 3, TODAY, outcome="no_answer").state == "closed"


def test_days_of_a_breach_follow_each_other(around):
    row = around.breach()
    with pytest.raises(CannotBe) as before:
        move(around, "raise", row, 1, date(2026, 10, 19), with_="both")
    assert before.value.field == "raised_on"
    row = move(around, "raise", row, 1, date(2026, 10, 21), with_="both")
    with pytest.raises(CannotBe) as ahead:
        move(around, "answer", row, 2, TOMORROW, answer="x")
    assert ahead.value.field == "answered_on"
    row = move(around, "answer", row, 2, TODAY, answer="x")
    with pytest.raises(CannotBe):
        move(around, "close", row, 3, TODAY, outcome="no_answer")


def test_a_breach_names_a_point_that_holds_and_a_complaint_none(around):
    row, other = around.agreement(), around.agreement(title="Another")
    assert refused(around.breach, agreement=row, point=None) == "point"
    assert refused(around.breach, agreement=row, point=other.points.get(n=1)) == "point"
    assert refused(around.breach, agreement=row, kind="complaint") == "point"
    around.do(actions.end_point, point=row.points.get(n=1))
    assert refused(around.breach, agreement=row) == "point"
    entry = uuid4()
    one = around.breach(row, kind="complaint", point=None, entry_id=entry)
    assert (
        around.breach(row, kind="complaint", point=None, entry_id=entry) == one
        and Breach.objects.count() == 1
    )


def test_answers_of_a_training_are_counts_out_of_who_came(around):
    one, row = around.statement(), around.training(n_came=3)
    counts = {(one.id, "before", 2): 2, (one.id, "before", 3): 1, (one.id, "after", 5): 0}
    around.do(actions.count_answers, training=row, version=1, counts=counts)
    assert {(r.moment, r.step, r.n) for r in row.answers.all()} == {("before", 2, 2), ("before", 3, 1)}
    around.do(actions.add_answers, training=row, version=2, moment="after", steps={one.id: 5})
    around.do(actions.add_answers, training=row, version=3, moment="after", steps={one.id: 5})
    assert row.answers.get(moment="after").n == 2
    with pytest.raises(CannotBe) as full:
        around.do(actions.add_answers, training=row, version=4, moment="before", steps={one.id: 1})
    assert full.value.field == "n_came"
    with pytest.raises(CannotBe):
        around.do(actions.change_training, training=row, version=4, **_training(n_came=2))
    with pytest.raises(Conflict):
        around.do(actions.add_answers, training=row, version=3, moment="after", steps={one.id: 5})


def _training(**said):
    return {"held_on": TODAY, "audience": "police", "topics": ["rights"], "n_came": 14, **said}


@pytest.mark.parametrize("step", [0, 6, -1, 10**9])
def test_a_step_that_is_none_is_refused(around, step):
    one, row = around.statement(), around.training()
    with pytest.raises(CannotBe):
        around.do(actions.add_answers, training=row, version=1, moment="after", steps={one.id: step})
    with pytest.raises(CannotBe):
        around.do(actions.count_answers, training=row, version=1, counts={(one.id, "after", step): 1})
    with pytest.raises(CannotBe):
        around.do(actions.count_answers, training=row, version=1, counts={(one.id, "after", 1): -1})
    assert not row.answers.exists()


def test_a_training_that_can_not_be_is_refused(around):
    assert refused(around.training, n_came=0) == "n_came"
    assert refused(around.training, n_came=10**12) == "n_came"
    assert refused(around.training, topics=[]) == "topics"
    assert refused(around.training, held_on=TOMORROW) == "held_on"
    assert Training.objects.count() == 0


def test_sentences_are_asked_once_and_no_more_than_ten(around):
    assert around.statement() == around.statement()
    for n in range(9):
        around.statement(f"Sentence {n}")
    assert refused(around.statement, words="One more") == "words"
    around.do(actions.end_statement, statement=Statement.objects.first())
    around.do(actions.end_statement, statement=Statement.objects.first())
    assert around.statement("One more") and len(queries.statements_of(around.project, asked=True)) == 10


def test_an_event_is_added_once_changed_and_taken_away(around):
    row = around.event()
    assert around.event() == row
    told = {"kind": "law", "title": "New law", "from_on": date(2027, 4, 1), "link": "https://law.example/act"}
    around.do(actions.change_event, event=row, version=1, **told)
    with pytest.raises(Conflict):
        around.do(actions.change_event, event=row, version=1, **told)
    around.do(actions.remove_event, event=row)
    around.do(actions.remove_event, event=row)
    assert not OutsideEvent.objects.exists()
    with pytest.raises(NotHere):
        around.do(actions.change_event, event=row, version=2, **told)
    acts = [one.act for one in trail.rows_about(around.project.id, row.id)]
    assert acts.count("community.remove_event") == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://x.example/" + "y" * 500}, "link"),
        ({"to_on": date(2026, 10, 6)}, "to_on"),
        ({"to_on": date(9999, 12, 31)}, "to_on"),
        ({"from_on": date(1, 1, 1)}, "from_on"),
        ({"title": "\x00"}, "title"),
        ({"kind": "gossip"}, "kind"),
    ],
)
def test_an_event_that_can_not_be_is_refused(around, said, field):
    assert refused(around.event, **said) == field


def test_ids_of_another_project_are_not_here(around):
    mine = [around.complaint(), around.agreement(), around.training(), around.event(), around.statement()]
    breach = around.breach(mine[1])
    other = make_project("elsewhere")
    act = {"project": other.project, "by": other.worker("coordinator"), "at": NOW}
    tried = [
        (
            actions.add_step,
            {"complaint": mine[0], "version": 1, "done_on": TODAY, "what": "visit", "state": "open"},
        ),
        (actions.add_point, {"agreement": mine[1], "words": "x"}),
        (actions.change_training, {"training": mine[2], "version": 1, **_training()}),
        (actions.remove_event, {"event": mine[3]}),
        (actions.end_statement, {"statement": mine[4]}),
        (actions.close_breach, {"breach": breach, "version": 1, "closed_on": TODAY, "outcome": "withdrawn"}),
    ]
    for action, said in tried:
        with pytest.raises(NotHere):
            action(**said, **act)
