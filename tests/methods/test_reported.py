"""Reports through the gate: as they stood on the last day, one reporter once, hidden where few are behind."""

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.attacks.attacker import Attacker, too_narrow
from yarrow.methods import disclosure
from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import ALL
from yarrow.methods.differencing import as_released
from yarrow.methods.reported import (
    ALERTED,
    BACK,
    COLUMNS,
    COUNT,
    FULL,
    MATCHED,
    NOT_SAID,
    PHONE,
    POLICE,
    REPORTED,
    TABLE,
    WARNS,
    Reported,
    Reports,
    middles,
    pass_reports,
)
from yarrow.methods.row_gate import OTHERS, Asked, Columns, between, pass_rows

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
HALF = Period(date(2026, 1, 1), date(2026, 6, 30))
DAY = date(2026, 2, 3)


def report(reporter, on=DAY, *levels, **said):
    told = {"kinds": ("robbery",), "zone": "docks", "setting": "street", **said}
    return Reported(
        UUID(int=random.Random(f"{reporter}{on}{said}").getrandbits(100)),
        UUID(int=reporter),
        on,
        **told,
        levels=levels,
    )


def crowd(n, seed, first=0):
    """So many reporters; some report twice, some say nothing of where or what."""
    dice = random.Random(seed)
    rows = []
    for reporter in range(first, first + n):
        for _again in range(dice.choice((1, 1, 1, 2))):
            on = QUARTER.from_on + timedelta(days=dice.randrange(85))
            level = dice.choice(("kept", "kept", "warn", "warn", "warn", "intelligence", "full", "escrow"))
            is_by_phone = dice.random() < 0.6
            rows.append(
                report(
                    reporter,
                    on,
                    (on, level),
                    kinds=tuple(
                        dice.sample(["robbery", "assault", "threats", "non_payment"], dice.randint(0, 2))
                    ),
                    zone=dice.choice(("docks", "station", "park", "")),
                    is_by_phone=is_by_phone,
                    back_on=on + timedelta(days=2) if is_by_phone and dice.random() < 0.5 else None,
                    matched_on=on + timedelta(days=4) if dice.random() < 0.2 else None,
                    alerted_on=on + timedelta(days=3)
                    if level in ("warn", "full") and dice.random() < 0.6
                    else None,
                )
            )
    return rows


def asked(by="zone", period=QUARTER):
    return Asked(TABLE, by, period)


def said(proposal):
    return {cell[0]: one.why or one.n for cell, one in proposal.gated.shown.items()}


def true(reports, column, period=QUARTER):
    return reports.count(COLUMNS.place(asked(), "zone", ALL, (), COLUMNS.told[column]))


class Reader(Attacker):
    """Knows what of these columns is part of what, and that rows of kinds overlap."""

    overlaps = False

    def _sums(self, is_filtered):
        rows = list(dict.fromkeys(row for (row, _column), _count in self.published))
        columns = list(dict.fromkeys(column for (_row, column), _count in self.published))
        parts = [row for row in rows if row != ALL]
        for column in columns if parts else ():
            whole = (((ALL, column), COUNT), 1)
            ones = [((row, column), COUNT) for row in parts]
            if self.overlaps:
                for one in ones:
                    self._add([whole, (one, -1)], 0, float("inf"))
                self._add([*((one, 1) for one in ones), (whole[0], -1)], 0, float("inf"))
            else:
                self._add([whole, *((one, -1) for one in ones)], 0, 0)
        for row in rows:
            for whole, inside in COLUMNS.within:
                terms = [(((row, whole), COUNT), 1), *((((row, one), COUNT), -1) for one in inside)]
                self._add(terms, 0, float("inf"))


class ReaderOfKinds(Reader):
    """Of rows that overlap."""

    overlaps = True


def reader_of(proposal, reader=Reader):
    shown = proposal.gated.shown
    published, why = ({cell: getattr(one, name) for cell, one in shown.items()} for name in ("n", "why"))
    return reader((), published, why)


