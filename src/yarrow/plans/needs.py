"""Needs and strengths of one person as their pages show them: by domain, each rater's answers side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from yarrow.methods import distance
from yarrow.people.models import Person
from yarrow.plans import lists
from yarrow.plans.models import FirstNeeds, Rating
from yarrow.ui import days, ladders
from yarrow.ui.charts import Picture
from yarrow.ui.tables import Column, Table
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading

N_STEPS = len(lists.items("ladder"))


@dataclass(frozen=True)
class Stands:
    """One rater's answers for one domain: the latest, and the first with a step."""

    latest: Rating
    first: Rating | None

    @property
    def move(self) -> str:
        """up, stayed, down; not_known with fewer than two days that have a step."""
        if self.first is None or self.latest.step is None or self.first.rated_on == self.latest.rated_on:
            return distance.NOT_KNOWN
        return distance.moved(self.first.step or 0, self.latest.step)

    @property
    def words(self) -> str:
        """Where it is now, and where it was first."""
        if self.latest.step is None:
            return lists.label("unrated", self.latest.answer)
        now, before = (
            lists.step_words(self.latest.step),
            lists.step_words(self.first.step if self.first else None),
        )
        said = {"now": now, "before": before}
        return {
            distance.UP: _("%(now)s (up from: %(before)s)"),
            distance.DOWN: _("%(now)s (down from: %(before)s)"),
            distance.STAYED: _("%(now)s (as at first)"),
        }.get(self.move, "%(now)s") % said


@dataclass(frozen=True)
class DomainLine:
    """One domain with everybody who answered, by rater. `place`: where it comes first here (1 …), None if nowhere."""

    item: lists.Item
    by_rater: dict[str, Stands]
    place: int | None = None

    @property
    def is_need(self) -> bool:
        """Whether anybody's latest step says that it is hard, or up and down."""
        steps = [one.latest.step for one in self.by_rater.values() if one.latest.step is not None]
        return any(step <= lists.need_up_to() for step in steps)

    @property
    def is_strength(self) -> bool:
        """Whether everybody who gave a step says that it is at least mostly all right."""
        steps = [one.latest.step for one in self.by_rater.values() if one.latest.step is not None]
        return bool(steps) and all(step > lists.need_up_to() for step in steps)

    @property
    def differs(self) -> bool:
        """Whether those who gave a step gave different ones: both stand."""
        return len({one.latest.step for one in self.by_rater.values() if one.latest.step is not None}) > 1


@dataclass(frozen=True)
class AreaShown:
    """One portion: its words, its picture with a table, and what nobody has answered yet."""

    area: lists.Item
    picture: Picture | None
    lines: list[DomainLine] = field(default_factory=list)
    open: list[lists.Item] = field(default_factory=list)


class Needs:
    """Everything rated about one person; its lists are read with others of a page (`at_once`)."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.ratings = Rating.objects.filter(person=person).defer("words", "wanted")
        self.rule = FirstNeeds.objects.filter(project=person.project_id)[:1]

    @property
    def lists(self) -> list[Any]:
        return [self.ratings, self.rule]

    @property
    def first_needs(self) -> FirstNeeds | None:
        """The rule that holds, if the project has one."""
        return next(iter(self.rule), None)

    def domains(self) -> list[DomainLine]:
        """Every domain, in the order of the list."""
        found = standing(self.ratings)
        order = self.first_needs.domains if self.first_needs else []
        places = {code: n for n, code in enumerate(order, start=1)}
        return [
            DomainLine(item, found.get(item.code, {}), places.get(item.code))
            for item in lists.items("domain")
        ]

    def areas(self, *, facing: bool = False) -> list[AreaShown]:
        """Every portion with its picture; `facing`: in words for the person themselves."""
        whose = "rater_facing" if facing else "rater"
        by_area: dict[str, list[DomainLine]] = {}
        for line in self.domains():
            by_area.setdefault(line.item.area, []).append(line)
        return [_shown(area, by_area.get(area.code, []), whose) for area in lists.items("area")]

    def first_to_come(self) -> list[DomainLine]:
        """The needs that come first by the project's own rule, in its order."""
        ranked = [(line.place, line) for line in self.domains() if line.place is not None and line.is_need]
        return [line for _place, line in sorted(ranked, key=lambda pair: pair[0])]


