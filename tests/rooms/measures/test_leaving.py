"""What leaves: a person's answers as FHIR, rows for evaluation, the person's copy; and what never does."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from tests.rooms.measures.wording import chosen
from yarrow.measures import actions, extract, leaving
from yarrow.measures.models import Amendment, Filling, Score, Signal, SignalStep
from yarrow.methods.forms import Skipped, read_form, read_response
from yarrow.people.actions import add_person, erase_person, merge_people
from yarrow.people.copying import copy_of, files_of
from yarrow.vault.errors import Erased
from yarrow.vault.models import TrailRow

SPAN = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def done(begin, answer, given):
    def make(version, answers):
        filling = begin(version, agreed="yes")
        answer(filling, answers)
        return actions.finish_filling(filling=filling, **given)

    return make


@pytest.fixture
def whole(own, phq, done, given, world):
    """Kim with a form in her words, put right, and a measure with a dangerous answer that somebody acted on."""
    own_one = done(own, {"q1": (Skipped(),), "q3": ("a bed by Friday",)})
    told = {"given": {"q3": ("a bed",)}, "asked": frozenset({"q3"}), "reason": "mistyped"}
    actions.amend_answers(filling=own_one, seen=own_one.version, **told, **given)
    measured = done(phq, chosen(phq, dict.fromkeys(range(1, 10), 1)))
    actions.step_signal(signal=Signal.objects.get(), act="act", words="tea and a walk", **given)
    return own_one, measured


# --- as FHIR ------------------------------------------------------------------------------------------------


def test_answers_leave_as_questionnaires_and_responses_that_can_be_read_again(whole, kim, by, given):
    bundle = leaving.bundle_of(by, kim, "")
    resources = [entry["resource"] for entry in json.loads(json.dumps(bundle))["entry"]]
    assert [one["resourceType"] for one in resources].count("Questionnaire") == 2
    responses = [one for one in resources if one["resourceType"] == "QuestionnaireResponse"]
    assert {one["status"] for one in responses} == {"completed", "amended"}
    form = read_form(next(one for one in resources if one.get("title") == "Tonight"))
    read = read_response(form, next(one for one in responses if one["status"] == "amended"))
    assert read.answers == {"q1": (Skipped(),), "q3": ("a bed",)}


def test_file_has_ids_of_its_own_and_no_two_files_share_one(whole, kim, by):
    first, second = (json.dumps(leaving.bundle_of(by, kim, "")) for _file in range(2))
    held = {str(row.pk) for row in (kim, *Filling.objects.all(), *Amendment.objects.all())}
    assert not [one for one in held if one in first]
    ours = [re.findall(r'"urn:yarrow[^"]*", "value": "([^"]+)"', one) for one in (first, second)]
    # One for each filling; and one for the person, the same in both fillings of one file.
    assert [len(set(ids)) for ids in ours] == [3, 3] and len(ours[0]) == 4
    assert not set(ours[0]) & set(ours[1])


def test_file_of_nobody_s_answers_has_no_empty_list(kim, by):
    assert leaving.bundle_of(by, kim, "") == {"resourceType": "Bundle", "type": "collection"}


def test_file_names_nobody_and_tells_of_no_signal(whole, kim, by):
    text = json.dumps(leaving.bundle_of(by, kim, ""))
    assert "Kim" not in text and kim.code not in text
    assert "signal" not in text.lower() and "tea and a walk" not in text and "agreed" not in text


def test_draft_and_error_are_marked_as_that(own, begin, given, kim, by):
    begin(own)
    actions.void_filling(filling=begin(own), reason="trying", **given)
    entries = leaving.bundle_of(by, kim, "")["entry"]
    found = {
        one["resource"].get("status") for one in entries if "Response" in one["resource"]["resourceType"]
    }
    assert found == {"in-progress", "entered-in-error"}


def test_file_asks_for_the_second_factor_and_is_on_the_trail(whole, world, project, kim):
    url = project.url("measures:export_fillings", kim.id)
    cold = world.client("case_worker", stepped_up=False)
    assert cold.post(url).status_code != 200 or "attachment" not in cold.post(url).get(
        "Content-Disposition", ""
    )
    client = world.client("case_worker")
    assert client.get(url).context["n"] == 2
    sent = client.post(url)
    assert sent["Content-Disposition"].startswith("attachment") and json.loads(sent.content)["entry"]
    assert TrailRow.objects.filter(act="measures.export_fillings", subject=kim.id).count() == 1


def test_questionnaire_leaves_as_it_came(own, world, project):
    sent = world.client("coordinator").get(project.url("measures:export_version", own.id))
    assert json.loads(sent.content) == own.questionnaire


# --- rows for evaluation ------------------------------------------------------------------------------------


def rows(project):
    return list(extract.score_rows(project, *SPAN))


def test_rows_have_scores_under_the_random_id_and_nothing_else(whole, project, kim):
    found = rows(project)
    assert {row.person_id for row in found} == {kim.id} and {row.rule[0] for row in found} == {"phq-9"}
    assert Decimal(9) in {row.value for row in found}
    text = repr(found)
    assert "a bed" not in text and "Kim" not in text and "signal" not in text.lower()


def test_rows_are_those_that_stand_after_every_amendment(whole, project, given, phq):
    filling = whole[1]
    fixed = chosen(phq, {1: 3})
    told = {"given": fixed, "asked": frozenset(fixed), "reason": "mistyped", "seen": filling.version}
    actions.amend_answers(filling=filling, **told, **given)
    values = {row.value for row in rows(project)}
    assert Decimal(11) in values and Decimal(9) not in values


def test_drafts_errors_and_other_days_are_in_no_row(phq, begin, answer, done, project, given):
    answer(begin(phq), chosen(phq, dict.fromkeys(range(1, 10), 1)))
    assert rows(project) == []
    filling = done(phq, chosen(phq, dict.fromkeys(range(1, 10), 1)))
    assert rows(project) and not list(extract.score_rows(project, date(2025, 1, 1), date(2025, 12, 31)))
    actions.void_filling(filling=filling, reason="twice", **given)
    assert rows(project) == []


def test_young_people_and_relatives_are_in_no_row_of_adults(phq, done, project, kim):
    done(phq, chosen(phq, dict.fromkeys(range(1, 10), 1)))
    type(kim).objects.filter(pk=kim.pk).update(age_band="under_18")
    assert rows(project) == []
    type(kim).objects.filter(pk=kim.pk).update(age_band="25_34", supported_as="partner")
    assert rows(project) == []


# --- their copy, forgetting, two records that become one ----------------------------------------------------


def test_copy_for_the_person_has_their_answers_their_scores_and_what_was_done(whole, kim, by, project, at):
    copy = copy_of(by, project, kim, "asked", at)
    text = b"".join(b"".join(parts) for _name, parts in files_of(copy, by)).decode()
    for words in ("a bed", "a bed by Friday", "tea and a walk", "Invented PHQ-9", "phq9.9"):
        assert words in text
    labels = {table.label for _part, tables in copy.parts() for table in tables}
    assert {"Forms you answered", "Scores of measures", "What was done about it"} <= labels


def test_erased_person_leaves_counts_and_no_answer(whole, kim, by, given, project):
    before = len(rows(project))
    erase_person(person=kim, reason="asked", **given)
    assert not Amendment.objects.exists() and not Signal.objects.exists() and not SignalStep.objects.exists()
    left = Filling.objects.all()
    assert len(left) == 2 and all(row.answers is None and row.agreed == "" for row in left)
    assert len(rows(project)) == before and Score.objects.exists()


def test_older_copy_of_an_erased_persons_answers_stays_closed(whole, kim, by, given):
    older = Filling.objects.get(pk=whole[0].pk)
    erase_person(person=kim, reason="asked", **given)
    with pytest.raises(Erased):
        older.sealed.open_unrecorded("notes.answers", by.unlocked)


def test_answers_move_with_their_person_and_open_under_the_other_key(whole, kim, by, given, project):
    ola = add_person(called="Ola", **given)
    merge_people(into=ola, came=kim, take=[], **given)
    moved = Filling.objects.get(pk=whole[0].pk)
    assert moved.person_id == ola.id
    assert "a bed" in repr(moved.sealed.open_unrecorded("notes.answers", by.unlocked))
    assert Amendment.objects.get().person_id == ola.id and Signal.objects.get().person_id == ola.id
    assert {row.person_id for row in rows(project)} == {ola.id}
    step = SignalStep.objects.select_related("signal").filter(act="act").get()
    assert step.sealed.open_unrecorded("notes.words", by.unlocked) == "tea and a walk"


# --- on the person's page -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "is_told"), [("case_worker", True), ("outreach", False)])
def test_forms_that_were_answered_stand_in_the_story_of_those_who_may_read_them(
    whole, world, project, kim, role, is_told
):
    page = world.client(role).get(project.url("people:show_person", kim.id)).content.decode()
    link = project.url("measures:show_filling", kim.id, whole[1].id)
    assert (("Answered: Invented PHQ-9" in page) is is_told) and ((link in page) is is_told)
    assert (project.url("measures:list_fillings", kim.id) in page) is is_told


def test_draft_and_error_do_not_stand_in_the_story(begin, own, given, world, project, kim):
    begin(own)
    actions.void_filling(filling=begin(own), reason="trying", **given)
    page = world.client("case_worker").get(project.url("people:show_person", kim.id)).content.decode()
    assert "Answered:" not in page
