"""Writing down how somebody stands, a portion of domains at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import begin, day_of
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.plans import lists, rules
from yarrow.plans.errors import CannotBe
from yarrow.plans.models import Rating
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

WORDS = ("words", "wanted")


@dataclass(frozen=True)
class Answer:
    """What was said about one domain: a step, or why there is none; in words, and what the person wants."""

    step: int | None = None
    answer: str = lists.RATED
    words: str | None = field(default=None, repr=False)
    wanted: str | None = field(default=None, repr=False)


@transaction.atomic
def rate(
    *,
    person: Person,
    rater: str,
    occasion: str,
    rated_on: date | None,
    answers: Mapping[str, Answer],
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> list[Rating]:
    """Keep the answers (by domain) of one rater on one day; the same `entry_id` again changes nothing.

    Other raters' answers stay beside. Raises CannotBe, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    rules.check_may_keep(by, project)
    begin(person, project, by)
    told = {
        "rater": rules.one_of("rater", "rater", rater),
        "occasion": rules.one_of("occasion", "occasion", occasion),
        "rated_on": rules.past_day("rated_on", rated_on, day_of(at, project)),
    }
    if not answers:
        raise CannotBe(_("Nothing was answered on this page. Answer one thing, or go on without saving."))
    entry, rows = entry_id or uuid4(), []
    known = _entered(entry, answers, person)
    for domain, answer in answers.items():
        row = known.get(uuid5(entry, domain)) or _kept(
            person, domain, answer, told, uuid5(entry, domain), by, at
        )
        rows.append(row)
    if len(known) < len(rows):
        fields = [f"plans.rating.notes.{name}" for name in WORDS if any(getattr(r, name) for r in rows)]
        trail.note(project.id, by=by, act="plans.rate", subject=person.pk, fields=fields, at=at)
    return rows


def _entered(entry: UUID, answers: Mapping[str, Answer], person: Person) -> dict[UUID, Rating]:
    """What this very form already wrote; NotHere when its id belongs to somebody else."""
    rows = Rating.objects.in_bulk([uuid5(entry, domain) for domain in answers])
    if any(row.person_id != person.pk for row in rows.values()):
        raise NotHere()
    return rows


def _kept(
    person: Person, domain: str, answer: Answer, told: dict[str, object], key: UUID, by: Actor, at: datetime
) -> Rating:
    rules.one_of("domain", domain, domain)
    row = Rating(
        id=key,
        project=person.project,
        person=person,
        domain=domain,
        answer=_checked(domain, answer),
        step=answer.step,
        list_version=lists.version(),
        recorded_by=by.id,
        recorded_at=at,
        **told,
    )
    for name in WORDS:
        row.sealed.put(f"notes.{name}", rules.tidied(f"{domain}_{name}", getattr(answer, name)), by.unlocked)
    row.save(force_insert=True)
    return row


def _checked(domain: str, answer: Answer) -> str:
    """A step of the ladder, or one of the answers without."""
    is_step = answer.answer == lists.RATED and answer.step is not None and 1 <= answer.step <= 5
    if not is_step and (answer.step is not None or answer.answer not in lists.codes("unrated")):
        raise CannotBe(_("Choose one of the answers offered."), field=domain)
    return answer.answer
