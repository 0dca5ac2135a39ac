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


@transaction.atomic
def follow_birthdays(*, born: Iterable[Born], project: Project, by: Actor, at: datetime) -> list[Person]:
    """Set the band of everybody whose birth date says another one today; whom that was.

    The version stays: nobody typed anything, and a form that is open elsewhere still fits.
    """
    moved = []
    for person, born_on in born if project.is_live else ():
        band = ages.band_of(born_on, day_of(at, project))
        if born_on is None or band == person.age_band or person.project_id != project.id:
            continue
        held = Person.objects.known().filter(pk=person.pk, age_band=person.age_band)
        if not held.update(age_band=band):
            continue
        person.age_band = band
        fields = ["people.person.age_band"]
        trail.note(project.id, by=by, act="people.follow_birthday", subject=person.id, fields=fields, at=at)
        start_path(person, by, at)
        moved.append(person)
    return moved
