"""What the directory offers, counted by need: services, not people. Nothing here says where anything is."""

from dataclasses import dataclass

from yarrow.agencies import lists
from yarrow.agencies.models import Service
from yarrow.staff.models import Project


@dataclass(frozen=True)
class Provision:
    """Services that answer a need. Of those that are open, how many are known to take people who use, and so on.

    n           services in the directory that are not gone; `n_open`: of them, those that take people now
    languages   language tag → how many of the open ones are given in it
    """

    n: int = 0
    n_open: int = 0
    n_take_use: int = 0
    n_refuse_use: int = 0
    n_interpreter: int = 0
    languages: tuple[tuple[str, int], ...] = ()


def provision(project: Project) -> dict[str, Provision]:
    """Each need of the list with what the directory has for it; nought where it has nothing. One query."""
    columns = ("needs", "status", "accepts_people_who_use", "has_interpreter", "languages")
    rows = Service.objects.of(project).filter(gone_on=None, agency__is_closed=False).values_list(*columns)
    by_need: dict[str, list[tuple[str, str, str, list[str]]]] = {
        item.code: [] for item in lists.items("needs")
    }
    for needs, *facts in rows.iterator(chunk_size=5_000):
        for need in needs:
            if need in by_need:
                by_need[need].append(tuple(facts))
    return {need: _counted(found) for need, found in by_need.items()}


def need_labels() -> dict[str, str]:
    """Words for each need."""
    return dict(lists.choices("needs"))


def _counted(found: list[tuple[str, str, str, list[str]]]) -> Provision:
    there = [facts for status, *facts in found if status == lists.ACTIVE]
    spoken: dict[str, int] = {}
    for _use, _interpreter, languages in there:
        for tag in dict.fromkeys(languages):
            spoken[tag] = spoken.get(tag, 0) + 1
    return Provision(
        n=len(found),
        n_open=len(there),
        n_take_use=sum(use == lists.YES for use, _interpreter, _languages in there),
        n_refuse_use=sum(use == lists.NO for use, _interpreter, _languages in there),
        n_interpreter=sum(interpreter == lists.YES for _use, interpreter, _languages in there),
        languages=tuple(sorted(spoken.items())),
    )