@dataclass(frozen=True)
class Said:
    """One answer of a domain's history, opened."""

    rating: Rating
    rater: str
    answer: str
    words: str = field(default="", repr=False)
    wanted: str = field(default="", repr=False)
    is_closed: bool = False


def standing(ratings: Iterable[Rating]) -> dict[str, dict[str, Stands]]:
    """domain → rater → how they stand; ratings come by day and moment, and of one day the last one holds."""
    days_of: dict[tuple[str, str], dict[Any, Rating]] = {}
    for one in ratings:
        days_of.setdefault((one.domain, one.rater), {})[one.rated_on] = one
    found: dict[str, dict[str, Stands]] = {}
    for (domain, rater), by_day in days_of.items():
        said = [by_day[day] for day in sorted(by_day)]
        first = next((one for one in said if one.step is not None), None)
        found.setdefault(domain, {})[rater] = Stands(said[-1], first)
    return found


def both_are_needs(ratings: Iterable[Rating], one: str, other: str) -> bool:
    """Whether both domains are needs now, whoever says so."""
    found = standing(ratings)
    return all(DomainLine(lists.Item(code, ""), found.get(code, {})).is_need for code in (one, other))


def history(by: Actor, person: Person, domain: str, reason: str) -> list[Said]:
    """Every answer for one domain, the latest first, with its words where the reader holds the key."""
    rows = list(Rating.objects.filter(person=person, domain=domain).order_by("-rated_on", "-recorded_at"))
    with reading(by, person.project_id, act="plans.show_domain", reason=reason) as page:
        opened = {
            (row.pk, name): page.open_if_held(row, f"notes.{name}")
            for row in rows
            for name in ("words", "wanted")
        }
    return [_said(row, opened[row.pk, "words"], opened[row.pk, "wanted"]) for row in rows]


def _said(row: Rating, words: Opened, wanted: Opened) -> Said:
    answer = lists.step_words(row.step) or lists.label("unrated", row.answer)
    return Said(
        rating=row,
        rater=lists.label("rater", row.rater),
        answer=answer,
        words=words.value or "",
        wanted=wanted.value or "",
        is_closed=words.is_closed and (row.words is not None or row.wanted is not None),
    )


def _shown(area: lists.Item, lines: list[DomainLine], whose: str) -> AreaShown:
    rated = [line for line in lines if line.by_rater]
    unasked = [line.item for line in lines if not line.by_rater]
    return AreaShown(area, _picture(area, rated, whose) if rated else None, rated, unasked)


def _picture(area: lists.Item, lines: list[DomainLine], whose: str) -> Picture:
    raters = [rater for rater in lists.RATERS if any(rater in line.by_rater for line in lines)]
    words = {rater: lists.label(whose, rater) for rater in raters}
    return Picture(
        svg=ladders.ladders(
            f"ladder-{area.code}",
            title=area.words,
            describe=" ".join(_described(line, words) for line in lines),
            rows=[ladders.Row(line.item.words, _marks(line, words)) for line in lines],
            n_steps=N_STEPS,
            is_rtl=get_language_bidi(),
        ),
        legend=ladders.legend([(lists.RATERS.index(rater), words[rater]) for rater in raters]),
        table=_table(area, lines, words),
    )


def _marks(line: DomainLine, words: dict[str, str]) -> dict[int, ladders.Mark]:
    return {
        lists.RATERS.index(rater): ladders.Mark(
            now=stands.latest.step,
            first=stands.first.step if stands.first else None,
            words=f"{words[rater]}: {stands.words}",
            instead=stands.words if stands.latest.step is None else "",
        )
        for rater, stands in line.by_rater.items()
    }


def _described(line: DomainLine, words: dict[str, str]) -> str:
    said = [f"{words[rater]}: {line.by_rater[rater].words}" for rater in words if rater in line.by_rater]
    return f"{line.item.words} – {'; '.join(said)}."


def _table(area: lists.Item, lines: list[DomainLine], words: dict[str, str]) -> Table:
    columns = [Column(_("What")), *map(Column, words.values()), Column(_("Last said"))]
    return Table(caption=area.words, columns=columns, rows=[_table_row(line, list(words)) for line in lines])


def _table_row(line: DomainLine, raters: list[str]) -> list[object]:
    said = [line.by_rater[rater].words if rater in line.by_rater else None for rater in raters]
    last = max(one.latest.rated_on for one in line.by_rater.values())
    return [line.item.words, *said, days.day(last)]
