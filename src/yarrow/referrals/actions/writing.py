"""The project writes a pathway, or changes one: a version more each time, and whoever walks keeps theirs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yarrow.agencies import lists as directory
from yarrow.agencies.models import Agency
from yarrow.methods.pathways import KINDS, MOST_DAYS
from yarrow.people.actions.rows import new_id
from yarrow.referrals import lists, rules
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import PathwayVersion
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

MOST_STEPS, MOST_CRITERIA, LONGEST_LABEL, LONGEST_CODE = 20, 10, 120, 40
# An address of its own has this word.
RESERVED = frozenset({"new"})


@transaction.atomic
def write_pathway(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    label: str,
    steps: Sequence[Mapping[str, Any]],
    about: str = "",
    source: str = "",
    code: str = "",
    seen: int = 0,
    entry_id: UUID | None = None,
) -> PathwayVersion:
    """A version of a pathway in the project's own words. `code`: which one, "" for a new one; `seen`: the version that
    the page was made from. Raises CannotBe with the field, which for a step is `s0_label`, `s1_expected_days` …
    """
    rules.check_may_arrange(by, project)
    Project.objects.select_for_update().get(pk=project.pk)
    known = PathwayVersion.objects.filter(project=project, pk=entry_id).first() if entry_id else None
    if known is not None:
        return known
    earlier = list(PathwayVersion.objects.filter(project=project, code=code)) if code else []
    if (earlier[0].n if earlier else 0) != seen or (code and not earlier):
        raise CannotBe(_("Somebody else changed this pathway since. Look at it again."))
    name = _line("label", label)
    code = code or _new_code(name, _codes_in(project))
    used = {step.code for version in earlier for step in version.pathway.steps}
    told = {
        "code": code,
        "version": str(seen + 1),
        "label": name,
        "words": rules.tidied("about", about) or "",
        "hint": rules.tidied("source", source) or "",
        "is_ours": True,
        "steps": _steps(project, steps, earlier, used),
    }
    if earlier and told == {**earlier[0].told, "version": told["version"]}:
        return earlier[0]
    row = PathwayVersion.objects.create(
        id=new_id(entry_id), project=project, code=code, n=seen + 1, told=told, added_by=by.id, added_at=at
    )
    trail.note(project.pk, by=by, act="referrals.write_pathway", at=at)
    return row


def _steps(
    project: Project, steps: Sequence[Mapping[str, Any]], earlier: list[PathwayVersion], used: set[str]
) -> list[dict[str, Any]]:
    if not steps:
        raise CannotBe(_("A pathway has at least one step."), field="s0_label")
    if len(steps) > MOST_STEPS:
        raise CannotBe(_("A pathway has up to 20 steps. Make two of it."))
    standing = {step.code for step in earlier[0].pathway.steps} if earlier else set()
    found: list[dict[str, Any]] = []
    for said in steps:
        at_field = f"s{said.get('place', len(found))}_"
        step = _step(project, said, at_field)
        known = said.get("code", "")
        if known and (known not in standing or known in {one["code"] for one in found}):
            raise CannotBe(_("Somebody else changed this pathway since. Look at it again."))
        step["code"] = known or _new_code(step["label"], used)
        used.add(step["code"])
        found.append(step)
    return found


def _step(project: Project, said: Mapping[str, Any], at_field: str) -> dict[str, Any]:
    kind, needs = said.get("kind", ""), list(said.get("needs", ()))
    if kind not in KINDS:
        raise CannotBe(_("Choose one of the answers offered."), field=at_field + "kind")
    if not set(needs) <= directory.codes("needs"):
        raise CannotBe(_("Choose one of the answers offered."), field=at_field + "needs")
    criteria = [_line(at_field + "criteria", one) for one in said.get("criteria", ()) if one.strip()]
    if len(criteria) > MOST_CRITERIA:
        raise CannotBe(_("Up to ten questions."), field=at_field + "criteria")
    usual, fast = said.get("expected_days"), said.get("fast_days")
    if not isinstance(usual, int) or not 0 < usual <= MOST_DAYS:
        raise CannotBe(_("Write a number of days from 1 to 730."), field=at_field + "expected_days")
    if fast is not None and not 0 < fast <= usual:
        raise CannotBe(_("A fast track is no slower than the ordinary way."), field=at_field + "fast_days")
    return {
        "label": _line(at_field + "label", str(said.get("label", ""))),
        "kind": kind,
        "needs": needs,
        "expected_days": usual,
        "fast_days": fast,
        "warm": bool(said.get("warm")),
        "repeatable": bool(said.get("repeatable")),
        "criteria": [{"label": one} for one in criteria],
        "agencies": _agencies(project, said.get("agencies", ()), at_field + "agencies"),
    }


def _agencies(project: Project, ids: Sequence[Any], field: str) -> list[str]:
    there = {str(pk) for pk in Agency.objects.of(project).filter(pk__in=ids).values_list("pk", flat=True)}
    if there != {str(one) for one in ids}:
        raise CannotBe(_("An agency is not in the directory any more."), field=field)
    return sorted(there)


def _line(field: str, text: str) -> str:
    """One line of words; refuses at `field` what is empty or too long."""
    said = " ".join((rules.tidied(field, text) or "").split())
    if not said:
        raise CannotBe(_("Give it a name."), field=field)
    if len(said) > LONGEST_LABEL:
        raise CannotBe(_("That is over 120 letters. Say it shorter."), field=field)
    return said


def _codes_in(project: Project) -> set[str]:
    """Codes that a new pathway can't have."""
    used = PathwayVersion.objects.filter(project=project).values_list("code", flat=True)
    return {*used, *lists.pack_files(), *RESERVED}


def _new_code(label: str, used: set[str]) -> str:
    """A code of these words that nothing had before: old rows keep theirs, and none changes its meaning."""
    begin = slugify(label)[: LONGEST_CODE - 5].strip("-") or "step"
    return next(code for n in range(1, 10_000) if (code := begin if n == 1 else f"{begin}-{n}") not in used)
