"""Whether somebody with the same number or address is a member already: every way is opened and compared in memory."""

from collections.abc import Collection
from uuid import UUID

from yarrow.alerts.audience import changed_ways
from yarrow.alerts.models import Member
from yarrow.alerts.ways import Way, unpacked
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Erased
from yarrow.vault.sealing_model import SealedColumn


def same_address(project_id: UUID, ways: Collection[Way], by: Actor, *, but: UUID) -> Member | None:
    """The member, or one who was put out, whom one of these addresses reaches in any spelling; None for nobody.

    No hash of an address is kept to look it up by: numbers are few enough to be tried. The caller notes on the trail
    that ways were compared. Raises Locked, NoGrant.
    """
    wanted = {way.folded for way in ways}
    if not wanted:
        return None
    column, key = SealedColumn(Member, "identity.ways", project_id), by.key
    rows = list(Member.objects.filter(project=project_id).exclude(pk=but).only(*_NEEDED))
    key.prime(project_id, column.compartment, (row.pk for row in rows))
    for row in rows:
        if wanted & {way.folded for way in _ways(row, column, by)}:
            return row
    return None


_NEEDED = ("project_id", "ways", "key_id", "envelope", "left_on")


def _ways(row: Member, column: SealedColumn, by: Actor) -> tuple[Way, ...]:
    if row.envelope is not None:
        return changed_ways(row, by)
    if row.ways is None:
        return ()
    try:
        return unpacked(column.open_unrecorded(row.pk, row.pk, row.ways, by.key))
    except Erased:
        return ()
