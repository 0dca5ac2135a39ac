"""What the comparing found, and what advisers make of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.safety import choices, counted, links, lists, rules
from yarrow.safety.errors import CannotBe, Closed, Conflict, NotHere
from yarrow.safety.links import Pair
from yarrow.safety.models import Decision, Offender, Report, Suggestion
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def note_compared(
    *, read: Mapping[UUID, Chosen], found: Mapping[Pair, float], project: Project, by: Actor, at: datetime
) -> int:
    """Write down that reports were opened to be compared, and which pairs are alike; how many of them are new.

    `read`: how far each report went as it was read. A pair that was suggested before, or that anybody said anything
    of, is not suggested again. What was erased while the comparing went on, or is nobody's to hear of since, is left
    out; a report that goes another way since is compared anew.
    """
    rules.check_may_read(by, project)
    trail.hold(project.id)
    ids = {each for pair in found for each in pair}
    standing = _standing(project, ids)
    known = Suggestion.objects.filter(project=project, low__in=ids, high__in=ids)
    passed = set(known.values_list("low_id", "high_id")) | set(links.said_of(project, ids))
    fresh = [
        Suggestion(project=project, low_id=low, high_id=high, bits=bits, suggested_at=at)
        for (low, high), bits in found.items()
        if (low, high) not in passed and {low, high} <= standing
    ]
    Suggestion.objects.bulk_create(fresh)
    chosen = choices.of(project, read)
    compared = [report_id for report_id, before in read.items() if chosen[report_id] == before]
    Report.objects.filter(project=project, pk__in=compared).update(compared_at=at)
    opened = [
        "safety.offender.incident.described",
        "safety.report.incident.facts",
        "safety.report.incident.words",
    ]
    trail.note(
        project.id, by=by, act="safety.compare", at=at, fields=opened, reason=f"suggested: {len(fresh)}"
    )
    return len(fresh)


def _standing(project: Project, offenders: Iterable[UUID]) -> set[UUID]:
    """Those that are still there and of which somebody may hear now."""
    rows = Offender.objects.filter(project=project, pk__in=list(offenders))
    owner = dict(rows.values_list("id", "report_id"))
    chosen = choices.of(project, owner.values())
    return {key for key, report_id in owner.items() if rules.may_match(chosen[report_id])}


@transaction.atomic
def decide(
    *, one: UUID, other: UUID, said: str, n_seen: int, project: Project, by: Actor, at: datetime
) -> Decision:
    """What an adviser says of two descriptions, having seen `n_seen` decisions about them.

    Raises NotAllowed, NotHere, CannotBe, Closed for a report in escrow or one of which nobody may hear (what was said
    can be taken back all the same), and Conflict where somebody was faster.
    """
    rules.check_may_read(by, project)
    trail.hold(project.id)
    low, high = links.pair_of(one, other)
    owner = dict(Offender.objects.filter(project=project, pk__in=[low, high]).values_list("id", "report_id"))
    if len(owner) != 2:
        raise NotHere()
    if owner[low] == owner[high]:
        raise CannotBe(_("One report tells of these two as two people."))
    if said not in lists.DECISIONS:
        raise CannotBe(_("Say whether they are the same person."), field="said")
    last = links.said_of(project, [low]).get((low, high), links.NOTHING)
    if last.n != n_seen:
        raise Conflict()
    _check_can_be_said(project, owner.values(), said, last.said)
    row = Decision(project=project, low_id=low, high_id=high, n=last.n + 1, said=said)
    row.decided_by, row.decided_at = by.id, at
    row.save(force_insert=True)
    if last.said == lists.SAME:
        counted.parted(project, low, high)
    trail.note(project.id, by=by, act="safety.decide", at=at, subject=owner[low], reason=said)
    trail.note(project.id, by=by, act="safety.decide", at=at, subject=owner[high], reason=said)
    return row


def _check_can_be_said(project: Project, report_ids: Iterable[UUID], said: str, before: str) -> None:
    if said == lists.UNDONE:
        if before in ("", lists.UNDONE):
            raise CannotBe(_("Nothing is said of these two that could be taken back."))
        return
    if said == before:
        raise CannotBe(_("That is what is said of them already."))
    for chosen in choices.of(project, report_ids).values():
        if not (rules.may_match(chosen) and rules.is_text_open(chosen)):
            raise Closed()
