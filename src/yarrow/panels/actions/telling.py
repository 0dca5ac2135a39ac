"""An agency is told what may be said to it in that second: on a sheet, or at the meeting. All in one transaction.

Every person's row is held before anything is decided, in one order, so that consent that is taken back meanwhile either
came first, and then nothing is told, or waits, and then finds the share.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.methods.refusals import Refusal
from yarrow.methods.speaking import Verdict
from yarrow.panels import rules, speaking
from yarrow.panels.actions.arranging import held
from yarrow.panels.errors import CannotBe
from yarrow.panels.models import Item, Meeting, Telling
from yarrow.people.actions.rows import day_of
from yarrow.sharing import rules as sharing
from yarrow.sharing.actions import Fact, record_share
from yarrow.sharing.models import Agreement, Proposal, Share
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

SHEET, SPOKEN = "panel_sheet", "panel"
ACTS = {SHEET: "panels.print_sheet", SPOKEN: "panels.note_said"}


@dataclass(frozen=True)
class Line:
    """One person on a sheet: (code of a fact, what it says), in the order of the list. No id, no number."""

    said: list[tuple[str, str]] = field(repr=False)


@dataclass(frozen=True)
class Sheet:
    """What one agency was told: whom it is for, under what, when; and nobody about whom nothing may be said."""

    agency: Agency
    agreement: Agreement
    meeting: Meeting
    at: datetime
    lines: list[Line] = field(repr=False)
    shares: list[Share] = field(repr=False, default_factory=list)


@transaction.atomic
def tell(
    *,
    meeting: Meeting,
    agency: Agency,
    how: str,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID,
    only: Iterable[UUID] | None = None,
) -> Sheet:
    """Tell an agency of the panel what may be said now. how: SHEET or SPOKEN; `only`: about these items alone.

    The same `entry_id` again writes nothing twice, and tells only what may still be said. Raises CannotBe, NotOnTeam,
    NotHere, NotForYou, Locked, NoGrant.
    """
    rules.check_on_team(by, meeting.panel, project)
    panel = held(meeting.panel, project)
    rules.check_goes_on(panel)
    rules.check_sits(panel, agency)
    agency = Agency.objects.get(pk=agency.pk)
    if how == SPOKEN:
        _check_was_there(meeting, agency, day_of(at, project))
    items = _held_items(meeting, None if only is None else set(only))
    # After the people, as whoever shares does: nobody ends it while this is decided.
    agreement = Agreement.objects.select_for_update().get(pk=panel.agreement_id)
    hearing = speaking.Hearing(agency, agreement, project, by, at)
    lines, shares = [], []
    for item in items:
        line, made = _told(item, hearing, how, entry_id)
        lines += [line] if line.said else []
        shares += made
    trail.note(project.id, by=by, act=ACTS[how], subject=panel.pk, at=at)
    return Sheet(agency, agreement, meeting, at, lines, shares)


def _held_items(meeting: Meeting, only: set[UUID] | None) -> list[Item]:
    """Those on the agenda, their people held in one order; whoever was erased or merged away is left out."""
    rows = Item.objects.filter(meeting=meeting).select_related("person__project")
    found = []
    for item in sorted(rows, key=lambda row: (str(row.person_id), str(row.pk))):
        try:
            sharing.held(item.person)
        except Refusal:
            continue
        found.append(item)
    # Taken off, or put on somebody else's record, before the rows were held.
    standing = set(Item.objects.filter(meeting=meeting, taken_off_at=None).values_list("pk", "person_id"))
    found = [item for item in found if (item.pk, item.person_id) in standing]
    return [item for item in found if only is None or item.pk in only]


def _told(item: Item, hearing: speaking.Hearing, how: str, entry_id: UUID) -> tuple[Line, list[Share]]:
    """What may be said about one person: written to the ledger, a share for each ground, and given to be shown."""
    said = speaking.facts_of(item, hearing.by)
    found, proposals = speaking.heard(item, hearing, said)
    shares = [
        _shared(item, hearing, how, entry_id, codes, said, proposals.get(ground) if ground else None)
        for ground, codes in _grounds(found, said).items()
    ]
    may = [code for code in said if code in found.said]
    return Line([(code, said[code]) for code in may]), shares


def _grounds(found: Verdict, said: Iterable[str]) -> dict[UUID | None, list[str]]:
    """Ground (None: consent, else the proposal) → the facts that rest on it."""
    grounds: dict[UUID | None, list[str]] = {}
    for code in said:
        if code in found.said:
            grounds.setdefault(found.by_gateway.get(code), []).append(code)
    return grounds


def _shared(
    item: Item,
    hearing: speaking.Hearing,
    how: str,
    entry_id: UUID,
    codes: list[str],
    said: dict[str, str],
    proposal: Proposal | None,
) -> Share:
    """One share, once for one press of the button; asked of `record_share` all over again."""
    told = {"project": hearing.project, "by": hearing.by, "at": hearing.at}
    once = uuid5(entry_id, f"{item.pk} {hearing.agency.pk} {proposal and proposal.pk} {' '.join(codes)}")
    share = record_share(
        person=item.person,
        agency=hearing.agency,
        purpose=hearing.purpose,
        facts=[Fact(code, said[code]) for code in codes],
        how=how,
        agreement=hearing.agreement,
        proposal=proposal,
        entry_id=once,
        **told,  # type: ignore[arg-type]
    )
    Telling.objects.get_or_create(
        share=share, defaults={"project": hearing.project, "person": item.person, "item": item}
    )
    return share


def _check_was_there(meeting: Meeting, agency: Agency, today: date) -> None:
    if meeting.held_on != today:
        raise CannotBe(_("What was said is written down on the day of the meeting."))
    if not meeting.attendance.filter(agency=agency).exists():
        raise CannotBe(_("Nobody of this agency was there. Write down first who came."))
