"""What may be shown: by status, by context, by a permission that is kept."""

import pytest

from tests.methods.packs.planting import pack, sound
from tests.spec.measures.reading import PACKS
from yarrow.methods.packs import CONTEXTS, may_use

SERVICE = ("service delivery",)


def state(name, contexts=SERVICE, *, has_permission=False):
    return may_use(PACKS[name], contexts, has_permission=has_permission).state


@pytest.mark.parametrize(
    ("name", "without", "with_permission"),
    [
        ("phq-9", "shown", "shown"),
        ("core-10", "shown", "shown"),
        ("itq", "shown", "shown"),
        ("wemwbs", "hidden", "shown"),
        ("reqol-10", "hidden", "shown"),
        ("brs", "hidden", "shown"),
        ("sds", "hidden", "shown"),
        ("christo", "hidden", "shown"),
        ("internalised-stigma", "hidden", "shown"),
        ("bsi-anxiety", "hidden", "answer sheet"),
        ("cts2", "hidden", "answer sheet"),
        ("eq-5d-5l", "hidden", "answer sheet"),
        ("rape-myths", "hidden", "shown"),
    ],
)
def test_in_service_delivery(name, without, with_permission):
    assert state(name) == without
    assert state(name, has_permission=True) == with_permission


def test_every_context_has_to_be_covered():
    assert (
        state("brs", ["research"]) == "shown" and state("brs", ["research", "service delivery"]) == "hidden"
    )
    assert state("k10", ["commercial"]) == "hidden" and state("pcl-5", ["commercial"]) == "shown"


def test_a_hidden_pack_says_why_and_whom_to_ask():
    found = may_use(PACKS["brs"], ["commercial", "service delivery"], has_permission=False)
    assert "helping people in a service" in found.reason and "Smith" in found.reason
    assert "Derogatis" in may_use(PACKS["bsi-anxiety"], SERVICE, has_permission=False).reason
    assert "registration" in may_use(PACKS["wemwbs"], SERVICE, has_permission=False).reason


@pytest.mark.parametrize("name", PACKS)
def test_only_what_is_wholly_free_is_shown_without_a_word(name):
    for contexts in ([], *([one] for one in CONTEXTS)):
        found = may_use(PACKS[name], contexts, has_permission=False)
        assert found.reason or (found.state == "shown" and PACKS[name].status == "A")


def test_nothing_said_shows_nothing():
    assert state("phq-9", []) == "hidden" and state("phq-9", [], has_permission=True) == "hidden"


def test_a_context_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="war"):
        may_use(pack(), ["war"], has_permission=True)


def test_a_registration_comes_before_use():
    one = pack(status="B", kind="slots", licence=sound()["licence"] | {"needs_record": True})
    assert may_use(one, ["research"], has_permission=False).state == "hidden"
    assert may_use(one, ["research"], has_permission=True).state == "shown"
    assert may_use(one, ["education"], has_permission=False).reason.startswith(
        "The owner's terms don't cover teaching"
    )
