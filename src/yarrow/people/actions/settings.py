"""Settings over time: several at once, each with the person's own word."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import lists
from yarrow.people.actions.rows import begin, check_span, day_of, entered_before, new_id
from yarrow.people.models import Person, PersonSetting, SettingKind
from yarrow.people.said import not_after, words
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_setting(
    *,
    person: Person,
    code: str,
    project: Project,
    by: Actor,
    at: datetime,
    own_word: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    entry_id: UUID | None = None,
) -> PersonSetting:
    """Add a setting (shared list or the project's own), since when as far as known.

    Raises Refusal, NotHere, NotForYou, Locked, NoGrant.
    """
    begin(person, project, by)
    known = entered_before(PersonSetting, person, entry_id)
    if known is not None:
        return known
    _check_offered(code, project)
    not_after("from_on", from_on, day_of(at, project))
    check_span(from_on, until_on)
    setting = PersonSetting(
        id=new_id(entry_id),
        project=project,
        person=person,
        code=code,
        from_on=from_on,
        until_on=until_on,
        added_at=at,
    )
    setting.sealed.put("identity.own_word", words("own_word", own_word), by.unlocked)
    setting.save(force_insert=True)
    fields = ["people.personsetting.code", *(["people.personsetting.identity.own_word"] if own_word else [])]
    trail.note(project.id, by=by, act="people.add_setting", subject=person.id, fields=fields, at=at)
    return setting


@transaction.atomic
def end_setting(
    *, setting: PersonSetting, project: Project, by: Actor, at: datetime, until_on: date | None = None
) -> PersonSetting:
    """A setting that no longer holds; `until_on` is its last day (today when not said)."""
    begin(setting.person, project, by)
    last = not_after("until_on", until_on, day_of(at, project)) or day_of(at, project)
    check_span(setting.from_on, last)
    setting.until_on = last
    setting.save(update_fields=["until_on"])
    trail.note(
        project.id,
        by=by,
        act="people.end_setting",
        subject=setting.person_id,
        fields=["people.personsetting.until_on"],
        at=at,
    )
    return setting


def _check_offered(code: str, project: Project) -> None:
    shared = {item.code for item in lists.items("setting") if not item.until}
    own = SettingKind.objects.filter(project=project, code=code, retired_at=None)
    if code not in shared and not own.exists():
        raise Refusal(_("Choose one of the settings offered."), field="code")
