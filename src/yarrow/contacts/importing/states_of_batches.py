"""What can be done with an import in its state."""

from django.utils.translation import gettext as _

from yarrow.contacts.importing.errors import NotNow
from yarrow.contacts.models import ImportBatch
from yarrow.contacts.states import IMPORT_STATES


def check_state(batch: ImportBatch, act: str) -> str:
    """The state `act` leads to. Raises NotNow."""
    after = IMPORT_STATES[batch.state].get(act)
    if after is None:
        raise NotNow(_("This file was dealt with already. Open its page to see how it stands."))
    return after


def empty(batch: ImportBatch) -> None:
    """Forget the file's bytes; what it was called and which rows stayed out is kept, sealed."""
    batch.content = None
