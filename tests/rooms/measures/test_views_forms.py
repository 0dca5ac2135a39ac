"""Pages of forms and of what a project arranges: bringing in, matching, writing, publishing, licences, routes."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.rooms.measures.conftest import LINES
from tests.rooms.measures.wording import worded
from yarrow.measures import actions, catalogue, making
from yarrow.measures.errors import CannotBe, NotHere
from yarrow.measures.models import FormVersion, Permission, SafeResponse, SafeRoute, Signal, UseOfMeasures


@pytest.fixture
def client(world):
    return world.client("coordinator")


@pytest.fixture
def url(project):
    return lambda name, *args: project.url(f"measures:{name}", *args)


def uses(given, *contexts):
    return actions.state_contexts(contexts=contexts or ["service delivery"], **given)


# --- bringing in --------------------------------------------------------------------------------------------


def bring(client, url, raw, pack="", **said):
    text = raw if isinstance(raw, str) else json.dumps(raw)
    return client.post(url("bring_form"), {"questionnaire": text, "pack": pack, **said})


def test_form_is_looked_at_before_it_is_kept(client, url):
    raw = making.questionnaire_of("Tonight", LINES, "en")
    page = bring(client, url, raw, look="1")
    assert "3 questions" in page.content.decode() and not FormVersion.objects.exists()
    kept = bring(client, url, page.context["text"], keep="1")
    version = FormVersion.objects.get()
    assert kept["Location"] == url("show_version", version.id)
    assert "Not yet in use" in client.get(kept["Location"]).content.decode()


def test_file_is_read_like_what_was_pasted(client, url):
    raw = "\ufeff" + json.dumps(making.questionnaire_of("From a file", LINES, "en"))
    page = client.post(
        url("bring_form"), {"file": SimpleUploadedFile("form.json", raw.encode()), "look": "1"}
    )
    assert "From a file" in page.content.decode()


def test_nothing_sent_asks_for_something(client, url):
    page = client.post(url("bring_form"), {"look": "1"})
    assert "questionnaire" in page.context["form"].errors


def test_file_of_no_text_is_refused_with_a_sentence(client, url):
    page = client.post(url("bring_form"), {"file": SimpleUploadedFile("form.json", b"\xff\xfe\x00")})
    assert page.context["defects"] and page.status_code == 200


def test_measure_is_offered_only_as_far_as_its_licence_goes(client, url, given):
    def listed():
        return dict(client.get(url("bring_form")).context["form"].fields["pack"].choices)

    assert list(listed()) == [""]
    uses(given)
    assert "phq-9" in listed() and "cts2" not in listed() and "brs" not in listed()
    actions.record_permission(pack="cts2", evidence="Letter", granted_on=date(2026, 3, 1), **given)
    assert "cts2" in listed()


def test_measures_wording_is_compared_and_said(client, url, given):
    uses(given)
    said = bring(client, url, worded("gad-7"), "gad-7", look="1").content.decode()
    assert "Look at these before you keep it" in said
    assert "Differs from what was published" in said or "Nobody could compare" in said


def test_questions_are_matched_by_hand_and_then_kept(client, url, given):
    uses(given)
    raw = worded("gad-7")
    slots = [item["linkId"] for item in raw["item"]]
    for n, item in enumerate(raw["item"]):
        item["linkId"] = f"x{n}"
    page = bring(client, url, raw, "gad-7", keep="1")
    assert len(page.context["match"].fields) == 7 and not FormVersion.objects.exists()
    twice = bring(client, url, raw, "gad-7", keep="1", **{f"slot-{slot}": "x0" for slot in slots})
    assert twice.context["match"].errors and not FormVersion.objects.exists()
    kept = bring(
        client, url, raw, "gad-7", keep="1", **{f"slot-{slot}": f"x{n}" for n, slot in enumerate(slots)}
    )
    assert kept.status_code == 302
    assert FormVersion.objects.get().slots == {slot: f"x{n}" for n, slot in enumerate(slots)}


def test_form_is_written_on_the_desk(client, url):
    page = client.post(url("make_form"), {"title": "Tonight", "lines": "A? [one]"})
    assert "lines" in page.context["form"].errors
    made = client.post(url("make_form"), {"title": "Tonight", "lines": LINES})
    assert made["Location"] == url("show_version", FormVersion.objects.get().id)


def test_form_that_comes_with_yarrow_is_offered_until_it_was_taken(client, url):
    page = client.get(url("list_forms"))
    assert "Not validated" in page.content.decode()
    taken = client.post(url("take_up_form", "how_was_this"))
    version = FormVersion.objects.get()
    assert taken["Location"] == url("show_version", version.id) and version.title == "How was this for you?"
    assert client.get(url("list_forms")).context["ours"] == []
    assert client.post(url("take_up_form", "nothing")).status_code == 404


def test_answer_sheet_beside_a_paper_needs_the_licence(client, url, given):
    uses(given)
    assert client.post(url("take_up_sheet", "bsi-anxiety"))["Location"] == url("list_forms")
    assert not FormVersion.objects.exists()
    actions.record_permission(pack="bsi-anxiety", evidence="Invoice 12", granted_on=date(2026, 3, 1), **given)
    client.post(url("take_up_sheet", "bsi-anxiety"))
    version = FormVersion.objects.get()
    assert version.form.pack == "bsi-anxiety" and len(version.slots) == 6
    assert client.post(url("take_up_sheet", "nothing")).status_code == 404


# --- versions -----------------------------------------------------------------------------------------------


def test_version_is_put_into_use_and_out_of_it(client, url, keep):
    version = keep(making.questionnaire_of("Tonight", LINES, "en"), in_use=False)
    client.post(url("publish_version", version.id))
    assert "In use" in client.get(url("show_version", version.id)).content.decode()
    again = client.post(url("publish_version", version.id), follow=True).content.decode()
    assert "in use already" in again
    missing = client.post(url("withdraw_version", version.id), {"reason": ""})
    assert missing.status_code == 200 and missing.context["form"].errors
    client.post(url("withdraw_version", version.id), {"reason": "mistake"})
    version.refresh_from_db()
    assert not version.is_in_use


def test_answered_version_says_that_its_words_stay(client, url, own, begin):
    assert "It was answered" not in client.get(url("show_version", own.id)).content.decode()
    begin(own)
    assert "It was answered" in client.get(url("show_version", own.id)).content.decode()


def test_answers_are_marked_on_their_page_as_a_new_version(client, url, own):
    page = client.get(url("mark_dangers", own.id))
    assert [one.key for one in page.context["questions"]] == ["q2"]
    client.post(url("mark_dangers", own.id), {"danger:q2": ["3"]})
    marked = FormVersion.objects.get(n=2)
    assert marked.dangers == {"q2": ["3"]}
    said = client.get(url("show_version", marked.id)).content.decode()
    assert "asks for a safe response" in said and "Some answers lead to the calm page" in said


def test_case_worker_reads_forms_and_keeps_none(world, url, own):
    client = world.client("case_worker", raise_request_exception=False)
    said = client.get(url("show_version", own.id)).content.decode()
    assert "Did you eat today?" in said and "Take it out of use" not in said
    for name, args in (("bring_form", ()), ("make_form", ()), ("keep_licences", ()), ("keep_safe", ())):
        assert client.get(url(name, *args)).status_code == 403
    assert client.post(url("withdraw_version", own.id), {"reason": "mistake"}).status_code == 403


def test_list_counts_how_often_each_was_begun_without_errors(client, url, own, begin, given):
    begin(own)
    actions.void_filling(filling=begin(own), reason="trying", **given)
    line = client.get(url("list_forms")).context["lines"][0]
    assert (line.n_answered, line.in_use.id) == (1, own.id)


# --- licences -----------------------------------------------------------------------------------------------


def test_contexts_and_permissions_are_kept_on_one_page(client, url, project):
    client.post(url("keep_licences"), {"contexts-sent": "1", "contexts": ["research", "service delivery"]})
    assert UseOfMeasures.objects.get().contexts == ["service delivery", "research"]
    said = {"pack": "cts2", "evidence": "Letter, blue folder"}
    on = {"granted_on_0": "1", "granted_on_1": "3", "granted_on_2": "2026"}
    assert client.post(url("keep_licences"), {**said, "granted_on_0": ""}).status_code == 200
    kept = client.post(url("keep_licences"), {**said, **on})
    assert kept.status_code == 302, kept.context["form"].errors
    row = Permission.objects.get()
    assert catalogue.permitted_in(project) == {"cts2"}
    client.post(url("end_permission", row.id))
    assert catalogue.permitted_in(project) == set() and Permission.objects.count() == 1
    assert "No longer" in client.get(url("keep_licences")).content.decode()


def test_ended_permission_ends_once(given):
    row = actions.record_permission(pack="cts2", evidence="Letter", granted_on=date(2026, 3, 1), **given)
    first = actions.end_permission(permission=row, **given).ended_at
    assert actions.end_permission(permission=row, **given).ended_at == first


@pytest.mark.parametrize(
    ("said", "field"),
    [({"evidence": " "}, "evidence"), ({"granted_on": date(2030, 1, 1)}, "granted_on")],
)
def test_permission_says_from_whom_and_when(given, said, field):
    told = {"pack": "cts2", "evidence": "Letter", "granted_on": date(2026, 3, 1), **said}
    with pytest.raises(CannotBe) as refused:
        actions.record_permission(**told, **given)
    assert refused.value.field == field


def test_unknown_contexts_and_measures_are_refused(given):
    with pytest.raises(CannotBe):
        actions.state_contexts(contexts=["fun"], **given)
    with pytest.raises(NotHere):
        actions.record_permission(pack="mood-ring", evidence="x", granted_on=date(2026, 3, 1), **given)


def test_every_measure_is_hidden_until_the_project_says_what_for():
    assert {one.use.state for one in catalogue.entries([], [])} == {"hidden"}
    shown = {one.pack.id for one in catalogue.entries(["service delivery"], []) if one.may_bring}
    assert "phq-9" in shown and "eq-5d-5l" not in shown
    allowed = {one.pack.id: one.use.state for one in catalogue.entries(["service delivery"], ["eq-5d-5l"])}
    assert allowed["eq-5d-5l"] == "answer sheet"


def test_list_says_why_a_measure_is_hidden(client, url, given):
    assert "Say first what you use measures for" in client.get(url("list_forms")).content.decode()
    uses(given)
    page = client.get(url("list_forms"))
    line = next(one for one in page.context["measures"] if one.entry.pack.id == "cts2")
    assert line.entry.use.reason and line.entry.use.reason in page.content.decode().replace("&#x27;", "'")


# --- where to turn, and who is told -------------------------------------------------------------------------


def test_routes_and_responders_are_kept_on_one_page(client, url, world):
    assert "makes no number up" in client.get(url("keep_safe")).content.decode()
    assert client.post(url("keep_safe"), {"label": "Night line", "detail": ""}).status_code == 200
    client.post(url("keep_safe"), {"label": "Night line", "detail": "Text HELLO"})
    route = SafeRoute.objects.get()
    lead = world.account("case_worker").worker
    client.post(
        url("keep_safe"), {"lead": str(lead.pk), "deputy": "", "look_within": "30", "act_within": "90"}
    )
    row = SafeResponse.objects.get()
    assert (row.lead_id, row.deputy, row.look_within, row.act_within) == (lead.pk, None, 30, 90)
    page = client.get(url("keep_safe"))
    assert page.context["responders"].initial["lead"] == lead.pk
    client.post(url("retire_route", route.id))
    assert list(client.get(url("keep_safe")).context["routes"]) == []


def test_times_that_can_not_be_are_said_at_their_field(client, url, world):
    lead = world.account("case_worker").worker
    page = client.post(url("keep_safe"), {"lead": str(lead.pk), "look_within": "90", "act_within": "30"})
    assert "act_within" in page.context["form"].errors and not SafeResponse.objects.exists()


def test_drill_is_begun_on_the_page_once_somebody_is_named(client, url, world, given):
    refused = client.post(url("raise_drill"), follow=True).content.decode()
    assert "Name the lead first" in refused and not Signal.objects.exists()
    lead = world.account("case_worker").worker
    actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=90, **given)
    assert client.post(url("raise_drill"))["Location"] == url("list_signals")
    assert Signal.objects.get().is_drill
