"""The table in words: the finding, what overlaps, zero and no data, small samples."""

from datetime import date, timedelta

import pytest

from yarrow.evaluation import showing
from yarrow.evaluation.activity import DIMENSION_WORDS, Words
from yarrow.methods.activity import DIMENSIONS, MEASURES, Met, Period, tabulate

FEBRUARY = Period(date(2025, 2, 1), date(2025, 2, 28))
WORDS = Words(
    by_dimension={
        "kind": {"van": "Van", "phone": "By phone"},
        "zone": {"quay": "Quay"},
        "gender": {"woman": "Woman"},
        "setting": {"street": "Street"},
    },
    given={"condoms": "Condoms"},
    done={"information": "Information"},
)


def met(n, person="p1", **about):
    return Met(on=date(2025, 2, 1) + timedelta(days=n), **{"kind": "van", "person": person, **about})


def table(*contacts, by=("kind",), **about):
    return tabulate(contacts, about.pop("period", FEBRUARY), by, **about)


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        ([], "Nobody was met from 1 February 2025 to 28 February 2025."),
        ([met(0)], "1 known person met us 1 time from 1 February 2025 to 28 February 2025."),
        (
            [met(0), met(1), met(1, "p2"), met(2, "p3")],
            "3 known people met us 4 times from 1 February 2025 to 28 February 2025. Half of them met us once.",
        ),
        (
            [met(n, person) for person in ("p1", "p2", "p3") for n in range(3)],
            "3 known people met us 9 times from 1 February 2025 to 28 February 2025. "
            "Half of them met us 3 times or fewer.",
        ),
        (
            [met(0), met(3, None, n_people=2)],
            "1 known person met us 1 time from 1 February 2025 to 28 February 2025. "
            "2 more meetings were with people not known.",
        ),
    ],
)
def test_finding_says_how_many_with_its_n(contacts, said):
    assert showing.finding(table(*contacts)) == said


def test_finding_groups_large_figures():
    said = showing.finding(table(met(0), *[met(1)] * 1_303, met(2, None, n_people=1_250)))
    assert said.startswith("1 known person met us 1,304 times ")
    assert "1,250 more meetings were with people not known." in said


def test_finding_of_a_half_between_two_numbers():
    contacts = [met(n, "p1") for n in range(2)] + [met(n, "p2") for n in range(3)]
    contacts += [met(n, "p3") for n in range(2)] + [met(n, "p4") for n in range(5)]
    assert "Half of them met us 2.5 times or fewer." in showing.finding(table(*contacts))


def test_table_shown_has_words_and_a_total():
    shown = showing.table_shown(table(met(0), met(1, None, kind="phone", n_people=3)), WORDS, "people")
    assert [column.label for column in shown.columns] == [
        "Kind of contact",
        "Contacts",
        "Known people",
        "New",
        "Known before",
        "Not known",
        "Note",
    ]
    assert [row[:6] for row in shown.rows] == [["By phone", 3, 0, 0, 0, 3], ["Van", 1, 1, 1, 0, 0]]
    assert list(shown.foot)[:6] == ["Whole period", 4, 1, 1, 0, 3]


def test_table_shown_marks_few_and_no_data():
    kept = Period(date(2025, 2, 1), date(2025, 2, 28))
    span = Period(date(2025, 1, 1), date(2025, 2, 28))
    shown = showing.table_shown(table(met(0), by=("month",), period=span, kept=kept), WORDS, "people")
    january, february = shown.rows
    assert january == ["Jan 2025", None, None, None, None, None, "No records were kept"]
    assert february[-1] == "Few: one more or less changes the picture"


def test_table_shown_of_ten_contacts_has_no_note():
    shown = showing.table_shown(table(*[met(n) for n in range(10)]), WORDS, "people")
    assert shown.rows[0][-1] == ""


def test_table_shown_of_things_has_a_column_for_each():
    shown = showing.table_shown(
        table(met(0, given={"condoms": 6}), met(1, kind="phone"), by=("kind",)), WORDS, "given"
    )
    assert [column.label for column in shown.columns] == ["Kind of contact", "Condoms"]
    assert shown.rows == [["By phone", 0], ["Van", 6]]
    assert shown.foot == ["Whole period", 6]


def test_picture_has_the_figures_of_the_table():
    drawn = showing.picture_of(None, table(met(0), met(1, None, n_people=3)), WORDS)
    assert drawn.table.rows == [["Van", 1, 3]]
    assert "1 known person met us 1 time" in drawn.svg


@pytest.mark.parametrize("contacts", [[], [met(n, zone=f"z{n}") for n in range(28)] * 2])
def test_picture_is_left_out_where_it_would_show_nothing(contacts):
    many = table(*contacts, by=("zone", "kind"))
    assert showing.picture_of(None, many, WORDS) is None


def test_overlaps_names_the_columns():
    assert showing.overlaps(table(met(0), by=("gender",))) == ""
    said = showing.overlaps(table(met(0), by=("month",)))
    assert said.startswith("The rows overlap in: Known people, Known before.")


def test_every_measure_has_a_heading_and_every_dimension_words():
    assert set(showing.headings()) == set(MEASURES)
    assert set(DIMENSION_WORDS) == set(DIMENSIONS)
    assert len(showing.definitions()) == len(MEASURES)


def test_words_of_what_was_not_recorded():
    assert WORDS.value("zone", "") == "Not recorded"
    assert WORDS.value("zone", "gone") == "gone"
    assert WORDS.value("month", "2025-02") == "Feb 2025"
