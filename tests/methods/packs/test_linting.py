"""Each defect of a pack is found and named with its place, all at once; nothing makes the linter fall over."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.packs.planting import GONE, changed, places, sound
from yarrow.methods.packs import PackError, lint, load_packs, read_pack

SHA = "d" * 64
ROW = [{"value": 0}, {"value": 1}]
SOURCES = {"source": "paper"}

# what is written over, with what, the rule that finds it, where it says so
FAULTS = {
    "unknown member": ("mood", "blue", "unknown-member", "pack"),
    "unknown member of a slot": ("slots/1/wording", "I feel calm", "unknown-member", "slots[1]"),
    "unknown member of a band": (
        "band_sets/0/bands/0/colour",
        "red",
        "unknown-member",
        "band_sets[0].bands[0]",
    ),
    "unknown member of a choice": ("answers/row/0/label", "never", "unknown-member", "answers.row[0]"),
    "no version": ("version", GONE, "missing-member", "pack"),
    "no missing rule": ("scales/0/missing", GONE, "missing-member", "scales[0]"),
    "a missing rule without its source": (
        "scales/0/missing/source",
        GONE,
        "missing-member",
        "scales[0].missing",
    ),
    "a threshold without population": ("thresholds/0/population", GONE, "missing-member", "thresholds[0]"),
    "a threshold without citation": ("thresholds/0/source", GONE, "missing-member", "thresholds[0]"),
    "bands without population": ("band_sets/0/population", "", "wrong-kind", "band_sets[0]"),
    "bands without citation": ("band_sets/0/source", GONE, "missing-member", "band_sets[0]"),
    "a number as text": ("scales/0/to", "12", "wrong-kind", "scales[0]"),
    "true is no number": ("answers/row/1/value", True, "wrong-kind", "answers.row[1]"),
    "half a value": ("answers/row/1/value", 1.5, "wrong-kind", "answers.row[1]"),
    "a number without end": ("scales/0/to", float("inf"), "wrong-kind", "scales[0]"),
    "a table with a strange digit": ("scales/2/table/²", 3, "wrong-kind", "scales[2].table"),
    "a table with words": ("scales/2/table/0", "none", "wrong-kind", "scales[2].table"),
    "an id with capitals": ("id", "Calm", "id-form", "id"),
    "a status nobody knows": ("status", "E", "status", "status"),
    "free, and yet unpublished": ("kind", "unpublished", "status", "kind"),
    "an answer sheet that is free": ("kind", "answer sheet", "status", "kind"),
    "a rater nobody knows": ("raters/0", "partner", "rater", "raters"),
    "a context nobody knows": ("licence/contexts/0", "research; sale", "context", "licence.contexts"),
    "terms without the day they were read": (
        "sources/paper/read_on",
        GONE,
        "licence-undated",
        "licence.source",
    ),
    "terms without a source": ("licence/source", "hearsay", "source", "licence"),
    "it refuses itself": ("not_comparable", {"calm": "why?"}, "itself", "not_comparable"),
    "a source seen nobody knows how": ("sources/paper/seen", "dreamt", "seen", "sources.paper"),
    "a day in words": ("sources/paper/read_on", "last May", "read-on", "sources.paper"),
    "a day that there isn't": ("sources/paper/read_on", "2026-13-39", "read-on", "sources.paper"),
    "read, and nowhere": ("sources/paper/where", GONE, "read-nowhere", "sources.paper"),
    "a source for nothing": (
        "sources/spare",
        {"citation": "x", "seen": "not verified"},
        "source-unused",
        "sources.spare",
    ),
    "a risk without a source": ("risks/0/source", "hearsay", "source", "risks.some"),
    "no slots": ("slots", [], "no-slots", "slots"),
    "a slot twice": ("slots/2/id", "calm.1", "twice", "slots.calm.1"),
    "a slot's id with a space": ("slots/1/id", "calm 1", "id-form", "slots.calm 1"),
    "a topic that is a sentence": ("slots/1/topic", "I felt calm and at ease", "topic", "slots.calm.1"),
    "a topic with a question mark": ("slots/1/topic", "calm?", "topic", "slots.calm.1"),
    "a topic too long": ("slots/1/topic", "calmness-of-mind-and-of-whole-body", "topic", "slots.calm.1"),
    "answers that don't exist": ("slots/1/answers", "rows", "answers", "slots.calm.1"),
    "answers and a range": ("slots/1/from", 0, "answers", "slots.calm.1"),
    "a range without an end": ("slots/5/to", GONE, "answers", "slots.calm.days"),
    "a range without end": ("slots/5/to", 10**9, "answers", "slots.calm.days"),
    "a range turned round": ("slots/5/to", -1, "answers", "slots.calm.days"),
    "a value twice": ("answers/row/1/value", 0, "row-values", "slots.calm.1"),
    "a row of one": ("answers/yes-no", [{"value": 0}], "row-values", "slots.calm.gate"),
    "an order that forgets": ("orders/backwards/0", GONE, "order", "orders.backwards"),
    "an order with a stranger": ("orders/backwards/0", "calm.9", "order", "orders.backwards"),
    "a scale twice": ("scales/1/id", "total", "twice", "scales.total"),
    "a scale of nothing": ("scales/0/slots", [], "scale-slots", "scales.total"),
    "a scale with a stranger": ("scales/0/slots/0", "calm.9", "scale-slots", "scales.total"),
    "a scale that counts a slot twice": ("scales/0/slots/0", "calm.2", "scale-slots", "scales.total"),
    "a scale that counts the unscored": ("scales/0/slots/0", "calm.gate", "scale-slots", "scales.total"),
    "turned round, and not counted": ("scales/0/reverse/0", "calm.days", "reverse", "scales.total"),
    "turned round, and not a slot": ("scales/0/reverse/0", "2", "reverse", "scales.total"),
    "a direction nobody knows": ("scales/0/higher_is", "nicer", "direction", "scales.total"),
    "a rule nobody knows": ("scales/0/rule", "median", "rule", "scales.total"),
    "a count from nowhere": ("scales/1/at_least", GONE, "count", "scales.high"),
    "a sum with a count's border": ("scales/0/at_least", 1, "count", "scales.total"),
    "a table on a mean": ("scales/2/rule", "mean", "table", "scales.week"),
    "a table and a factor": ("scales/2/times", 2, "table", "scales.week"),
    "everything may be missing": ("scales/0/missing/most", 4, "missing-rule", "scales.total"),
    "less than none may be missing": ("scales/0/missing/most", -1, "missing-rule", "scales.total"),
    "a count with guesses": ("scales/1/missing/most", 1, "missing-rule", "scales.high"),
    "bands of no scale": ("band_sets/0/scale", "sum", "scale", "band_sets.halves"),
    "a threshold of no scale": ("thresholds/0/scale", "sum", "scale", "thresholds.three"),
    "a threshold twice": ("thresholds/1/id", "three", "twice", "thresholds.three"),
    "a threshold without a figure": ("thresholds/0/points", GONE, "threshold", "thresholds.three"),
    "points and SD at once": ("thresholds/1/points", 3, "threshold", "thresholds.rci"),
    "SD without r": ("thresholds/1/r", GONE, "threshold", "thresholds.rci"),
    "a threshold of nothing": ("thresholds/0/points", 0, "threshold", "thresholds.three"),
    "r above one": ("thresholds/1/r", 1.2, "threshold", "thresholds.rci"),
    "SD of nothing": ("thresholds/1/sd", 0, "threshold", "thresholds.rci"),
    "a clause of no scale": ("conclusions/0/if/all/0/scale", "sum", "clause", "conclusions.calm"),
    "a clause of two kinds": ("conclusions/0/if/any", [], "clause", "conclusions.calm"),
    "an empty clause": ("conclusions/0/if/all", [], "clause", "conclusions.calm"),
    "a clause without border": ("conclusions/0/if/all/0/at_least", GONE, "clause", "conclusions.calm"),
    "a clause of a word": ("conclusions/0/if/all/0", "calm", "clause", "conclusions.calm"),
    "a risk of no slot": ("risks/0/slot", "calm.9", "risk-slot", "risks.some"),
    "a risk some day": ("risks/0/level", "later", "risk-level", "risks.some"),
    "a risk without border": ("risks/0/at_least", GONE, "risk-border", "risks.some"),
    "a risk with two borders": ("risks/0/at_most", 2, "risk-border", "risks.some"),
    "a gate that isn't there": ("gate/slot", "calm.9", "gate", "gate"),
    "a gate that is counted": ("gate/slot", "calm.1", "gate", "gate"),
    "official, and not the owner's": ("official/en/source", "rule", "fingerprint", "official.en"),
    "official, in a language it isn't in": ("languages/0", "de", "fingerprint", "official.en"),
    "a mark that is no SHA-256": ("official/en/marks/calm.1", ["abc"], "fingerprint", "official.en.calm.1"),
    "a mark that is no list": ("official/en/marks/calm.1", SHA, "fingerprint", "official.en.calm.1"),
    "a trap that is words": ("traps/not at all sure", "misprint", "fingerprint", "traps"),
    # these need the rest to be sound
    "a range that doesn't follow": ("scales/0/to", 13, "range", "scales.total"),
    "a count's range": ("scales/1/to", 3, "range", "scales.high"),
    "a range after plus": ("scales/0/plus", 10, "range", "scales.total"),
    "a range after times": ("scales/0/times", 10, "range", "scales.total"),
    "a step of nothing": ("scales/0/step", 0, "step", "scales.total"),
    "a table with a hole": ("scales/2/table/3", GONE, "table-holes", "scales.week"),
    "a table with a row too much": ("scales/2/table/8", 12, "table-holes", "scales.week"),
    "a table that falls": ("scales/2/table/3", 1, "table-order", "scales.week"),
    "a table that stands still": ("scales/2/table/3", 3, "table-order", "scales.week"),
    "no bands": ("band_sets/0/bands", [], "bands", "band_sets.halves"),
    "a band turned round": ("band_sets/0/bands/1/from", 13, "bands", "band_sets.halves"),
    "a gap": ("band_sets/0/bands/1/from", 7, "bands-gap", "band_sets.halves"),
    "an overlap": ("band_sets/0/bands/1/from", 5, "bands-overlap", "band_sets.halves"),
    "bands that begin late": ("band_sets/0/bands/0/from", 1, "bands-ends", "band_sets.halves"),
    "bands that end early": ("band_sets/0/bands/1/to", 11, "bands-ends", "band_sets.halves"),
    "farther than the scale": ("thresholds/0/points", 13, "threshold", "thresholds.three"),
    "change without a better end": ("thresholds/0/scale", "high", "threshold", "thresholds.three"),
    "a risk that is always": ("risks/0/at_least", 0, "risk-border", "risks.some"),
    "a risk that is never": ("risks/0/at_least", 4, "risk-border", "risks.some"),
    "a low risk that is always": ("risks/2/at_most", 3, "risk-border", "risks.none"),
    "a clause that is always so": ("conclusions/0/if/all/0/at_least", 0, "clause", "conclusions.calm"),
    "a clause that is never so": (
        "conclusions/0/if/all/1/not/any/0/at_least",
        4,
        "clause",
        "conclusions.calm",
    ),
    "a gate's value that isn't printed": ("gate/value", 2, "gate", "gate"),
    "a scored slot that nothing counts": (
        "slots/0",
        {"id": "calm.gate", "topic": "x", "answers": "yes-no"},
        "",
        "",
    ),
    "a mark of no slot": ("official/en/marks/calm.9", [SHA], "fingerprint", "official.en.calm.9"),
    "a mark of no answer": ("official/en/marks/calm.1=4", [SHA], "fingerprint", "official.en.calm.1=4"),
}


def test_a_sound_pack_has_no_defect() -> None:
    assert lint(sound()) == ()
    assert read_pack(sound()).id == "calm"


@pytest.mark.parametrize("fault", FAULTS)
def test_each_defect_is_found_with_its_place(fault: str) -> None:
    path, value, rule, at = FAULTS[fault]
    found = lint(changed(path, value))
    if not rule:
        assert found == (), "a gate is counted by nothing, and rightly"
        return
    assert (at, rule) in {(one.at, one.rule) for one in found}, [str(one) for one in found]
    assert all(one.says.endswith(".") for one in found)
    with pytest.raises(PackError) as refused:
        read_pack(changed(path, value))
    assert refused.value.defects == found


def test_a_slot_that_nothing_counts_says_so() -> None:
    content = sound()
    content["slots"].append({"id": "calm.more", "topic": "more", "answers": "row"})
    content["orders"] = {}
    assert [(one.at, one.rule) for one in lint(content)] == [("slots.calm.more", "slot-unused")]
    content["slots"][-1]["scored"] = False
    assert lint(content) == ()


def test_all_defects_are_told_at_once() -> None:
    content = changed("scales/0/rule", "median")
    content["risks"][0]["slot"] = "calm.9"
    content["licence"]["contexts"] = ["war"]
    assert {one.rule for one in lint(content)} >= {"rule", "risk-slot", "context"}


@pytest.mark.parametrize("content", [None, [], "calm", 3, {}])
def test_what_is_no_pack_is_refused(content: object) -> None:
    assert lint(content)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 99)
    | st.floats()
    | st.sampled_from(["", "calm.1", "total", "paper"]),
    lambda part: (
        st.lists(part, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "slot", "0", "all"]), part, max_size=2)
    ),
    max_leaves=4,
)
PLACES = st.sampled_from(sorted(places(sound())))


@settings(max_examples=150, deadline=None)
@given(PLACES, JSON | st.just(GONE))
def test_nothing_makes_the_linter_fall_over(path: str, value: object) -> None:
    """Whatever one place holds, the pack is read or refused with its defects."""
    content = changed(path, value)
    found = lint(content)
    if not found:
        assert read_pack(content).slots
        return
    with pytest.raises(PackError) as refused:
        read_pack(content)
    assert refused.value.defects == found


def test_packs_of_a_folder_bear_the_name_of_their_file(tmp_path) -> None:
    (tmp_path / "calm.json").write_text(json.dumps(sound()))
    assert list(load_packs(tmp_path)) == ["calm"]
    (tmp_path / "other.json").write_text(json.dumps(sound()))
    with pytest.raises(PackError, match=r"calm\.json"):
        load_packs(tmp_path)


def test_packs_that_refuse_each_other_do_so_both(tmp_path) -> None:
    one, other = changed("not_comparable", {"loud": "Other questions."}), changed("id", "loud")
    (tmp_path / "calm.json").write_text(json.dumps(one))
    with pytest.raises(PackError, match="loud"):
        load_packs(tmp_path)
    (tmp_path / "loud.json").write_text(json.dumps(other))
    with pytest.raises(PackError, match="in turn"):
        load_packs(tmp_path)
    other["not_comparable"] = {"calm": "Other questions."}
    (tmp_path / "loud.json").write_text(json.dumps(other))
    assert set(load_packs(tmp_path)) == {"calm", "loud"}