@pytest.mark.parametrize(
    ("column", "row"),
    [
        (REPORTED, {}),
        (WARNS, {"levels": ((DAY, "warn"),)}),
        (POLICE, {"levels": ((DAY, "intelligence"),)}),
        (FULL, {"levels": ((DAY, "full"),)}),
        (PHONE, {"is_by_phone": True}),
        (BACK, {"is_by_phone": True, "back_on": DAY}),
        (MATCHED, {"matched_on": DAY}),
        (ALERTED, {"alerted_on": DAY}),
    ],
)
def test_column_counts_what_it_says_and_only_once_it_was(column, row):
    plain = report(1)
    reports = Reports([plain, replace(plain, reporter_id=UUID(int=2), **row)])
    assert true(reports, column).n == (2 if column == REPORTED else 1)
    later = {name: QUARTER.to_on + timedelta(days=1) for name in row if name.endswith("_on")}
    if later:
        assert true(Reports([replace(plain, **{**row, **later})]), column).n == 0


@pytest.mark.parametrize(
    ("levels", "far"),
    [
        ((), "kept"),
        (((date(2026, 2, 3), "full"),), "full"),
        (((date(2026, 2, 3), "full"), (date(2026, 3, 31), "kept")), "kept"),
        (((date(2026, 2, 3), "full"), (date(2026, 4, 1), "kept")), "full"),
        (((date(2026, 4, 1), "warn"),), "kept"),
    ],
)
def test_level_is_what_held_when_the_last_day_was_over(levels, far):
    assert report(1, DAY, *levels).level(QUARTER.to_on) == far


def test_reporter_who_told_twice_is_one_behind_both():
    reports = Reports([report(7, DAY), report(7, DAY + timedelta(days=1)), report(8)])
    assert (true(reports, REPORTED).n, true(reports, REPORTED).people) == (3, 2)


def test_report_of_two_kinds_is_in_both_rows_and_once_in_all():
    rows = [report(n, kinds=("robbery", "assault")) for n in range(20)]
    rows += [report(30 + n, kinds=("robbery",)) for n in range(20)]
    proposal, by = pass_reports(asked("kind"), Reports(rows))
    figures = said(proposal)
    assert by == ("kind",)
    assert [figures[row, REPORTED] for row in ("assault", "robbery", ALL)] == [20, 40, 40]


def test_what_was_not_said_is_a_row_and_no_zero():
    rows = [report(n, zone="") for n in range(20)] + [report(30 + n) for n in range(20)]
    figures = said(pass_reports(asked(), Reports(rows))[0])
    assert figures[NOT_SAID, REPORTED] == figures["docks", REPORTED] == 20
    assert figures["docks", WARNS] == 0


def test_month_without_a_report_is_a_row_of_zeros():
    rows = [report(n, date(2026, 1, 9)) for n in range(20)] + [
        report(30 + n, date(2026, 3, 9)) for n in range(20)
    ]
    proposal, by = pass_reports(asked("month"), Reports(rows))
    assert by == ("month",)
    assert said(proposal)["2026-02-01/2026-02-28", REPORTED] == 0


@pytest.mark.parametrize("by", ["zone", "kind", "setting", "month"])
@pytest.mark.parametrize(("seed", "n"), [(0, 30), (1, 90), (2, 240)])
def test_small_figures_stay_hidden_from_whoever_can_add(by, seed, n):
    reports = Reports(crowd(n, seed))
    proposal, _by = pass_reports(asked(by), reports)
    for cell, shown in proposal.gated.shown.items():
        behind = reports.count(proposal.places[cell])
        assert shown.n is None or (shown.n % 5 == 0 and abs(shown.n - behind.n) <= 2)
        assert shown.n is None or not behind.n or min(behind.n, behind.people) > 7
    if proposal.gated.is_safe:
        assert too_narrow(reader_of(proposal, ReaderOfKinds if by == "kind" else Reader)) == {}


