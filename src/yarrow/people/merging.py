"""The steps of merging two records, inside the transaction of the action that asks for them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps

from yarrow.methods import names
from yarrow.people import said
from yarrow.people.models import Alias, KeyWorker, Merge, Person, PersonVersion, WayToReach
from yarrow.vault import moving
from yarrow.vault.actors import Actor

# Its rows tell of the merge itself and stay where they are.
STAYS = (Merge,)
ENDED_BY_MERGE = "merged"


def field_of(person: Person, field: str, by: Actor) -> Any:
    """One fact of a person, as JSON can keep it. The action that asks writes the trail."""
    if field in said.SEALED:
        return person.sealed.open_unrecorded(f"identity.{field}", by.unlocked)
    value = getattr(person, field)
    return value.isoformat() if isinstance(value, date) else value


def set_field(person: Person, field: str, value: Any, by: Actor) -> None:
    """The same, written; the caller saves."""
    if field in said.SEALED:
        person.sealed.put(f"identity.{field}", value, by.unlocked)
    else:
        setattr(person, field, date.fromisoformat(value) if field == "first_met_on" else value)


def move_rows(into: Person, came: Person, day: date) -> dict[str, Any]:
    """Let every row of `came` belong to `into`; what each column held before, by model and row."""
    moved: dict[str, Any] = defaultdict(lambda: defaultdict(dict))
    _end_second_key_worker(into, came, day, moved)
    for model, column in moving.links_to(Person):
        if model in STAYS:
            continue
        rows = model._base_manager.filter(**{column: came.pk})
        for pk in rows.values_list("pk", flat=True):
            moved[model._meta.label][str(pk)][column] = str(came.pk)
        rows.update(**{column: into.pk})
    Person.objects.filter(pk=came.pk).update(merged_into=into)
    return {label: dict(rows) for label, rows in moved.items()}


def put_back_rows(merge: Merge, into: Person, came: Person) -> None:
    """Give `came` back what is still where the merge put it."""
    Person.objects.filter(pk=came.pk).update(merged_into=None)
    for label, rows in merge.moved.items():
        model = apps.get_model(label)
        for pk, held in rows.items():
            links = {column: value for column, value in held.items() if value == str(came.pk)}
            others = {column: value for column, value in held.items() if column not in links}
            for column, value in links.items():
                still_here = model._base_manager.filter(pk=pk, **{column: into.pk})
                still_here.update(**{column: value}, **others)
    _put_back_versions(merge, into, came)


def _put_back_versions(merge: Merge, into: Person, came: Person) -> None:
    """What stood in a way to reach that came and was corrected since goes back with it."""
    ways = WayToReach.objects.filter(person=came, pk__in=merge.moved.get(WayToReach._meta.label, {}))
    versions = PersonVersion._base_manager.filter(person=into, about=PersonVersion.WAY)
    versions.filter(row_id__in=ways.values("pk")).update(person=came)


def add_names(into: Person, wanted: Iterable[str], by: Actor, at: datetime) -> list[str]:
    """Write down the names that `into` does not go by yet; ids of the new rows."""
    stands = [field_of(into, field, by) for field in ("called", "full_name")]
    stands += [row.sealed.open_unrecorded("identity.name", by.unlocked) for row in _names_of(into)]
    known, made = {names.parts(name) for name in stands if name}, []
    for name in wanted:
        if names.parts(name) in known:
            continue
        known.add(names.parts(name))
        row = Alias(project=into.project, person=into, kind="other_name", added_at=at)
        row.sealed.put("identity.name", name, by.unlocked)
        row.save(force_insert=True)
        made.append(str(row.pk))
    return made


def take_back_names(into: Person, made: Iterable[str]) -> None:
    """Delete the names that a merge wrote."""
    Alias.objects.filter(person=into, pk__in=[UUID(pk) for pk in made]).delete()


def _names_of(person: Person) -> list[Alias]:
    return list(Alias.objects.filter(person=person).exclude(kind="external"))


def _end_second_key_worker(into: Person, came: Person, day: date, moved: dict[str, Any]) -> None:
    """One person has one key worker: `into`'s stays, `came`'s ends with the merge."""
    current = KeyWorker.objects.current()
    second = current.filter(person=came).first()
    if second is None or not current.filter(person=into).exists():
        return
    moved[KeyWorker._meta.label][str(second.pk)] = {"until_on": None, "end_reason": ""}
    second.until_on, second.end_reason = max(day, second.from_on), ENDED_BY_MERGE
    second.save(update_fields=["until_on", "end_reason"])
