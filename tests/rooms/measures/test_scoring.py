"""From a form's answers to a measure's own questions: by identity, never clamped, nothing guessed."""

import pytest

from tests.rooms.measures.wording import chosen, worded
from yarrow.measures import actions, catalogue, scoring
from yarrow.measures.errors import CannotBe, NotAForm
from yarrow.measures.models import Score
from yarrow.methods.forms import Chosen, Skipped


def scores(filling, given):
    actions.finish_filling(filling=filling, **given)
    return {row.scale: row for row in Score.objects.filter(filling=filling)}


def the_sum(rows):
    """The score over nine questions."""
    return next(row for row in rows.values() if row.n_items == 9)


def test_score_keeps_its_rule_its_language_and_what_it_counts(begin, phq, answer, given):
    filling = begin(phq)
    answer(filling, chosen(phq, dict.fromkeys(range(1, 10), 2)))
    row = the_sum(scores(filling, given))
    pack = catalogue.packs()["phq-9"]
    assert (int(row.value), row.n_answered, row.n_items) == (18, 9, 9)
    assert (row.pack, row.pack_version, row.pack_hash) == ("phq-9", pack.version, pack.sha256)
    assert row.language == "en" and row.said and all(band["citation"] for band in row.said)


def test_missing_answer_gives_no_low_score_but_a_reason(begin, phq, answer, given):
    filling = begin(phq)
    answer(filling, chosen(phq, dict.fromkeys(range(1, 9), 0)))
    row = the_sum(scores(filling, given))
    assert row.value is None and row.why and row.n_answered == 8 and row.said == []


def test_passed_over_is_missing_and_never_nought(begin, phq, answer, given):
    filling = begin(phq)
    answers = chosen(phq, dict.fromkeys(range(1, 10), 0))
    answers[phq.slots["phq9.9"]] = (Skipped(),)
    answer(filling, answers)
    assert the_sum(scores(filling, given)).value is None


def test_home_made_form_has_no_score(begin, own, answer, given):
    filling = begin(own)
    answer(filling, {"q1": (True,)})
    assert scores(filling, given) == {} and scoring.result_of(own, {}) is None


def test_reversed_items_are_those_of_the_measure_whatever_their_order(keep, begin, answer, given):
    straight, turned = worded("rosenberg"), worded("rosenberg", url="urn:test:turned")
    turned["item"].reverse()
    values = []
    for raw in (straight, turned):
        version = keep(raw, "rosenberg")
        filling = begin(version)
        answer(filling, chosen(version, {n: n % 4 for n in range(1, 11)}))
        values.append({scale: row.value for scale, row in scores(filling, given).items()})
    assert values[0] == values[1] and None not in values[0].values()


def test_same_answer_all_the_way_is_noticed(keep, begin, answer, given):
    version = keep(worded("rosenberg"), "rosenberg")
    filling = begin(version)
    answer(filling, chosen(version, dict.fromkeys(range(1, 11), 1)))
    assert {row.straight for row in scores(filling, given).values()} == {True}


def test_number_outside_its_row_is_refused_and_never_clamped(keep, begin, answer):
    version = keep(worded("ons4"), "ons4")
    filling, link = begin(version), next(iter(version.slots.values()))
    for value in (11, -1):
        with pytest.raises(CannotBe, match="from 0 to 10"):
            answer(filling, {link: (value,)})
    answer(filling, {link: (10,)})
    assert scoring.slot_answers(version, {link: (10,)})[next(iter(version.slots))] == 10


def weighted(pack_id, weights, *, integers=False):
    raw = worded(pack_id)
    url = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
    for item in raw["item"]:
        if integers:
            item["answerOption"] = [{"valueInteger": n} for n in weights]
        else:
            for option, weight in zip(item["answerOption"], weights, strict=True):
                option["valueCoding"]["extension"] = [{"url": url, "valueDecimal": weight}]
    return raw


@pytest.mark.parametrize("integers", [True, False])
def test_row_that_is_printed_from_the_other_end_is_read_by_its_weights(keep, integers):
    version = keep(weighted("gad-7", [3, 2, 1, 0], integers=integers), "gad-7")
    first = "3" if integers else "a0"
    found = scoring.slot_answers(version, dict.fromkeys(version.slots.values(), (Chosen(first),)))
    assert set(found.values()) == {3}


def test_weights_that_start_at_one_are_the_same_row(keep):
    version = keep(weighted("gad-7", [1, 2, 3, 4]), "gad-7")
    found = scoring.slot_answers(version, dict.fromkeys(version.slots.values(), (Chosen("a0"),)))
    assert set(found.values()) == {0}


@pytest.mark.parametrize(("pack_id", "weights"), [("gad-7", [0, 0, 1, 2]), ("rosenberg", [0, 1, 2, 3])])
def test_weights_that_are_turned_or_strange_are_refused_with_the_item(keep, pack_id, weights):
    with pytest.raises(NotAForm) as refused:
        keep(weighted(pack_id, weights), pack_id)
    assert refused.value.defects[0][0] in {item["linkId"] for item in worded(pack_id)["item"]}


def test_gate_that_ends_the_measure_is_kept_as_its_own_branch(keep, begin, answer, given):
    version = keep(worded("pc-ptsd-5"), "pc-ptsd-5")
    pack = catalogue.packs()["pc-ptsd-5"]
    place = [choice.value for choice in pack.slot(pack.gate.slot).choices].index(pack.gate.value)
    filling = begin(version)
    answer(filling, {version.slots[pack.gate.slot]: (Chosen(f"a{place}"),)})
    row = next(iter(scores(filling, given).values()))
    assert row.value == 0 and row.branch == pack.gate.branch


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_danger_is_any_answer_above_never(phq, place):
    link = phq.slots["phq9.9"]
    assert scoring.dangerous(phq, {link: (Chosen(f"a{place}"),)}) == ({link} if place else set())


def test_danger_does_not_wait_for_the_other_answers_and_asks_nothing_of_those_passed_over(phq):
    link = phq.slots["phq9.9"]
    assert scoring.dangerous(phq, {link: (Skipped(),)}) == set() == scoring.dangerous(phq, {})
    assert scoring.asks_danger(phq)


def test_danger_of_a_home_made_form_is_what_the_project_marked(given, own):
    marked = actions.mark_dangers(version=own, dangers={"q2": ["3"]}, **given)
    assert scoring.dangerous(marked, {"q2": (Chosen("3"),)}) == {"q2"}
    assert scoring.dangerous(marked, {"q2": (Chosen("1"),)}) == set()
    assert scoring.asks_danger(marked) and not scoring.asks_danger(own)


def test_phq_8_has_no_danger_to_ask_about(keep):
    assert not scoring.asks_danger(keep(worded("phq-8"), "phq-8"))
