"""What an adviser looks at before a check may find it: identifiers of reports whose reporters released them.

Descriptions are opened and compared in memory, as are the ways of everybody whom the project knows, of members and
of workers: their own number is nobody's to accept. Nothing of that is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yarrow.alerts import own, seconding, tags
from yarrow.alerts.errors import NotHere
from yarrow.alerts.models import Released
from yarrow.alerts.models.checks import KNOWN, WHAT
from yarrow.methods.incidents import spellings
from yarrow.safety import challenges, choices, links, lists, regions, rules
from yarrow.safety.models import Offender, Report
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading

ACT = "alerts.accept_identifiers"
MOST_SHOWN = 100
KIND_LABELS = {
    spellings.PHONE: gettext_lazy("Phone number"),
    spellings.PLATE: gettext_lazy("Number plate"),
    spellings.ONLINE: gettext_lazy("E-mail or name on a site"),
}
# (kind, spelling)
Identifier = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One identifier of one report.

    place      its number among those of its kind in the description
    others     reports of other reporters that named the same, or somebody whom advisers say is the same
    n_others   by how many people these are
    is_own     it reaches somebody whom the project knows, a member or a worker
    released   its row, once it was accepted
    """

    report: Report
    chosen: Chosen
    offender_id: UUID
    kind: str
    place: int
    spelling: str = field(repr=False)
    others: frozenset[UUID] = frozenset()
    n_others: int = 0
    is_own: bool = False
    released: Released | None = None

    @property
    def identifier(self) -> Identifier:
        return self.kind, self.spelling

    @property
    def key(self) -> str:
        """What a form names it by."""
        return f"{self.offender_id}.{self.kind}.{self.place}"

    @property
    def label(self) -> str:
        return str(KIND_LABELS[self.kind])

    @property
    def condition(self) -> str:
        """What its reporter said about checks."""
        return lists.label("releases", self.chosen.release)

    @property
    def told(self) -> str:
        """What a check would say that happened."""
        return "; ".join(lists.label("kinds", code) for code in self.report.kinds)

    @property
    def is_seconded_since(self) -> bool:
        """Somebody else named it too, after it was accepted."""
        is_waited_for = self.chosen.release == lists.TWO and self.n_others > 0
        return is_waited_for and self.released is not None and not self.released.is_seconded


@dataclass(frozen=True)
class Looked:
    """What the page shows: what waits to be decided, what was accepted, how many more wait, rows to be made anew."""

    waiting: list[Line]
    accepted: list[Line]
    n_more: int
    n_stale: int


def look(by: Actor, project: Project, at: datetime) -> Looked:
    """Everything that a reporter released and that is whole. Raises NotAllowed, Locked, NoGrant."""
    asked = _Asked(project)
    lines, key_id = _lines(by, project, asked, at), tags.key().id
    waiting = [line for line in lines if line.released is None]
    accepted = [line for line in lines if line.released is not None]
    return Looked(
        waiting=waiting[:MOST_SHOWN],
        accepted=accepted,
        n_more=max(len(waiting) - MOST_SHOWN, 0),
        n_stale=sum(row.key_id != key_id for row in asked.released),
    )


def line_of(by: Actor, project: Project, key: str, at: datetime) -> Line | None:
    """The line that a form names, as it is now; None where it is there no more."""
    return next((line for line in _lines(by, project, _Asked(project), at) if line.key == key), None)


def says() -> list[tuple[str, str]]:
    """(code, words on a button): what a check may say of it."""
    return [(WHAT, _("Accept it")), (KNOWN, _("Accept it, say only that it is known"))]


def released_in(project: Project, released_id: UUID) -> Released:
    """A row of this project. Raises NotHere."""
    row = Released.objects.filter(project=project, pk=released_id).first()
    if row is None:
        raise NotHere()
    return row


def stale(by: Actor, project: Project) -> list[tuple[Released, str]]:
    """Rows whose tags were made with another key, and their spellings. Raises NotAllowed, Locked, NoGrant."""
    rules.check_may_read(by, project)
    rows = list(_stale(project))
    with reading(by, project.id, act="alerts.tag_anew") as page:
        opened = page.open_many(rows, "incident.spelling")
    return [(row, opened[row.pk].value) for row in rows]


def _stale(project: Project) -> Any:
    return Released.objects.filter(project=project).exclude(key_id=tags.key().id)


