"""Reading challenges: what they are about, which reports say the same, and what was decided."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from yarrow.methods import names
from yarrow.methods.incidents import spellings
from yarrow.methods.tokens import hashed
from yarrow.safety import choices, lists, rules
from yarrow.safety.errors import NotHere
from yarrow.safety.models import Challenge, ChallengeDoor, Offender, Outcome, Report
from yarrow.safety.regions import region_of
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

# Answered within a month of the day on which it came.
ANSWERED_WITHIN = timedelta(days=30)
NAME, ADDRESS = SAID_IN_WORDS = ("name", "address")


@dataclass(frozen=True)
class Shown:
    """A challenge opened for its reviewer. `found`: ids of reports that name what it is about, with what they name."""

    challenge: Challenge
    which: list[str] = field(repr=False)
    words: str = field(repr=False)
    reach: str = field(repr=False)
    found: dict[UUID, set[str]] = field(repr=False)
    outcomes: list[tuple[Outcome, str]] = field(repr=False)


def door_of(token: str) -> ChallengeDoor | None:
    """The open door behind a link, whatever its project. Read before a project is known."""
    return ChallengeDoor.objects.filter(digest=hashed(token), closed_at=None).first()


def open_door_of(project: Project) -> ChallengeDoor | None:
    """The page of this project where anybody may challenge what is kept, while it is open."""
    return ChallengeDoor.objects.filter(project=project, closed_at=None).first()


def challenge_in(project: Project, challenge_id: UUID) -> Challenge:
    """One of this project. Raises NotHere."""
    found = Challenge.objects.filter(project=project, pk=challenge_id).first()
    if found is None:
        raise NotHere()
    found.project = project
    return found


def waiting(project: Project) -> tuple[int, datetime | None]:
    """How many nobody has answered, and when the oldest came."""
    rows = Challenge.objects.filter(project=project, answered_at=None).order_by("received_at")
    came = list(rows.values_list("received_at", flat=True))
    return len(came), came[0] if came else None


def standing(project: Project, report_ids: Collection[UUID]) -> dict[UUID, str]:
    """Report → the latest outcome of a challenge to it; those never challenged are left out. One query."""
    return latest(outcomes_of(project, report_ids))


def outcomes_of(project: Project, report_ids: Collection[UUID] | None = None) -> QuerySet[Any]:
    """(report, outcome) of every challenge to these reports (None: to any), not read yet: `latest` takes it."""
    rows = Outcome.objects.filter(project=project)
    if report_ids is not None:
        rows = rows.filter(report_id__in=set(report_ids))
    return rows.order_by("decided_at", "id").values_list("report_id", "outcome")


def latest(outcomes: Iterable[tuple[UUID | None, str]]) -> dict[UUID, str]:
    """Report → the last of its outcomes."""
    return {report_id: outcome for report_id, outcome in outcomes if report_id}


def restricted(project: Project, report_ids: Collection[UUID]) -> set[UUID]:
    """Those of these reports that are in no alert and no check since somebody challenged them. One query."""
    return kept_back(outcomes_of(project, report_ids))


def kept_back(outcomes: Iterable[tuple[UUID | None, str]]) -> set[UUID]:
    """The same, out of outcomes that were read."""
    return {report_id for report_id, outcome in latest(outcomes).items() if outcome == lists.RESTRICT}


def show(by: Actor, challenge: Challenge) -> Shown:
    """Open a challenge and look for what it names in every report; one trail row, which never says what was found."""
    project = challenge.project
    every, said_so = Offender.objects.filter(project=project), choices.rows(project)
    outcomes = challenge.outcomes.all()
    at_once.read(every, said_so, outcomes)
    # One in escrow is in no alert and no check; that it names somebody is nobody's to know, so it is not looked at.
    chosen = choices.last_of(said_so, {one.report_id for one in every})
    offenders = [one for one in every if rules.is_text_open(chosen[one.report_id])]
    with reading(by, project.id, act="safety.show_challenge") as page:
        said = {name: page.open(challenge, f"incident.{name}") for name in ("which", "words", "reach")}
        described = page.open_many(offenders, "incident.described")
        reasons = page.open_many(outcomes, "incident.reason")
    lines = [line for line in (said["which"].value or "").splitlines() if line.strip()]
    region = region_of(project.time_zone)
    wanted = {
        (kind, spelling): line for line in lines for kind, spelling in _readings(line, region) if spelling
    }
    found: dict[UUID, set[str]] = {}
    for one in offenders:
        for spelling in _named(described[one.pk].value or {}, region) & set(wanted):
            found.setdefault(one.report_id, set()).add(wanted[spelling])
    return Shown(
        challenge,
        lines,
        said["words"].value or "",
        said["reach"].value or "",
        found,
        [(row, reasons[row.pk].value or "") for row in outcomes],
    )


def _readings(line: str, region: str) -> Iterator[tuple[str, str]]:
    """What a line may be, whole: (kind, spelling), each spelling "" where it can't be one."""
    yield from spellings.readings(line, region).items()
    yield from ((kind, _folded(line)) for kind in SAID_IN_WORDS)


def _named(said: dict[str, Any], region: str) -> set[tuple[str, str]]:
    """(kind, spelling) of everything that a description names whole."""
    numbers = (
        (kind, spellings.whole(kind, line, region))
        for kind, name in spellings.FIELDS.items()
        for line in said.get(name, ())
    )
    words = ((NAME, _folded(name)) for name in said.get("names", ()))
    address = (ADDRESS, _folded(said.get("address", "")))
    return {(kind, spelling) for kind, spelling in (*numbers, *words, address) if spelling}


def _folded(text: str) -> str:
    """The words of a name or an address: without case, accents, and what stands between them."""
    return " ".join(names.parts(text))


def challenges_of(project: Project) -> QuerySet[Challenge]:
    """Those that wait, the oldest first, then those answered; what is sealed stays in the database. Not read yet."""
    rows = Challenge.objects.filter(project=project).defer("which", "words", "reach")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "received_at", "id")


def reports_in(project: Project, report_ids: Collection[UUID]) -> QuerySet[Report]:
    """These reports of the project, the latest first; what is sealed stays in the database. Not read yet."""
    rows = Report.objects.filter(project=project, pk__in=set(report_ids)).select_related("zone")
    return rows.defer("words", "facts", "reach")


def report_in(project: Project, report_id: UUID) -> Report:
    """One report of this project. Raises NotHere."""
    found = reports_in(project, [report_id]).first()
    if found is None:
        raise NotHere()
    return found
