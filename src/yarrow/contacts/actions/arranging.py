"""What a project arranges for itself: its zones, and supplies and things done of its own."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yarrow.contacts import rules
from yarrow.contacts.codes import codes_of
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.kinds import Sort
from yarrow.contacts.models import OwnKind, Zone
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_kind(
    *, project: Project, by: Actor, at: datetime, sort: Sort, label: str, on_sheet: bool = False
) -> OwnKind:
    """Let the project count something of its own. The same words again bring back the same kind."""
    rules.check_may_arrange(by)
    code = slugify(label).replace("-", "_")[:40]
    if not code:
        raise CannotBe(_("Give it a name with letters or numbers."), field="label")
    if code in codes_of(sort):
        raise CannotBe(_("This is on the list already."), field="label")
    kind, _made = OwnKind.objects.update_or_create(
        project=project,
        sort=sort,
        code=code,
        defaults={"label": label.strip()[:60], "on_sheet": on_sheet, "retired_at": None},
        create_defaults={"label": label.strip()[:60], "on_sheet": on_sheet, "added_at": at},
    )
    trail.note(project.id, by=by, act="contacts.add_kind", at=at, subject=kind.id)
    return kind


@transaction.atomic
def retire_kind(*, project: Project, by: Actor, at: datetime, kind: OwnKind) -> None:
    """Stop offering a kind; what was counted under it stays counted."""
    rules.check_may_arrange(by)
    rules.check_same_project(project, kind)
    kind.retired_at = at
    kind.save(update_fields=["retired_at"])
    trail.note(project.id, by=by, act="contacts.retire_kind", at=at, subject=kind.id)


@transaction.atomic
def add_zone(*, project: Project, by: Actor, at: datetime, label: str, code: str = "") -> Zone:
    """Draw a zone. The same code again is the same zone, back in use."""
    rules.check_may_arrange(by)
    code = slugify(code or label)[:40]
    if not code:
        raise CannotBe(_("Give the zone a name with letters or numbers."), field="label")
    zone, _made = Zone.objects.update_or_create(
        project=project, code=code, defaults={"label": label.strip()[:60], "is_active": True}
    )
    trail.note(project.id, by=by, act="contacts.add_zone", at=at, subject=zone.id)
    return zone


@transaction.atomic
def retire_zone(*, project: Project, by: Actor, at: datetime, zone: Zone) -> None:
    """Stop offering a zone; contacts counted in it stay there."""
    rules.check_may_arrange(by)
    rules.check_same_project(project, zone)
    zone.is_active = False
    zone.save(update_fields=["is_active"])
    trail.note(project.id, by=by, act="contacts.retire_zone", at=at, subject=zone.id)
