"""How large a project of the invented town is: its people, its week, and who works there.

The sizes are those of projects that published theirs: a drop-in that saw 42 women in a year, a city project with 230,
and a large one with 1,127 (Good practice of the UK network; One25; MASH, annual figures).
"""

from dataclasses import dataclass
from functools import cached_property

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
# How often each of sixty people was met, most first: median 3, and the first six hold half of all.
TOP = (118, 88, 70, 54, 45, 40)
MIDDLE = (40, 36, 32, 28, 25, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4)
FEW = (3,) * 13 + (2,) * 12 + (1,) * 10
SIXTY = (*TOP, *MIDDLE, *FEW)

COMES = (("peer", 4), ("newcomer", 20))
LEAVES = (("leaver", 15),)


@dataclass(frozen=True)
class Scale:
    """One project of the town. `often`: how the larger counts of contacts compare with `small`'s.

    week      kind of session → weekdays on which it is held; empty for `small`, whose week changes with the months
    extra     key of a worker beyond the usual ones → their role
    comes     key of a worker → months after the beginning when they come; the others are there from the beginning
    leaves    the same of those who leave
    """

    code: str
    name: str
    n_people: int
    seed: int
    often: float = 1.0
    week: tuple[tuple[str, tuple[int, ...]], ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    comes: tuple[tuple[str, int], ...] = COMES
    leaves: tuple[tuple[str, int], ...] = LEAVES

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How often each person was met, most first."""
        places = (n * len(SIXTY) // self.n_people for n in range(self.n_people))
        found = [SIXTY[place] for place in places]
        return tuple(max(4, round(n * self.often)) if n > FEW[0] else n for n in found)

    @property
    def n_young(self) -> int:
        """How many are under 18."""
        return 1 if self.n_people < 100 else 2

    @property
    def n_twice(self) -> int:
        """How many were written down twice, by different workers."""
        return max(4, self.n_people // 25)

    @property
    def n_often(self) -> int:
        """How many people are met very often."""
        return len(TOP) * self.n_people // len(SIXTY)

    @property
    def n_regular(self) -> int:
        """How many are met more than three times."""
        return len((*TOP, *MIDDLE)) * self.n_people // len(SIXTY)

    @property
    def is_written_up_after(self) -> bool:
        """Whether each worker writes a shift up at its end, in one go; in `small` they do it as people come."""
        return bool(self.week)


EVERY_NIGHT = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
SMALL = Scale("small", "Riverside Outreach", 60, seed=20)
MEDIUM = Scale(
    "medium",
    "Lantern Street",
    230,
    seed=21,
    often=0.8,
    week=(
        ("van", EVERY_NIGHT),
        ("drop_in", (TUESDAY, FRIDAY)),
        ("indoor", (WEDNESDAY,)),
        ("clinic", (THURSDAY,)),
    ),
    extra=(*((f"case_worker_{n}", "case_worker") for n in range(2, 6)), ("outreach_2", "outreach")),
    comes=(*COMES, ("outreach_2", 6)),
    leaves=(*LEAVES, ("case_worker_5", 18)),
)
LARGE = Scale(
    "large",
    "Northgate Network",
    1_100,
    seed=22,
    often=0.5,
    week=(
        ("van", (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)),
        ("street", (MONDAY, SATURDAY)),
        ("drop_in", (MONDAY, WEDNESDAY, FRIDAY)),
        ("indoor", (TUESDAY,)),
        ("netreach", (MONDAY,)),
        ("clinic", (THURSDAY,)),
    ),
    extra=(
        *((f"case_worker_{n}", "case_worker") for n in range(2, 8)),
        *((f"outreach_{n}", "outreach") for n in range(2, 5)),
        *((f"peer_{n}", "peer") for n in range(2, 7)),
    ),
    comes=(*COMES, ("peer_5", 3), ("outreach_3", 5), ("case_worker_6", 8), ("peer_6", 11)),
    leaves=(*LEAVES, ("outreach_4", 9), ("case_worker_7", 12), ("peer_4", 21)),
)
SCALES = {scale.code: scale for scale in (SMALL, MEDIUM, LARGE)}
