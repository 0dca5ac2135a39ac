"""What the door itself writes; everything else goes through the rooms below."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import actions as contacts
from yarrow.contacts.rules import check_same_project
from yarrow.desk.leaving import Shared
from yarrow.justice import actions as justice
from yarrow.methods.refusals import Refusal
from yarrow.people import actions as people
from yarrow.people.queries import worker_in
from yarrow.people.rules import check_can_hold
from yarrow.safety import inbox_openers as reports
from yarrow.staff.models import Project, Worker
from yarrow.vault import inbox, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry


def settle_again(
    *, project: Project, by: Actor, at: datetime, entry: InboxEntry, payload: dict[str, Any]
) -> bool:
    """Run an entry through its action as corrected; False when it is refused again.

    A conflict (other bytes under an id that was taken) becomes an entry of its own, under a new id. A report that was
    sent again stays one report: its room adds what is new.
    """
    check_same_project(project, entry)
    is_apart = entry.state == InboxEntry.State.CONFLICT and entry.kind not in reports.KINDS
    own_id = uuid4() if is_apart else None
    return inbox.settle(entry, by=by, at=at, payload=payload, entry_id=own_id)


@transaction.atomic
def hand_over_work(
    *, project: Project, by: Actor, at: datetime, worker: Worker, shared: Shared, reason: str
) -> int:
    """Hand all that a worker leaves over to others, all or none; how many things that were.

    `reason`: a code of the list "end_reason". Raises Refusal when somebody can't take it on, and what the single
    hand-overs raise.
    """
    worker_in(project, worker.pk)
    groups = (shared.people, shared.follow_ups, shared.sessions, shared.courts)
    everybody = {to for group in groups for to in group.values()}
    if worker in everybody:
        raise Refusal(_("Choose somebody other than who hands over."), field="to")
    for to in {*shared.people.values(), *shared.follow_ups.values()}:
        check_can_hold(to, project)
    act: dict[str, Any] = {"project": project, "by": by, "at": at}
    for person, to in shared.people.items():
        people.assign_key_worker(person=person, worker=to, reason=reason, **act)
    for follow_up, to in shared.follow_ups.items():
        contacts.hand_over_follow_up(follow_up=follow_up, to=to, **act)
    for session, to in shared.sessions.items():
        contacts.replace_worker(session=session, worker=worker, to=to, **act)
    for row, to in shared.courts.items():
        justice.hand_over(row=row, to=to, **act)
    trail.note(project.id, by=by, act="desk.hand_over_work", at=at, subject=worker.pk, reason=reason)
    return shared.n
