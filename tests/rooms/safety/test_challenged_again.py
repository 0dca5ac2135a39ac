"""A second challenge, and a second reviewer: each challenge is decided for itself, and a report goes once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.rooms.safety.conftest import NOW, Safe
from tests.rooms.safety.test_challenges import answer, challenged, decide
from tests.worlds import make_project
from yarrow.safety import actions
from yarrow.safety.errors import Conflict
from yarrow.safety.models import Outcome, Report


def test_a_report_challenged_again_is_decided_again(safe):
    """What was decided because of another challenge neither stands on the page nor opens the way to the answer."""
    report, first = safe.report(), challenged(safe)
    decide(safe, first, report, "restrict")
    answer(safe, first, {report.pk})
    second = challenged(safe)
    client = safe.world.client("adviser")
    address = safe.project.url("safety:show_challenge", second.pk)
    answer_url = safe.project.url("safety:answer_challenge", second.pk)
    before = client.get(address).content.decode()
    assert (answer_url in before, "in no alert and no check" in before) == (False, False)
    assert client.post(answer_url).status_code != 302
    decide(safe, second, report, "keep")
    assert answer_url in client.get(address).content.decode()
    assert client.post(answer_url).status_code == 302


@pytest.mark.parametrize("outcome", ["delete", "keep"])
def test_decide_about_a_report_that_a_colleague_deleted_is_a_conflict(safe, outcome):
    report, row = safe.report(), challenged(safe)
    seen = Report.objects.get(pk=report.pk)
    decide(safe, row, report, "delete")
    with pytest.raises(Conflict):
        decide(safe, row, seen, outcome)
    assert Outcome.objects.count() == 1


@pytest.mark.postgres_only(reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_two_reviewers_who_delete_at_once_leave_no_report_and_no_fault():
    safe = Safe(world=make_project())
    report, row = safe.report(), challenged(safe)
    by, start = safe.world.worker("adviser"), Barrier(2)

    def delete(_n):
        with safe.world.inside():
            start.wait(timeout=10)
            try:
                told = {"challenge": row, "report": report, "outcome": "delete", "reason": "Not them"}
                actions.judge(project=safe.project, by=by, at=NOW, **told)
                return "deleted"
            except Conflict:
                return "conflict"
            finally:
                connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = set(pool.map(delete, range(2)))
    with safe.world.inside():
        assert said <= {"deleted", "conflict"} and not Report.objects.exists()
        assert {each.report_id for each in Outcome.objects.all()} == {None}
