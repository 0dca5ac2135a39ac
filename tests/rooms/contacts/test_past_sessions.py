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
    found = [((today - one.planned_on).days, one.n_met or 0) for one in queries.past(shift.project, today)]
    assert found == sorted(MET.items())
