"""Reports of one reporter that come after another: each stands by itself, and both are one person's."""

from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import SAID
from tests.rooms.safety.test_coming import comes, envelope
from yarrow.safety import actions
from yarrow.safety.models import Report
from yarrow.vault.models import InboxEntry


@pytest.fixture
def read(safe):
    safe.world.worker("adviser")
    return safe


def sealed(read, entry_id, **said):
    """As a browser sends it."""
    payload = {"sent": {**SAID, **said}, "way": "phone", "taken_by": ""}
    return {"entry_id": entry_id, "envelope": envelope(read, entry_id, payload)}


@pytest.mark.parametrize("way", ["browser", "server"])
def test_erasing_a_report_leaves_the_next_of_the_same_reporter(read, way):
    """The adviser who erases holds the key, so what waits is opened and searched."""
    first, second = read.report(), uuid4()
    said = {"reporter": str(first.pk)}
    comes(
        read,
        **(
            sealed(read, second, **said)
            if way == "browser"
            else {"entry_id": second, "sent": {**SAID, **said}}
        ),
    )
    read.do(actions.erase_report, report=first, reason="mistake")
    assert InboxEntry.objects.get().state == "waiting"
    assert read.open_inbox().n_opened == 1 and Report.objects.get().pk == second


def test_erasing_a_report_drops_what_waits_and_tells_of_it(read):
    first = read.report()
    comes(read, sent={**SAID, "words": f"More of {first.pk}", "reporter": str(first.pk)})
    read.do(actions.erase_report, report=first, reason="mistake")
    assert InboxEntry.objects.get().state == "opened" and not Report.objects.exists()
