"""Referrals as their pages show them: a person's, one with its history, and those of the project, the silent first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.agencies import lists as directory
from yarrow.methods.pathways import ENDED, MOVES, live
from yarrow.people.models import Person
from yarrow.people.queries import open_each, row_of
from yarrow.referrals import lists, timers
from yarrow.referrals.models import Journey, Move, Preparation, Referral, Signpost
from yarrow.referrals.takers import WISHES, mismatches
from yarrow.staff.models import Project, names_in
from yarrow.ui import days
from yarrow.ui.sentences import translated
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

MINE, ALL = "mine", "all"
PAGE = 25
# Acts that are done in one press, today; the others ask for a day, a reason or what is to be sent.
AT_ONCE = frozenset(
    {"agree", "receive", "accept", "wait", "accompany", "attend", "engage", "complete", "offer_again"}
)


@dataclass(frozen=True)
class Act:
    """One thing that can be done now."""

    code: str
    words: str

    @property
    def is_at_once(self) -> bool:
        return self.code in AT_ONCE

    @property
    def is_way_out(self) -> bool:
        """Whether it ends the referral short: offered below the others."""
        return self.code in ("decline", "refuse", "lose")


@dataclass(frozen=True)
class ReferralShown:
    """One line."""

    referral: Referral
    today: date
    who: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    follows: str = ""

    @property
    def where(self) -> str:
        """The agency, and which of its services."""
        one = self.referral
        return f"{one.agency.name}: {one.service.name}" if one.service else one.agency.name

    @property
    def need(self) -> str:
        return directory.label("needs", self.referral.need)

    @property
    def state(self) -> str:
        return lists.label("states", self.referral.state)

    @property
    def route(self) -> str:
        """How it goes, where that is out of the ordinary."""
        return lists.label("routes", self.referral.route) if self.referral.route != lists.PLAIN else ""

    @property
    def is_open(self) -> bool:
        return self.referral.state not in ENDED

    @property
    def n_silent(self) -> int:
        """For how many days something should have been heard; 0 when nothing should yet."""
        expected = self.referral.expected_on
        return max((self.today - expected).days, 0) if expected else 0

    @property
    def standing(self) -> str:
        """ "since 3 March 2026 · silent for 9 days · followed by Sam"."""
        one, n = self.referral, self.n_silent
        said = [_("since %(day)s") % {"day": days.day(one.since_on)}]
        if n:
            said.append(ngettext("silent for %(n)s day", "silent for %(n)s days", n) % {"n": n})
        elif one.expected_on:
            said.append(_("to be heard of by %(day)s") % {"day": days.day(one.expected_on)})
        return " · ".join([*said, self.follows] if self.follows else said)

    @property
    def tag(self) -> str:
        """How its tag looks."""
        if self.n_silent:
            return "overdue"
        return "due" if self.is_open else "done"

    @property
    def acts(self) -> list[Act]:
        """What can be done next."""
        return [Act(act, lists.label("acts", act)) for act in MOVES[self.referral.state]]

    @property
    def forward(self) -> list[Act]:
        return [act for act in self.acts if not act.is_way_out]

    @property
    def has_at_once(self) -> bool:
        """Whether anything is done in one press, for which another day could be said."""
        return any(act.is_at_once for act in self.forward)

    @property
    def ways_out(self) -> list[Act]:
        return [act for act in self.acts if act.is_way_out]


@dataclass(frozen=True)
class MoveShown:
    """One row of the history."""

    move: Move
    by: str
    words: str = field(repr=False)

    @property
    def what(self) -> str:
        return lists.done_label(self.move.act)

    @property
    def reason(self) -> str:
        return lists.label("reasons", self.move.reason) if self.move.reason else ""


@dataclass(frozen=True)
class PreparationShown:
    """What was needed to get there."""

    preparation: Preparation
    words: str = field(repr=False)

    @property
    def what(self) -> str:
        return lists.label("preparations", self.preparation.kind)

    @property
    def cost(self) -> str:
        """In pounds; "" where nobody said."""
        pence = self.preparation.pence
        return f"£{pence // 100}.{pence % 100:02}" if pence is not None else ""


@dataclass(frozen=True)
class OfPerson:
    """What a person's page of referrals shows."""

    open: list[ReferralShown]
    ended: list[ReferralShown]
    signposts: list[tuple[Signpost, str]]
    journeys: list[Journey]


