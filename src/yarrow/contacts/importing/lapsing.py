"""Files on their way in that nobody brought in: the clock drops them (rule "import")."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from yarrow.contacts.importing.states_of_batches import check_state, empty
from yarrow.contacts.models import ImportBatch
from yarrow.contacts.states import COMING, LOOKED
from yarrow.vault import trail
from yarrow.vault.clock import BY, Step
from yarrow.vault.retention import period

RULE = "import"
# A file looked at is dropped; of one that stopped half way, what came in stays and can still be taken back.
ACTS = {LOOKED: "drop", COMING: "finish"}


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """One step for each file that was looked at too long ago."""
    after = period(RULE)
    old = ImportBatch.objects.filter(project_id=project_id, state__in=ACTS, started_at__lte=at - after)
    for batch_id, started_at in old.order_by("started_at", "id").values_list("id", "started_at"):
        yield Step(RULE, project_id, (started_at + after).date(), 1, partial(let_go, batch_id), batch_id)


@transaction.atomic
def let_go(batch_id: UUID, at: datetime) -> None:
    """Forget a file's bytes. Raises NotNow when somebody was quicker."""
    batch = ImportBatch.objects.select_for_update().get(id=batch_id)
    batch.finished_at = at if batch.state == COMING else batch.finished_at
    batch.state = check_state(batch, ACTS.get(batch.state, ""))
    empty(batch)
    batch.save()
    trail.note(batch.project_id, by=BY, act="contacts.let_import_go", at=at, subject=batch.id)