class _Asked:
    """Everything that the page is made of, to be read together."""

    def __init__(self, project: Project) -> None:
        reports = Report.objects.filter(project=project)
        self.reports = reports.defer("words", "facts", "reach")
        self.offenders = Offender.objects.filter(project=project)
        self.choices, self.outcomes = choices.rows(project), challenges.outcomes_of(project)
        self.decisions, self.released = links.decisions(project), Released.objects.filter(project=project)
        self.own = own.Asked(project)

    @property
    def lists(self) -> list[Any]:
        of_reports = [self.reports, self.offenders, self.choices, self.outcomes]
        return [*of_reports, self.decisions, self.released, *self.own.lists]


def _lines(by: Actor, project: Project, asked: _Asked, at: datetime) -> list[Line]:
    rules.check_may_read(by, project)
    at_once.read(asked)
    reports, chosen = _heard(asked)
    offenders = {row.pk: row for row in asked.offenders if row.report_id in reports}
    with reading(by, project.id, act=ACT) as page:
        cells = ((row.pk, row.report_id, row.described) for row in offenders.values())
        described = page.open_column(Offender, "incident.described", cells)
        ways = asked.own.opened(page)
    region = regions.region_of(project.time_zone)
    own_spellings = own.spellings_of(ways, region)
    found = list(_named(offenders.values(), described, reports, chosen, region))
    named: dict[Identifier, set[UUID]] = {}
    for line in found:
        named.setdefault(line.identifier, set()).add(line.report.pk)
    # By way of a report that may not speak for another nothing is linked either.
    same = [pair for pair in links.same(links.last_of(asked.decisions)) if offenders.keys() >= set(pair)]
    released, key = _released(asked, at), tags.key()
    return [
        replace(
            _seconded(line, named[line.identifier] | _linked(line, same, offenders), reports),
            is_own=line.identifier in own_spellings,
            released=released.get((line.report.pk, key.tag(*line.identifier))),
        )
        for line in found
        if is_released(line)
    ]


def _seconded(line: Line, named: set[UUID], reports: dict[UUID, Report]) -> Line:
    others = {each for each in named if reports[each].reporter_id != line.report.reporter_id}
    n_others = len({reports[each].reporter_id for each in others})
    return replace(line, others=frozenset(others), n_others=n_others)


def _linked(line: Line, same: list[links.Pair], offenders: dict[UUID, Offender]) -> set[UUID]:
    """Reports of those that advisers say are this one."""
    return {offenders[each].report_id for each in links.connected(line.offender_id, same)}


def is_released(line: Line) -> bool:
    """Whether its reporter lets checks find it, now or on a condition."""
    return line.chosen.release != lists.NEVER and rules.may_warn(line.chosen, line.report.kinds)


def _heard(asked: _Asked) -> tuple[dict[UUID, Report], dict[UUID, Chosen]]:
    """Reports that may be released, or speak for another."""
    rows = {row.pk: row for row in asked.reports}
    chosen, shut = choices.last_of(asked.choices, rows), challenges.kept_back(asked.outcomes)
    heard = {
        report_id: row
        for report_id, row in rows.items()
        if report_id not in shut and seconding.may_second(chosen[report_id])
    }
    return heard, chosen


def _named(
    offenders: Iterable[Offender],
    described: dict[UUID, Opened],
    reports: dict[UUID, Report],
    chosen: dict[UUID, Chosen],
    region: str,
) -> Iterator[Line]:
    """Every whole identifier of these descriptions, of the latest report first; parts are left to the matching."""
    ordered = sorted(offenders, key=lambda row: (reports[row.report_id].received_at, row.n), reverse=True)
    for row in ordered:
        said = described[row.pk].value if row.pk in described else {}
        seen: set[Identifier] = set()
        for kind, name in spellings.FIELDS.items():
            for place, text in enumerate(said.get(name, ())):
                spelling = spellings.whole(kind, text, region)
                if spelling and (kind, spelling) not in seen:
                    seen.add((kind, spelling))
                    yield Line(reports[row.report_id], chosen[row.report_id], row.pk, kind, place, spelling)


def _released(asked: _Asked, at: datetime) -> dict[tuple[UUID, str], Released]:
    return {(row.report_id, row.tag): row for row in asked.released if row.expires_at > at}
