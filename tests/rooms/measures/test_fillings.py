"""A form is filled in: begun once, saved page by page, finished once, put right with a reason, or void."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.rooms.measures.wording import chosen, worded
from tests.worlds import make_project
from yarrow.measures import actions, making
from yarrow.measures.answers import held
from yarrow.measures.errors import CannotBe, Meanwhile, NotAllowed, NotHere
from yarrow.measures.models import Amendment, Filling, Permission, Score
from yarrow.methods.forms import Chosen, Skipped
from yarrow.people.actions import add_person, merge_people
from yarrow.people.errors import MergedAway
from yarrow.vault import fence
from yarrow.vault.errors import NoGrant
from yarrow.vault.models import TrailRow


def opened(filling, by):
    """What the filling holds now."""
    row = Filling.objects.get(pk=filling.pk)
    return held(row.sealed.open_unrecorded("notes.answers", by.unlocked))


@pytest.fixture
def branching(keep):
    """A question that is asked only after "bad"."""
    raw = making.questionnaire_of("Branch", "How? [good; bad]\nWhy?\nLast?", "en")
    raw["item"][1] |= {
        "enableWhen": [{"question": "q1", "operator": "=", "answerCoding": {"code": "2"}}],
        "enableBehavior": "all",
    }
    return keep(raw)


def test_begun_twice_with_one_entry_is_begun_once(given, kim, own):
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en"}
    told = {"person": kim, "version": own, "entry_id": uuid4(), **said, **given}
    assert actions.begin_filling(**told).id == actions.begin_filling(**told).id
    assert Filling.objects.count() == 1
    other = add_person(called="Ola", **given)
    with pytest.raises(NotHere):
        actions.begin_filling(**{**told, "person": other})


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"occasion": "party"}, "occasion"),
        ({"answered_by": "cat"}, "answered_by"),
        ({"how": "telepathy"}, "how"),
        ({"language": "xx"}, "language"),
        ({"agreed": "perhaps"}, "agreed"),
        ({"answered_on": date(2030, 1, 1)}, "answered_on"),
    ],
)
def test_circumstances_that_can_not_be_are_refused_at_their_field(begin, own, said, field):
    with pytest.raises(CannotBe) as refused:
        begin(own, **said)
    assert refused.value.field == field and not Filling.objects.exists()


def test_filling_from_paper_keeps_its_own_day(begin, own, at):
    assert begin(own).answered_on == at.date()
    assert begin(own, how="paper", answered_on=date(2026, 3, 1)).answered_on == date(2026, 3, 1)


def test_version_out_of_use_begins_nothing_and_a_draft_of_it_goes_on(begin, own, answer, given):
    filling = begin(own)
    actions.withdraw_version(version=own, reason="mistake", **given)
    with pytest.raises(CannotBe, match="not in use"):
        begin(own)
    answer(filling, {"q1": (True,)})
    assert actions.finish_filling(filling=filling, **given).is_finished


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator"])
def test_only_holders_of_case_notes_ask(world, kim, own, given, role):
    told = {**given, "by": world.worker(role)}
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en"}
    with pytest.raises((NotAllowed, NoGrant)):
        actions.begin_filling(person=kim, version=own, entry_id=uuid4(), **said, **told)


def test_answers_are_sealed_and_only_their_page_is_replaced(begin, own, answer, by):
    filling = begin(own)
    answer(filling, {"q1": (True,), "q3": ("a bed",)})
    answer(filling, {"q1": (False,)})
    assert opened(filling, by).answers == {"q1": (False,), "q3": ("a bed",)}
    row = Filling.objects.filter(pk=filling.pk).values().get()
    assert "a bed" not in repr(row) and row["version"] == 3


def test_question_left_empty_on_its_page_has_no_answer_any_more(begin, own, answer, by):
    filling = begin(own)
    answer(filling, {"q3": ("a bed",)})
    answer(filling, {}, asked=["q3"])
    assert opened(filling, by).answers == {}


def test_saving_is_on_the_trail_without_a_word_of_it(begin, own, answer, kim):
    filling = begin(own)
    answer(filling, {"q3": ("a bed",)})
    row = TrailRow.objects.get(act="measures.save_answers")
    assert row.subject == kim.id and row.fields == ["measures.filling.notes.answers"]


def test_answer_of_a_question_no_longer_asked_is_dropped_and_that_is_kept(begin, branching, answer, by):
    filling = begin(branching)
    answer(filling, {"q1": (Chosen("2"),), "q2": ("the cold",)})
    answer(filling, {"q1": (Chosen("1"),)})
    there = opened(filling, by)
    assert there.answers == {"q1": (Chosen("1"),)} and there.dropped == ("q2",)


def test_two_workers_on_different_questions_lose_nothing(begin, own, answer, by):
    filling = begin(own)
    answer(filling, {"q1": (True,)}, seen=1)
    answer(filling, {"q3": ("socks",)}, seen=1)
    assert opened(filling, by).answers == {"q1": (True,), "q3": ("socks",)}


def test_two_workers_on_one_question_are_told_and_the_first_stands(begin, own, answer, by):
    filling = begin(own)
    answer(filling, {"q3": ("socks",)}, seen=1)
    with pytest.raises(Meanwhile):
        answer(filling, {"q3": ("a bed",)}, seen=1)
    assert opened(filling, by).answers == {"q3": ("socks",)}
    answer(filling, {"q3": ("a bed",)}, seen=2)
    assert opened(filling, by).answers == {"q3": ("a bed",)}


def test_language_is_switched_without_losing_an_answer(keep, begin, answer, given, by):
    raw = making.questionnaire_of("Two", "A?\nB?", "en")
    for item in raw["item"]:
        told = [{"url": "lang", "valueCode": "ro"}, {"url": "content", "valueString": f"{item['text']} ro"}]
        url = "http://hl7.org/fhir/StructureDefinition/translation"
        item["_text"] = {"extension": [{"url": url, "extension": told}]}
    raw["_title"] = {"extension": [{"url": url, "extension": told}]}
    filling = begin(keep(raw))
    answer(filling, {"q1": ("one",)})
    actions.speak_language(filling=filling, language="ro", **given)
    filling.refresh_from_db()
    assert filling.language == "ro" and opened(filling, by).answers == {"q1": ("one",)}
    with pytest.raises(CannotBe):
        actions.speak_language(filling=filling, language="pl", **given)


def test_nothing_has_to_be_answered(begin, own, given):
    done = actions.finish_filling(filling=begin(own), **given)
    assert (done.is_finished, done.n_answered, done.n_asked) == (True, 0, 3)


def test_passed_over_is_not_answered(begin, own, answer, given):
    filling = begin(own)
    answer(filling, {"q1": (Skipped(),), "q3": ("x",)})
    assert actions.finish_filling(filling=filling, **given).n_answered == 1


def test_finished_twice_is_finished_and_scored_once(begin, phq, answer, given):
    filling = begin(phq)
    answer(filling, chosen(phq, dict.fromkeys(range(1, 10), 1)))
    first = actions.finish_filling(filling=filling, **given)
    later = {**given, "at": given["at"] + timedelta(hours=1)}
    assert actions.finish_filling(filling=filling, **later).finished_at == first.finished_at
    assert Score.objects.filter(scale="total").count() <= 1 and Score.objects.count() == 2
    assert TrailRow.objects.filter(act="measures.finish_filling").count() == 1


def test_finished_form_takes_no_more_pages(begin, own, answer, given):
    filling = actions.finish_filling(filling=begin(own), **given)
    with pytest.raises(CannotBe, match="finished"):
        answer(filling, {"q3": ("late",)})


def test_answer_is_put_right_with_a_reason_and_how_it_stood_is_kept(begin, phq, answer, given, by):
    filling = begin(phq)
    answer(filling, chosen(phq, dict.fromkeys(range(1, 10), 1)))
    filling = actions.finish_filling(filling=filling, **given)
    fixed = chosen(phq, {1: 3})
    told = {"given": fixed, "asked": frozenset(fixed), "reason": "mistyped", "seen": filling.version}
    actions.amend_answers(filling=filling, **told, **given)
    before = Amendment.objects.get()
    kept = held(before.sealed.open_unrecorded("notes.answers", by.unlocked))
    assert kept.answers[next(iter(fixed))] == (Chosen("a1"),) and before.reason == "mistyped"
    assert opened(filling, by).answers[next(iter(fixed))] == (Chosen("a3"),)
    sums = Score.objects.exclude(value=None).filter(n_items=9).order_by("n").values_list("n", "value")
    assert [(n, int(value)) for n, value in sums] == [(1, 9), (2, 11)]
    row = TrailRow.objects.get(act="measures.amend_answers")
    assert row.reason == "mistyped"


def test_putting_right_needs_a_reason_a_difference_and_the_newest_version(begin, own, answer, given):
    filling = begin(own)
    answer(filling, {"q3": ("x",)})
    filling = actions.finish_filling(filling=filling, **given)
    told = {"filling": filling, "asked": frozenset({"q3"}), "seen": filling.version, **given}
    with pytest.raises(CannotBe) as refused:
        actions.amend_answers(given={"q3": ("y",)}, reason="because", **told)
    assert refused.value.field == "reason"
    with pytest.raises(CannotBe, match="Nothing is different"):
        actions.amend_answers(given={"q3": ("x",)}, reason="mistyped", **told)
    with pytest.raises(Meanwhile):
        actions.amend_answers(given={"q3": ("y",)}, reason="mistyped", **{**told, "seen": 1})
    assert not Amendment.objects.exists()


def test_draft_is_not_put_right_but_saved(begin, own, given):
    filling = begin(own)
    told = {"filling": filling, "asked": frozenset({"q3"}), "seen": 1, **given}
    with pytest.raises(CannotBe):
        actions.amend_answers(given={"q3": ("y",)}, reason="mistyped", **told)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE measures_amendment SET reason = 'other'",
        "UPDATE measures_amendment SET n = 9",
        "UPDATE measures_amendment SET amended_by = id",
    ],
)
def test_kept_amendment_is_never_changed(begin, own, answer, given, sql):
    filling = begin(own)
    answer(filling, {"q3": ("x",)})
    filling = actions.finish_filling(filling=filling, **given)
    told = {"asked": frozenset({"q3"}), "reason": "mistyped", "seen": filling.version, **given}
    actions.amend_answers(filling=filling, given={"q3": ("y",)}, **told)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(sql)


def test_entered_in_error_stays_and_counts_nowhere(begin, own, answer, given, by):
    filling = begin(own)
    answer(filling, {"q3": ("x",)})
    actions.finish_filling(filling=filling, **given)
    gone = actions.void_filling(filling=filling, reason="wrong_person", **given)
    assert (gone.state, gone.void_reason) == ("void", "wrong_person")
    assert actions.void_filling(filling=filling, reason="twice", **given).void_reason == "wrong_person"
    assert opened(filling, by).answers == {"q3": ("x",)}
    with pytest.raises(CannotBe, match="entered in error"):
        actions.finish_filling(filling=filling, **given)


def test_entered_in_error_needs_a_reason_of_the_list(begin, own, given):
    with pytest.raises(CannotBe) as refused:
        actions.void_filling(filling=begin(own), reason="", **given)
    assert refused.value.field == "reason"


def test_another_projects_filling_does_not_exist(begin, own, given):
    filling = begin(own)
    with fence.gate():
        other = make_project(code="other", name="Other")
        told = {**given, "project": other.project, "by": other.worker("coordinator")}
        for act in (actions.finish_filling, actions.ask_for_contact):
            with pytest.raises(NotHere):
                act(filling=filling, **told)


def test_nothing_is_asked_of_a_record_that_was_merged_away(begin, own, kim, given):
    other = add_person(called="Ola", **given)
    filling = begin(own)
    merge_people(into=other, came=kim, take=[], **given)
    with pytest.raises(MergedAway):
        begin(own)
    moved = Filling.objects.get(pk=filling.pk)
    assert moved.person_id == other.id
    assert actions.finish_filling(filling=moved, **given).is_finished


def test_measure_is_asked_only_as_long_as_its_terms_allow_it(keep, begin, given, world, project, kim):
    version = keep(worded("k10"), "k10")
    begin(version)
    actions.state_contexts(contexts=["commercial"], **given)
    with pytest.raises(CannotBe):
        begin(version)
    listed = world.client("case_worker").get(project.url("measures:list_fillings", kim.id))
    assert listed.context["versions"] == [] and len(listed.context["fillings"]) == 1


def test_ended_permission_ends_the_asking(keep, begin, given):
    actions.record_permission(pack="cts2", evidence="Letter", granted_on=date(2026, 3, 1), **given)
    version = keep(worded("cts2"), "cts2")
    begin(version)
    actions.end_permission(permission=Permission.objects.get(), **given)
    with pytest.raises(CannotBe):
        begin(version)
