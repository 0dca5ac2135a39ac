"""Agreements between agencies: written down as they were signed, signed by another agency, left, ended."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people import purposes
from yarrow.people import rules as people
from yarrow.people.actions.rows import day_of
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.said import words
from yarrow.sharing.errors import CannotBe, WrongStep
from yarrow.sharing.models import Agreement, Signature
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS
from yarrow.vault import trail
from yarrow.vault.actors import Actor

EARLIEST = date(1980, 1, 1)
LONGEST_YEARS = 10
FURTHEST = timedelta(days=2 * 366)


def check_may_agree(by: Actor, project: Project) -> None:
    """Agreements are kept by those who arrange the work."""
    people.check_may_write(by, project)
    if by.role not in ARRANGERS:
        raise NotForYou()


@transaction.atomic
def add_agreement(
    *,
    name: str,
    aim: str,
    covers: Iterable[str],
    categories: Iterable[str],
    starts_on: date,
    expires_on: date,
    review_on: date,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Agreement:
    """In the words in which it is signed; nobody has signed it yet. `covers`: purposes. Raises CannotBe, NotForYou."""
    check_may_agree(by, project)
    known = Agreement.objects.filter(pk=entry_id).first() if entry_id else None
    if known is not None:
        _check_here(known, project)
        return known
    _check_days(starts_on, expires_on, review_on, day_of(at, project))
    row = Agreement(project=project, starts_on=starts_on, expires_on=expires_on, review_on=review_on)
    row.pk = entry_id or row.pk
    row.name, row.aim = _said("name", name, 120), _said("aim", aim, 4000)
    row.purposes = _chosen("covers", covers, [one.code for one in purposes.purposes()])
    row.categories = _chosen("categories", categories, [code for code, _w in purposes.choices("categories")])
    row.added_by, row.added_at = by.id, at
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="sharing.add_agreement", subject=row.pk, at=at)
    return row


@transaction.atomic
def sign(
    *,
    agreement: Agreement,
    agency: Agency,
    signed_by: str,
    signed_on: date | None = None,
    project: Project,
    by: Actor,
    at: datetime,
) -> Signature:
    """An agency signed it. Twice is once. Raises CannotBe, WrongStep, NotHere, NotForYou."""
    check_may_agree(by, project)
    now, today = _held(agreement, project), day_of(at, project)
    _check_here(agency, project)
    if now.terms.is_over(today):
        raise WrongStep(_("This agreement is over. Write down the one that follows it."))
    standing = now.signatures.filter(agency=agency, left_on=None).first()
    if standing is not None:
        return standing
    day = signed_on or today
    if not EARLIEST <= day <= today:
        raise CannotBe(_("Choose the day on which they signed: today or earlier."), field="signed_on")
    row = Signature(project=project, agreement=now, agency=agency, signed_on=day)
    row.signed_by, row.added_by, row.added_at = _said("signed_by", signed_by, 120), by.id, at
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="sharing.sign_agreement", subject=now.pk, at=at)
    return row


@transaction.atomic
def leave_agreement(*, signature: Signature, project: Project, by: Actor, at: datetime) -> Signature:
    """From today on the agency is not covered by it. Twice is once."""
    check_may_agree(by, project)
    _held(signature.agreement, project)
    row = Signature.objects.get(pk=signature.pk)
    if row.left_on is None:
        row.left_on = day_of(at, project)
        row.save(update_fields=["left_on"])
        trail.note(project.id, by=by, act="sharing.leave_agreement", subject=row.agreement_id, at=at)
    return row


@transaction.atomic
def end_agreement(*, agreement: Agreement, project: Project, by: Actor, at: datetime) -> Agreement:
    """From today on it covers nothing. Twice is once."""
    check_may_agree(by, project)
    row = _held(agreement, project)
    if row.ended_on is None:
        row.ended_on = day_of(at, project)
        row.save(update_fields=["ended_on"])
        trail.note(project.id, by=by, act="sharing.end_agreement", subject=row.pk, at=at)
    return row


@transaction.atomic
def review_agreement(
    *, agreement: Agreement, review_on: date, project: Project, by: Actor, at: datetime
) -> Agreement:
    """Somebody looked at it again, and says when next. Its last day stays what it was."""
    check_may_agree(by, project)
    row = _held(agreement, project)
    if row.terms.is_over(day_of(at, project)):
        raise WrongStep(_("This agreement is over. Write down the one that follows it."))
    if not day_of(at, project) < review_on <= row.expires_on:
        raise CannotBe(_("Choose a day after today, not after its last day."), field="review_on")
    row.review_on = review_on
    row.save(update_fields=["review_on"])
    trail.note(project.id, by=by, act="sharing.review_agreement", subject=row.pk, at=at)
    return row


def _held(agreement: Agreement, project: Project) -> Agreement:
    """The row as it stands; whoever shares under it waits until the end, or this waits for them."""
    now = Agreement.objects.select_for_update().filter(pk=agreement.pk).first()
    if now is None:
        raise NotHere()
    _check_here(now, project)
    return now


def _check_here(row: Agreement | Agency, project: Project) -> None:
    if row.project_id != project.id:
        raise NotHere()


def _said(field: str, text: str, most: int) -> str:
    said = words("note", text)
    if not said or len(said) > most:
        raise CannotBe(_("Write it, in at most %d letters.") % most, field=field)
    return said


def _chosen(field: str, codes: Iterable[str], known: list[str]) -> list[str]:
    chosen = set(codes)
    if not chosen or chosen - set(known):
        raise CannotBe(_("Choose at least one."), field=field)
    return [code for code in known if code in chosen]


def _check_days(starts_on: date, expires_on: date, review_on: date, today: date) -> None:
    if starts_on < EARLIEST:
        raise CannotBe(_("That is before 1980. Check the year."), field="starts_on")
    if starts_on > today + FURTHEST:
        raise CannotBe(
            _("That is long ago, or more than two years from now. Check the year."), field="starts_on"
        )
    if not starts_on <= expires_on:
        raise CannotBe(_("The end is before the beginning. Check both dates."), field="expires_on")
    if (expires_on.year, expires_on.month, expires_on.day) > (
        starts_on.year + LONGEST_YEARS,
        starts_on.month,
        starts_on.day,
    ):
        raise CannotBe(_("That is more than ten years. Agree on an earlier end."), field="expires_on")
    if not starts_on <= review_on <= expires_on:
        raise CannotBe(_("Choose a day between its first and its last day."), field="review_on")