@dataclass(frozen=True)
class Whole:
    """One referral with everything that belongs to it."""

    line: ReferralShown
    history: list[MoveShown]
    prepared: list[PreparationShown]
    step: str
    can_put_back: bool
    mismatches: list[str]


def of_person(by: Actor, person: Person, today: date, reason: str) -> OfPerson:
    """Somebody's referrals, opened; open ones first, by when something is expected. Raises Locked, NoGrant."""
    rows = Referral.objects.filter(person=person).select_related("agency", "service")
    signposts = Signpost.objects.filter(person=person).select_related("agency", "service")
    journeys = Journey.objects.filter(person=person).select_related("pathway")
    names = names_in(person.project)
    at_once.read(rows, signposts, journeys, names)
    with reading(by, person.project_id, act="referrals.show_referrals", reason=reason) as page:
        words = open_each(page, [row for row in rows if row.words is not None], "notes.words")
    called: dict[UUID, str] = dict(names)
    lines = [
        ReferralShown(
            row,
            today,
            words=words[row.pk].value or "" if row.pk in words else "",
            follows=called.get(row.worker, ""),
        )
        for row in rows
    ]
    return OfPerson(
        open=sorted(
            (line for line in lines if line.is_open), key=lambda line: line.referral.expected_on or date.max
        ),
        ended=[line for line in lines if not line.is_open],
        signposts=[(one, directory.label("needs", one.need)) for one in signposts],
        journeys=list(journeys),
    )


def referral_in(person: Person, referral_id: UUID) -> Referral:
    """A referral of this person with its agency and step; NotHere otherwise."""
    related = ("person__project", "agency", "service", "taken__journey__pathway")
    row: Referral = row_of(Referral, person, referral_id, *related)
    return row


def whole(by: Actor, referral: Referral, today: date, reason: str) -> Whole:
    """One referral, opened with its history and what was needed. Raises Locked, NoGrant."""
    moves, prepared = referral.moves.order_by("n"), referral.preparations.all()
    names = names_in(referral.person.project)
    at_once.read(moves, prepared, names)
    with reading(by, referral.project_id, act="referrals.show_referral", reason=reason) as page:
        written: list[Any] = [referral, *moves, *prepared]
        rows = [row for row in written if row.words is not None]
        opened = open_each(page, rows, "notes.words")
        wished = {name: page.open(referral.person, f"identity.{name}") for name, _fact, _asks in WISHES}
    said = {key: one.value or "" for key, one in opened.items()}
    called: dict[UUID, str] = dict(names)
    step = timers.step_of(referral)
    standing = live((one.act, one.state) for one in moves)
    return Whole(
        line=ReferralShown(
            referral, today, words=said.get(referral.pk, ""), follows=called.get(referral.worker, "")
        ),
        history=[
            MoveShown(one, called.get(one.moved_by, ""), said.get(one.pk, "")) for one in reversed(moves)
        ],
        prepared=[PreparationShown(one, said.get(one.pk, "")) for one in prepared],
        step=translated(step.label) if step else "",
        mismatches=mismatches(referral.service, {name: one.value for name, one in wished.items()}),
        can_put_back=len(standing) > 1 and standing[-1][0] != "send",
    )


def listed(
    by: Actor, project: Project, today: date, *, whose: str, page: int
) -> tuple[list[ReferralShown], bool]:
    """One page of open referrals, the longest silent first, and whether there are more. Raises Locked."""
    start = (page - 1) * PAGE
    rows = Referral.objects.of(project).filter(expected_on__isnull=False, person__erased_at=None)
    if whose == MINE:
        rows = rows.filter(worker=by.id)
    rows = rows.select_related("person", "agency", "service").order_by("expected_on", "id")
    found, names = rows[start : start + PAGE + 1], names_in(project)
    at_once.read(found, names)
    return shown(by, project, list(found)[:PAGE], dict(names), today, "referrals.list_open"), len(
        found
    ) > PAGE


def shown(
    by: Actor, project: Project, rows: Sequence[Referral], names: dict[UUID, str], today: date, act: str
) -> list[ReferralShown]:
    """Lines with the names of the people, opened together."""
    with reading(by, project.id, act=act) as page:
        called = open_each(page, _each_once(row.person for row in rows), "identity.called")
    return [
        ReferralShown(
            row,
            today,
            who=(called[row.person_id].value if row.person_id in called else "") or row.person.code,
            follows=names.get(row.worker, ""),
        )
        for row in rows
    ]


def _each_once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())
