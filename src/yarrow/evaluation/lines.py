"""What may stand in a line of a grant, and which lines a return has fixed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yarrow.evaluation import states
from yarrow.evaluation.activity import words_of
from yarrow.evaluation.errors import CannotBe, WrongStep
from yarrow.evaluation.models import Grant, GrantLine, Release
from yarrow.methods.activity import NOT_RECORDED
from yarrow.methods.populations import COUNTS, DONE, GIVEN
from yarrow.staff.models import Project

Where = Sequence[tuple[str, str]]
# Where a line stands: free to change, in a return that waits, or in one that left.
FREE, WAITS, LEFT = "free", "waits", "left"


def checked(
    project: Project, *, wording: str, measure: str, where: Where, target: int | None, unit: str
) -> dict[str, Any]:
    """The fields of a line, ready to be kept. Raises CannotBe at the field."""
    words = words_of(project)
    known = {*COUNTS, *(GIVEN + code for code in words.given), *(DONE + code for code in words.done)}
    if not wording.strip():
        raise CannotBe(_("Write the line in the funder's words."), field="wording")
    if measure not in known:
        raise CannotBe(_("Choose what is counted."), field="measure")
    for name, value in where:
        values = words.by_dimension.get(name)
        if values is None or [one for one, _value in where].count(name) > 1:
            raise CannotBe(
                _("Keep one kind, zone, gender and setting at most, and nothing else."), field=name
            )
        if value != NOT_RECORDED and value not in values:
            raise CannotBe(_("Choose one of the answers offered."), field=name)
    return {
        "wording": wording.strip(),
        "measure": measure,
        "where": sorted(list(pair) for pair in where),
        "target": target,
        "unit": unit.strip(),
    }


def standing_of(line: GrantLine, returns: Iterable[Release]) -> str:
    """Whether a line is free, or stands in one of these returns of its grant."""
    found = FREE
    for release in returns:
        is_in = line.added_at <= release.cut_at and (
            line.retired_at is None or line.retired_at > release.cut_at
        )
        if is_in and release.state in states.WAS_OUT:
            return LEFT
        if is_in and release.state == states.PROPOSED:
            found = WAITS
    return found


def check_free(grant: Grant, line: GrantLine) -> None:
    """A line that left in a return is not changed: what the funder has would say something else."""
    standing = standing_of(line, grant.releases.all())
    if standing == LEFT or line.retired_at is not None:
        raise WrongStep(
            _("A return left with this line, so it stays as it is. Take it out, and add a new line.")
        )
    if standing == WAITS:
        raise WrongStep(_("A return with this line waits to be published. Publish it or drop it first."))
