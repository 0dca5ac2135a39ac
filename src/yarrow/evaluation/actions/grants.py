"""Grants and their lines: what a funder pays for, and what the project counts for it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yarrow.evaluation import rules
from yarrow.evaluation.cuts import cuts_of
from yarrow.evaluation.errors import CannotBe, WrongStep
from yarrow.evaluation.models import Grant, GrantLine
from yarrow.methods.activity import Period
from yarrow.methods.populations import COUNTS, DONE, GIVEN
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_grant(*, project: Project, by: Actor, at: datetime, funder: str, period: Period, every: int) -> Grant:
    """A grant over whole months, with a return `every` so many months (0: at its end alone)."""
    rules.check_may_keep_grants(by)
    grant = Grant(project=project, added_by=by.id, added_at=at)
    _set(grant, funder, period, every)
    grant.save(force_insert=True)
    trail.note(project.id, by=by, act="evaluation.add_grant", at=at, subject=grant.id)
    return grant


@transaction.atomic
def change_grant(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    grant: Grant,
    version: int,
    funder: str,
    period: Period,
    every: int,
) -> Grant:
    """Change a grant; what left for it stays as it left. WrongStep when somebody changed it in between."""
    rules.check_may_keep_grants(by)
    rules.check_same_project(project, grant)
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.version != version:
        raise WrongStep(_("Somebody changed this grant while you were writing. Check it and save again."))
    _set(grant, funder, period, every)
    grant.version += 1
    grant.save()
    trail.note(
        project.id,
        by=by,
        act="evaluation.change_grant",
        at=at,
        subject=grant.id,
        fields=("funder", "from_on", "to_on", "cuts_on"),
    )
    return grant


@transaction.atomic
def add_line(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    grant: Grant,
    wording: str,
    measure: str,
    where: Sequence[tuple[str, str]] = (),
    target: int | None = None,
    unit: str = "",
) -> GrantLine:
    """A line in the funder's words, with what is counted for it."""
    rules.check_may_keep_grants(by)
    rules.check_same_project(project, grant)
    if measure not in COUNTS and not measure.startswith((GIVEN, DONE)):
        raise CannotBe(_("Choose what is counted."), field="measure")
    Grant.objects.select_for_update().get(pk=grant.pk)
    last = grant.lines.aggregate(n=Max("position"))["n"]
    line = GrantLine(
        grant=grant,
        position=0 if last is None else last + 1,
        wording=wording.strip(),
        measure=measure,
        where=sorted(list(pair) for pair in where),
        target=target,
        unit=unit.strip(),
    )
    line.save(force_insert=True)
    trail.note(project.id, by=by, act="evaluation.add_line", at=at, subject=grant.id)
    return line


@transaction.atomic
def retire_line(*, project: Project, by: Actor, at: datetime, grant: Grant, line: GrantLine) -> None:
    """Take a line out of later returns; those that left keep it."""
    rules.check_may_keep_grants(by)
    rules.check_same_project(project, grant)
    grant.lines.filter(pk=line.pk, retired_at=None).update(retired_at=at)
    trail.note(project.id, by=by, act="evaluation.retire_line", at=at, subject=grant.id)


def _set(grant: Grant, funder: str, period: Period, every: int) -> None:
    if not funder.strip():
        raise CannotBe(_("Say who gives it."), field="funder")
    if period.from_on.day != 1:
        raise CannotBe(_("Begin with the first day of a month."), field="from_on")
    cuts: list[date] = cuts_of(period, every)
    if not cuts or cuts[-1] != period.to_on:
        raise CannotBe(_("End with the last day of a month."), field="to_on")
    grant.funder, grant.from_on, grant.to_on = funder.strip(), period.from_on, period.to_on
    grant.cuts_on = [day.isoformat() for day in cuts]
