"""The activity table against an independent recount in SQL, over random contacts; and its margins."""

import sqlite3
from collections import Counter
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods.activity import ADDS_UP, Figures, Met, Period, count, tabulate

START = date(2025, 1, 20)
PERIOD = Period(date(2025, 2, 10), date(2025, 4, 20))
PEOPLE = ("p1", "p2", "p3", "p4", "p5")
GENDER_OF = {"p1": "woman", "p2": "woman", "p3": "man", "p4": "non_binary", "p5": ""}


@st.composite
def contacts(draw):
    """Up to forty contacts over four months, the first contact of each known person worked out from them."""
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 120),
                st.sampled_from((*PEOPLE, None, None)),
                st.integers(1, 4),
                st.sampled_from(("van", "street", "phone")),
                st.sampled_from(("harbour", "station", "")),
                st.lists(st.sampled_from(("street", "online", "parlour")), max_size=3, unique=True),
                st.dictionaries(st.sampled_from(("condoms", "needles")), st.integers(1, 30)),
                st.lists(st.sampled_from(("information", "crisis")), unique=True),
            ),
            max_size=40,
        )
    )
    firsts: dict[str, int] = {}
    for day, person, *_ in rows:
        if person:
            firsts[person] = min(day, firsts.get(person, day))
    return [
        Met(
            on=START + timedelta(day),
            kind=kind,
            person=person,
            n_people=1 if person else n,
            zone=zone,
            gender=GENDER_OF[person] if person else "woman",
            settings=tuple(where),
            first_on=START + timedelta(firsts[person]) if person else None,
            given=supplies,
            done=tuple(done),
        )
        for day, person, n, kind, zone, where, supplies, done in rows
    ]


def _database(listed):
    """The same contacts as three plain tables."""
    db = sqlite3.connect(":memory:")
    db.executescript(
        "CREATE TABLE met (id, day, month, kind, zone, gender, person, n, first_day);"
        "CREATE TABLE setting (met, code); CREATE TABLE supply (met, code, n); CREATE TABLE deed (met, code);"
    )
    for i, m in enumerate(listed):
        first = m.first_on.isoformat() if m.first_on else None
        place = (m.kind, m.zone, m.gender, m.person, m.n_people, first)
        db.execute(
            "INSERT INTO met VALUES (?,?,?,?,?,?,?,?,?)",
            (i, m.on.isoformat(), m.on.isoformat()[:7], *place),
        )
        db.executemany("INSERT INTO setting VALUES (?,?)", [(i, s) for s in m.settings or ("",)])
        db.executemany("INSERT INTO supply VALUES (?,?,?)", [(i, c, n) for c, n in m.given.items()])
        db.executemany("INSERT INTO deed VALUES (?,?)", [(i, c) for c in m.done])
    return db


def _recount(db, dimension, value, dates):
    """The figures of one row by SQL alone."""
    inside = "day BETWEEN ? AND ?"
    bound = [dates.from_on.isoformat(), dates.to_on.isoformat()]
    if dimension == "setting":
        inside += " AND id IN (SELECT met FROM setting WHERE code = ?)"
        bound.append(value)
    elif dimension:
        inside += f" AND {dimension} = ?"
        bound.append(value)

    def one(what):
        return db.execute(f"SELECT {what} FROM met WHERE {inside}", bound).fetchone()[0]

    def summed(table, n):
        sql = f"SELECT t.code, SUM({n}) FROM {table} t JOIN met ON met.id = t.met WHERE {inside} GROUP BY 1"
        return dict(db.execute(sql, bound).fetchall())

    new = f"COUNT(DISTINCT CASE WHEN first_day BETWEEN '{bound[0]}' AND '{bound[1]}' THEN person END)"
    n_people, n_new = one("COUNT(DISTINCT person)"), one(new)
    return {
        "n_contacts": one("COALESCE(SUM(n), 0)"),
        "n_people": n_people,
        "n_new": n_new,
        "n_repeat": n_people - n_new,
        "n_unnamed": one("COALESCE(SUM(CASE WHEN person IS NULL THEN n ELSE 0 END), 0)"),
        "given": summed("supply", "t.n"),
        "done": summed("deed", "met.n"),
    }


def _counted(figures: Figures):
    return {
        "n_contacts": figures.n_contacts,
        "n_people": figures.n_people,
        "n_new": figures.n_new,
        "n_repeat": figures.n_repeat,
        "n_unnamed": figures.n_unnamed,
        "given": dict(figures.given),
        "done": dict(figures.done),
    }


