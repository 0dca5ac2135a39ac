"""Age bands follow birth dates: whoever opens a record or a list with a key brings them up to date."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yarrow.people import ages
from yarrow.people.actions.rows import day_of
from yarrow.people.actions.safeguarding import start_path
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

Born = tuple[Person, date | None]


def follow_birthdays(*, born: Iterable[Born], project: Project, by: Actor, at: datetime) -> list[Person]:
    """Set the band of everybody whose birth date says another one today; whom that was.

    The version stays: nobody typed anything, and a form that is open elsewhere still fits.
    """
    today = day_of(at, project)
    stale = [
        (person, band)
        for person, born_on in (born if project.is_live else ())
        if born_on is not None
        and person.project_id == project.id
        and (band := ages.band_of(born_on, today)) != person.age_band
    ]
    return _move_bands(stale, project, by, at) if stale else []


@transaction.atomic
def _move_bands(stale: list[tuple[Person, str]], project: Project, by: Actor, at: datetime) -> list[Person]:
    moved = []
    for person, band in stale:
        held = Person.objects.known().filter(pk=person.pk, age_band=person.age_band)
        if not held.update(age_band=band):
            continue
        person.age_band = band
        fields = ["people.person.age_band"]
        trail.note(project.id, by=by, act="people.follow_birthday", subject=person.id, fields=fields, at=at)
        start_path(person, by, at)
        moved.append(person)
    return moved
