from datetime import UTC, datetime, timedelta

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, queries

# Days ago → how many were met, in the order in which they are entered.
MET = {3: 2, 1: 5, 7: 1, 2: 0, 6: 3, 4: 4, 8: 0, 5: 6}


def test_past_sessions_stand_newest_first_with_whom_they_met(shift):
    by = shift.world.worker("coordinator")
    for days, n_people in MET.items():
        evening = NIGHT - timedelta(days=days)
        session = actions.open_session(
            project=shift.project, by=by, at=evening, kind="street", zones=[shift.docks]
        )
        if n_people:
            shift.record(by=by, at=evening, session=session, n_people=n_people)
        actions.close_session(project=shift.project, by=by, at=evening, session=session)
    today = datetime(2026, 3, 6, tzinfo=UTC).date()
    past, has_more = queries.Past(shift.project, today).page()
    assert [((today - one.planned_on).days, one.n_met or 0) for one in past] == sorted(MET.items())
    assert not has_more


def test_past_sessions_go_on_over_pages_until_the_first(shift, monkeypatch):
    monkeypatch.setattr("yarrow.contacts.queries.sessions.PAGE", 3)
    by = shift.world.worker("coordinator")
    for days in range(1, 8):
        at = NIGHT - timedelta(days=days)
        session = actions.open_session(project=shift.project, by=by, at=at, kind="street", zones=[])
        actions.close_session(project=shift.project, by=by, at=at, session=session)
    today = datetime(2026, 3, 6, tzinfo=UTC).date()
    pages = [queries.Past(shift.project, today, page).page() for page in (1, 2, 3, 4)]
    found = [[(today - one.planned_on).days for one in past] for past, _more in pages]
    assert found == [[1, 2, 3], [4, 5, 6], [7], []]
    assert [more for _past, more in pages] == [True, True, False, False]
