"""`yarrow activity`: the same figures as the page, and clear refusals."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db
QUARTER = ("--project", "small", "--from", "2025-01-01", "--to", "2025-03-31")


def run(*args):
    out = StringIO()
    call_command("activity", *args, stdout=out)
    return out.getvalue()


def test_activity_as_json(world, town):
    said = json.loads(run(*QUARTER, "--json"))
    assert said["project"] == "small" and said["marked"].startswith("not for sharing")
    assert said["total"] == {
        "n_contacts": 7,
        "n_people": 2,
        "n_new": 2,
        "n_repeat": 0,
        "n_unnamed": 3,
        "median_contacts": 2.0,
        "given": {"condoms": 48, "needles_out": 10},
        "done": {"housing_help": 1, "information": 4, "listening": 1},
        "few": True,
    }
    assert set(said["by"]) == {"month", "kind", "zone", "gender", "setting"}
    assert [row["n_contacts"] for row in said["by"]["month"]] == [1, 6, 0]
    assert said["definitions"]["n_people"]["out_of"]


def test_activity_as_json_tells_zero_from_no_data(world, town):
    said = json.loads(
        run("--project", "small", "--from", "2024-12-01", "--to", "2025-03-31", "--json", "--by", "month")
    )
    first, *_others, last = said["by"]["month"]
    assert first == {"month": "2024-12", "data": False}
    assert (last["data"], last["n_contacts"]) == (True, 0)


def test_activity_by_two_dimensions(world, town):
    said = json.loads(run(*QUARTER, "--json", "--by", "month,kind", "--by", "gender"))
    assert set(said["by"]) == {"month,kind", "gender"}
    assert {"month", "kind", "n_contacts"} <= set(said["by"]["month,kind"][0])


def test_activity_as_text(world, town):
    lines = run(*QUARTER, "--by", "month").splitlines()
    assert lines[0].startswith("small, 2025-01-01 to 2025-03-31 (not for sharing")
    assert lines[-1].split() == ["total", "7", "2", "2", "0", "3"]


def test_activity_names_nobody(world, town):
    said = run(*QUARTER, "--json")
    assert "Ada" not in said and str(town.ada.id) not in said and town.ada.code not in said


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--project", "nowhere", *QUARTER[2:]), "There is no project with the code 'nowhere' here."),
        ((*QUARTER[:2], "--from", "1.4.2025", "--to", "2025-03-31"), "--from is '1.4.2025'; write a day"),
        ((*QUARTER[:2], "--from", "2025-04-01", "--to", "2025-03-31"), "--to is before --from."),
        ((*QUARTER, "--by", "moon"), "--by takes month, kind, zone, gender, setting"),
        ((*QUARTER, "--by", "month,month"), "each once"),
    ],
)
def test_activity_refuses_in_a_sentence(world, args, words):
    with pytest.raises(CommandError, match=words[:40]) as refused:
        run(*args)
    assert words in str(refused.value)
