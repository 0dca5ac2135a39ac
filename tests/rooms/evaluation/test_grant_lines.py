"""Lines of a grant: corrected while they are in no return, fixed once one left with them, and only what there is."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import QUARTER, fill, publish
from tests.rooms.evaluation.test_grants import LINES, YEAR, about, page, post, propose
from tests.worlds import check_roles
from yarrow.evaluation import actions, lines
from yarrow.evaluation.errors import CannotBe, NotAllowed, NotHere, WrongStep
from yarrow.evaluation.models import GrantLine
from yarrow.evaluation.return_paper import paper_of
from yarrow.evaluation.rules import PUBLISHERS
from yarrow.methods.activity import NOT_RECORDED
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db
SAID = {"wording": "Women and girls", "measure": "n_people", "target": 60, "unit": "women"}
SENT = {**{name: str(value) for name, value in SAID.items()}, "version": "1"}


@pytest.fixture
def grant(world, diary):
    fill(diary)
    made = actions.add_grant(**about(world), funder="City fund", period=YEAR, every=3)
    for line in LINES:
        actions.add_line(**about(world), grant=made, **line)
    return made


def change(world, grant, line, version=1, role="manager", **said):
    return actions.change_line(
        **about(world, role), grant=grant, line=line, version=version, **{**SAID, **said}
    )


def acts(grant):
    return list(TrailRow.objects.filter(subject=grant.id).order_by("n").values_list("act", flat=True))[4:]


def test_change_line_that_is_in_no_return_and_the_trail_says_what(world, grant):
    changed = change(world, grant, grant.lines.first(), where=[("zone", "quay"), ("gender", "woman")])
    assert (changed.wording, changed.target, changed.version) == ("Women and girls", 60, 2)
    assert changed.where == [["gender", "woman"], ["zone", "quay"]] and changed.position == 0
    row = TrailRow.objects.get(act="evaluation.change_line")
    assert row.fields == [f"evaluation.grantline.{name}" for name in ("target", "where", "wording")]
    assert "Women" not in str(row.fields) and row.subject == grant.id


def test_change_line_to_what_it_is_changes_nothing(world, grant):
    said = {"where": [], **LINES[0]}
    assert change(world, grant, grant.lines.first(), **said).version == 1 and acts(grant) == []


def test_change_line_of_an_older_version_is_refused(world, grant):
    line = grant.lines.first()
    change(world, grant, line)
    with pytest.raises(WrongStep, match="Somebody changed this line"):
        change(world, grant, line, wording="Girls")
    assert grant.lines.first().wording == "Women and girls"


def test_line_that_left_in_a_return_is_fixed_and_the_return_stays(world, grant):
    release = publish(world, propose(world, grant))
    before = paper_of(world.project, release).lines
    for line in grant.lines.all():
        with pytest.raises(WrongStep, match="Take it out, and add a new line"):
            change(world, grant, line)
    later = actions.add_line(**about(world), grant=grant, **LINES[0])
    assert change(world, grant, later).wording == "Women and girls"
    assert paper_of(world.project, release).lines == before
    actions.withdraw_release(**about(world), release=release, reason="wrong_table")
    with pytest.raises(WrongStep, match="A return left with this line"):
        change(world, grant, grant.lines.first())


def test_line_in_a_proposal_waits_for_it(world, grant):
    release, line = propose(world, grant), grant.lines.first()
    with pytest.raises(WrongStep, match="Publish it or drop it first"):
        change(world, grant, line)
    actions.drop_release(**about(world), release=release)
    assert change(world, grant, line).version == 2


def test_remove_line_deletes_what_never_left_and_retires_what_did(world, grant):
    first, second, _third = grant.lines.all()
    actions.remove_line(**about(world), grant=grant, line=first)
    publish(world, propose(world, grant))
    for _ in range(2):
        actions.remove_line(**about(world), grant=grant, line=second)
    assert not GrantLine.objects.filter(pk=first.pk).exists() and grant.lines.get(pk=second.pk).retired_at
    assert acts(grant) == ["evaluation.remove_line", "evaluation.retire_line"]


def test_line_taken_out_before_a_return_was_not_in_it(world, grant):
    release, line = publish(world, propose(world, grant)), grant.lines.first()
    line.retired_at = release.cut_at - timedelta(seconds=1)
    assert lines.standing_of(line, [release]) == lines.FREE
    line.retired_at = release.cut_at + timedelta(seconds=1)
    assert lines.standing_of(line, [release]) == lines.LEFT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"wording": "  "}, "wording"),
        ({"measure": "n_moons"}, "measure"),
        ({"measure": "given:moons"}, "measure"),
        ({"where": [("month", "2025-01")]}, "month"),
        ({"where": [("moon", "full")]}, "moon"),
        ({"where": [("zone", "nowhere")]}, "zone"),
        ({"where": [("zone", "quay"), ("zone", "mills")]}, "zone"),
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_line_counts_only_what_there_is(world, grant, changes, field, is_new):
    said = {**about(world), "grant": grant, **SAID, **changes}
    if not is_new:
        said |= {"line": grant.lines.first(), "version": 1}
    act = actions.add_line if is_new else actions.change_line
    with pytest.raises(CannotBe) as refused:
        act(**said)
    assert refused.value.field == field and grant.lines.count() == 3
    assert grant.lines.first().wording == "Women supported"


def test_line_may_keep_what_nothing_was_recorded_for(world, grant):
    line = actions.add_line(**about(world), grant=grant, **SAID, where=[("gender", NOT_RECORDED)])
    form = page(world, "change_line", grant.id, line.id).context["form"]
    post(
        world, "change_line", grant.id, line.id, **{**SENT, "wording": "X", "gender": form["gender"].value()}
    )
    assert GrantLine.objects.get(pk=line.pk).where == [["gender", NOT_RECORDED]]


def test_lines_are_kept_by_managers_and_coordinators_of_the_project(world, grant):
    line = grant.lines.first()
    with pytest.raises(NotAllowed):
        change(world, grant, line, role="evaluator")
    other = actions.add_grant(**about(world), funder="County", period=YEAR, every=0)
    with pytest.raises(NotHere):
        change(world, other, line)
    with pytest.raises(NotHere):
        actions.remove_line(**about(world.other), grant=grant, line=line)
    check_roles(world, world.project.url("evaluation:change_line", grant.id, line.id), PUBLISHERS)
    assert page(world, "change_line", grant.id, uuid4()).status_code == 404


def test_line_is_corrected_and_taken_out_through_pages(world, grant):
    line = grant.lines.first()
    shown = page(world, "show_grant", grant.id).content.decode()
    address = world.project.url("evaluation:change_line", grant.id, line.id)
    assert f'href="{address}"' in shown and "it stays as it is" not in shown
    form = page(world, "change_line", grant.id, line.id).context["form"]
    assert [form[name].value() for name in ("wording", "target", "version")] == ["Women supported", 40, 1]
    assert post(world, "change_line", grant.id, line.id, **SENT)["Location"] == world.project.url(
        "evaluation:show_grant", grant.id
    )
    late = post(world, "change_line", grant.id, line.id, **{**SENT, "wording": "Girls"})
    assert "Somebody changed this line" in late.content.decode() and 'value="Girls"' in late.content.decode()
    post(world, "remove_line", grant.id, line.id)
    assert not GrantLine.objects.filter(pk=line.pk).exists()


def test_page_of_a_line_that_left_says_how_to_go_on(world, grant):
    publish(world, propose(world, grant))
    shown = page(world, "show_grant", grant.id).content.decode()
    assert shown.count("it stays as it is") == 3 and "/line/" in shown
    answer = page(world, "change_line", grant.id, grant.lines.first().id).content.decode()
    assert "Take it out, and add a new line." in answer and 'name="wording"' not in answer
    refused = post(world, "change_line", grant.id, grant.lines.first().id, **SENT)
    assert refused.status_code == 200 and grant.lines.first().wording == "Women supported"


def test_period_of_a_grant_is_corrected_and_its_days_follow(world, grant):
    days = {"from_on": "2025-02-01", "to_on": "2025-10-31", "every": "3", "version": "1"}
    post(world, "change_grant", grant.id, funder="City fund", **days)
    grant.refresh_from_db()
    assert grant.period.from_on == date(2025, 2, 1)
    assert grant.cuts_on == ["2025-04-30", "2025-07-31", "2025-10-31"]
    assert QUARTER.to_on.isoformat() not in grant.cuts_on and timezone.now() > grant.added_at
