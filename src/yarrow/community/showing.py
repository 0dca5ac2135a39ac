"""Complaints, agreements and breaches as their own pages show them: opened there, and on no other page."""

from dataclasses import dataclass, field
from datetime import date

from yarrow.community import lists
from yarrow.community.models import Breach, Complaint, ComplaintStep, PolicingAgreement
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading


@dataclass(frozen=True)
class Line:
    """A complaint or a breach in a list: codes in words, and nothing that is sealed."""

    row: Complaint | Breach
    what: str
    place: str
    who: str
    state: str
    is_late: bool
    point: str = ""


@dataclass(frozen=True)
class StepShown:
    """Something that was done."""

    step: ComplaintStep
    what: str
    state: str
    words: str = field(repr=False)


@dataclass(frozen=True)
class ComplaintShown:
    """A complaint, opened."""

    complaint: Complaint
    line: Line
    received: str
    words: str = field(repr=False)
    where: str = field(repr=False)
    contact: str = field(repr=False)
    steps: list[StepShown]
    is_closed: bool


@dataclass(frozen=True)
class BreachShown:
    """What was reported, opened."""

    breach: Breach
    line: Line
    words: str = field(repr=False)
    where: str = field(repr=False)
    answer: str = field(repr=False)
    raised_with: str
    outcome: str
    is_closed: bool


def complaint_line(row: Complaint, today: date) -> Line:
    """One line of a list."""
    return Line(
        row=row,
        what=lists.label("about", row.about),
        place=lists.label("places", row.place),
        who=lists.label("raised_by", row.raised_by),
        state=lists.label("complaint_states", row.state),
        is_late=row.is_silent(today),
    )


def breach_line(row: Breach, today: date) -> Line:
    """One line of a list."""
    return Line(
        row=row,
        what=lists.label("breach_kinds", row.kind),
        place=lists.label("places", row.place),
        who=lists.label("told_by", row.told_by),
        state=lists.label("breach_states", row.state),
        is_late=row.is_silent(today),
        point=f"{row.point.n}. {row.point.words}" if row.point else "",
    )


def complaint_shown(by: Actor, row: Complaint, today: date) -> ComplaintShown:
    """Everything about it; what is sealed only for holders of the key, and on the trail."""
    steps = list(row.steps.all())
    with reading(by, row.project_id, act="community.show_complaint") as page:
        opened = {name: page.open_if_held(row, f"identity.{name}") for name in ("words", "where", "contact")}
        said = {step.pk: page.open_if_held(step, "identity.words") for step in steps}
    return ComplaintShown(
        complaint=row,
        line=complaint_line(row, today),
        received=lists.label("received", row.received),
        words=opened["words"].value or "",
        where=opened["where"].value or "",
        contact=opened["contact"].value or "",
        steps=[
            StepShown(
                step,
                lists.label("complaint_acts", step.what),
                lists.label("complaint_states", step.state),
                said[step.pk].value or "",
            )
            for step in steps
        ],
        is_closed=opened["words"].is_closed,
    )


def breach_shown(by: Actor, row: Breach, today: date) -> BreachShown:
    """Everything about it; what is sealed only for holders of the key, and on the trail."""
    with reading(by, row.project_id, act="community.show_breach") as page:
        opened = {name: page.open_if_held(row, f"identity.{name}") for name in ("words", "where", "answer")}
    return BreachShown(
        breach=row,
        line=breach_line(row, today),
        words=opened["words"].value or "",
        where=opened["where"].value or "",
        answer=opened["answer"].value or "",
        raised_with=lists.label("leads", row.raised_with) if row.raised_with else "",
        outcome=lists.label("outcomes", row.outcome) if row.outcome else "",
        is_closed=opened["words"].is_closed,
    )


def leads_of(by: Actor, row: PolicingAgreement) -> dict[str, str]:
    """The two leads of an agreement, for holders of the key; empty for others and where nobody is named."""
    with reading(by, row.project_id, act="community.show_agreement") as page:
        opened = {name: page.open_if_held(row, f"identity.{name}") for name in ("operational", "strategic")}
    return {name: one.value or "" for name, one in opened.items()}
