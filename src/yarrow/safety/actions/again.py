"""A report that was put otherwise and sent again under its number: what is new of it goes to the one that stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.safety import choices, counted, lists, rules, withheld
from yarrow.safety.actions.choosing import choose
from yarrow.safety.actions.returning import take_addition
from yarrow.safety.becoming import free_addition
from yarrow.safety.errors import CannotBe
from yarrow.safety.models import Choice, Offender, Report
from yarrow.safety.showing import facts_in_words
from yarrow.safety.told import Told
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def take_again(
    *,
    report: Report,
    told: Told,
    way: str,
    received_at: datetime,
    project: Project,
    by: Actor,
    at: datetime,
    taken_by: UUID | None = None,
) -> None:
    """Its words become an addition, whom else it describes is described, and the narrower of two choices holds.

    It is one report still: it goes as far, is counted once, and is erased with it. What stands is laid beside it in
    memory. Raises CannotBe where there are enough additions, NotAllowed, Locked, NoGrant.
    """
    rules.check_may_read(by, project)
    rules.check_here(project, report)
    trail.hold(project.id)
    row = Report.objects.select_for_update().get(pk=report.pk)
    words = _new_words(row, told, by)
    is_described = _describe(row, told, by)
    is_coded = _code(row, told)
    if words:
        number = free_addition(project, row.pk)
        if number is None:
            raise CannotBe(_("You have added a lot already. Tell it as another report."))
        act: dict[str, Any] = {"project": project, "by": by, "at": at}
        take_addition(report_id=row.pk, words=words, received_at=received_at, entry_id=number, **act)
    if is_described or is_coded:
        row.compared_at = None
        row.save(update_fields=["kinds", "setting", "month", "language", "compared_at"])
        counted.follow(project, row.reporter_id)
        withheld.follow(project, [row.pk], by, at)
    _narrow(row, told, way, received_at, project, by, taken_by)
    fields = ["safety.report.incident.words", "safety.report.incident.facts", "safety.report.incident.reach"]
    fields += ["safety.offender.incident.described"]
    trail.note(project.id, by=by, act="safety.take_again", at=at, subject=row.pk, fields=fields)


def _new_words(row: Report, told: Told, by: Actor) -> str:
    """What it says that the other does not, without whom it describes."""
    stood, facts, reach = (
        row.sealed.open_unrecorded(f"incident.{name}", by.key) for name in ("words", "facts", "reach")
    )
    parts = [told.words] if told.words != (stood or "") else []
    others = {name: says for name, says in told.facts.items() if (facts or {}).get(name) != says}
    parts += [f"{said.label} {said.words}" for said in facts_in_words(others)]
    parts += [told.reach] if told.reach != (reach or "") else []
    return "\n".join(part for part in parts if part)


def _describe(row: Report, told: Told, by: Actor) -> bool:
    """Whether anybody is described anew: one of whom it says only more, or another."""
    rows = list(Offender.objects.filter(report=row))
    stood = [(one, one.sealed.open_unrecorded("incident.described", by.key) or {}) for one in rows]
    fresh = [said for said in told.described if all(said != before for _one, before in stood)]
    n = max((one.n for one in rows), default=0)
    for said in fresh:
        same = next((pair for pair in stood if _says_only_more(said, pair[1])), None)
        if same is not None:
            stood.remove(same)
            one = same[0]
        else:
            n += 1
            one = Offender(project=row.project, report=row, n=n)
        one.sealed.put("incident.described", said, by.unlocked)
        one.save()
    return bool(fresh)


def _says_only_more(said: dict[str, Any], before: dict[str, Any]) -> bool:
    return all(
        set(says) <= set(said.get(name, [])) if isinstance(says, list) else said.get(name) == says
        for name, says in before.items()
    )


def _code(row: Report, told: Told) -> bool:
    """Whether more is said for figures; what was said, and put right here, stays."""
    before = (list(row.kinds), row.setting, row.month, row.language)
    row.kinds = [code for code in lists.labels("kinds") if code in {*row.kinds, *told.kinds}]
    row.setting, row.month = row.setting or told.setting, row.month or told.month
    row.language = row.language or told.language
    return before != (row.kinds, row.setting, row.month, row.language)


def _narrow(
    row: Report,
    told: Told,
    way: str,
    received_at: datetime,
    project: Project,
    by: Actor,
    taken_by: UUID | None,
) -> None:
    """Unless its reporter said otherwise since, nothing goes further than both say."""
    if Choice.objects.filter(project=project, report_id=row.pk, said_at__gt=received_at).exists():
        return
    chosen = choices.narrower(choices.standing(project, row.pk), told.chosen)
    said: dict[str, Any] = {"chosen": chosen, "how": way, "said_by": taken_by}
    choose(report_id=row.pk, project=project, by=by, at=received_at, **said)
