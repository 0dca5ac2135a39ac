"""Agreements on policing, their points, and what was reported as going against them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.community import lists, rules, states
from yarrow.community.errors import CannotBe
from yarrow.community.models import AgreementPoint, Breach, PolicingAgreement
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

LEADS = ("operational", "strategic")


@transaction.atomic
def add_agreement(
    *, project: Project, by: Actor, at: datetime, points: list[str], **said: Any
) -> PolicingAgreement:
    """Write down what was agreed, with its points; said twice is once. `said`: as for `change_agreement`."""
    rules.check_may_keep(by, project)
    row = PolicingAgreement(project=project, added_by=by.id, added_at=at)
    _put(row, by, at, ended_on=None, **said)
    if not points:
        raise CannotBe(_("Write at least one point, each on a line of its own."), field="points")
    known = _known(row)
    if known is not None:
        return known
    row.save(force_insert=True)
    for words in points:
        _new_point(row, by, at, words)
    trail.note(project.id, by=by, act="community.add_agreement", at=at, subject=row.id)
    return row


@transaction.atomic
def change_agreement(
    *, project: Project, by: Actor, at: datetime, agreement: PolicingAgreement, version: int, **said: Any
) -> PolicingAgreement:
    """Change all but the points. `said`: title, parties, agency, operational, strategic, days, answer_days."""
    rules.check_may_keep(by, project)
    row: PolicingAgreement = standing(project, PolicingAgreement, agreement)
    rules.check_version(version, row.version)
    _put(row, by, at, **said)
    row.version += 1
    row.save()
    trail.note(project.id, by=by, act="community.change_agreement", at=at, subject=row.id)
    return row


@transaction.atomic
def add_point(
    *, project: Project, by: Actor, at: datetime, agreement: PolicingAgreement, words: str
) -> AgreementPoint:
    """One point more; a point that holds and is said again is once."""
    rules.check_may_keep(by, project)
    row: PolicingAgreement = standing(project, PolicingAgreement, agreement)
    if row.ended_on is not None:
        raise CannotBe(_("This agreement is over. Write down the one that follows it."), field="points")
    known = row.points.filter(is_ended=False, words=rules.words(words, "points", 300)).first()
    if known is not None:
        return known
    point = _new_point(row, by, at, words)
    trail.note(project.id, by=by, act="community.add_point", at=at, subject=row.id)
    return point


@transaction.atomic
def end_point(*, project: Project, by: Actor, at: datetime, point: AgreementPoint) -> None:
    """It no longer holds; what went against it while it did stays. Pressed twice is once."""
    rules.check_may_keep(by, project)
    rules.check_here(project, point)
    if AgreementPoint.objects.filter(pk=point.pk, is_ended=False).update(is_ended=True):
        trail.note(project.id, by=by, act="community.end_point", at=at, subject=point.agreement_id)


@transaction.atomic
def report_breach(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID,
    agreement: PolicingAgreement,
    kind: str,
    point: AgreementPoint | None,
    happened_on: date,
    place: str,
    told_by: str,
    words: str,
    where: str = "",
) -> Breach:
    """Write down what went against the agreement; sent twice is once. Raises NotAllowed, CannotBe, Locked."""
    rules.check_may_take(by, project)
    rules.check_here(project, agreement, point)
    known = Breach.objects.of(project).filter(entry_id=entry_id).first()
    if known is not None:
        return known
    _check_point(agreement, kind, point)
    rules.happened(happened_on, at.astimezone(project.zone).date(), "happened_on")
    if kind == lists.BREACH:
        _check_held(agreement, happened_on)
    breach = Breach(
        project=project,
        entry_id=entry_id,
        agreement=agreement,
        kind=rules.one_of("breach_kinds", "kind", kind),
        point=point,
        happened_on=happened_on,
        place=rules.one_of("places", "place", place),
        told_by=rules.one_of("told_by", "told_by", told_by),
        added_by=by.id,
        added_at=at,
    )
    said = rules.words(words, "words", rules.LONGEST_TEXT)
    breach.sealed.put("identity.words", said, by.unlocked)
    place_said = rules.words(where, "where", 300, may_be_empty=True)
    breach.sealed.put("identity.where", place_said, by.unlocked)
    breach.save(force_insert=True)
    trail.note(project.id, by=by, act="community.report_breach", at=at, subject=breach.id)
    return breach


@transaction.atomic
def raise_breach(
    *, project: Project, by: Actor, at: datetime, breach: Breach, version: int, raised_on: date, with_: str
) -> Breach:
    """Raised with a lead: an answer is owed within the agreement's days. Raised again: asked and owed again."""
    row = _moving(project, by, at, breach, version, "raise", raised_on)
    row.raised_with = rules.one_of("leads", "with_", with_)
    row.raised_on = raised_on
    row.due_on = raised_on + timedelta(days=row.agreement.answer_days)
    # What was answered before stays in words; an answer to this has not come yet.
    row.answered_on = None
    return _moved(row, by, at, "raise")


