"""The project's own additions to the settings list."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import lists, rules
from yarrow.people.errors import NotHere
from yarrow.people.models import SettingKind
from yarrow.people.said import words
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_setting_kind(*, label: str, project: Project, by: Actor, at: datetime) -> SettingKind:
    """Offer one more setting in this project. A retired one of the same name is offered again."""
    rules.check_may_keep_lists(by, project)
    tidy = words("label", label)
    if tidy is None:
        raise Refusal(_("Write what this setting is called."), field="label")
    if any(tidy.casefold() == lists.label("setting", code).casefold() for code in lists.codes("setting")):
        raise Refusal(_("This setting is on the list already."), field="label")
    kind = _kind_of(project, tidy) or SettingKind(
        project=project, code=_free_code(project, tidy), label=tidy, added_at=at
    )
    kind.retired_at = None
    kind.save()
    trail.note(project.id, by=by, act="people.add_setting_kind", fields=["people.settingkind.label"], at=at)
    return kind


@transaction.atomic
def retire_setting_kind(*, kind: SettingKind, project: Project, by: Actor, at: datetime) -> SettingKind:
    """No longer offer a setting. Records that have it keep it."""
    rules.check_may_keep_lists(by, project)
    if kind.project_id != project.id:
        raise NotHere()
    if kind.retired_at is None:
        kind.retired_at = at
        kind.save(update_fields=["retired_at"])
        trail.note(
            project.id, by=by, act="people.retire_setting_kind", fields=["people.settingkind.label"], at=at
        )
    return kind


def _kind_of(project: Project, label: str) -> SettingKind | None:
    kinds = SettingKind.objects.filter(project=project)
    return next((kind for kind in kinds if kind.label.casefold() == label.casefold()), None)


def _free_code(project: Project, label: str) -> str:
    """A code of our own making: `own-` keeps it apart from every later shared one."""
    base = f"own-{slugify(label)[:28] or 'setting'}"
    taken = set(SettingKind.objects.filter(project=project).values_list("code", flat=True))
    candidates = [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))]
    return next(code for code in candidates if code not in taken)
