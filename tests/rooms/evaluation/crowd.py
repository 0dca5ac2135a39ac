"""A project with enough people for a release: one quarter of contacts, written down through the actions."""

from datetime import date

from django.utils import timezone

from tests.snapshots import remembered
from yarrow.evaluation.actions import propose_release, publish_release
from yarrow.evaluation.releasing import Wanted
from yarrow.methods.activity import Period

QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
DAYS = (date(2025, 1, 14), date(2025, 2, 4), date(2025, 3, 6))


def fill(diary, n_quay=12, n_mills=3):
    """So many people at the quay, met in January, and at the mills, met in February; nine not known in March."""
    remembered(
        diary.project.id,
        f"crowd {n_quay} {n_mills}",
        lambda: _fill(diary, n_quay, n_mills),
        lambda none: none,
    )
    return diary


def _fill(diary, n_quay, n_mills):
    for n in range(n_quay):
        given = {"supplies": {"condoms": 30}, "done": ["information"]}
        diary.met(DAYS[0], diary.person(f"Quay {n}", DAYS[0]), zone="quay", **given)
    for n in range(n_mills):
        given = {"supplies": {"condoms": 100}, "done": ["listening"]}
        diary.met(DAYS[1], diary.person(f"Mill {n}", DAYS[1]), zone="mills", **given)
    diary.met(DAYS[2], n_people=9, gender_seen="woman", zone="quay")


def propose(world, role="manager", at=None, **wanted):
    return propose_release(
        project=world.project,
        by=world.worker(role),
        at=at or timezone.now(),
        wanted=Wanted(**{"period": QUARTER, "by": ("zone",), "counts": "people", **wanted}),
    )


def publish(world, release, role="manager", at=None):
    return publish_release(
        project=world.project, by=world.worker(role), at=at or timezone.now(), release=release
    )


def figures(release):
    """(row, measure) → figure, or why it is hidden."""
    return {
        (tuple(cell.row), cell.measure): cell.why if cell.n is None else cell.n
        for cell in release.cells.all()
    }
