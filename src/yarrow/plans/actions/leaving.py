"""A plan is taken elsewhere: decided here, with who it is for on the trail, before anything is opened."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import begin
from yarrow.people.models import Person
from yarrow.plans import giving, rules
from yarrow.plans.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def export_plan(*, person: Person, to: str, project: Project, by: Actor, at: datetime) -> frozenset[str]:
    """The kinds of facts that may leave for `to`: the person themselves, or a recipient they agreed to.

    Nobody can give or take back a consent of theirs until this is on the trail. Raises CannotBe at `to`, NotForYou,
    NotHere, Erased.
    """
    rules.check_may_keep(by, project)
    begin(person, project, by)
    may = giving.covered(person, at).get(to, frozenset())
    if not may:
        raise CannotBe(_("They did not agree that this goes there. Ask them first."), field="to")
    trail.note(project.id, by=by, act="plans.export_plan", at=at, subject=person.id, reason=to)
    return may
