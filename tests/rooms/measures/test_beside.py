"""What other rooms do with forms: the clock, the project's own package, the trail a person may read, who may post."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest

from tests.rooms.measures.wording import chosen
from yarrow.measures import actions, rules
from yarrow.measures.models import Filling, FormVersion, SafeRoute, Signal
from yarrow.people import clock, who_opened
from yarrow.staff.actions.exporting import export_project
from yarrow.staff.roles import COMPARTMENTS
from yarrow.vault import telling

YEARS = timedelta(days=366 * 12)


@pytest.fixture
def done(begin, answer, given):
    def make(version, answers, **said):
        filling = begin(version, **said)
        answer(filling, answers)
        return actions.finish_filling(filling=filling, **given)

    return make


# --- the clock ----------------------------------------------------------------------------------------------


def last_met(project, kim):
    """The day on which the clock thinks that somebody was met for the last time."""
    ending = next(iter(clock.endings(project, kim.first_met_on + YEARS)), None)
    return None if ending is None else ending.last_on


def test_finished_form_is_a_day_on_which_somebody_was_met(own, done, project, kim):
    before = last_met(project, kim)
    filling = done(own, {"q3": ("x",)})
    Filling.objects.filter(pk=filling.pk).update(answered_on=before + timedelta(days=200))
    assert last_met(project, kim) == before + timedelta(days=200)


@pytest.mark.parametrize("end", ["draft", "error"])
def test_draft_and_error_are_none(own, begin, given, project, kim, end):
    before = last_met(project, kim)
    filling = begin(own)
    if end == "error":
        actions.void_filling(filling=filling, reason="trying", **given)
    Filling.objects.filter(pk=filling.pk).update(answered_on=before + timedelta(days=200))
    assert last_met(project, kim) == before


# --- the project's own package ------------------------------------------------------------------------------


def taken(world, given, compartments=()):
    """{file name: rows} of the package that the manager takes along."""
    told = {**given, "by": world.worker("manager")}
    parts = export_project(reason="moving", compartments=compartments, told=lambda *_: None, **told)
    found = {}
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as packed:
        for name in packed.namelist():
            if name.endswith(".csv"):
                found[name] = list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))
    return found


def test_package_has_forms_scores_and_answers_closed_until_they_are_asked_for(phq, done, world, given):
    done(phq, chosen(phq, dict.fromkeys(range(1, 10), 1)))
    closed = taken(world, given)
    assert {"measures.filling.csv", "measures.score.csv", "measures.formversion.csv"} <= set(closed)
    assert "answers" not in closed["measures.filling.csv"][0]
    assert "9.0000" in {row["value"] for row in closed["measures.score.csv"]}
    opened = taken(world, given, ["notes"])
    assert '"a1"' in opened["measures.filling.csv"][0]["answers"]


# --- what a person may read ---------------------------------------------------------------------------------


def test_every_act_of_the_room_about_a_person_is_told_in_words(
    phq, begin, answer, given, world, project, kim
):
    filling = begin(phq, agreed="yes")
    answer(filling, chosen(phq, {9: 1}))
    actions.ask_for_contact(filling=filling, **given)
    filling = actions.finish_filling(filling=filling, **given)
    fixed = chosen(phq, {1: 3})
    told = {"given": fixed, "asked": frozenset(fixed), "reason": "mistyped", "seen": filling.version}
    actions.amend_answers(filling=filling, **told, **given)
    for act, said in (("acknowledge", {}), ("act", {"words": "x"}), ("close", {"reason": "reached"})):
        actions.step_signal(signal=Signal.objects.filter(what="asked").get(), act=act, **said, **given)
    actions.void_filling(filling=filling, reason="twice", **given)
    world.client("case_worker").get(project.url("measures:list_fillings", kim.id))
    lines, _more = who_opened.openings(project, kim)
    acts = [line.did for line in lines]
    assert len(acts) >= 10
    plainly = [
        telling.act_in_words(f"measures.{name}") for name in ("begin_filling", "raise_signal", "void_filling")
    ]
    assert set(plainly) <= set(acts) and not any("_" in act or "filling" in act for act in acts)


# --- who may post -------------------------------------------------------------------------------------------

POSTS = {
    "make_form": {"title": "Mine", "lines": "A?"},
    "bring_form": {"questionnaire": "{}", "keep": "1"},
    "keep_licences": {"contexts-sent": "1", "contexts": ["research"]},
    "keep_safe": {"label": "Line", "detail": "Text"},
    "raise_drill": {},
}
OTHERS = ["case_worker", "outreach", "peer", "adviser", "evaluator", "administrator"]


@pytest.mark.parametrize("role", OTHERS)
def test_only_those_who_arrange_change_what_a_project_arranges(world, project, own, role):
    client = world.client(role, raise_request_exception=False)
    before = (FormVersion.objects.count(), SafeRoute.objects.count(), Signal.objects.count())
    for name, typed in POSTS.items():
        assert client.post(project.url(f"measures:{name}"), typed).status_code == 403, name
    for name in ("publish_version", "withdraw_version", "mark_dangers"):
        assert (
            client.post(project.url(f"measures:{name}", own.id), {"reason": "mistake"}).status_code == 403
        ), name
    assert (FormVersion.objects.count(), SafeRoute.objects.count(), Signal.objects.count()) == before
    own.refresh_from_db()
    assert own.is_in_use


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator"])
def test_only_holders_of_case_notes_change_answers(world, project, kim, own, begin, role):
    filling = begin(own)
    client = world.client(role, raise_request_exception=False)
    for name in ("fill", "finish_filling", "ask_for_contact", "void_filling", "amend_answers"):
        url = project.url(f"measures:{name}", kim.id, filling.id)
        assert client.post(url, {"~asked": ["q3"], "q3": "x", "reason": "trying"}).status_code == 403, name
    filling.refresh_from_db()
    assert filling.version == 1 and filling.is_draft and not Signal.objects.exists()


def test_roles_that_ask_are_those_that_can_hold_case_notes():
    assert set(rules.ASKERS) == {role for role, held in COMPARTMENTS.items() if "notes" in held}
    assert set(rules.KEEPERS) <= set(rules.ASKERS)