@transaction.atomic
def answer_breach(
    *, project: Project, by: Actor, at: datetime, breach: Breach, version: int, answered_on: date, answer: str
) -> Breach:
    """What they answered, and when. Asked again, the new answer stands under what they answered before."""
    row = _moving(project, by, at, breach, version, "answer", answered_on)
    said = rules.words(answer, "answer", rules.LONGEST_TEXT)
    before = row.sealed.open_unrecorded("identity.answer", by.unlocked)
    said = f"{before}\n\n{said}" if before else said
    row.sealed.put("identity.answer", said, by.unlocked)
    row.answered_on = answered_on
    return _moved(row, by, at, "answer")


@transaction.atomic
def close_breach(
    *, project: Project, by: Actor, at: datetime, breach: Breach, version: int, closed_on: date, outcome: str
) -> Breach:
    """What came of it."""
    row = _moving(project, by, at, breach, version, "close", closed_on)
    row.outcome = rules.one_of("outcomes", "outcome", outcome)
    if outcome == lists.NO_ANSWER and row.answered_on is not None:
        raise CannotBe(_("An answer came. Say what came of it."), field="outcome")
    if outcome == lists.NO_ANSWER and row.raised_on is None:
        raise CannotBe(_("This does not follow from how it stands now."), field="outcome")
    row.closed_on = closed_on
    return _moved(row, by, at, "close")


def standing(project: Project, model: Any, row: Any) -> Any:
    """The row as it stands now, held until the end of the transaction. Raises NotHere."""
    rules.check_here(project, row)
    return model.objects.select_for_update().get(pk=row.pk)


def _moving(
    project: Project, by: Actor, at: datetime, breach: Breach, version: int, act: str, day: date
) -> Breach:
    rules.check_may_keep(by, project)
    row: Breach = standing(project, Breach, breach)
    rules.check_version(version, row.version)
    if row.state not in states.BREACH_MOVES[act][0]:
        raise CannotBe(_("This does not follow from how it stands now."))
    field = {"raise": "raised_on", "answer": "answered_on", "close": "closed_on"}[act]
    rules.happened(day, at.astimezone(project.zone).date(), field)
    latest = max(filter(None, (row.happened_on, row.raised_on, row.answered_on)))
    rules.not_before(day, latest, field)
    return row


def _moved(row: Breach, by: Actor, at: datetime, act: str) -> Breach:
    row.state = states.BREACH_MOVES[act][1]
    row.version += 1
    row.save()
    trail.note(row.project.id, by=by, act=f"community.{act}_breach", at=at, subject=row.id)
    return row


def _check_point(agreement: PolicingAgreement, kind: str, point: AgreementPoint | None) -> None:
    if kind == lists.BREACH and point is None:
        raise CannotBe(_("Say which point it goes against."), field="point")
    if kind != lists.BREACH and point is not None:
        raise CannotBe(_("A complaint about policing names no point."), field="point")
    if point is not None and (point.agreement_id != agreement.pk or point.is_ended):
        raise CannotBe(_("This point is not in the agreement now. Choose another."), field="point")


def _check_held(agreement: PolicingAgreement, happened_on: date) -> None:
    """Nothing goes against an agreement before it began or after it ended."""
    rules.not_before(happened_on, agreement.starts_on, "happened_on")
    if agreement.ended_on is not None and happened_on > agreement.ended_on:
        raise CannotBe(_("This agreement is over. Choose one that holds."), field="happened_on")


def _known(row: PolicingAgreement) -> PolicingAgreement | None:
    """The same agreement, where it was written down already and holds."""
    told = {name: getattr(row, name) for name in ("title", "parties", "agency", "starts_on", "review_on")}
    return PolicingAgreement.objects.filter(project=row.project, ended_on=None, **told).first()


def _new_point(row: PolicingAgreement, by: Actor, at: datetime, words: str) -> AgreementPoint:
    said = rules.words(words, "points", 300)
    if row.points.filter(is_ended=False).count() >= rules.MOST_POINTS:
        raise CannotBe(_("An agreement has at most 30 points."), field="points")
    last = row.points.order_by("-n").first()
    n = last.n + 1 if last else 1
    return AgreementPoint.objects.create(
        project=row.project, agreement=row, n=n, words=said, added_by=by.id, added_at=at
    )


def _put(
    row: PolicingAgreement,
    by: Actor,
    at: datetime,
    *,
    title: str,
    parties: str,
    starts_on: date,
    review_on: date,
    agency: Agency | None = None,
    operational: str = "",
    strategic: str = "",
    answer_days: int = 14,
    ended_on: date | None = None,
) -> None:
    today = at.astimezone(row.project.zone).date()
    rules.check_here(row.project, agency)
    row.title = rules.words(title, "title", 120)
    row.parties = rules.words(parties, "parties", 300)
    row.agency = agency
    row.starts_on = rules.some_day(starts_on, today, "starts_on")
    row.review_on = rules.some_day(review_on, today, "review_on")
    rules.not_before(review_on, starts_on, "review_on")
    row.ended_on = rules.not_before(ended_on, starts_on, "ended_on")
    if ended_on is not None:
        rules.happened(ended_on, today, "ended_on")
    row.answer_days = rules.number(answer_days, "answer_days", least=1, most=rules.MOST_DAYS)
    for name, said in {"operational": operational, "strategic": strategic}.items():
        lead = rules.words(said, name, 200, may_be_empty=True)
        row.sealed.put(f"identity.{name}", lead, by.unlocked)