def test_twenty_reports_of_one_reporter_are_one_persons_story():
    rows = crowd(120, 5) + [
        report(999, DAY + timedelta(days=n % 9), zone="quay", alerted_on=DAY) for n in range(20)
    ]
    assert "quay" not in {row for row, _column in said(pass_reports(asked(), Reports(rows))[0])}


@pytest.mark.parametrize("n_late", range(1, 8))
def test_a_few_whose_choice_changed_between_two_releases_are_held_back(n_late):
    first = (DAY, "warn")
    rows = [report(n, DAY, first) for n in range(30)]
    rows += [
        report(100 + n, DAY, (DAY, "kept"), *([(date(2026, 5, 2), "warn")] if n < n_late else []))
        for n in range(40)
    ]
    reports = Reports(rows)
    before, _by = pass_reports(asked("month"), reports)
    ledger = as_released(before.places, before.gated.shown)
    after, _by = pass_reports(asked("month", HALF), reports, ledger)
    assert said(before)[ALL, WARNS] == 30
    assert said(after)[ALL, WARNS] == "earlier"
    assert said(after)[ALL, REPORTED] == said(before)[ALL, REPORTED] == 70


@pytest.mark.parametrize(
    ("days", "middle"),
    [([3] * 12, "3"), ([1] * 6 + [9] * 7, "9"), ([2] * 9, "few"), ([], "few"), ([0] * 10, "0")],
)
def test_middle_of_days_to_an_alert_is_given_of_ten_reporters(days, middle):
    rows = [report(n, DAY, alerted_on=DAY + timedelta(days=wait)) for n, wait in enumerate(days)]
    reports = Reports(rows + [report(500 + n) for n in range(40)])
    proposal, _by = pass_reports(asked(), reports)
    assert middles(asked(), reports, proposal)[ALL] == middle


def test_alert_after_the_last_day_is_in_no_middle():
    rows = [report(n, DAY, alerted_on=QUARTER.to_on + timedelta(days=1)) for n in range(20)]
    reports = Reports(rows)
    proposal, _by = pass_reports(asked(), reports)
    assert middles(asked(), reports, proposal)[ALL] == "few"


def test_rows_too_small_are_counted_with_the_others():
    rows = [report(n) for n in range(30)] + [report(50 + n, zone="park") for n in range(20)]
    rows += [
        report(90 + n, zone=zone) for n, zone in enumerate(("a", "b", "c", "a", "b", "c", "a", "b", "c"))
    ]
    proposal, by = pass_reports(asked(), Reports(rows))
    figures = said(proposal)
    assert by == ("zone", OTHERS)
    assert figures[OTHERS, REPORTED] == 10
    place = proposal.places[(OTHERS, REPORTED), COUNT]
    assert dict(place.where)["zone"] == "a|b|c"


def test_between_knows_rows_that_overlap_from_rows_that_add_up():
    rows = [report(n, kinds=("robbery", "assault")) for n in range(9)]
    reports = Reports(rows)
    columns = Columns(COUNT, {REPORTED: {}}, (), frozenset({"kind"}))
    proposal, _by = pass_rows(asked("kind"), reports, columns)
    counted = {cell: reports.count(place) for cell, place in proposal.places.items()}
    assert sorted(n for _sum, n in between(columns, counted, overlaps=True)) == [0, 0, 9]
    assert [n for _sum, n in between(columns, counted)] == [-9]


def test_twin_that_hides_no_small_figure_is_caught(monkeypatch):
    monkeypatch.setattr(disclosure, "_is_few", lambda *_said: False)
    reports = Reports(crowd(90, 1))
    proposal, _by = pass_reports(asked(), reports)
    counted = {cell: reports.count(place) for cell, place in proposal.places.items()}
    shown = {cell: one.n for cell, one in proposal.gated.shown.items() if one.n is not None}
    assert any(0 < min(counted[cell].n, counted[cell].people) <= 7 for cell in shown)
