"""The safe response: the project's routes, who is told, and what they did about a signal."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.measures import codes, overdue, rules
from yarrow.measures.errors import CannotBe
from yarrow.measures.models import Filling, SafeResponse, SafeRoute, Signal, SignalStep
from yarrow.measures.models.safe import ANSWER, ASKED, DRILL
from yarrow.measures.states import CLOSED
from yarrow.people.actions.rows import begin
from yarrow.staff.models import Project, Worker
from yarrow.vault import trail
from yarrow.vault.actors import Actor

MOST_MINUTES = 7 * 24 * 60
MOST_ROUTES = 12


@transaction.atomic
def add_route(*, label: str, detail: str, project: Project, by: Actor, at: datetime) -> SafeRoute:
    """One more way to help on the calm page: a name and what to do ("text 12345", "the drop-in, till ten")."""
    rules.check_may_keep_forms(by, project)
    for field, words in (("label", label), ("detail", detail)):
        if not words.strip():
            raise CannotBe(_("Write something here."), field=field)
    if SafeRoute.objects.filter(project=project, retired_at=None).count() >= MOST_ROUTES:
        raise CannotBe(_("More than twelve are too many to read in a bad moment. Take one away first."))
    row = SafeRoute.objects.create(
        project=project, label=label.strip()[:80], detail=detail.strip()[:200], added_at=at
    )
    trail.note(project.id, by=by, act="measures.add_route", at=at, subject=row.id)
    return row


@transaction.atomic
def retire_route(*, route: SafeRoute, project: Project, by: Actor, at: datetime) -> SafeRoute:
    """It is no longer shown."""
    rules.check_may_keep_forms(by, project)
    rules.check_here(project, route)
    row = SafeRoute.objects.select_for_update().get(pk=route.pk)
    if row.retired_at is None:
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        trail.note(project.id, by=by, act="measures.retire_route", at=at, subject=row.id)
    return row


@transaction.atomic
def name_responders(
    *,
    lead: Worker | None,
    deputy: Worker | None,
    look_within: int,
    act_within: int,
    project: Project,
    by: Actor,
    at: datetime,
) -> SafeResponse:
    """Who is told, and within how many minutes they look and act. None for both: nobody can respond here."""
    rules.check_may_keep_forms(by, project)
    if lead is None and deputy is not None:
        raise CannotBe(_("Name the lead first."), field="lead")
    if lead is not None and lead == deputy:
        raise CannotBe(_("Name two different people: one of them is ill some day."), field="deputy")
    for field, worker in (("lead", lead), ("deputy", deputy)):
        rules.check_can_respond(worker, project, field)
    for field, minutes in (("look_within", look_within), ("act_within", act_within)):
        if not 1 <= minutes <= MOST_MINUTES:
            raise CannotBe(_("Write a time from one minute to seven days."), field=field)
    if act_within < look_within:
        raise CannotBe(_("Acting comes after looking: give it at least as long."), field="act_within")
    row, _made = SafeResponse.objects.update_or_create(
        project=project,
        defaults={"lead": lead, "deputy": deputy, "look_within": look_within, "act_within": act_within},
    )
    trail.note(project.id, by=by, act="measures.name_responders", at=at, subject=row.id)
    return row


def raise_signal(
    filling: Filling, questions: list[str], by: Actor, at: datetime, since: datetime
) -> Signal | None:
    """Inside the transaction that saves a dangerous answer: a signal, only where the person agreed to it.

    While one of this filling is open, its questions grow; None where nothing is told to anybody. The project's own time
    counts from `since`, when it was answered.
    """
    if not rules.may_tell(filling):
        return None
    open_one = Signal.objects.filter(filling=filling, what=ANSWER).exclude(state=CLOSED).first()
    if open_one is not None:
        return _grown(open_one, questions, by)
    return _raised(filling, ANSWER, questions, by, at, since)


@transaction.atomic
def ask_for_contact(
    *, filling: Filling, asked_at: datetime | None = None, project: Project, by: Actor, at: datetime
) -> Signal:
    """The person asks to be contacted: that they ask is their agreement. Asked twice is once while it is open.

    `asked_at`: when, if that was before, without a signal.
    """
    rules.check_may_ask(by, project)
    rules.check_here(project, filling)
    begin(filling.person, project, by)
    open_one = Signal.objects.filter(filling=filling, what=ASKED).exclude(state=CLOSED).first()
    return open_one or _raised(filling, ASKED, [], by, at, asked_at or at)


@transaction.atomic
def raise_drill(*, project: Project, by: Actor, at: datetime) -> Signal:
    """A made-up signal that runs the whole way; it is about nobody. Raises CannotBe when nobody is named."""
    rules.check_may_keep_forms(by, project)
    response = SafeResponse.objects.filter(project=project).exclude(lead=None).first()
    if response is None:
        raise CannotBe(_("Name the lead first: a drill is for them."))
    row = _made(project, response, DRILL, at)
    row.save(force_insert=True)
    overdue.watch(row)
    _step(row, "raise", "", "", by, at)
    trail.note(project.id, by=by, act="measures.raise_drill", at=at, subject=row.id)
    return row


@transaction.atomic
def step_signal(
    *, signal: Signal, act: str, words: str = "", reason: str = "", project: Project, by: Actor, at: datetime
) -> Signal:
    """It was looked at (`acknowledge`), something was done (`act`), or it is over (`close`, with a reason)."""
    rules.check_here(project, signal)
    rules.check_may_respond(by, SafeResponse.objects.filter(project=project).first(), signal)
    row = Signal.objects.select_for_update().get(pk=signal.pk)
    after = rules.check_signal_step(row, act)
    if act == "act" and not words.strip():
        raise CannotBe(_("Write what was done."), field="words")
    if act == "close":
        rules.check_one_of(reason, codes.listed("close_reasons"), _("Say how it ended."), "reason")
        if (reason == "drill") != row.is_drill:
            raise CannotBe(_("A drill ends as a drill, and nothing else does."), field="reason")
    row.state = after
    row.save(update_fields=["state"])
    _step(row, act, words, reason, by, at)
    trail.note(
        project.id, by=by, act=f"measures.{act}_signal", at=at, subject=row.sealing_subject, reason=reason
    )
    return row


def _raised(
    filling: Filling, what: str, questions: list[str], by: Actor, at: datetime, since: datetime
) -> Signal:
    response = SafeResponse.objects.filter(project_id=filling.project_id).first()
    row = _made(filling.project, response, what, since)
    row.person, row.filling = filling.person, filling
    row.sealed.put("notes.about", questions, by.unlocked)
    row.save(force_insert=True)
    overdue.watch(row)
    _step(row, "raise", "", "", by, at)
    trail.note(filling.project_id, by=by, act="measures.raise_signal", at=at, subject=filling.person_id)
    return row


def _made(project: Project, response: SafeResponse | None, what: str, at: datetime) -> Signal:
    targets = response or SafeResponse(project=project)
    return Signal(
        project=project,
        what=what,
        raised_at=at,
        look_by=at + timedelta(minutes=targets.look_within),
        act_by=at + timedelta(minutes=targets.act_within),
    )


def _grown(signal: Signal, questions: list[str], by: Actor) -> Signal:
    known = signal.sealed.open_unrecorded("notes.about", by.unlocked) or []
    if set(questions) - set(known):
        signal.sealed.put(
            "notes.about", [*known, *(one for one in questions if one not in known)], by.unlocked
        )
        signal.save(update_fields=["about"])
    return signal


def _step(signal: Signal, act: str, words: str, reason: str, by: Actor, at: datetime) -> None:
    row = SignalStep(signal=signal, act=act, reason=reason, by=by.id, at=at)
    row.sealed.put("notes.words", words.strip()[:2000], by.unlocked)
    row.save(force_insert=True)
