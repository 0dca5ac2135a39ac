"""Age bands that follow birth dates before a page shows them: a record's own, and those of the young on a list."""

from collections.abc import Iterable

from django.utils import timezone

from yarrow.people import actions
from yarrow.people.queries import Listed
from yarrow.people.sheets import Sheet
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


def of_sheet(by: Actor, sheet: Sheet) -> None:
    """Bring the band of a record that was just opened up to date."""
    born = [(sheet.person, sheet.values()["born_on"])]
    actions.follow_birthdays(born=born, project=sheet.person.project, by=by, at=timezone.now())


def of_list(by: Actor, project: Project, lines: Iterable[Listed]) -> None:
    """The same for the young people of a list."""
    born = [(line.person, line.born_on) for line in lines if line.born_on]
    actions.follow_birthdays(born=born, project=project, by=by, at=timezone.now())
