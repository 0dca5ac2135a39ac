"""Reports at the desk: taken by anybody who meets people, read by holders of their key, as far as was agreed."""

from uuid import uuid4

import pytest

from tests.rooms.safety.conftest import SAID
from yarrow.safety import choices
from yarrow.safety.models import Choice, Report
from yarrow.safety.told import Chosen
from yarrow.vault.models import InboxEntry, TrailRow

TYPED = {
    "n_offenders": "2",
    "kinds": ["robbery", "threats"],
    "words": "He took my bag by the bridge",
    "methods": ["knife"],
    "day_0": "",
    "day_1": "11",
    "day_2": "2025",
    "hours": "night",
    "place": "Under the bridge",
    "setting": "street",
    "language": "ro",
    "reach": "Text before noon",
    "phones_1": "07700 900123\r\n\r\n900124",
    "plates_1": "AB12 CDE",
    "age_1": "35-44",
    "marks_1": ["scar_hand"],
    "names_2": "Dave",
    "words_2": "Kept watch",
    "level": "warn",
    "tell": "here",
    "release": "two",
}


def address(safe, name, *ids):
    return safe.project.url(f"safety:{name}", *ids)


def add(safe, role="adviser", client=None, **typed):
    client = client or safe.world.client(role)
    said = {"entry_id": str(uuid4()), **TYPED, **typed}
    return client.post(address(safe, "add_report"), said)


def page(safe, name, *ids, role="adviser", **asked):
    answer = safe.world.client(role).get(address(safe, name, *ids), asked)
    return answer.status_code, answer.content.decode()


def test_add_report_by_an_adviser_is_written_down_and_shown_whole(safe):
    answer = add(safe)
    row = Report.objects.get()
    assert answer.url == address(safe, "show_report", row.pk)
    assert (row.kinds, row.way, str(row.month)) == (["robbery", "threats"], "worker", "2025-11-01")
    assert row.taken_by == safe.world.worker("adviser").id
    assert choices.standing(safe.project, row.pk) == Chosen("warn", "here", "two")
    status, says = page(safe, "show_report", row.pk)
    assert status == 200
    for word in ("by the bridge", "07700 900123", "900124", "AB12 CDE", "Dave", "Kept watch", "Knife"):
        assert word in says
    assert "November 2025" in says
    assert TrailRow.objects.filter(act="safety.show_report", subject=row.pk).count() == 1


