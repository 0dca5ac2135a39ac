"""Grants and their lines: what a funder pays for, and what the project counts for it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yarrow.evaluation import lines, rules
from yarrow.evaluation.cuts import cuts_of
from yarrow.evaluation.errors import CannotBe, NotHere, WrongStep
from yarrow.evaluation.models import Grant, GrantLine
from yarrow.methods.activity import Period
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
    said = lines.checked(project, wording=wording, measure=measure, where=where, target=target, unit=unit)
    Grant.objects.select_for_update().get(pk=grant.pk)
    last = grant.lines.aggregate(n=Max("position"))["n"]
    line = GrantLine(grant=grant, position=0 if last is None else last + 1, added_at=at, **said)
    line.save(force_insert=True)
    trail.note(project.id, by=by, act="evaluation.add_line", at=at, subject=grant.id)
    return line


@transaction.atomic
def change_line(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    grant: Grant,
    line: GrantLine,
    version: int,
    wording: str,
    measure: str,
    where: Sequence[tuple[str, str]] = (),
    target: int | None = None,
    unit: str = "",
) -> GrantLine:
    """Correct a line that is in no return yet. WrongStep when it is in one, or somebody changed it in between."""
    rules.check_may_keep_grants(by)
    rules.check_same_project(project, grant)
    line = _locked_line(grant, line)
    lines.check_free(grant, line)
    if line.version != version:
        raise WrongStep(_("Somebody changed this line while you were writing. Check it and save again."))
    said = lines.checked(project, wording=wording, measure=measure, where=where, target=target, unit=unit)
    changed = [name for name, value in said.items() if getattr(line, name) != value]
    if not changed:
        return line
    for name in changed:
        setattr(line, name, said[name])
    line.version += 1
    line.save(update_fields=[*changed, "version"])
    fields = [f"evaluation.grantline.{name}" for name in changed]
    trail.note(project.id, by=by, act="evaluation.change_line", at=at, subject=grant.id, fields=fields)
    return line


@transaction.atomic
def remove_line(*, project: Project, by: Actor, at: datetime, grant: Grant, line: GrantLine) -> None:
    """Take a line out: one that is in no return goes, the others stay out of later returns alone."""
    rules.check_may_keep_grants(by)
    rules.check_same_project(project, grant)
    line = _locked_line(grant, line)
    if line.retired_at is not None:
        return
    if lines.standing_of(line, grant.releases.all()) == lines.FREE:
        line.delete()
        act = "evaluation.remove_line"
    else:
        line.retired_at = at
        line.save(update_fields=["retired_at"])
        act = "evaluation.retire_line"
    trail.note(project.id, by=by, act=act, at=at, subject=grant.id)


def _locked_line(grant: Grant, line: GrantLine) -> GrantLine:
    """The line as it stands now; the grant is held first, as by whoever adds one."""
    Grant.objects.select_for_update().get(pk=grant.pk)
    held = GrantLine.objects.select_for_update().filter(pk=line.pk, grant=grant).first()
    if held is None:
        raise NotHere()
    return held


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