@settings(max_examples=150, deadline=None)
@given(contacts(), st.sampled_from(("month", "kind", "zone", "gender", "setting")))
def test_table_equals_a_recount_in_sql(listed, dimension):
    db = _database(listed)
    table = tabulate(listed, PERIOD, [dimension])
    for row in table.rows:
        dates = PERIOD.within(row.key[0]) if dimension == "month" else PERIOD
        assert _counted(row.figures) == _recount(db, dimension, row.key[0], dates)
    assert _counted(table.total) == _recount(db, None, None, PERIOD)


@settings(max_examples=150, deadline=None)
@given(contacts(), st.sampled_from(("month", "kind", "zone", "gender", "setting")))
def test_margins_add_up_where_the_reference_says_so(listed, dimension):
    table = tabulate(listed, PERIOD, [dimension])
    for name in ADDS_UP[dimension]:
        if name in ("given", "done"):
            added = sum((Counter(getattr(row.figures, name)) for row in table.rows), Counter())
            assert dict(added) == dict(getattr(table.total, name))
        else:
            assert sum(getattr(row.figures, name) for row in table.rows) == getattr(table.total, name)


@settings(max_examples=80, deadline=None)
@given(contacts())
def test_no_row_has_more_people_than_the_total_and_everyone_is_in_some_row(listed):
    total = tabulate(listed, PERIOD, ["month"]).total
    for dimension in ("month", "kind", "zone", "gender", "setting"):
        rows = tabulate(listed, PERIOD, [dimension]).rows
        assert all(row.figures.n_people <= total.n_people for row in rows)
        assert sum(row.figures.n_people for row in rows) >= total.n_people
        assert all(row.figures.n_new + row.figures.n_repeat == row.figures.n_people for row in rows)


@settings(max_examples=80, deadline=None)
@given(contacts())
def test_crossing_two_dimensions_keeps_the_contacts_of_each(listed):
    crossed = tabulate(listed, PERIOD, ["kind", "zone"]).rows
    alone = {row.key[0]: row.figures.n_contacts for row in tabulate(listed, PERIOD, ["kind"]).rows}
    by_kind = {
        kind: sum(row.figures.n_contacts for row in rows)
        for kind, rows in groupby(crossed, key=lambda row: row.key[0])
    }
    assert by_kind == alone


def test_linking_an_unnamed_contact_moves_one_person_and_no_contact():
    night = [Met(on=date(2025, 3, 1), kind="van", n_people=3, given={"condoms": 30})]
    linked = [
        Met(on=date(2025, 3, 1), kind="van", n_people=2, given={"condoms": 20}),
        Met(on=date(2025, 3, 1), kind="van", person="p1", given={"condoms": 10}),
    ]
    before, after = count(night, PERIOD), count(linked, PERIOD)
    assert (before.n_contacts, after.n_contacts) == (3, 3)
    assert (before.n_unnamed, after.n_unnamed) == (3, 2)
    assert before.given == after.given


def test_expected_values_get_a_row_of_zeros():
    table = tabulate([], PERIOD, ["kind"], expected={"kind": ["van", "street"]})
    assert [row.key for row in table.rows] == [("street",), ("van",)]
    assert all(row.figures == Figures() for row in table.rows)


def test_median_is_of_contacts_per_known_person():
    days = [date(2025, 3, d) for d in (1, 2, 3, 4)]
    listed = [Met(on=day, kind="van", person="p1") for day in days]
    listed += [Met(on=days[0], kind="van", person="p2"), Met(on=days[0], kind="van", n_people=9)]
    assert count(listed, PERIOD).median_contacts == 2.5
    assert count([], PERIOD).median_contacts is None


def test_few_means_one_to_nine_contacts():
    assert not Figures(n_contacts=0).is_few
    assert Figures(n_contacts=9).is_few
    assert not Figures(n_contacts=10).is_few


@pytest.mark.parametrize("by", [[], ["month", "month"], ["moon"]])
def test_impossible_dimensions_are_refused(by):
    with pytest.raises(ValueError, match="dimension"):
        tabulate([], PERIOD, by)


def test_period_ends_after_it_begins_and_knows_its_months():
    with pytest.raises(ValueError, match="begins"):
        Period(date(2025, 2, 1), date(2025, 1, 31))
    assert Period(date(2024, 11, 30), date(2025, 2, 1)).months() == [
        "2024-11",
        "2024-12",
        "2025-01",
        "2025-02",
    ]
    assert PERIOD.within("2025-02") == Period(date(2025, 2, 10), date(2025, 2, 28))


def test_counting_a_contact_outside_its_dates_is_an_error():
    with pytest.raises(ValueError, match="outside"):
        count([Met(on=date(2026, 1, 1), kind="van")], PERIOD)
