"""A compliance note leaves: on what the person agreed to, or on a court's order that two people stand for."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.justice import compliance, rules
from yarrow.justice.compliance import Line
from yarrow.justice.models import ComplianceNote, Order
from yarrow.justice.states import MISSED
from yarrow.people.actions.rows import day_of, entered_before, new_id
from yarrow.referrals.actions.rows import held, note
from yarrow.referrals.errors import CannotBe
from yarrow.sharing.actions import Fact, record_share
from yarrow.sharing.models import Proposal
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@transaction.atomic
def send_note(
    *,
    order: Order,
    seen: str,
    project: Project,
    by: Actor,
    at: datetime,
    with_reasons: bool = False,
    proposal: Proposal | None = None,
    entry_id: UUID | None = None,
) -> ComplianceNote:
    """Exactly the note that was looked at (`seen`: its mark) leaves to whoever gave the order, and the ledger says so.

    with_reasons   why appointments were missed; only on what the person agreed to
    proposal       a court's order or another gateway, approved by a second person, in place of consent

    Raises NotAgreed, CannotBe, WrongStep, NotHere, NotForYou, Erased, Locked, NoGrant; then nothing has left.
    """
    order = held(order, project, by)
    known = entered_before(ComplianceNote, order.person, entry_id)
    if known is not None:
        return known
    if with_reasons and proposal is not None:
        raise CannotBe(_("Why they did not come is told only where they agreed to it."))
    told = facts_of(order, by, day_of(at, project), with_reasons=with_reasons)
    agency = _agency(order, by)
    if compliance.mark_of(told, agency.pk) != seen:
        raise CannotBe(_("The order changed since you looked at the note. Look at it again, then send it."))
    row = ComplianceNote(id=new_id(entry_id), project=project, person=order.person, order=order)
    row.with_reasons, row.sent_by, row.sent_at = with_reasons, by.id, at
    act: dict[str, Any] = {"project": project, "by": by, "at": at}
    row.share = record_share(
        person=order.person,
        agency=agency,
        purpose="" if proposal else compliance.PURPOSE,
        facts=told,
        how="paper",
        proposal=proposal,
        entry_id=uuid5(row.pk, "share"),
        **act,
    )
    row.save(force_insert=True)
    note("justice.send_note", row, by, at)
    return row


def facts_of(order: Order, by: Actor, today: date, *, with_reasons: bool = False) -> list[Fact]:
    """The note as it would leave now. Raises CannotBe, Locked, NoGrant."""
    reference = order.sealed.open_unrecorded("notes.reference", by.unlocked)
    if not reference:
        raise CannotBe(_("Write down the number of the order first: the note names nothing else."))
    rows = list(order.appointments.all())
    if not rows:
        raise CannotBe(_("No appointment is written down, so there is nothing to tell."))
    missed = []
    for row in rows if with_reasons else []:
        if row.state == MISSED:
            said = row.sealed.open_unrecorded("notes.reason", by.unlocked) or {}
            words = row.sealed.open_unrecorded("notes.words", by.unlocked) or ""
            missed.append((row.planned_on, said.get("code", ""), words))
    if with_reasons and not missed:
        raise CannotBe(_("No appointment was missed, so there is no reason to tell."))
    lines = [Line(row.planned_on, row.state) for row in rows]
    return compliance.facts(reference, lines, today, compliance.reasons(missed))


def _agency(order: Order, by: Actor) -> Agency:
    """Whoever gave the order: a note goes nowhere else."""
    key = rules.agency_key(order.sealed.open_unrecorded("notes.ordered_by", by.unlocked))
    agency = Agency.objects.of(order.project).still_there().filter(pk=key).first() if key else None
    if agency is None or agency.kind not in rules.ORDERING:
        raise CannotBe(_("Say which court or police station of the directory gave the order first."))
    return agency
