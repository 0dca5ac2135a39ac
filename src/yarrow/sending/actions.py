"""Messages are armed, and taken back before they are sent. What is armed leaves by itself (`sender`)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yarrow.sending import arming, keyfile, rules
from yarrow.sending.hours import Hours
from yarrow.sending.models import Message
from yarrow.sending.queries import BATCH, among
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

WAITING = (Message.State.ARMED, Message.State.BEGUN)


@dataclass(frozen=True)
class ToSend:
    """One message to be armed.

    reference    the caller's own random id: the same again is the same message
    channel      sms · email · push
    endpoint     +447700900123 · an address · a browser's subscription as JSON text
    words        exactly what leaves; `subject`: of an e-mail, which has one
    not_before   None: now.  `until`: None: seven days from now
    hours        whole local hours of the project at which it may arrive; None: any
    """

    reference: UUID
    channel: str
    endpoint: str = field(repr=False)
    words: str = field(repr=False)
    subject: str = field(default="", repr=False)
    not_before: datetime | None = None
    until: datetime | None = None
    hours: Hours | None = field(default=None, repr=False)


def arm(*, messages: Iterable[ToSend], project: Project, by: Actor, at: datetime) -> int:
    """Seal each for the sender; how many are new. What can't be sent says so in its row and stops no other.

    Raises CannotBe for a time that is too long, NoKey where the sender's file is broken.
    """
    listed = list({each.reference: each for each in messages}.values())
    for each in listed:
        rules.check_times(each.not_before or at, each.until or at + rules.LONGEST, at)
    standing = {row.reference for row in among(project, [each.reference for each in listed])}
    making = arming.Arming(project.id, project.zone, keyfile.ready(at), at)
    rows = [
        making.row(
            each.reference,
            each.channel,
            making.letter(each.endpoint, each.words, each.subject, each.hours),
            each.not_before or at,
            each.until or at + rules.LONGEST,
        )
        for each in listed
        if each.reference not in standing
    ]
    if rows:
        # Thousands were sealed before anybody has to wait for us.
        with transaction.atomic():
            Message.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
            trail.note(project.id, by=by, act="sending.arm", at=at, reason=f"messages: {len(rows)}")
    return len(rows)


@transaction.atomic
def cancel(*, references: Collection[UUID], project: Project, by: Actor, at: datetime) -> int:
    """Take back what has not arrived; how many had not begun. What may have in an earlier try is unclear then.

    The time of one that is being handed over is up: it is not tried again, and ends as expired or unclear.
    """
    known = sorted(row.pk for row in among(project, references) if row.state in WAITING)
    n = n_begun = 0
    for start in range(0, len(known), BATCH):
        part = Message.objects.filter(project=project, pk__in=known[start : start + BATCH])
        # Held, so that a sender neither begins one nor arms it anew between the next statements.
        list(part.order_by("pk").select_for_update().values_list("pk"))
        armed = part.filter(state=Message.State.ARMED)
        n += armed.filter(maybe_at=None).update(state=Message.State.CANCELLED, envelope=b"", ended_at=at)
        armed.update(state=Message.State.UNCLEAR, envelope=b"", ended_at=at)
        n_begun += part.filter(state=Message.State.BEGUN, until__gt=at).update(until=at)
    if n or n_begun:
        trail.note(project.id, by=by, act="sending.cancel", at=at, reason=f"messages: {n + n_begun}")
    return n
