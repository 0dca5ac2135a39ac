"""What was reported in the built town; asked by test_town, so that the town is built once."""

from collections import Counter

from yarrow.safety import choices, doors
from yarrow.safety.models import Offender, Report, WayBack
from yarrow.vault.models import InboxEntry


def check_reports(project):
    """Some came from phones and some with workers; some wait, one is in escrow, two name one number."""
    door = doors.of(project)
    assert door.closed_at is None and doors.is_read(project)
    rows = list(Report.objects.filter(project=project))
    # What workers wrote down themselves (`demo.matching_reports`, `demo.warning_others`).
    typed = [row for row in rows if row.opened_at == row.received_at]
    assert len(typed) >= 9
    rows = [row for row in rows if row not in typed]
    assert Counter(row.way for row in rows) == {"phone": 3, "worker": 1}
    assert all(row.opened_at > row.received_at and row.month <= row.received_at.date() for row in rows)
    left = InboxEntry.objects.filter(project_id=project.id, kind="safety.report").exclude(state="opened")
    assert [entry.state for entry in left] == ["waiting", "waiting"]
    assert WayBack.objects.filter(project=project).count() == 4
    levels = Counter(chosen.level for chosen in choices.of(project, [row.pk for row in rows]).values())
    assert levels == {"warn": 2, "intelligence": 1, "escrow": 1}
    assert Offender.objects.filter(project=project, report__in=rows).count() == 4
