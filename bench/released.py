"""A million released identifiers with their reports and choices, written as rows; members who are here (`checks`)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

MEMBERS, A_REPORT, PART = 50, 10, 5_000
# A range of numbers that is nobody's, as long as a real one.
KNOWN, UNKNOWN = "+4470{:08d}", "+4471{:08d}"
DAY = timedelta(days=1)


def build(world: Any, n: int) -> tuple[str, list[str]]:
    """Reports with their choices and identifiers, written as rows; members who are here. Address, tokens."""
    from yarrow.alerts import actions, doors, stays

    now, by = timezone.now(), world.worker("outreach")
    act = {"project": world.project, "by": by, "at": now}
    tokens = []
    for place in range(MEMBERS):
        told = {"name": f"Member {place}", "ways": [], "zones": [], "settings": [], "language": "en-gb"}
        member = actions.vouch_for(**told, **act, entry_id=uuid4()).member
        type(member).objects.filter(pk=member.pk).update(vouched_at=now - 60 * DAY)
        member.refresh_from_db()
        tokens.append(stays.begin(member, bytes(32), now + DAY).token)
    _identifiers(world.project, now, n)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return f"/m/{doors.of(world.project, now).token}/check/", tokens


def _identifiers(project: Any, now: Any, n: int) -> None:
    from yarrow.alerts import tags
    from yarrow.alerts.models import Released
    from yarrow.safety.models import Choice, Report

    key, by = tags.key(), uuid4()
    for start in range(0, n, PART):
        reports = [
            Report(project=project, way="phone", received_at=now, opened_at=now, kinds=["robbery"])
            for _ in range(max(1, min(PART, n - start) // A_REPORT))
        ]
        said = {"level": "warn", "tell": "here", "release": "now", "how": "phone", "said_at": now}
        choices = [Choice(project=project, report_id=row.pk, **said) for row in reports]
        rows = []
        for place in range(start, min(start + PART, n)):
            report = reports[place % len(reports)]
            tag = key.tag("phone", KNOWN.format(place))
            rows.append(
                Released(
                    **{"project": project, "report": report, "tag": tag, "key_id": key.id, "kind": "phone"},
                    **{"reporter_id": report.reporter_id, "kinds": ["robbery"], "month": now.date()},
                    **{"reported_at": now, "says": "what", "accepted_by": by, "accepted_at": now},
                    expires_at=now + 365 * DAY,
                )
            )
        with transaction.atomic():
            Report.objects.bulk_create(reports, batch_size=500)
            Choice.objects.bulk_create(choices, batch_size=500)
            Released.objects.bulk_create(rows, batch_size=500)
