"""Writing down how somebody stands: side by side, once, sealed words, plain steps."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.attacks.scanner import scan_bytes
from tests.rooms.plans.conftest import TODAY
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_person
from yarrow.people.errors import NotForYou, NotHere
from yarrow.plans import actions, lists
from yarrow.plans.actions import Answer
from yarrow.plans.errors import CannotBe
from yarrow.plans.models import Rating
from yarrow.vault.errors import Locked
from yarrow.vault.trail import rows_about


def test_rate_keeps_steps_plain_and_words_sealed(table, kim):
    (row,) = table.rate(kim, housing=Answer(step=2, words="the landlord comes in", wanted="a lock"))
    stored = Rating.objects.get()
    assert (stored.step, stored.answer, stored.domain, stored.rater) == (2, "rated", "housing", "self")
    assert stored.list_version == lists.version() and stored.recorded_by == table.by.id
    held = stored.words.ciphertext + stored.wanted.ciphertext
    assert scan_bytes(held, ["landlord", "lock"]) == []
    assert row.sealed.open_unrecorded("notes.words", table.by.unlocked) == "the landlord comes in"
    assert row.sealed.open_unrecorded("notes.wanted", table.by.unlocked) == "a lock"


def test_rate_is_on_the_trail_without_saying_what(table, kim):
    table.rate(kim, housing=Answer(step=2, words="the landlord"), money=3)
    row = rows_about(table.project.id, kim.id).get(act="plans.rate")
    assert row.fields == ["plans.rating.notes.words"] and row.reason == ""


def test_rate_by_three_raters_stands_side_by_side(table, kim):
    for rater, step in (("self", 1), ("worker", 4), ("together", 2)):
        table.rate(kim, rater=rater, housing=step)
    assert dict(Rating.objects.values_list("rater", "step")) == {"self": 1, "worker": 4, "together": 2}


@pytest.mark.parametrize("answer", ["not_asked", "rather_not", "not_concerned"])
def test_rate_without_a_step_says_why(table, kim, answer):
    table.rate(kim, housing=answer)
    assert Rating.objects.values_list("answer", "step").get() == (answer, None)


def test_rate_sent_twice_is_once(table, kim):
    entry = uuid4()
    first = table.rate(kim, entry_id=entry, housing=2, money=3)
    again = table.rate(kim, entry_id=entry, housing=5, money=5)
    assert [row.pk for row in first] == [row.pk for row in again] and Rating.objects.count() == 2
    assert set(Rating.objects.values_list("step", flat=True)) == {2, 3}
    assert rows_about(table.project.id, kim.id).filter(act="plans.rate").count() == 1


def test_rate_sent_again_with_more_adds_what_is_new(table, kim):
    entry = uuid4()
    table.rate(kim, entry_id=entry, housing=2)
    table.rate(kim, entry_id=entry, housing=2, money=3)
    assert sorted(Rating.objects.values_list("domain", flat=True)) == ["housing", "money"]


def test_rate_entry_of_somebody_else_is_not_here(table, kim):
    entry = uuid4()
    table.rate(kim, entry_id=entry, housing=2)
    with pytest.raises(NotHere):
        table.rate(table.person("Lou"), entry_id=entry, housing=2)
    assert Rating.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"housing": 0}, "housing"),
        ({"housing": 6}, "housing"),
        ({"housing": "no such answer"}, "housing"),
        ({"housing": Answer(step=3, answer="rather_not")}, "housing"),
        ({"housing": Answer()}, "housing"),
        ({"castle": 3}, "castle"),
        ({"housing": 3, "rater": "landlord"}, "rater"),
        ({"housing": 3, "occasion": "never"}, "occasion"),
        ({"housing": 3, "days_ago": -1}, "rated_on"),
        ({"housing": Answer(step=3, words="a" * 4001)}, "housing_words"),
    ],
)
def test_rate_what_can_not_be_is_refused_at_its_field(table, kim, said, field):
    with pytest.raises(CannotBe) as refused:
        table.rate(kim, **said)
    assert refused.value.field == field and Rating.objects.count() == 0


def test_rate_nothing_is_refused_in_words(table, kim):
    with pytest.raises(CannotBe, match="Answer one thing"):
        table.rate(kim)


def test_rate_all_of_a_portion_or_nothing(table, kim):
    with pytest.raises(CannotBe):
        table.rate(kim, housing=3, money=9)
    assert Rating.objects.count() == 0


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator"])
def test_rate_is_case_work(table, kim, role):
    told = {
        "person": kim,
        "rater": "self",
        "occasion": "intake",
        "rated_on": TODAY,
        "answers": {"housing": Answer(2)},
    }
    with pytest.raises(NotForYou):
        table.do(actions.rate, by=table.world.worker(role), **told)


def test_rate_somebody_of_another_project_is_not_here(table):
    other = table.world.other
    with other.inside():
        stranger = add_person(project=other.project, by=other.worker("coordinator"), at=other.project.live_at)
    with pytest.raises(Refusal):
        table.rate(stranger, housing=2)
    assert Rating.objects.count() == 0


def test_rate_while_locked_writes_nothing_with_words(table, kim):
    by = table.by
    locked = type(by)(by.id, by.role, None)
    told = {"rater": "self", "occasion": "intake", "rated_on": TODAY - timedelta(days=1)}
    with pytest.raises(Locked):
        table.do(
            actions.rate, by=locked, person=kim, answers={"housing": Answer(2, words="something")}, **told
        )
    assert Rating.objects.count() == 0
