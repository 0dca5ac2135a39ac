"""A worry that others control somebody: raised from what the person wants, never from where they come from."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.referrals import rules
from yarrow.referrals.actions.rows import held, note, put_words
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import Concern, ConcernStep
from yarrow.sharing.models import Share
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

REPORT = "report"


@transaction.atomic
def raise_concern(
    *,
    person: Person,
    wants: str,
    signs: Iterable[str],
    project: Project,
    by: Actor,
    at: datetime,
    words: str = "",
    entry_id: UUID | None = None,
) -> Concern:
    """What they want comes first and is asked; at least one thing that was seen or told follows."""
    rules.check_may_refer(by, project)
    begin(person, project, by)
    known = entered_before(Concern, person, entry_id)
    if known is not None:
        return known
    wanted = rules.tidied("wants", wants)
    if wanted is None:
        raise CannotBe(_("Ask what they want, and write it first."), field="wants")
    seen = [rules.one_of("signs", "signs", code) for code in dict.fromkeys(signs)]
    if not seen:
        raise CannotBe(_("Choose at least one thing that was seen or told."), field="signs")
    row = Concern(id=new_id(entry_id), project=project, person=person, raised_on=day_of(at, project))
    row.added_by, row.added_at = by.id, at
    row.sealed.put("notes.wants", wanted, by.unlocked)
    row.sealed.put("notes.signs", seen, by.unlocked)
    put_words(row, words, by)
    row.save(force_insert=True)
    note("referrals.raise_concern", row, by, at)
    return row


@transaction.atomic
def add_concern_step(
    *,
    concern: Concern,
    kind: str,
    project: Project,
    by: Actor,
    at: datetime,
    words: str = "",
    share: Share | None = None,
    done_on: date | None = None,
    entry_id: UUID | None = None,
) -> ConcernStep:
    """What was done. A report stands only beside the share by which it left: on consent, or on a named legal duty."""
    concern = held(concern, project, by)
    known = entered_before(ConcernStep, concern.person, entry_id)
    if known is not None:
        return known
    row = ConcernStep(id=new_id(entry_id), project=project, person=concern.person, concern=concern)
    row.done_on = rules.past_day("done_on", done_on or day_of(at, project), day_of(at, project))
    row.share = _share_for(rules.one_of("concern_steps", "kind", kind), share, concern)
    row.added_by, row.added_at = by.id, at
    row.sealed.put("notes.kind", kind, by.unlocked)
    put_words(row, words, by)
    row.save(force_insert=True)
    note("referrals.add_concern_step", row, by, at)
    return row


@transaction.atomic
def end_concern(*, concern: Concern, project: Project, by: Actor, at: datetime) -> Concern:
    """It is over, or was none. What was written stays."""
    concern = held(concern, project, by)
    if concern.ended_on is not None:
        raise WrongMove()
    concern.ended_on = day_of(at, project)
    concern.save(update_fields=["ended_on"])
    note("referrals.end_concern", concern, by, at)
    return concern


def _share_for(kind: str, share: Share | None, concern: Concern) -> Share | None:
    if kind != REPORT:
        return None
    if share is None:
        raise CannotBe(
            _("A report needs the share by which it left: on what they agreed to, or on a legal duty."),
            field="share",
        )
    if share.person_id != concern.person_id:
        raise NotHere()
    return share
