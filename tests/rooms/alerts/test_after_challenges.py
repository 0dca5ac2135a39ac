"""What a challenge and a link do to what may be accepted (what they do to a check: test_objections)."""

from uuid import uuid4

import pytest

from tests.rooms.alerts.checks import NUMBER
from tests.rooms.alerts.members import NOW
from yarrow.alerts import actions as alerts
from yarrow.alerts.checking import HIT, MISS
from yarrow.alerts.errors import CannotBe
from yarrow.alerts.models import Released
from yarrow.safety import actions, links
from yarrow.safety.models import Challenge, Offender, Report
from yarrow.vault import inbox
from yarrow.vault.actors import Actor


@pytest.fixture
def challenge(table):
    """A challenge that nobody has looked at, and `decide(report, outcome)` by somebody without a hand in it."""
    entry_id = uuid4()
    sent = {"which": NUMBER, "words": "That was not me", "reach": ""}
    by = Actor.system("challenge")
    actions.leave_challenge(sent=sent, project=table.project, by=by, at=NOW, entry_id=entry_id)
    inbox.open_waiting(table.project.id, by=table.world.worker("adviser"), at=NOW)
    row = Challenge.objects.get(pk=entry_id)

    def decide(report, outcome):
        Released.objects.update(accepted_by=uuid4())
        told = {"challenge": row, "report": report, "outcome": outcome, "reason": "Looked at anew"}
        return table.do(actions.judge, **told)

    return decide


def test_restricted_reports_are_in_no_check_from_that_moment(table, challenge):
    report = table.known()
    (line,) = table.look().accepted
    challenge(report, "restrict")
    assert table.check().code == MISS
    with pytest.raises(CannotBe):
        table.do(alerts.accept_identifier, line=line, says="what")
    challenge(report, "keep")
    assert (table.check().code, table.check().is_disputed) == (HIT, True)


def test_reports_that_were_put_right_are_accepted_again(table, challenge):
    report = table.known(kinds=["robbery", "threats"])
    Report.objects.filter(pk=report.pk).update(kinds=["threats"])
    challenge(report, "correct")
    assert table.check().code == MISS
    table.accept()
    assert (table.check().kinds, table.check().is_disputed) == (("threats",), False)


def test_a_linked_report_is_a_second_one(table):
    table.report(release="two")
    table.report(release="never", phones=["07700 900999"])
    assert [line.n_others for line in table.look().waiting] == [0]
    one, other = Offender.objects.values_list("id", flat=True)
    said = {"one": one, "other": other, "said": "same", "n_seen": 0}
    table.do(actions.decide, **said)
    assert [line.n_others for line in table.look().waiting] == [1]
    table.accept()
    assert table.check().n == 1
    table.do(actions.decide, **{**said, "said": "undone", "n_seen": 1})
    assert links.same(links.said_of(table.project)) == []
    assert [line.n_others for line in table.look().accepted] == [0]
