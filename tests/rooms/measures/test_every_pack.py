"""Every measure the whole way: its wording brought in, asked, scored by its own rule, dangerous answers noticed."""

import json

import pytest

from tests.rooms.measures.wording import worded
from yarrow.measures import catalogue, codes, importing, making, scoring
from yarrow.measures.models import FormVersion, ProjectForm
from yarrow.methods import packs
from yarrow.methods.forms import Chosen

WITH_SLOTS = sorted(one.id for one in catalogue.packs().values() if one.slots)
WITH_SCALES = sorted(one.id for one in catalogue.packs().values() if one.slots and one.scales)
DANGEROUS = sorted(one.id for one in catalogue.packs().values() if one.risk_rules)


def version_of(pack_id, raw):
    """A version as it would be kept; not saved, since scoring asks nothing of the database."""
    brought = importing.bring(json.dumps(raw), catalogue.pack_of(pack_id))
    form = ProjectForm(pack=pack_id, url=raw["url"])
    return FormVersion(form=form, questionnaire=raw, digest=brought.digest, slots=dict(brought.slots))


def typed(version, slot, value):
    """The answer to a slot's question that stands for this value."""
    link = version.slots[slot.id]
    if not slot.choices:
        return {link: (value,)}
    row = [choice.value for choice in slot.choices]
    return {link: (Chosen(f"a{row.index(value)}"),)}


def everything(version, pick):
    pack = catalogue.pack_of(version.form.pack)
    answers = {}
    for slot in pack.slots:
        answers |= typed(version, slot, pick(slot.values))
    return answers


@pytest.mark.parametrize(
    "pick", [min, max, lambda values: sorted(values)[len(values) // 2]], ids=["min", "max", "mid"]
)
@pytest.mark.parametrize("pack_id", WITH_SCALES)
def test_answers_of_a_form_are_those_of_the_measure(pack_id, pick):
    version, pack = version_of(pack_id, worded(pack_id)), catalogue.pack_of(pack_id)
    expected = {slot.id: pick(slot.values) for slot in pack.slots}
    answers = everything(version, pick)
    assert scoring.slot_answers(version, answers) == expected
    assert scoring.problems(version, answers) == {}
    assert scoring.result_of(version, answers) == packs.score(pack, expected)


@pytest.mark.parametrize("pack_id", WITH_SCALES)
def test_no_answer_at_all_is_never_a_score_out_of_nothing(pack_id):
    version = version_of(pack_id, worded(pack_id))
    result = scoring.result_of(version, {})
    assert result.scales and all(isinstance(one, packs.NotScorable) and one.reason for one in result.scales)


@pytest.mark.parametrize("pack_id", WITH_SLOTS)
def test_answer_sheet_of_every_measure_means_the_same_values(pack_id):
    pack = catalogue.pack_of(pack_id)
    raw = making.answer_sheet_of(pack, "en")
    version = version_of(pack_id, raw)
    for slot in pack.slots:
        for value in slot.values[:12]:
            link = version.slots[slot.id]
            said = (Chosen(str(value)),) if slot.choices else (value,)
            assert scoring.slot_answers(version, {link: said})[slot.id] == value


@pytest.mark.parametrize("pack_id", DANGEROUS)
def test_every_answer_that_asks_for_a_response_is_noticed_and_no_other(pack_id):
    version, pack = version_of(pack_id, worded(pack_id)), catalogue.pack_of(pack_id)
    assert scoring.asks_danger(version)
    for slot in pack.slots:
        for value in slot.values:
            answers = typed(version, slot, value)
            is_risk = bool(packs.risks(pack, {slot.id: value}))
            assert bool(scoring.dangerous(version, answers)) is is_risk, (slot.id, value)


def test_measure_without_its_question_about_harm_is_one_that_we_have():
    for pack_id, other in catalogue.WITHOUT_DANGER.items():
        assert catalogue.pack_of(pack_id).risk_rules and not catalogue.pack_of(other).risk_rules


@pytest.mark.parametrize(
    "name",
    ["occasions", "answerers", "hows", "amend_reasons", "void_reasons", "withdraw_reasons", "close_reasons"],
)
def test_every_code_has_words_and_fits_its_column(name):
    listed = codes.listed(name)
    assert len(listed) >= 3 and all(code.isidentifier() and len(code) <= 20 for code in listed)
    assert len(set(listed.values())) == len(listed)
    assert codes.label(name, next(iter(listed))) and codes.label(name, "unheard_of") == "unheard_of"
