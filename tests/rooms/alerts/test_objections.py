"""What a challenge decides reaches alerts and checks, and nobody decides about their own alert or number."""

from uuid import uuid4

import pytest

from tests.rooms.alerts.checks import NUMBER
from tests.rooms.alerts.members import NOW
from yarrow.alerts import objections, sources
from yarrow.alerts.models import Alert, AlertSource, AlertText, Approval, Passed, Released
from yarrow.safety import actions as safety
from yarrow.safety.errors import Closed, NotIndependent
from yarrow.safety.models import Challenge
from yarrow.staff.actions import keys
from yarrow.vault import inbox
from yarrow.vault.actors import Actor

SENT = {"which": NUMBER, "words": "Never mine", "reach": ""}


def objected(table, report, outcome, by="coordinator"):
    """Somebody objects to the number; a second holder of the key decides."""
    entry_id = uuid4()
    safety.leave_challenge(
        sent=SENT, project=table.project, by=Actor.system("challenge"), at=NOW, entry_id=entry_id
    )
    inbox.open_waiting(table.project.id, by=table.world.worker("adviser"), at=NOW)
    row = Challenge.objects.get(pk=entry_id)
    return table.do(safety.judge, challenge=row, report=report, outcome=outcome, reason="Looked at", by=by)


@pytest.fixture
def held(table):
    """The key to reports is granted to a second worker by name."""
    account = table.world.account("coordinator")
    words = {"words": table.world.words, "by": account.actor(), "at": NOW}
    keys.use_envelope(project=table.project, membership=account.place, **words)
    return table


@pytest.mark.parametrize(
    ("outcome", "code", "is_disputed"),
    [
        ("keep", "hit", True),
        ("correct", "miss", False),
        ("restrict", "miss", False),
        ("delete", "miss", False),
    ],
)
def test_outcome_rules_what_a_check_says(held, outcome, code, is_disputed):
    report = held.known()
    assert held.check().code == "hit"
    objected(held, report, outcome)
    answer = held.check()
    assert (answer.code, answer.is_disputed) == (code, is_disputed)


def test_restricted_report_is_offered_neither_to_checks_nor_to_alerts(held):
    report = held.report()
    assert [one.report for one in sources.offered(held.project)] == [report]
    objected(held, report, "restrict")
    assert held.look().waiting == []
    assert sources.offered(held.project) == []
    with pytest.raises(Closed):
        sources.warnable(held.project, [report.pk])


@pytest.mark.parametrize(
    ("outcome", "is_taken_back"), [("keep", False), ("correct", False), ("restrict", True)]
)
def test_warning_drawn_from_a_restricted_report_is_offered_to_no_other_project(held, outcome, is_taken_back):
    report = held.report()
    alert = Alert.objects.create(project=held.project, drafted_by=uuid4(), drafted_at=NOW, goes_on=NOW.date())
    told = {"passed_by": uuid4(), "passed_at": NOW, "changed_at": NOW, "expires_on": NOW.date()}
    row = Passed.objects.create(
        project=held.project, alert=alert, report_ids=[str(report.pk)], published=b"", **told
    )
    objected(held, report, outcome)
    row.refresh_from_db()
    assert (row.recalled_at is not None) is is_taken_back


def test_alert_of_a_restricted_report_is_to_be_taken_back(held):
    report = held.report()
    alert = Alert.objects.create(project=held.project, drafted_by=uuid4(), drafted_at=NOW, goes_on=NOW.date())
    AlertSource.objects.create(
        project=held.project, alert=alert, report_id=report.pk, reporter_id=report.reporter_id
    )
    assert sources.taken_back(held.project, [alert.pk]) == set()
    objected(held, report, "restrict")
    assert sources.taken_back(held.project, [alert.pk]) == {alert.pk}


def test_whoever_accepted_a_number_decides_nothing_about_it(held):
    report = held.report()
    held.accept(by="coordinator")
    assert Released.objects.get().accepted_by == held.world.worker("coordinator").id
    with pytest.raises(NotIndependent):
        objected(held, report, "keep")
    assert objections.had_a_hand(held.project, [uuid4()]) == set()


@pytest.mark.parametrize("role", ["drafted", "wrote", "proposed", "approved"])
def test_whoever_worked_on_an_alert_decides_nothing_about_its_reports(held, role):
    report, me = held.report(), held.world.worker("coordinator").id
    drafted = me if role == "drafted" else uuid4()
    alert = Alert.objects.create(project=held.project, drafted_by=drafted, drafted_at=NOW, goes_on=NOW.date())
    AlertSource.objects.create(
        project=held.project, alert=alert, report_id=report.pk, reporter_id=report.reporter_id
    )
    halves = {"written_by": "wrote", "proposed_by": "proposed"}
    did = {name: me if role == half else uuid4() for name, half in halves.items()}
    AlertText.objects.create(project=held.project, alert=alert, n=1, kind="warning", **did)
    if role == "approved":
        Approval.objects.create(project=held.project, alert=alert, act="publish", by=me, at=NOW)
    with pytest.raises(NotIndependent):
        objected(held, report, "keep")
