"""Papers to stay: written down only where the project keeps them at all and the person asked for help with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Person
from yarrow.referrals import lists, rules, timers
from yarrow.referrals.actions.rows import note, put_words
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import Arrangement, StayStatus
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact, record_share
from yarrow.sharing.models import Share
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def keep_stay_status(*, is_kept: bool, project: Project, by: Actor, at: datetime) -> Arrangement:
    """Whether papers to stay may be written down here at all. Off until somebody who arranges says otherwise."""
    rules.check_may_arrange(by, project)
    row, _made = Arrangement.objects.update_or_create(
        project=project, defaults={"keeps_stay_status": is_kept}
    )
    trail.note(project.pk, by=by, act="referrals.keep_stay_status", at=at)
    return row


@transaction.atomic
def note_stay(
    *,
    person: Person,
    status: str,
    is_asked: bool,
    project: Project,
    by: Actor,
    at: datetime,
    words: str = "",
    entry_id: UUID | None = None,
) -> StayStatus:
    """Write it down. `is_asked`: they asked for help with their papers; without that nothing is written."""
    check_asked(is_asked, project, by)
    begin(person, project, by)
    known = entered_before(StayStatus, person, entry_id)
    if known is not None:
        return known
    row = StayStatus(id=new_id(entry_id), project=project, person=person, noted_on=day_of(at, project))
    row.added_by, row.added_at = by.id, at
    row.sealed.put("notes.status", rules.one_of("stay", "status", status), by.unlocked)
    put_words(row, words, by)
    row.save(force_insert=True)
    note("referrals.note_stay", row, by, at)
    return row


@transaction.atomic
def forget_stay(*, person: Person, project: Project, by: Actor, at: datetime) -> int:
    """Take away everything that was written about papers to stay; how many rows went."""
    rules.check_may_refer(by, project)
    begin(person, project, by)
    n, _models = StayStatus.objects.filter(person=person).delete()
    trail.note(project.pk, by=by, act="referrals.forget_stay", subject=person.pk, at=at)
    return n


@transaction.atomic
def share_stay(
    *,
    person: Person,
    agency: Agency,
    is_asked: bool,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Share:
    """The one share that the person asked for, to one agency, under the same decision as every other share."""
    check_asked(is_asked, project, by)
    begin(person, project, by)
    row = StayStatus.objects.filter(person=person).first()
    if row is None:
        raise CannotBe(_("Nothing is written down about their papers."))
    said = [lists.label("stay", row.sealed.open_unrecorded("notes.status", by.key))]
    if row.words is not None:
        said.append(row.sealed.open_unrecorded("notes.words", by.key))
    trail.note(project.pk, by=by, act="referrals.share_stay", subject=person.pk, at=at)
    purpose = next((one.code for one in sharing.purposes_for(agency)), "")
    facts = [Fact("support_words", "\n".join(said))]
    told: dict[str, Any] = {
        "person": person,
        "agency": agency,
        "purpose": purpose,
        "facts": facts,
        "how": "referral",
    }
    return record_share(**told, project=project, by=by, at=at, entry_id=entry_id)


def check_asked(is_asked: bool, project: Project, by: Actor) -> None:
    """Whether papers to stay may be touched now."""
    rules.check_may_refer(by, project)
    if not timers.arrangement_of(project).keeps_stay_status:
        raise CannotBe(_("This project writes nothing down about papers to stay."))
    if not is_asked:
        raise CannotBe(
            _("Only where they asked for help with their papers. Say that they did."), field="is_asked"
        )
