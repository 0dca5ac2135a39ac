"""Every row of the tables is what the engine does."""

import pytest

from tests.spec.measures.reading import FOLDER, PACKS, Case, answers, cases, scores
from yarrow.methods.packs import AnswerError, Score, Standing, change, risks, score

SCORED, CHANGED = cases(0), cases(1)


def told(case):
    """Everything the engine says of the answers, in the words of the tables."""
    given = answers(case.pack, case.given)
    try:
        result = score(case.pack, given)
    except AnswerError:
        return {"refused"}
    found = {f"branch: {result.branch or 'none'}", f"line: {result.straight_line or 'none'}"}
    found |= {f"risk: {one.rule}" for one in risks(case.pack, given)} or {"no risk"}
    found |= {"no scale"} if not result.scales else set()
    for one in result.scales:
        found |= told_of(one)
    met = {True: "met", False: "not met", None: "not known"}
    return found | {f"{one.conclusion}: {met[one.is_met]}" for one in result.verdicts}


def told_of(one):
    if not isinstance(one, Score):
        return {f"{one.scale}: missing {one.n_missing}", f"{one.scale}: not scorable"}
    filled = {f"filled in {one.filled_in}"} if one.filled_in else set()
    return {f"{one.scale} = {one.value}", *(f"{band.set}: {band.label}" for band in one.bands)} | filled


@pytest.mark.parametrize("case", SCORED, ids=lambda case: case.id)
def test_scoring_in_words(case: Case) -> None:
    assert set(case.outcomes) <= told(case)


@pytest.mark.parametrize("case", CHANGED, ids=lambda case: case.id)
def test_change_in_words(case: Case) -> None:
    before, after = (Standing(case.pack.id, case.pack.version, value) for value in scores(case.given))
    changes = change(case.pack, case.name, before, after)
    found = {f"{one.threshold}: {one.moved}" if one.threshold else "nothing published" for one in changes}
    assert set(case.outcomes) <= found


def test_cases_exist_for_every_measure_with_slots() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {
        name for name, pack in PACKS.items() if pack.slots
    }


def test_cases_name_every_band() -> None:
    named = {(case.pack.id, outcome) for case in SCORED for outcome in case.outcomes}
    for pack in PACKS.values():
        wanted = {(pack.id, f"{one.id}: {band.label}") for one in pack.band_sets for band in one.bands}
        assert wanted <= named


def test_cases_stand_on_both_sides_of_every_border() -> None:
    seen = {(case.pack.id, outcome) for case in SCORED for outcome in told(case) if " = " in outcome}
    unseen = [
        f"{pack.id}: {one.scale} = {end}"
        for pack in PACKS.values()
        for one in pack.band_sets
        if pack.scale(one.scale).step == 1
        for band in one.bands
        for end in (band.from_value, band.to_value)
        if (pack.id, f"{one.scale} = {end}") not in seen
    ]
    assert not unseen


def test_cases_turn_each_reversed_question_alone() -> None:
    given = {(case.pack.id, part) for case in SCORED for part in answers(case.pack, case.given).items()}
    for pack in PACKS.values():
        for name in {slot for one in pack.scales for slot in one.reverse}:
            assert len({value for found, (slot, value) in given if found == pack.id and slot == name}) > 1, (
                name
            )


def test_cases_reach_each_threshold_conclusion_and_risk() -> None:
    said = {
        (case.pack.id, outcome.partition(":")[0]) for case in CHANGED + SCORED for outcome in case.outcomes
    }
    risky = {(case.pack.id, outcome) for case in SCORED for outcome in case.outcomes}
    for pack in PACKS.values():
        for one in (*pack.thresholds, *pack.conclusions):
            assert (pack.id, one.id) in said
        assert {(pack.id, f"risk: {one.id}") for one in pack.risk_rules} <= risky
