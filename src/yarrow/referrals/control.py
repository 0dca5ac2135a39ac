"""Concerns about control by others, and papers to stay, as their own pages show them and no other page does."""

from dataclasses import dataclass, field
from uuid import UUID

from yarrow.people.models import Person
from yarrow.people.queries import row_of
from yarrow.referrals import lists
from yarrow.referrals.models import Concern, ConcernStep, StayStatus
from yarrow.sharing.models import Share
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

HELP = "immigration_help"


@dataclass(frozen=True)
class StepShown:
    """Something that was done about it."""

    step: ConcernStep
    kind: str = field(repr=False)
    words: str = field(repr=False)


@dataclass(frozen=True)
class ConcernShown:
    """One concern, opened: what they want first."""

    concern: Concern
    wants: str = field(repr=False)
    signs: list[str] = field(repr=False)
    words: str = field(repr=False)
    steps: list[StepShown]


@dataclass(frozen=True)
class StayShown:
    """What they said about their papers."""

    row: StayStatus
    status: str = field(repr=False)
    words: str = field(repr=False)


def concerns_of(by: Actor, person: Person, reason: str) -> list[ConcernShown]:
    """Somebody's concerns, those that stand first. Raises Locked, NoGrant."""
    rows = list(Concern.objects.filter(person=person))
    steps = list(ConcernStep.objects.filter(person=person))
    if not rows:
        return []
    with reading(by, person.project_id, act="referrals.show_concerns", reason=reason) as page:
        said = {
            (row.pk, name): page.open(row, f"notes.{name}")
            for row in rows
            for name in ("wants", "signs", "words")
        }
        done = {
            (row.pk, name): page.open(row, f"notes.{name}") for row in steps for name in ("kind", "words")
        }
    shown = [
        ConcernShown(
            concern=row,
            wants=said[row.pk, "wants"].value or "",
            signs=[lists.label("signs", code) for code in said[row.pk, "signs"].value or []],
            words=said[row.pk, "words"].value or "",
            steps=[
                StepShown(
                    one,
                    lists.label("concern_steps", done[one.pk, "kind"].value or ""),
                    done[one.pk, "words"].value or "",
                )
                for one in steps
                if one.concern_id == row.pk
            ],
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: one.concern.ended_on is not None)


def concern_in(person: Person, concern_id: UUID) -> Concern:
    """A concern about this person; NotHere otherwise."""
    found: Concern = row_of(Concern, person, concern_id)
    return found


def shares_of(person: Person) -> list[Share]:
    """What left about somebody, the latest first: a report names one of them."""
    return list(Share.objects.filter(person=person).select_related("agency"))


def stay_of(by: Actor, person: Person) -> StayShown | None:
    """What was written last; its own line on the trail says what it was opened for. Raises Locked, NoGrant."""
    row = StayStatus.objects.filter(person=person).first()
    if row is None:
        return None
    with reading(by, person.project_id, act="referrals.open_stay", reason=HELP) as page:
        status, words = page.open(row, "notes.status"), page.open(row, "notes.words")
    return StayShown(row, lists.label("stay", status.value or ""), words.value or "")
