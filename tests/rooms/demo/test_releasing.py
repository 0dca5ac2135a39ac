"""The town's adviser accepts all but the latest identifier; in a copy their tags are of the key that is there."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest

from tests.rooms.alerts.checks import NUMBER, Table
from tests.rooms.alerts.members import NOW
from tests.worlds import make_project
from yarrow.alerts.checking import HIT, MISS, NOT_NOW
from yarrow.demo import releasing


@pytest.fixture
def table(db):
    return Table(world=make_project())


def test_release_numbers_leaves_the_latest_to_decide_and_tags_are_made_again(
    table, settings, tmp_path, monkeypatch
):
    table.report(at=NOW - timedelta(days=40), day="2026-09")
    table.report(at=NOW - timedelta(days=30), phones=["07700 900555"], day="2026-10")
    by = table.world.worker("adviser")
    crew = SimpleNamespace(project=table.project, actor=lambda _who: by)
    built = SimpleNamespace(crew=crew, town=SimpleNamespace(today=NOW.date()))
    built.at = lambda day, hour: datetime.combine(day, time(hour), table.project.zone)
    releasing.release_numbers(built)
    assert (table.check().code, table.check("07700900555").code) == (HIT, MISS)
    settings.CHECK_KEY = tmp_path / "another"
    assert table.check().code == NOT_NOW
    email = table.world.account("adviser").worker.email
    monkeypatch.setattr(releasing, "staff_of", lambda _scale: {releasing.WHO: SimpleNamespace(email=email)})
    monkeypatch.setattr(releasing.staffing, "opened", lambda _place, _sign_in: by)
    releasing.tag_again([table.project.code])
    assert (table.check(NUMBER).code, table.check("07700900124").code) == (HIT, MISS)
