"""Grants: their days, their lines, how they stand, and returns that pass the gate."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import QUARTER, fill, publish
from tests.rooms.evaluation.test_outputs import READERS
from tests.worlds import check_roles
from yarrow.evaluation import actions, grant_progress
from yarrow.evaluation.cuts import cuts_of, every_of, share_gone
from yarrow.evaluation.errors import CannotBe, NotAllowed, NotHere, WrongCut, WrongStep
from yarrow.evaluation.models import Grant, GrantLine
from yarrow.evaluation.outputs import OUTPUTS
from yarrow.evaluation.return_paper import paper_of
from yarrow.evaluation.rules import COUNTERS, PUBLISHERS
from yarrow.methods.activity import Period
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
LINES = (
    {"wording": "Women supported", "measure": "n_people", "target": 40, "unit": "women"},
    {"wording": "Condoms handed out", "measure": "given:condoms", "where": [("zone", "quay")]},
    {"wording": "Women at the mills", "measure": "n_people", "where": [("zone", "mills")]},
)


def about(world, role="manager"):
    return {"project": world.project, "by": world.worker(role), "at": timezone.now()}


@pytest.fixture
def grant(world, diary):
    fill(diary)
    made = actions.add_grant(**about(world), funder="City fund", period=YEAR, every=3)
    for line in LINES:
        actions.add_line(**about(world), grant=made, **line)
    return made


def propose(world, grant, cut_on=QUARTER.to_on):
    return actions.propose_return(**about(world), grant=grant, cut_on=cut_on)


def page(world, name, *args, role="manager"):
    return world.client(role).get(world.project.url(f"evaluation:{name}", *args), secure=True)


def post(world, name, *args, role="manager", **sent):
    return world.client(role).post(world.project.url(f"evaluation:{name}", *args), sent, secure=True)


@pytest.mark.parametrize(
    ("every", "ends"),
    [(3, ["03-31", "06-30", "09-30", "12-31"]), (6, ["06-30", "12-31"]), (12, ["12-31"]), (0, ["12-31"])],
)
def test_cuts_are_so_many_months_apart(every, ends):
    cuts = cuts_of(YEAR, every)
    assert [f"{day:%m-%d}" for day in cuts] == ends
    assert every_of(YEAR.from_on, cuts) == (every if len(cuts) > 1 else 0)


def test_short_last_stretch_joins_the_one_before():
    assert cuts_of(Period(date(2025, 1, 1), date(2025, 7, 31)), 3) == [date(2025, 3, 31), date(2025, 7, 31)]


@pytest.mark.parametrize(
    ("day", "gone"), [(date(2024, 12, 1), 0), (date(2025, 7, 1), 50), (date(2026, 3, 1), 100)]
)
def test_share_of_the_time_gone(day, gone):
    assert share_gone(YEAR, day) == gone


def test_standing_is_true_beside_what_was_promised(world, grant):
    lines = grant_progress.standings(world.project, grant, date(2025, 3, 31))
    assert [one.actual for one in lines] == [15, 360, 3]
    assert (lines[0].share, lines[1].share) == ("38 %", "")
    assert lines[1].definition == "Things given: Condoms; zone: Quay"
    early = grant_progress.standings(world.project, grant, date(2024, 3, 31))
    assert [one.actual for one in early] == [0, 0, 0]


def test_standing_is_drawn_where_something_was_promised(world, grant):
    lines = grant_progress.standings(world.project, grant, date(2025, 3, 31))
    drawn = grant_progress.drawn(lines, 25)
    shown = re.findall(r'class="chart__value"[^>]*>([^<]+)<', drawn)
    assert shown == ["25", "38"], "the time that is gone, and the one line with a number promised"
    assert "Women supported" in drawn and "Condoms" not in drawn
    assert grant_progress.drawn(lines[1:], 25) == ""


def test_return_is_in_the_funders_words_and_passed_the_gate(world, grant):
    release = propose(world, grant)
    paper = paper_of(world.project, release)
    assert [line.names for line in paper.lines] == [
        ("Women supported", "40 women"),
        ("Condoms handed out", "not said"),
        ("Women at the mills", "not said"),
    ]
    assert [line.figures[0] for line in paper.lines] == [15, 360, None]
    assert paper.title == "Return to City fund, 1 January 2025 to 31 March 2025"
    assert paper.finding.startswith("Women supported: about 15 from 1 January 2025")


@pytest.mark.parametrize("kind", OUTPUTS)
def test_return_carries_the_same_figures_every_way(world, grant, kind):
    release = publish(world, propose(world, grant))
    answer = page(world, "fetch_release", release.id, kind)
    assert [row[-1] for row in READERS[kind](answer.content)[1:]] == ["15", "360", "hidden"]


def test_return_once_sent_does_not_change_with_its_lines(world, grant):
    release = publish(world, propose(world, grant))
    before = paper_of(world.project, release).lines
    line = grant.lines.first()
    actions.remove_line(**about(world), grant=grant, line=line)
    assert GrantLine.objects.get(pk=line.pk).retired_at, "the return keeps it"
    assert paper_of(world.project, release).lines == before
    assert [one.line.wording for one in grant_progress.standings(world.project, grant, QUARTER.to_on)] == [
        "Condoms handed out",
        "Women at the mills",
    ]


def test_return_only_for_a_day_of_the_grant(world, grant):
    with pytest.raises(CannotBe, match="Choose one of the days") as refused:
        propose(world, grant, date(2025, 2, 28))
    assert refused.value.field == "cut_on"
    later = actions.add_grant(
        **about(world), funder="Later", period=Period(date(2025, 1, 1), date(2097, 12, 31)), every=0
    )
    actions.add_line(**about(world), grant=later, **LINES[0])
    with pytest.raises(WrongCut, match="not over yet"):
        propose(world, later, date(2097, 12, 31))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"funder": "  "}, "funder"),
        ({"period": Period(date(2025, 1, 2), date(2025, 12, 31))}, "from_on"),
        ({"period": Period(date(2025, 1, 1), date(2025, 12, 30))}, "to_on"),
    ],
)
def test_add_grant_says_what_is_wrong(world, changes, field):
    said = {"funder": "City fund", "period": YEAR, "every": 3, **changes}
    with pytest.raises(CannotBe) as refused:
        actions.add_grant(**about(world), **said)
    assert refused.value.field == field and not Grant.objects.exists()


def test_change_grant_of_an_older_version_is_refused(world, grant):
    said = {"grant": grant, "funder": "City and county", "period": YEAR, "every": 6}
    changed = actions.change_grant(**about(world), version=1, **said)
    assert (changed.funder, len(changed.cuts_on), changed.version) == ("City and county", 2, 2)
    with pytest.raises(WrongStep, match="Somebody changed this grant"):
        actions.change_grant(**about(world), version=1, **said)


def test_add_line_counts_only_what_there_is(world, grant):
    with pytest.raises(CannotBe, match="Choose what is counted"):
        actions.add_line(**about(world), grant=grant, wording="Moons", measure="n_moons")


def test_grants_are_kept_by_managers_and_coordinators(world, grant):
    with pytest.raises(NotAllowed):
        actions.add_grant(**about(world, "evaluator"), funder="X", period=YEAR, every=0)
    with pytest.raises(NotHere):
        actions.add_line(**about(world.other), grant=grant, **LINES[0])
    assert GrantLine.objects.count() == 3


def test_grants_leave_their_rows_on_the_trail(world, grant):
    acts = TrailRow.objects.filter(subject=grant.id).order_by("n").values_list("act", flat=True)
    assert list(acts) == ["evaluation.add_grant", *["evaluation.add_line"] * 3]


def test_pages_of_grants_by_role(world, grant):
    check_roles(world, world.project.url("evaluation:list_grants"), COUNTERS)
    check_roles(world, world.project.url("evaluation:add_line", grant.id), PUBLISHERS)
    assert page(world, "show_grant", uuid4()).status_code == 404
    assert post(world, "remove_line", grant.id, uuid4()).status_code == 404


def test_grant_from_adding_to_its_return_on_pages(world, diary):
    fill(diary)
    assert b"No grant is written down yet." in page(world, "list_grants").content
    days = {"from_on": "2025-01-01", "to_on": "2025-12-31"}
    answer = post(world, "add_grant", funder="City fund", every="3", **days)
    grant = Grant.objects.get()
    assert answer["Location"] == world.project.url("evaluation:show_grant", grant.id)
    said = {"wording": "Women supported", "measure": "n_people", "target": "40", "unit": "women"}
    post(world, "add_line", grant.id, gender="woman", **said)
    shown = page(world, "show_grant", grant.id).content.decode()
    assert "Not for sharing" in shown and "Known people; gender: Woman" in shown and ">15<" in shown
    answer = post(world, "propose_return", grant.id, cut_on="2025-03-31")
    shown = world.client("manager").get(answer["Location"], secure=True).content.decode()
    assert "Return to City fund" in shown and "40 women" in shown
    assert "1. Return to City fund" in page(world, "show_grant", grant.id).content.decode()
    post(world, "remove_line", grant.id, grant.lines.get().id)
    assert b"No line yet." in page(world, "show_grant", grant.id).content


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"funder": ""}, "Fill in “Who gives it”."),
        ({"from_on": "2025-01-02"}, "Begin with the first day of a month."),
        ({"to_on": "2024-12-31"}, "The last day is before the first."),
        ({"to_on": "2096-12-31"}, "That is more than 20 years."),
        ({"to_on": "31 2 2025"}, "We could not read that date."),
        ({"every": ""}, "Say when they get figures."),
    ],
)
def test_add_grant_says_what_is_wrong_at_its_field(world, changes, words):
    said = {"funder": "City fund", "from_on": "2025-01-01", "to_on": "2025-12-31", "every": "3"}
    answer = post(world, "add_grant", **{**said, **changes})
    assert answer.status_code == 200 and words in answer.content.decode()


def test_change_grant_page_opens_with_how_it_stands(world, grant):
    form = page(world, "change_grant", grant.id).context["form"]
    assert (form["funder"].value(), form["every"].value(), form["version"].value()) == ("City fund", "3", 1)
    days = {"from_on": "2025-01-01", "to_on": "2025-12-31"}
    post(world, "change_grant", grant.id, funder="County", every="6", version="1", **days)
    assert Grant.objects.get().funder == "County"
    late = post(world, "change_grant", grant.id, funder="State", every="6", version="1", **days)
    assert "Somebody changed this grant" in late.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"wording": ""}, "Fill in"),
        ({"measure": ""}, "Choose an answer for “What we count for it”."),
        ({"target": "-4"}, "greater than or equal to 0"),
        ({"zone": "nowhere"}, "nowhere"),
    ],
)
def test_add_line_says_what_is_wrong_at_its_field(world, grant, sent, words):
    said = {"wording": "Women", "measure": "n_people", "target": "40"}
    answer = post(world, "add_line", grant.id, **{**said, **sent})
    assert answer.status_code == 200 and words in answer.content.decode()


def test_propose_return_says_what_is_wrong_at_its_field(world, grant):
    answer = post(world, "propose_return", grant.id, cut_on="2025-02-28")
    assert answer.status_code == 200 and "2025-02-28" in answer.content.decode()
