"""The safety plan on a card."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import begin
from yarrow.people.models import Person
from yarrow.plans import lists, rules
from yarrow.plans.errors import CannotBe, ChangedMeanwhile
from yarrow.plans.models import SafetyCard
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def make_card(
    *,
    person: Person,
    said: Mapping[str, str],
    n_seen: int,
    project: Project,
    by: Actor,
    at: datetime,
    heading: str = "mine",
    is_named: bool = False,
) -> SafetyCard:
    """A new card in place of the one numbered `n_seen` (0: there was none). Raises ChangedMeanwhile, CannotBe."""
    rules.check_may_keep(by, project)
    begin(person, project, by)
    latest = SafetyCard.objects.filter(person=person).first()
    if n_seen != (latest.n if latest else 0):
        raise ChangedMeanwhile()
    known = {item.code for item in lists.items("card")}
    tidy = {code: rules.tidied(code, text) for code, text in said.items() if code in known}
    kept = {code: text for code, text in tidy.items() if text}
    if not kept and latest is None:
        raise CannotBe(_("Write at least one thing for the card."))
    card = SafetyCard(
        project=project, person=person, n=n_seen + 1, is_named=is_named, made_by=by.id, made_at=at
    )
    card.heading = rules.one_of("card_heading", "heading", heading)
    card.sealed.put("notes.said", kept, by.unlocked)
    card.save(force_insert=True)
    fields = ["plans.safetycard.notes.said"]
    trail.note(project.id, by=by, act="plans.make_card", subject=person.pk, fields=fields, at=at)
    return card
