"""The table for the console: one JSON object for programs, aligned columns for people."""

import json
from datetime import date

from yarrow.evaluation import report
from yarrow.methods.activity import MEASURES, Figures, Met, Period, tabulate

PERIOD = Period(date(2025, 1, 1), date(2025, 3, 31))
KEPT = Period(date(2025, 2, 1), date(2025, 3, 31))
CONTACTS = [
    Met(on=date(2025, 2, 3), kind="van", person="p1", zone="quay", given={"condoms": 6}),
    Met(on=date(2025, 2, 3), kind="van", n_people=12, done=("information",)),
    Met(on=date(2025, 2, 9), kind="phone", person="p1", first_on=date(2024, 5, 1)),
]


def tables(*bys):
    return [tabulate(CONTACTS, PERIOD, by, kept=KEPT) for by in bys]


def test_as_json_survives_a_round_trip():
    said = report.as_json("quay", tables(("month",), ("kind", "zone")))
    assert json.loads(json.dumps(said)) == said


def test_as_json_names_the_project_the_days_and_the_mark():
    said = report.as_json("quay", tables(("month",)))
    assert (said["project"], said["from"], said["to"]) == ("quay", "2025-01-01", "2025-03-31")
    assert said["marked"] == report.MARK


def test_as_json_has_every_measure_defined():
    said = report.as_json("quay", tables(("month",)))
    assert set(said["definitions"]) == set(MEASURES)
    assert all(one["means"].endswith(".") and one["out_of"] for one in said["definitions"].values())


def test_as_json_has_every_measure_in_every_row_with_data():
    said = report.as_json("quay", tables(("kind",)))
    for row in said["by"]["kind"]:
        assert set(MEASURES) <= set(row) and row["data"] is True


def test_as_json_tells_no_data_zero_and_few_apart():
    january, february, march = report.as_json("quay", tables(("month",)))["by"]["month"]
    assert january == {"month": "2025-01", "data": False}
    assert (february["n_contacts"], february["few"]) == (14, False)
    assert (march["data"], march["n_contacts"], march["few"]) == (True, 0, False)


def test_as_json_crosses_dimensions():
    rows = report.as_json("quay", tables(("kind", "zone")))["by"]["kind,zone"]
    assert [(row["kind"], row["zone"], row["n_contacts"]) for row in rows] == [
        ("phone", "", 1),
        ("van", "", 12),
        ("van", "quay", 1),
    ]


def test_figures_json_of_nobody():
    assert report.figures_json(Figures()) == {
        "n_contacts": 0,
        "n_people": 0,
        "n_new": 0,
        "n_repeat": 0,
        "n_unnamed": 0,
        "median_contacts": None,
        "given": {},
        "done": {},
        "few": False,
    }


def test_as_text_aligns_every_column():
    text = report.as_text("quay", tables(("month",)))
    assert text.splitlines() == [
        "quay, 2025-01-01 to 2025-03-31 (not for sharing: true figures; what leaves a project comes as a release)",
        "",
        "month    contacts  people  new  repeat  not known",
        "2025-01   no data",
        "2025-02        14       1    1       0         12",
        "2025-03         0       0    0       0          0",
        "total          14       1    1       0         12",
    ]


def test_as_text_of_two_dimensions_leaves_no_hole():
    lines = report.as_text("quay", tables(("kind", "zone"))).splitlines()
    assert lines[2].split() == ["kind", "zone", "contacts", "people", "new", "repeat", "not", "known"]
    assert lines[3].split()[:2] == ["phone", "-"]
    assert lines[-1].split() == ["total", "14", "1", "1", "0", "12"]


def test_report_tells_who_is_counted_apart():
    apart = {"partner": Figures(n_people=2, n_contacts=3)}
    assert report.as_json("quay", tables(("month",)), apart)["apart"]["partner"]["n_people"] == 2
    assert "partner: 2 people, 3 contacts" in report.as_text("quay", tables(("month",)), apart)
    assert "apart" not in report.as_text("quay", tables(("month",)))
