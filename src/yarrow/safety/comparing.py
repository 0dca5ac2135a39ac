"""What the pages of matching show: the likeliest of each person of a report, pairs that wait, one person's reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from yarrow.methods.incidents import Likeness
from yarrow.safety import finding, links, lists, queries, reasons, rules, showing
from yarrow.safety.errors import NotHere
from yarrow.safety.links import Last, Pair, pair_of
from yarrow.safety.match_book import read_register
from yarrow.safety.matching import FIRST
from yarrow.safety.models import Report
from yarrow.safety.register import Register, Told
from yarrow.safety.showing import Said
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

MOST_FOUND = 20


@dataclass(frozen=True)
class Match:
    """Another description beside one of this report.

    is_closed    one of the two reports is in escrow: only that it matches may be told
    asks         the reports whose reporters are to be asked again: their numbers, and when each came
    """

    one: UUID
    other: UUID
    report_id: UUID
    short: str
    is_suggested: bool
    is_closed: bool
    asks: list[tuple[UUID, str]]
    last: Last
    said: str
    said_by: str
    whys: list[reasons.Why] = field(repr=False)


@dataclass(frozen=True)
class Compared:
    """One person of a report: what is known, and who they may be elsewhere. `n_alike`: reports in their cluster."""

    key: UUID
    told: list[Said] = field(repr=False)
    is_empty: bool
    n_alike: int
    matches: list[Match]


@dataclass(frozen=True)
class Comparison:
    """One report beside the others. `is_heard`: whether anybody may hear of what it is like."""

    report: Report
    short: str
    is_heard: bool
    is_closed: bool
    n_others: int
    people: list[Compared]


def compared(by: Actor, project: Project, report_id: UUID, typed: str | None = None) -> Comparison:
    """The likeliest of each person of a report, or those that have what was typed; one row on the trail.

    Raises NotAllowed, Locked, NoGrant, NotHere.
    """
    rules.check_may_read(by, project)
    register = read_register(by, project, act="safety.compare_report")
    keys = register.of_report(report_id)
    found = {key: _likeliest(register, key, typed) for key in keys}
    row = register.report(report_id)
    if row is None:
        raise NotHere()
    matched = _Matched(register, links.said_of(project))
    is_closed = any(register.told[key].is_closed for key in keys)
    people = [matched.person(key, found[key]) for key in keys]
    is_heard, n_others = report_id in register.reports, len(register.reports.keys() - {report_id})
    return Comparison(row, queries.in_short(row, project), is_heard, is_closed, n_others, people)


def _likeliest(register: Register, key: UUID, typed: str | None) -> list[Likeness]:
    """Whom to show beside one description. A report in escrow is there only where the machine would suggest it."""
    mine = register.told[key]
    if typed is not None:
        # Nobody looks around among others by way of a report in escrow.
        others = [] if mine.is_closed else finding.found(register, typed, but=mine.report_id)
        return register.book.beside(mine.one, map(str, others))[:MOST_FOUND]
    # Those in escrow that are not suggested may stand before others: a few more are asked for.
    likest = register.book.likest(mine.one, 4 * FIRST)
    said = (one for one in likest if one.reasons)
    met = (one for one in said if register.may_meet(key, UUID(one.key)))
    shown = (one for one in met if one.is_suggested or not _is_any_closed(register, key, one))
    return list(shown)[:FIRST]


def _is_any_closed(register: Register, key: UUID, likeness: Likeness) -> bool:
    return register.told[key].is_closed or register.told[UUID(likeness.key)].is_closed


def _report(register: Register, report_id: UUID) -> Report:
    found = register.report(report_id)
    if found is None:
        raise NotHere()
    return found


@dataclass(frozen=True)
class _Matched:
    """What is needed to tell of one match."""

    register: Register
    said: dict[Pair, Last]

    def person(self, key: UUID, alike: Sequence[Likeness]) -> Compared:
        mine = self.register.told[key]
        heard = self.register.told.keys()
        cluster = links.connected(key, [pair for pair in links.same(self.said) if heard >= set(pair)])
        told = [] if mine.is_closed else showing.offender_in_words(mine.said)
        matches = [self.match(key, one) for one in alike]
        return Compared(key, told, not mine.said, len(cluster), matches)

    def match(self, key: UUID, likeness: Likeness) -> Match:
        other = UUID(likeness.key)
        mine, theirs = self.register.told[key], self.register.told[other]
        last = self.said.get(pair_of(key, other), links.NOTHING)
        closed = [told.report_id for told in (theirs, mine) if told.is_closed]
        is_said = last.said not in ("", lists.UNDONE)
        asks = [
            (each, queries.in_short(_report(self.register, each), self.register.project)) for each in closed
        ]
        return Match(
            one=key,
            other=other,
            report_id=theirs.report_id,
            short=queries.in_short(_report(self.register, theirs.report_id), self.register.project),
            is_suggested=likeness.is_suggested,
            is_closed=bool(closed),
            asks=asks,
            last=last,
            said=lists.label("decisions", last.said) if is_said else "",
            said_by=last.by if is_said else "",
            whys=reasons.whys(likeness, mine, theirs, self.register.region),
        )


@dataclass(frozen=True)
class Member:
    """One report of a cluster. `is_closed`: in escrow; nothing of it is told but that it matches."""

    key: UUID
    report: Report
    short: str
    is_closed: bool
    told: list[Said] = field(repr=False)


@dataclass(frozen=True)
class Link:
    """What somebody said of two members."""

    one: UUID
    other: UUID
    last: Last
    said: str
    by: str
    shorts: tuple[str, str]


@dataclass(frozen=True)
class Cluster:
    """Everything that was reported of one person, as far as anybody may hear of it.

    identifiers    kind, as typed, in how many of the reports
    against        pairs of it that somebody called two people, although others link them
    """

    start: UUID
    members: list[Member]
    n_reporters: int
    first: str
    last: str
    identifiers: list[tuple[str, str, int]] = field(repr=False)
    links: list[Link]
    against: list[Link]


def cluster(by: Actor, project: Project, offender_id: UUID) -> Cluster:
    """One person's reports, with one row on the trail. Raises NotAllowed, Locked, NoGrant, NotHere."""
    rules.check_may_read(by, project)
    register = read_register(by, project, act="safety.show_cluster")
    if offender_id not in register.told:
        raise NotHere()
    said = links.said_of(project)
    pairs = [pair for pair in links.same(said) if register.told.keys() >= set(pair)]
    keys = links.connected(offender_id, pairs)
    told = {key: register.told[key] for key in keys}
    reports = {each.report_id: _report(register, each.report_id) for each in told.values()}
    members = sorted((_member(key, told[key], reports, project) for key in told), key=_when)
    shorts = {member.key: member.short for member in members}
    within = {pair: last for pair, last in said.items() if told.keys() >= set(pair)}
    found = [Link(*pair, last, lists.label("decisions", last.said), last.by, _two(pair, shorts))
             for pair, last in within.items()]  # fmt: skip
    months = sorted(row.month for row in reports.values() if row.month)
    return Cluster(
        start=offender_id,
        members=members,
        n_reporters=len({row.reporter_id for row in reports.values()}),
        first=queries.month_in_words(months[0]) if months else "",
        last=queries.month_in_words(months[-1]) if months else "",
        identifiers=finding.identifiers_of(told.values()),
        links=[link for link in found if link.last.said == lists.SAME],
        against=[link for link in found if link.last.said == lists.DIFFERENT],
    )


def _member(key: UUID, told: Told, reports: dict[UUID, Report], project: Project) -> Member:
    row = reports[told.report_id]
    said = [] if told.is_closed else showing.offender_in_words(told.said)
    return Member(key, row, queries.in_short(row, project), told.is_closed, said)


def _when(member: Member) -> tuple[str, str]:
    return (member.report.received_at.isoformat(), str(member.key))


def _two(pair: Pair, shorts: dict[UUID, str]) -> tuple[str, str]:
    return shorts[pair[0]], shorts[pair[1]]
