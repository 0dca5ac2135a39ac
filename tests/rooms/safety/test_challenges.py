"""Challenges: sealed as they come, one answer for all, decided by whoever had no hand in it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms.safety.conftest import NOW
from yarrow.safety import actions, challenges, independence, told
from yarrow.safety.actions.challenging import LONGEST, read
from yarrow.safety.errors import CannotBe, Conflict, NotAllowed, NotHere, NotIndependent
from yarrow.safety.models import Challenge, ChallengeDoor, Choice, Decision, Outcome, Report
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry, TrailRow

SENT = {"which": "+44 7700 900 123\nsam@example.com", "words": "That was not me", "reach": "post box 4"}
BY = Actor.system("challenge")


def challenged(safe, *, at=NOW, **sent):
    entry_id = uuid4()
    actions.leave_challenge(sent={**SENT, **sent}, project=safe.project, by=BY, at=at, entry_id=entry_id)
    safe.open_inbox(at=at)
    return Challenge.objects.get(pk=entry_id)


def shown(safe, row, by="adviser"):
    return challenges.show(safe.world.worker(by), row)


def decide(safe, row, report, outcome="keep", by="adviser", **said):
    told = {"reason": "Two people described the same", **said}
    return safe.do(actions.judge, challenge=row, report=report, outcome=outcome, by=by, **told)


def answer(safe, row, found, by="adviser"):
    return safe.do(actions.answer_challenge, challenge=row, found=found, by=by)


def visitor(safe):
    door = safe.do(actions.open_challenges, by="manager")
    return Client(), reverse("challenges:challenge", args=[door.token])


def test_challenge_is_sealed_until_a_holder_comes(safe):
    client, address = visitor(safe)
    page = client.post(address, {**SENT, "entry_id": str(uuid4())})
    assert page.status_code == 200
    entry = InboxEntry.objects.get(kind="safety.challenge")
    assert b"not me" not in bytes(entry.envelope)
    safe.open_inbox()
    row = Challenge.objects.get(pk=entry.entry_id)
    opened = shown(safe, row)
    assert (opened.which, opened.words, opened.reach) == (
        ["+44 7700 900 123", "sam@example.com"],
        "That was not me",
        "post box 4",
    )


def test_challenge_answer_is_the_same_bytes_whether_listed_or_not(safe):
    safe.report()
    client, address = visitor(safe)
    pages = {
        re.sub(rb'name="entry_id" value="[^"]*"', b"", client.post(address, {**SENT, "which": which}).content)
        for which in ("07700 900123", "07700 900999", "nobody@example.com", "AB12CDE")
    }
    assert len(pages) == 1


def test_challenge_looks_nothing_up_while_they_wait(safe, django_assert_num_queries, monkeypatch):
    safe.report()
    client, address = visitor(safe)
    monkeypatch.setattr(challenges, "show", pytest.fail)
    n_before = TrailRow.objects.filter(act="safety.show_challenge").count()
    client.post(address, {**SENT, "entry_id": str(uuid4())})
    assert TrailRow.objects.filter(act="safety.show_challenge").count() == n_before


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"which": " \u200b"}, "which"),
        ({"which": "\n".join("123456789012")}, "which"),
        ({"which": "1" * 501}, "which"),
        ({"words": ""}, "words"),
        ({"words": "x" * 5_001}, "words"),
        ({"reach": "x" * 201}, "reach"),
    ],
)
def test_challenge_that_cannot_be_keeps_what_was_typed(safe, sent, field):
    with pytest.raises(CannotBe) as refused:
        read({**SENT, **sent})
    assert refused.value.field == field
    client, address = visitor(safe)
    page = client.post(address, {**SENT, **sent}).content.decode()
    assert 'role="alert"' in page
    assert "post box 4" in page or field == "reach"
    assert not InboxEntry.objects.exists()


def test_challenge_sent_twice_is_one(safe):
    client, address = visitor(safe)
    sent = {**SENT, "entry_id": str(uuid4())}
    for _n in range(2):
        assert client.post(address, sent).status_code == 200
    safe.open_inbox()
    assert Challenge.objects.count() == 1


def test_challenge_page_leaves_no_cookie_and_names_no_project(safe):
    client, address = visitor(safe)
    page = client.get(address)
    assert not page.cookies
    assert safe.project.name not in page.content.decode()
    assert safe.project.code not in address
    assert page["Cache-Control"] == "no-store"


def test_challenge_door_that_is_closed_looks_like_one_that_never_was(safe):
    client, address = visitor(safe)
    never = client.get(reverse("challenges:challenge", args=["bcdf-ghjk-mnpq"]))
    safe.do(actions.close_challenges, by="manager")
    closed = client.get(address)
    assert closed.status_code == never.status_code == 404
    assert closed.content == never.content
    again = safe.do(actions.open_challenges, by="manager")
    assert again.token not in address
    assert ChallengeDoor.objects.count() == 1
    assert safe.do(actions.open_challenges, by="manager").token == again.token


@pytest.mark.parametrize("role", ["outreach", "adviser", "case_worker", "evaluator"])
def test_open_challenges_is_for_those_who_arrange(safe, role):
    with pytest.raises(NotAllowed):
        safe.do(actions.open_challenges, by=role)


@pytest.mark.parametrize(
    ("which", "finds"),
    [
        ("07700900123", True),
        ("0044 (0)7700-900123", True),
        ("ab12cde", True),
        ("AB I2 CDE", True),
        ("900123", False),
        ("AB12", False),
        ("07700 900124", False),
        ("Northern voice", False),
    ],
)
def test_show_challenge_finds_what_reports_name_in_any_spelling(safe, which, finds):
    report = safe.report()
    found = shown(safe, challenged(safe, which=which)).found
    assert set(found) == ({report.pk} if finds else set())


def test_show_challenge_leaves_no_word_of_what_was_found_on_the_trail(safe):
    safe.report()
    row = challenged(safe)
    shown(safe, row)
    written = TrailRow.objects.filter(act="safety.show_challenge").latest("n")
    assert "900123" not in f"{written.fields}{written.reason}"


@pytest.mark.parametrize("outcome", ["keep", "correct", "restrict"])
def test_decide_stands_with_the_report_from_then_on(safe, outcome):
    report, row = safe.report(), challenged(safe)
    decide(safe, row, report, outcome)
    assert challenges.standing(safe.project, [report.pk, uuid4()]) == {report.pk: outcome}
    restricted = {report.pk} if outcome == "restrict" else set()
    assert challenges.restricted(safe.project, [report.pk]) == restricted
    ((written, reason),) = shown(safe, row).outcomes
    assert (written.outcome, reason) == (outcome, "Two people described the same")


def test_decide_to_delete_lets_the_report_go_and_keeps_the_outcome(safe):
    report, row = safe.report(), challenged(safe)
    written = decide(safe, row, report, "delete")
    assert not Report.objects.filter(pk=report.pk).exists()
    assert not Choice.objects.filter(report_id=report.pk).exists()
    written.refresh_from_db()
    assert (written.report_id, written.outcome) == (None, "delete")
    assert shown(safe, row).found == {}
    answer(safe, row, set())


def test_decide_tells_rooms_above_in_the_same_transaction(safe, monkeypatch):
    report, row = safe.report(), challenged(safe)

    def refuses(*_said):
        raise Conflict()

    monkeypatch.setattr(independence, "_follow", [refuses])
    with pytest.raises(Conflict):
        decide(safe, row, report, "restrict")
    assert challenges.restricted(safe.project, [report.pk]) == set()


def test_decide_again_is_one_more_row_and_the_latest_counts(safe):
    report, row = safe.report(), challenged(safe)
    decide(safe, row, report, "restrict")
    safe.do(
        actions.judge,
        challenge=row,
        report=report,
        outcome="keep",
        reason="Seen again",
        at=NOW + timedelta(1),
    )
    assert Outcome.objects.count() == 2
    assert challenges.standing(safe.project, [report.pk]) == {report.pk: "keep"}


def test_decide_by_whoever_had_a_hand_is_refused(safe):
    row = challenged(safe)
    taken = safe.do(
        actions.take_report,
        told=told.read({"words": "robbed"}, NOW.date()),
        way="worker",
        received_at=NOW,
        entry_id=uuid4(),
        taken_by=safe.world.worker("adviser").id,
    )
    with pytest.raises(NotIndependent):
        decide(safe, row, taken)
    with pytest.raises(NotIndependent):
        answer(safe, row, {taken.pk})
    assert not Outcome.objects.exists()


def test_whoever_said_that_two_reports_are_about_one_person_had_a_hand_in_both(safe):
    rows = [safe.report(), safe.report()]
    low, high = sorted((row.offenders.get() for row in rows), key=lambda row: row.pk)
    adviser = safe.world.worker("adviser").id
    assert independence.had_a_hand(safe.project, [row.pk for row in rows]) == set()
    pair = {"low": low, "high": high, "n": 1, "said": "same"}
    Decision.objects.create(project=safe.project, decided_by=adviser, decided_at=NOW, **pair)
    for row in rows:
        assert independence.had_a_hand(safe.project, [row.pk]) == {adviser}


def test_decide_asks_rooms_above_who_had_a_hand(safe, monkeypatch):
    report, row = safe.report(), challenged(safe)
    adviser = safe.world.worker("adviser").id
    monkeypatch.setattr(
        independence, "_asked", [lambda project, ids: {adviser} if report.pk in ids else set()]
    )
    with pytest.raises(NotIndependent):
        decide(safe, row, report)
    assert independence.had_a_hand(safe.project, []) == set()


@pytest.mark.parametrize("said", [{"outcome": "forget"}, {"reason": " "}, {"reason": "x" * 5_001}])
def test_decide_what_cannot_be_is_refused(safe, said):
    report, row = safe.report(), challenged(safe)
    with pytest.raises(CannotBe):
        decide(safe, row, report, **{"outcome": "keep", **said})


def test_decide_about_another_project_is_not_here(safe):
    report = safe.report()
    other = safe.world.other
    row = challenged(safe)
    with other.inside(), pytest.raises(NotHere):
        actions.judge(
            challenge=row,
            report=report,
            outcome="keep",
            reason="x",
            project=other.project,
            by=other.worker("adviser"),
            at=NOW,
        )


def test_answer_waits_until_every_report_is_decided(safe):
    first, second = safe.report(), safe.report()
    row = challenged(safe)
    found = set(shown(safe, row).found)
    assert found == {first.pk, second.pk}
    decide(safe, row, first)
    with pytest.raises(CannotBe):
        answer(safe, row, found)
    decide(safe, row, second)
    assert answer(safe, row, found).reviewed_by == safe.world.worker("adviser").id
    assert challenges.waiting(safe.project) == (0, None)


def test_answer_twice_and_deciding_afterwards_are_conflicts(safe):
    report, row = safe.report(), challenged(safe, which="07700 900999")
    answer(safe, row, set())
    with pytest.raises(Conflict):
        answer(safe, row, set())
    with pytest.raises(Conflict):
        decide(safe, row, report)


def test_waiting_counts_those_not_answered_with_the_oldest(safe):
    assert challenges.waiting(safe.project) == (0, None)
    challenged(safe, at=NOW - timedelta(days=3))
    challenged(safe)
    assert challenges.waiting(safe.project) == (2, NOW - timedelta(days=3))


def test_pages_lead_from_the_list_to_the_answer(safe):
    report, row = safe.report(), challenged(safe)
    client = safe.world.client("adviser")
    listed = client.get(safe.project.url("safety:list_challenges")).content.decode()
    assert safe.project.url("safety:show_challenge", row.pk) in listed
    page = client.get(safe.project.url("safety:show_challenge", row.pk)).content.decode()
    assert "That was not me" in page
    decide_url = safe.project.url("safety:decide_challenge", row.pk, report.pk)
    assert decide_url in page
    answer_url = safe.project.url("safety:answer_challenge", row.pk)
    assert answer_url not in page
    assert client.post(decide_url, {"outcome": "keep", "reason": "As described"}).status_code == 302
    assert client.post(answer_url).status_code == 302
    row.refresh_from_db()
    assert row.answered_at is not None


def test_pages_of_longest_fields_say_what_the_action_takes(safe):
    client, address = visitor(safe)
    page = client.get(address).content.decode()
    for name, longest in LONGEST.items():
        assert re.search(rf'name="{name}"[^>]*maxlength="{longest}"', page)


def test_show_challenge_does_not_say_what_a_report_in_escrow_names(safe):
    closed = safe.report(choice={"level": "escrow", "tell": "here", "release": "never"})
    row = challenged(safe, which="07700 900123")
    assert shown(safe, row).found == {}
    opened = safe.report()
    assert set(shown(safe, row).found) == {opened.pk}
    assert closed.pk not in shown(safe, row).found
