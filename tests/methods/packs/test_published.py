"""The packs that are here, beside what was asked for and what is known of the measures."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.house.tree import SOURCE
from tests.methods.packs.planting import pack, sound
from tests.spec.measures.reading import PACKS
from yarrow.methods.packs import risks, score
from yarrow.methods.packs.describing import described

KINDS = {
    "full": "rosenberg phq-9 phq-8 gad-7 ces-d pcl-5 pcl-c pc-ptsd-5 k10 ons4 audit-c top",
    "slots": "core-10 wemwbs swemwbs reqol-10 brs itq audit sds christo internalised-stigma",
    "unpublished": "safety-behaviour condom-confidence perceptions-of-abuse rape-myths acceptability",
    "answer sheet": "bsi-anxiety cts2 eq-5d-5l",
}
N_SLOTS = {
    **{
        "rosenberg": 10,
        "phq-9": 10,
        "phq-8": 8,
        "gad-7": 7,
        "ces-d": 20,
        "pcl-5": 20,
        "pcl-c": 17,
        "pc-ptsd-5": 6,
    },
    **{
        "k10": 10,
        "ons4": 4,
        "audit-c": 3,
        "audit": 10,
        "core-10": 10,
        "wemwbs": 14,
        "swemwbs": 7,
        "reqol-10": 11,
    },
    **{"brs": 6, "itq": 18, "sds": 5, "christo": 10, "bsi-anxiety": 6, "cts2": 78, "eq-5d-5l": 6},
    "internalised-stigma": 12,
}
REVERSED = {"ces-d": {4, 8, 12, 16}, "core-10": {2, 3}, "reqol-10": {1, 3, 6, 9}, "brs": {2, 4, 6}}


@pytest.mark.parametrize("kind", KINDS)
def test_every_measure_asked_for_is_there(kind):
    assert {name for name, pack in PACKS.items() if pack.kind == kind} == set(KINDS[kind].split())


@pytest.mark.parametrize("name", N_SLOTS)
def test_a_measure_has_its_number_of_slots(name):
    assert len(PACKS[name].slots) == N_SLOTS[name]


@pytest.mark.parametrize("name", REVERSED)
def test_turned_questions_are_those_of_the_printed_numbers(name):
    (scale,) = PACKS[name].scales
    assert {int(slot.rpartition(".")[2]) for slot in scale.reverse} == REVERSED[name]


def test_nothing_else_is_turned_round():
    turned = {name for name, pack in PACKS.items() for scale in pack.scales if scale.reverse}
    assert turned == {*REVERSED, "rosenberg"}


def test_rosenbergs_turned_questions_have_their_numbers_on_either_paper():
    pack = PACKS["rosenberg"]
    for order, numbers in (
        ("reversed-3-5-8-9-10", {3, 5, 8, 9, 10}),
        ("reversed-2-5-6-8-9", {2, 5, 6, 8, 9}),
    ):
        found = {
            number for number, slot in enumerate(pack.orders[order], 1) if slot in pack.scales[0].reverse
        }
        assert found == numbers


def test_the_table_of_the_short_wellbeing_scale_is_whole_and_rises():
    table = PACKS["swemwbs"].scale("metric").lookup
    assert sorted(table) == list(range(7, 36))
    values = [table[raw] for raw in range(7, 36)]
    assert values == sorted(set(values))
    assert [float(table[raw]) for raw in (7, 8, 21, 34, 35)] == [7.0, 9.51, 19.25, 32.55, 35.0]


@pytest.mark.parametrize(
    ("name", "slot", "low", "level"),
    [
        ("phq-9", "phq9.9", 1, "soon"),
        ("phq-9", "phq9.9", 2, "now"),
        ("core-10", "core10.6", 1, "now"),
        ("reqol-10", "reqol10.6", 1, "soon"),
    ],
)
def test_questions_about_not_living_ask_for_a_response(name, slot, low, level):
    assert [one.level for one in risks(PACKS[name], {slot: low})] == [level]
    assert risks(PACKS[name], {slot: low - 1 if level == "now" and low == 1 else 0}) == ()


def test_no_other_measure_raises_a_risk():
    assert {name for name, pack in PACKS.items() if pack.risk_rules} == {"phq-9", "core-10", "reqol-10"}


def test_thresholds_and_bands_are_plural_where_the_literature_disagrees():
    assert len(PACKS["k10"].band_sets) == 2 == len(PACKS["pc-ptsd-5"].band_sets)
    points = {one.points for one in PACKS["pcl-5"].thresholds}
    assert {5, 10, 15, 18} <= points
    contested = [one.name for one in PACKS["pcl-5"].thresholds if one.points in (5, 10)]
    assert contested and all("contested" in name for name in contested)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("k10", "abs"),
        ("reqol-10", "ranges"),
        ("reqol-10", "owner"),
        ("phq-8", "severity"),
        ("ons4", "ons-anxious"),
    ],
)
def test_what_was_not_read_again_says_so(name, place):
    """Figures known, and not read at their owner's."""
    figures = {one.id: one for one in (*PACKS[name].band_sets, *PACKS[name].thresholds)}
    assert not figures[place].source.is_verified
    assert "not verified against the owner's page" in "\n".join(described(PACKS[name]))


def test_figures_nobody_read_are_left_out():
    """PCL-C's cut-offs, Christo's borders, Rosenberg's reliable change, TOP's change."""
    assert not PACKS["pcl-c"].band_sets and not PACKS["christo"].band_sets
    assert not PACKS["rosenberg"].thresholds and not PACKS["top"].thresholds


def test_who_answers_is_said():
    assert PACKS["christo"].raters == ("worker",) and PACKS["top"].raters == ("together",)
    assert PACKS["phq-9"].raters == ("self",)


def test_phq_8_is_phq_9_without_its_ninth():
    nine, eight = PACKS["phq-9"], PACKS["phq-8"]
    assert [one.topic for one in eight.slots] == [one.topic for one in nine.slots[:8]]
    answers = {f"phq9.{n}": n % 4 for n in range(1, 9)} | {"phq9.9": 0}
    short = {f"phq8.{n}": n % 4 for n in range(1, 9)}
    assert score(nine, answers).of("total").value == score(eight, short).of("total").value == Decimal(12)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_told_in_words_names_each_figure_and_its_source(name):
    pack, words = PACKS[name], "\n".join(described(PACKS[name]))
    for one in (*pack.scales, *pack.band_sets, *pack.thresholds, *pack.conclusions, *pack.risk_rules):
        assert f"`{one.id}`" in words
    for one in (*pack.band_sets, *pack.thresholds):
        assert one.population in words and one.source.citation in words
    assert pack.sha256 in words and pack.licence.holder in words


def test_a_pack_in_words_says_its_formula_gate_table_and_both_ends_of_risk():
    words = "\n".join(described(pack()))
    assert "more than 3.10 (SD 2.5, r 0.8)" in words and "branch “never calm”" in words
    assert "`calm.1` is 0 or less" in words and "`calm.4` is 2 or more" in words
    assert "converted: 0 0, 1 1.5" in words and "not (`calm.4` ≥ 3)" in words
    border = sound()["thresholds"][0] | {"ends_at_least": 8}
    assert "3 or more, ending at 8 or higher" in "\n".join(described(pack(thresholds=[border])))


def test_packs_are_data_alone():
    """Nothing in the folder could be run."""
    assert {path.suffix for path in Path(SOURCE / "measures" / "packs").iterdir()} == {".json"}
