"""Forms come in, get versions, come into use and go out of it; what stands in a version never changes."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from tests.rooms.measures.conftest import LINES
from tests.rooms.measures.wording import worded
from tests.worlds import make_project
from yarrow.measures import actions, catalogue, importing, making, ours
from yarrow.measures.errors import CannotBe, NotAllowed, NotHere
from yarrow.measures.models import FormVersion, ProjectForm
from yarrow.measures.reading import form_of
from yarrow.vault import fence
from yarrow.vault.models import TrailRow


def brought(raw, pack_id=""):
    return importing.bring(json.dumps(raw), catalogue.packs()[pack_id] if pack_id else None)


@pytest.fixture
def raw():
    return making.questionnaire_of("Tonight", LINES, "en")


def test_kept_form_is_the_first_version_and_not_in_use(given, raw):
    version = actions.keep_form(brought=brought(raw), **given)
    assert (version.n, version.title, version.languages) == (1, "Tonight", ["en"])
    assert not version.is_in_use and not FormVersion.objects.in_use().exists()
    assert version.questionnaire == raw and version.form.pack == ""
    assert TrailRow.objects.filter(act="measures.keep_form", subject=version.id).count() == 1


def test_same_form_again_is_the_same_version(given, raw):
    first = actions.keep_form(brought=brought(raw), **given)
    turned = dict(reversed(list(raw.items())))
    assert actions.keep_form(brought=brought(turned), **given).id == first.id
    assert FormVersion.objects.count() == 1


def test_other_words_under_the_same_address_are_the_next_version(given, raw):
    first = actions.keep_form(brought=brought(raw), **given)
    second = actions.keep_form(brought=brought({**raw, "title": "Tonight, again"}), **given)
    assert second.form_id == first.form_id and (first.n, second.n) == (1, 2)
    assert ProjectForm.objects.count() == 1


def test_form_without_an_address_gets_one_of_its_own(given, raw):
    del raw["url"]
    version = actions.keep_form(brought=brought(raw), **given)
    assert version.form.url.startswith("urn:uuid:") and version.questionnaire == raw


def test_published_version_takes_the_place_of_the_one_in_use(given, raw, at):
    first = actions.keep_form(brought=brought(raw), **given)
    actions.publish_version(version=first, **given)
    second = actions.keep_form(brought=brought({**raw, "title": "B"}), **given)
    actions.publish_version(version=second, **given)
    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_reason) == (at, "replaced")
    assert [one.id for one in FormVersion.objects.in_use()] == [second.id]


def test_version_comes_into_use_once(given, own):
    with pytest.raises(CannotBe, match="in use already"):
        actions.publish_version(version=own, **given)
    actions.withdraw_version(version=own, reason="mistake", **given)
    with pytest.raises(CannotBe, match="withdrawn"):
        actions.publish_version(version=own, **given)


def test_withdrawn_twice_the_first_reason_stands(given, own):
    actions.withdraw_version(version=own, reason="mistake", **given)
    again = actions.withdraw_version(version=own, reason="not_used", **given)
    assert again.withdrawn_reason == "mistake"
    assert TrailRow.objects.filter(act="measures.withdraw_version").count() == 1


def test_withdrawing_needs_a_reason_of_the_list(given, own):
    with pytest.raises(CannotBe) as refused:
        actions.withdraw_version(version=own, reason="because", **given)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("role", ["case_worker", "outreach", "adviser", "evaluator", "administrator"])
def test_only_those_who_arrange_keep_forms(world, given, raw, role):
    told = {**given, "by": world.worker(role)}
    with pytest.raises(NotAllowed):
        actions.keep_form(brought=brought(raw), **told)
    assert not FormVersion.objects.exists()


def test_another_projects_version_does_not_exist(given, own):
    with fence.gate():
        other = make_project(code="other", name="Other")
        told = {**given, "project": other.project, "by": other.worker("coordinator")}
        with pytest.raises(NotHere):
            actions.withdraw_version(version=own, reason="mistake", **told)


def test_measure_the_project_may_not_use_is_refused(given):
    pack = worded("wemwbs")
    actions.state_contexts(contexts=["commercial"], **given)
    with pytest.raises(CannotBe) as refused:
        actions.keep_form(brought=brought(pack, "wemwbs"), **given)
    assert refused.value.field == "pack" and not FormVersion.objects.exists()


def test_measure_whose_questions_are_not_all_matched_is_refused(given):
    raw = worded("gad-7")
    raw["item"][3]["linkId"] = "elsewhere"
    actions.state_contexts(contexts=["service delivery"], **given)
    with pytest.raises(CannotBe, match="which one it is"):
        actions.keep_form(brought=brought(raw, "gad-7"), **given)


def test_address_of_a_measure_is_not_taken_by_a_home_made_form(given, phq):
    with pytest.raises(CannotBe, match="something else"):
        actions.keep_form(brought=brought({**worded("phq-9"), "title": "B"}), **given)


def test_marking_answers_makes_a_new_version_of_the_same_words(given, own):
    marked = actions.mark_dangers(version=own, dangers={"q2": ["3", "3"], "q3": []}, **given)
    assert (marked.n, marked.dangers, marked.digest) == (2, {"q2": ["3"]}, own.digest)
    own.refresh_from_db()
    assert own.dangers == {} and own.is_in_use and not marked.is_in_use
    assert actions.mark_dangers(version=marked, dangers={"q2": ["3"]}, **given).id == marked.id


@pytest.mark.parametrize("dangers", [{"q9": ["1"]}, {"q2": ["9"]}, {"q3": ["x"]}])
def test_only_answers_of_the_form_are_marked(given, own, dangers):
    with pytest.raises(CannotBe):
        actions.mark_dangers(version=own, dangers=dangers, **given)


def test_marks_of_a_home_made_form_go_over_into_its_next_version(given, raw):
    first = actions.keep_form(brought=brought(raw), **given)
    marked = actions.mark_dangers(version=first, dangers={"q2": ["3"]}, **given)
    third = actions.keep_form(brought=brought({**raw, "title": "C"}), **given)
    assert third.n == 3 and third.dangers == marked.dangers


FORBIDDEN = [
    "UPDATE measures_formversion SET questionnaire = '{}'",
    "UPDATE measures_formversion SET dangers = '{\"q1\": []}'",
    "UPDATE measures_formversion SET slots = '{\"a\": 1}'",
    "UPDATE measures_formversion SET n = 7",
    "DELETE FROM measures_formversion",
]


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_words_of_a_version_can_not_be_changed_by_anybody(own, sql):
    with pytest.raises(DatabaseError, match="only grows"):
        run(sql)
    own.refresh_from_db()
    assert len(form_of(own).questions()) == 3


def test_answered_version_still_says_what_was_asked_after_a_new_one(given, own, begin, answer, raw):
    filling = begin(own)
    answer(filling, {"q1": (True,)})
    actions.finish_filling(filling=filling, **given)
    newer = {**own.questionnaire, "item": [{"linkId": "q1", "text": "Another question?", "type": "boolean"}]}
    actions.publish_version(version=actions.keep_form(brought=brought(newer), **given), **given)
    filling.refresh_from_db()
    assert str(form_of(filling.form_version).by_id["q1"].text) == "Did you eat today?"


def test_forms_of_ours_can_be_read_and_say_that_they_are_not_validated():
    for code, form in ours.forms().items():
        read = importing.bring(ours.text_of(code), None).form
        assert 4 <= len(read.questions()) <= 6
        assert "ot validated" in form["copyright"] and "ot validated" in json.dumps(form["item"])
    with pytest.raises(NotHere):
        ours.text_of("nothing")


def test_version_is_read_once_in_a_process(own):
    again = FormVersion.objects.get(pk=own.pk)
    assert form_of(again) is form_of(own)


def test_every_form_of_our_own_has_its_title_for_the_translators():
    assert {code: raw["title"] for code, raw in ours.forms().items()} == ours.TITLES
