"""The engine on an invented pack: what may be missing, what is refused, what is noticed, where a result comes from."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest

from tests.methods.packs.planting import GONE, pack, sound
from tests.spec.measures.reading import PACKS
from yarrow.methods.packs import AnswerError, NotScorable, Score, read_pack, risks, score
from yarrow.methods.packs.scoring import as_decimal

WHOLE = {"calm.gate": 1, "calm.1": 3, "calm.2": 0, "calm.3": 1, "calm.4": 2, "calm.days": 4}


def value(result, scale):
    found = result.of(scale)
    return found.value if isinstance(found, Score) else None


def scale(**over):
    """The sound pack with one scale alone."""
    return pack(
        scales=[sound()["scales"][0] | over],
        conclusions=[],
        band_sets=[],
        thresholds=[],
        slots=SLOTS,
        orders={},
    )


SLOTS = [*sound()["slots"][:5], sound()["slots"][5] | {"scored": False}]


def test_a_result_says_which_pack_made_it():
    calm = pack()
    result = score(calm, WHOLE)
    assert (result.pack, result.version, result.sha256) == ("calm", "2", calm.sha256)
    assert len(calm.sha256) == 64


def test_the_mark_of_a_pack_follows_its_content_and_not_its_layout():
    content = sound()
    assert read_pack(dict(reversed(content.items()))).sha256 == pack().sha256
    assert pack(notes=["Invented!"]).sha256 != pack().sha256


def test_sum_count_table_and_bands():
    result = score(pack(), WHOLE)
    assert [value(result, name) for name in ("total", "high", "week")] == [Decimal(9), Decimal(2), Decimal(6)]
    assert [band.label for band in result.of("total").bands] == ["more"]
    assert result.of("total").bands[0].source.citation == "Invented 2020"
    assert result.verdicts[0].is_met is True


def test_one_answer_may_be_missing_where_the_rule_says_so():
    found = score(pack(), WHOLE | {"calm.1": None}).of("total")
    assert found == Score("total", Decimal(8), found.bands, "better", filled_in=1)
    assert score(pack(), {name: WHOLE[name] for name in WHOLE if name != "calm.1"}).of("total") == found


def test_a_missing_answer_is_named_by_number():
    result = score(pack(), WHOLE | {"calm.1": None, "calm.2": None})
    assert result.of("total") == NotScorable(
        "total", "Answers missing: 2 of 4. The published rule allows 1.", n_missing=2
    )
    assert result.of("high").n_missing == 2 and result.verdicts[0].is_met is None
    assert "2 of 4" in result.verdicts[0].reason


def test_filling_in_is_exact_and_falls_into_the_band_it_has_reached():
    found = score(pack(), WHOLE | {"calm.1": 2, "calm.2": 3, "calm.3": 2, "calm.4": None}).of("total")
    assert found.value == Decimal("5.3333") and found.bands[0].label == "less"


@pytest.mark.parametrize(("rule", "low", "high", "wanted"), [("mean", 0, 3, "2.25"), ("max", 0, 3, "3")])
def test_mean_and_highest(rule, low, high, wanted):
    most = {"most": 0, "source": "rule"}
    one = scale(rule=rule, to=high, missing=most)
    assert value(score(one, WHOLE), "total") == Decimal(wanted)
    assert isinstance(score(one, WHOLE | {"calm.3": None}).of("total"), NotScorable)


def test_times_and_plus_come_last():
    one = scale(rule="mean", times=10, plus=-5, **{"from": -5, "to": 25})
    assert value(score(one, WHOLE), "total") == Decimal("17.5")


@pytest.mark.parametrize("strange", [4, -1, 2.0, "2", True, 10**9])
def test_what_no_row_holds_is_refused_and_never_repeated(strange):
    with pytest.raises(AnswerError) as refused:
        score(pack(), WHOLE | {"calm.1": strange})
    assert str(refused.value) == "The answer to calm.1 is outside its row."
    with pytest.raises(AnswerError):
        risks(pack(), {"calm.4": strange})


def test_a_slot_of_another_pack_is_refused():
    with pytest.raises(AnswerError, match=r"loud\.1"):
        score(pack(), WHOLE | {"loud.1": None})


def test_the_order_in_which_answers_come_changes_nothing():
    four = [(name, WHOLE[name]) for name in ("calm.1", "calm.2", "calm.3", "calm.4")]
    rest = {"calm.gate": 1, "calm.days": 4}
    assert len({value(score(pack(), rest | dict(order)), "total") for order in permutations(four)}) == 1


def test_a_gate_ends_the_measure_and_keeps_its_name():
    result = score(pack(), {"calm.gate": 0})
    assert result.branch == "never calm" and value(result, "total") == 0
    assert result.verdicts[0].is_met is False and result.straight_line == ""
    assert score(pack(), {"calm.gate": 1, **dict.fromkeys(["calm.1", "calm.2"], 0)}).branch == ""


def test_answers_past_a_closed_gate_are_no_zero():
    result = score(pack(), {"calm.gate": 0, "calm.1": 3})
    assert isinstance(result.of("total"), NotScorable) and "answered: 1" in result.of("total").reason
    assert result.verdicts[0].is_met is None


def test_an_unanswered_gate_leaves_nothing_scorable():
    result = score(pack(), WHOLE | {"calm.gate": None})
    assert all(isinstance(one, NotScorable) for one in result.scales)
    assert "first question" in result.of("week").reason


@pytest.mark.parametrize(("answer", "levels"), [(0, []), (1, ["soon"]), (2, ["now"]), (3, ["now"])])
def test_a_risk_asks_for_the_sooner_response_once(answer, levels):
    assert [one.level for one in risks(pack(), {"calm.4": answer})] == levels


def test_a_risk_can_lie_at_the_low_end_and_needs_nothing_else():
    assert [(one.rule, one.slot) for one in risks(pack(), {"calm.1": 0})] == [("none", "calm.1")]
    assert risks(pack(), {"calm.1": 1}) == () == risks(pack(), {"calm.1": 3, "calm.4": 0})
    assert risks(pack(), {}) == () == risks(pack(), {"calm.4": None})


def test_a_straight_line_against_turned_questions_is_noticed_and_changes_nothing():
    for same in range(4):
        result = score(pack(), WHOLE | dict.fromkeys(["calm.1", "calm.2", "calm.3", "calm.4"], same))
        assert result.straight_line == "against reversed items"
        assert value(result, "total") == 2 * same + 3
    assert score(pack(), WHOLE).straight_line == ""


@pytest.mark.parametrize(
    ("name", "same", "noticed"),
    [
        ("phq-9", 0, ""),
        ("phq-9", 1, "same answer throughout"),
        ("wemwbs", 5, ""),
        ("wemwbs", 1, "same answer throughout"),
    ],
)
def test_nothing_troubles_me_is_an_honest_straight_line(name, same, noticed):
    measure = PACKS[name]
    answers = {one.id: same for one in measure.slots if one.is_scored}
    assert score(measure, answers).straight_line == noticed


def test_a_short_measure_has_no_straight_line():
    assert score(PACKS["sds"], {one.id: 2 for one in PACKS["sds"].slots}).straight_line == ""


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        ((22, 1), "22"),
        ((130, 9), "14.4444"),
        ((1, 2), "0.5"),
        ((0, 1), "0"),
        ((100, 1), "100"),
        ((-5, 2), "-2.5"),
    ],
)
def test_figures_are_told_to_four_places(exact, said):
    assert str(as_decimal(Fraction(*exact))) == said


def test_scales_and_slots_that_are_not_there_are_errors():
    calm = pack(gate=GONE, slots=sound()["slots"][1:], orders={})
    with pytest.raises(KeyError):
        calm.scale("sum")
    with pytest.raises(KeyError):
        calm.slot("calm.gate")
    with pytest.raises(KeyError):
        score(calm, {}).of("sum")
