"""What a device keeps to ask forms without a signal: only what may be asked, and nobody's name."""

import json
from dataclasses import replace

import pytest

from tests.rooms.measures.wording import worded
from yarrow.measures import actions, carrying, catalogue, scoring
from yarrow.measures.errors import CannotBe, NotAllowed
from yarrow.measures.models import ProjectForm
from yarrow.methods.forms import Chosen
from yarrow.vault.models import TrailRow

GROUP = {
    "resourceType": "Questionnaire",
    "url": "urn:g",
    "title": "Children",
    "status": "active",
    "item": [
        {
            "linkId": "g",
            "type": "group",
            "repeats": True,
            "item": [{"linkId": "c", "text": "?", "type": "string"}],
        }
    ],
}


@pytest.fixture
def carry(given):
    """carry(version) -> its form, kept by devices from now on."""
    return lambda version, is_carried=True: actions.carry_form(
        form=version.form, is_carried=is_carried, **given
    )


def on_devices(project):
    return carrying.carried(project)


def test_form_is_kept_from_when_somebody_says_so_until_they_take_it_off(project, own, carry):
    assert on_devices(project) == []
    carry(own)
    carry(own)
    assert on_devices(project) == [own] and carrying.is_carried(own)
    carry(own, False)
    assert on_devices(project) == []
    acts = list(TrailRow.objects.filter(act__contains="_form").values_list("act", flat=True))
    assert acts.count("measures.carry_form") == 1 and acts.count("measures.leave_form") == 1


def test_new_version_takes_its_place_and_a_withdrawn_one_goes(project, given, keep, own, carry):
    carry(own)
    newer = keep({**own.questionnaire, "title": "Tonight, anew"})
    assert newer.form == own.form and on_devices(project) == [newer]
    actions.withdraw_version(version=newer, reason="mistake", **given)
    assert on_devices(project) == []


def test_measure_whose_terms_are_over_is_never_kept(project, given, staffed, keep, carry):
    k10 = keep(worded("k10"), "k10")
    carry(k10)
    assert on_devices(project) == [k10]
    actions.state_contexts(contexts=["commercial"], **given)
    assert catalogue.use_in(project, catalogue.pack_of("k10")).state == catalogue.HIDDEN
    assert on_devices(project) == []


def test_where_nobody_can_respond_the_phq_8_is_kept_in_place_of_the_phq_9(
    project, staffed, given, phq, keep, carry
):
    carry(phq)
    assert on_devices(project) == [phq]
    actions.name_responders(lead=None, deputy=None, look_within=60, act_within=240, **given)
    assert on_devices(project) == []
    eight = keep(worded("phq-8"), "phq-8")
    assert on_devices(project) == [eight] and not scoring.asks_danger(eight)
    page = carrying.page(project, given["at"])
    assert "phq9.9" not in "".join(one.html + one.dangers for one in page["carried"])


def test_own_form_with_dangers_is_not_kept_either_while_nobody_can_respond(project, given, own, carry):
    carry(own)
    marked = actions.mark_dangers(version=own, dangers={"q2": ["3"]}, **given)
    actions.publish_version(version=marked, **given)
    assert on_devices(project) == []


def test_group_filled_in_several_times_is_refused_and_never_kept(project, given, keep, own, carry):
    with pytest.raises(CannotBe, match="several times"):
        carry(keep(GROUP))
    carry(own)
    ProjectForm.objects.update(is_carried=True)
    assert on_devices(project) == [own]


@pytest.mark.parametrize("role", ["case_worker", "outreach"])
def test_only_those_who_keep_the_forms_choose_them(world, given, own, role):
    with pytest.raises(NotAllowed):
        actions.carry_form(form=own.form, is_carried=True, **{**given, "by": world.worker(role)})


@pytest.mark.parametrize("pack_id", ["phq-9", "core-10", "k10"])
def test_dangers_of_the_page_are_those_of_the_server(keep, pack_id):
    version = keep(worded(pack_id), pack_id)
    told, tried = carrying.dangers_of(version), {}
    for item in version.questionnaire["item"]:
        codes = [one["valueCoding"]["code"] for one in item.get("answerOption", ())]
        bad = [code for code in codes if scoring.dangerous(version, {item["linkId"]: (Chosen(code),)})]
        tried |= {item["linkId"]: bad} if bad else {}
    assert told == tried
    assert bool(told) is scoring.asks_danger(version)


def test_danger_that_is_a_number_of_a_row_is_told_by_its_numbers(keep, monkeypatch):
    version = keep(worded("ons4"), "ons4")
    pack, harm = catalogue.pack_of("ons4"), catalogue.pack_of("phq-9").risk_rules[0]
    rule = replace(harm, slot="ons4.satisfied", at_least=None, at_most=2)
    monkeypatch.setattr(scoring, "pack_of", lambda _version: replace(pack, risk_rules=(rule,)))
    assert carrying.dangers_of(version) == {version.slots["ons4.satisfied"]: ["0", "1", "2"]}


def test_page_is_said_throughout_in_the_language_of_the_form(project, staffed, keep, carry, given):
    raw = worded("phq-9", "ro")
    carry(keep(raw, "phq-9"))
    actions.add_route(label="Linia de noapte", detail="0800", **given)
    (one,) = carrying.page(project, given["at"])["carried"]
    assert one.language == "ro" and one.asks_danger and 'lang="ro"' in one.html
    assert "Linia de noapte" in one.html and "Question phq9.9 (ro)" in one.html
    assert json.loads(one.dangers) == {"phq9.9": ["a1", "a2", "a3"]}


def test_page_of_the_version_says_whether_devices_have_it(world, project, staffed, given, phq, carry):
    client, url = world.client("coordinator"), project.url("measures:show_version", phq.id)
    assert "Keep it on devices" in client.get(url).content.decode()
    client.post(project.url("measures:carry_form", phq.id), {"carried": "1"})
    assert "Devices keep it" in client.get(url).content.decode()
    actions.name_responders(lead=None, deputy=None, look_within=60, act_within=240, **given)
    assert "nobody is named who would be told" in client.get(url).content.decode()
    client.post(project.url("measures:carry_form", phq.id), {"carried": "0"})
    assert "Devices" not in client.get(url).content.decode().split("<main")[1].split("</h1>")[1]


def test_refusal_is_said_on_the_page_of_the_version(world, project, keep):
    version = keep(GROUP)
    client, url = world.client("coordinator"), project.url("measures:carry_form", version.id)
    page = client.post(url, {"carried": "1"}, follow=True).content.decode()
    assert "That needs a signal" in page
    assert not ProjectForm.objects.get(pk=version.form_id).is_carried
