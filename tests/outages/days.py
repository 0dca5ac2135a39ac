"""A day of an installation: its shift and who works on it; and what stands when the days are over."""

from collections import Counter
from typing import Any

from django.utils import timezone

from tests.worlds import PASSPHRASE, Account, client_of
from yarrow.contacts import actions
from yarrow.contacts.models import Contact, ContactSupply
from yarrow.people.models import Person
from yarrow.staff.models import Membership, Project
from yarrow.vault import fence
from yarrow.vault.actors import Actor


def project_and_manager() -> tuple[Project, Actor]:
    """The one project, in which everything is from here on, and who may open all of it."""
    project = Project.objects.get()
    fence.enter(project.id)
    place = Membership.objects.select_related("worker").get(
        project=project, worker__email__startswith="manager@"
    )
    return project, Account("manager", place.worker.email, "", place, PASSPHRASE).actor()


def morning() -> dict[str, Any]:
    """A new day's shift, and the browsers of those who work on it: first a co-ordinator's."""
    project, by = project_and_manager()
    session = actions.open_session(project=project, by=by, at=timezone.now(), kind="van")
    places = Membership.objects.select_related("worker", "project").filter(project=project)
    accounts = [Account(place.role, place.worker.email, "", place, PASSPHRASE) for place in places]
    chosen = sorted((one for one in accounts if one.role != "manager"), key=lambda one: one.role)
    return {
        "users": [cookie_of(one) for one in chosen],
        "session": str(session.id),
        "sheet": project.url("contacts:shift_sheet", session.id),
        "home": project.url("desk:show_today"),
    }


def tally() -> dict[str, Any]:
    """Contacts of each shift, what was given, the names of those who were not erased, and how many were."""
    project, by = project_and_manager()
    people = list(Person.objects.in_project(project))
    standing = [one for one in people if one.erased_at is None]
    given = ContactSupply.objects.filter(contact__project=project)
    return {
        "contacts": dict(Counter(str(one.session_id) for one in Contact.objects.of(project))),
        "given": sum(given.values_list("n", flat=True)),
        "people": sorted(one.sealed.open_unrecorded("identity.called", by.unlocked) for one in standing),
        "erased": len(people) - len(standing),
    }


def cookie_of(account: Account) -> str:
    """What the browser of somebody who signed in sends."""
    return "; ".join(f"{name}={one.value}" for name, one in client_of(account).cookies.items())
