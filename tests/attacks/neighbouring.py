"""What is around a project, made through its actions: a complaint, an agreement with a breach, a training, an event."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from yarrow.community import actions


def neighboured(act: dict[str, Any], word: Callable[[str], str]) -> dict[tuple[str, str], Any]:
    """One of everything; each sealed text by its field's name."""
    today = act["at"].date()
    event = actions.add_event(
        kind="raid", title="Raid on Mill Road", from_on=today - timedelta(days=40), **act
    )
    told = {"told_on": today - timedelta(days=30), "about": "noise", "place": "homes", "due_on": today}
    said = {name: word(name) for name in ("words", "where", "contact")}
    told |= {"raised_by": "resident", "received": "phone", "entry_id": uuid4()}
    complaint = actions.add_complaint(**told, **said, **act)
    step = {"done_on": today, "what": "visit", "state": "open", "words": word("step words")}
    actions.add_step(complaint=complaint, version=1, **step, **act)
    return {
        ("community", name): value
        for name, value in {
            "event_id": event.id,
            "complaint_id": complaint.id,
            **_policed(today, act, word),
            **_trained(today, act),
        }.items()
    }


def _policed(today: Any, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    leads = {name: word(name) for name in ("operational", "strategic")}
    days = {"starts_on": today - timedelta(days=90), "review_on": today + timedelta(days=90)}
    agreement = actions.add_agreement(
        title="Ways of working",
        parties="Police and us",
        points=["No cautions near services"],
        **days,
        **leads,
        **act,
    )
    point = agreement.points.get()
    told = {"kind": "breach", "point": point, "happened_on": today - timedelta(days=20), "place": "service"}
    told |= {"told_by": "sex_worker", "words": word("words"), "where": word("where"), "entry_id": uuid4()}
    breach = actions.report_breach(agreement=agreement, **told, **act)
    raised = {"raised_on": today - timedelta(days=19), "with_": "operational"}
    breach = actions.raise_breach(breach=breach, version=1, **raised, **act)
    answered = {"answered_on": today, "answer": word("answer")}
    actions.answer_breach(breach=breach, version=2, **answered, **act)
    return {"agreement_id": agreement.id, "point_id": point.id, "breach_id": breach.id}


def _trained(today: Any, act: dict[str, Any]) -> dict[str, Any]:
    statement = actions.add_statement(words="I know whom to call", **act)
    told = {"held_on": today - timedelta(days=10), "audience": "police", "topics": ["rights"], "n_came": 1}
    training = actions.add_training(entry_id=uuid4(), **told, **act)
    counts = {(statement.id, "before", 2): 1, (statement.id, "after", 4): 1}
    actions.count_answers(training=training, version=1, counts=counts, **act)
    return {"training_id": training.id, "statement_id": statement.id}
