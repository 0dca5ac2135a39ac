"""What came back is on Today until somebody saw it: a partner's answer, a colleague's decision."""

from datetime import timedelta

import pytest

from tests.rooms.sharing.conftest import MINUTE, NOW, answer, text
from yarrow.people.errors import NotForYou
from yarrow.sharing import actions, hearing, lists, queries, waiting
from yarrow.sharing.errors import WrongStep
from yarrow.sharing.models import Answer, Proposal
from yarrow.vault.models import TrailRow

WEEK = hearing.ESCALATE


def heard(table, role="case_worker", at=NOW + 5 * MINUTE):
    due = waiting.due_in(table.by(role), table.project, at)
    return [[one.said for one in lines] for lines in (due.answers, due.decisions)]


def n_on_today(table, role="case_worker", at=NOW + 5 * MINUTE):
    return queries.Due(table.by(role), table.project, at).n_heard


def test_a_refusal_is_shown_to_whoever_shared_and_after_a_week_to_those_who_arrange(table, make, kim):
    made = make()
    reason = next(item.code for item in lists.items("reasons"))
    answer(made, "refused", reason)
    (line,) = waiting.due_in(table.by(), table.project, NOW + 5 * MINUTE).answers
    assert (line.who, line.agency, line.reason) == ("Kim", "Quay clinic", lists.label("reasons", reason))
    assert "Kim" not in repr(line)
    assert n_on_today(table) == 1 and n_on_today(table, "coordinator") == 0
    late = NOW + WEEK + 3 * MINUTE
    assert n_on_today(table, "coordinator", late) == 1 and n_on_today(table, "outreach", late) == 0


def test_seen_once_is_gone_for_all_and_a_new_answer_comes_again(table, make):
    made = make()
    answer(made, "accepted")
    package = made.package
    with pytest.raises(NotForYou):
        table.do(actions.see_answers, role="outreach", package=package)
    assert table.do(actions.see_answers, role="coordinator", package=package) == 1
    assert table.do(actions.see_answers, package=package) == 0
    assert heard(table) == [[], []] and TrailRow.objects.filter(act="sharing.see_answers").count() == 1
    answer(made, "refused", next(iter(sorted(lists.codes("reasons")))), after=9)
    assert n_on_today(table) == 1 and Answer.objects.filter(seen_at=None).count() == 1


@pytest.mark.parametrize(("act", "words"), [("approve", "Approved, not sent yet"), ("refuse", "Refused")])
def test_what_a_colleague_decides_is_told_to_the_author_alone(table, kim, quay, act, words):
    row = table.propose(kim, quay)
    with pytest.raises(WrongStep):
        table.do(actions.hear_decision, proposal=row)
    table.decide(row, act)
    assert heard(table) == [[], [words]] and heard(table, "manager") == heard(table, "coordinator") == [
        [],
        [],
    ]
    with pytest.raises(NotForYou):
        table.do(actions.hear_decision, role="manager", proposal=row)
    table.do(actions.hear_decision, proposal=row)
    assert heard(table) == [[], []]


def test_whoever_sends_what_was_approved_knows_of_it(table, kim, quay):
    row = table.decide(table.propose(kim, quay))
    table.share(kim, quay, facts={"called": "Kim"}, purpose="", proposal=row, after=2)
    assert heard(table) == [[], []] and Proposal.objects.get().heard_at is not None


def test_page_lists_and_a_press_clears(table, client, url, make, kim, quay):
    at = NOW - timedelta(minutes=1)
    made, row = make(), table.propose(kim, quay)
    answer(made, "refused", sorted(lists.codes("reasons"))[0])
    table.decide(row, "refuse")
    page = text(client.get(url("list_due")))
    assert "What partners answered" in page and "What colleagues decided" in page and at < NOW
    today = text(client.get(table.project.url("desk:show_today")))
    assert "2 answers came" in today
    shown = {"answer": str(Answer.objects.get().pk)}
    assert client.post(url("see_answers", kim.pk, made.package.pk), shown).status_code == 302
    assert client.post(url("hear_decision", kim.pk, row.pk)).status_code == 302
    page = text(client.get(url("list_due")))
    assert "What partners answered" not in page and "What colleagues decided" not in page
    assert "answers came" not in text(client.get(table.project.url("desk:show_today")))
