"""Members of the built town's alerts; asked by test_town, so that the town is built once."""

from datetime import UTC, datetime

from yarrow.alerts import actions, member_queries, stays
from yarrow.alerts.models import Member
from yarrow.demo.vouching import NAMES, PHRASE


def check_members(project, today):
    """All but one are in, one has a page that the known phrase opens, and each chose what they hear about."""
    assert member_queries.counts(project) == {"n": len(NAMES) - 1, "n_with_page": 1, "n_out": 1}
    now = datetime(today.year, today.month, today.day, 15, tzinfo=UTC)
    here = actions.enter(phrase=PHRASE, project=project, at=now)
    assert [way.channel for way in here.own_ways()] == ["sms"]
    stays.end(project, here.token)
    rows = Member.objects.filter(project=project)
    assert len({tuple(row.settings) for row in rows}) == 4 and len({row.language for row in rows}) == 4
    assert rows.filter(zones__isnull=False).exists() and all(row.vouched_at <= now for row in rows)
