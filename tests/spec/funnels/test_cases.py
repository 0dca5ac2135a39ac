"""Every case in words is what the counting does, also as the gate counts; the page is drawn from them."""

import pytest

from tests.spec.funnels.reading import CASES, read
from tests.spec.funnels.reference import PAGE, written
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.funnels import funnel, waited
from yarrow.methods.referral_gate import CAME, TOLD, columns, columns_of
from yarrow.methods.referred import Referred
from yarrow.methods.row_gate import Asked, cells_of


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_in_words(path):
    case = read(path)
    stood = [one.as_of(case.as_of) for one in case.referrals]
    found = {one.stage: (one.n, one.n_open, one.n_ended) for one in funnel(one.walked for one in stood)}
    assert {stage: found[stage] for stage in case.funnel} == case.funnel
    waits = [wait for one in stood if (wait := one.wait("sent", "attended", case.as_of))]
    assert sorted((one.days, one.is_over) for one in waits) == sorted(
        (days, word == "over") for days, word in case.waits
    )
    assert waited(waits).median == case.middle


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_gate_counts_the_same(path):
    case, first = read(path), min(one.offered_on for one in read(path).referrals)
    asked, behind = Asked(CAME, "need", Period(first, case.as_of)), Referred(case.referrals)
    cells = cells_of(asked, {}, columns(asked, columns_of(asked, behind)), "need")
    counted = {column: behind.count(place).n for ((_row, column), _count), place in cells.items()}
    assert {stage: counted[stage] for stage in TOLD} == {stage: case.funnel[stage][0] for stage in TOLD}
    assert {row for ((row, _column), _count) in cells} == {ALL}


def test_reference_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == written(), "run python -m tests.spec.funnels.reference"
