"""Pathways written in the browser: a version more each time, and whoever walks keeps theirs."""

from uuid import uuid4

import pytest

from tests.attacks.forms import Page
from tests.rooms.referrals.conftest import text
from tests.worlds import check_roles
from yarrow.people.errors import NotForYou
from yarrow.referrals import actions, walking
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import PathwayVersion
from yarrow.staff.roles import ARRANGERS

STEP = {"label": "First visit", "kind": "meeting", "expected_days": 14, "repeatable": True}


def write(table, role="coordinator", **said):
    told = {"label": "Beds first", "steps": [STEP], **said}
    return table.do(actions.write_pathway, by=table.world.worker(role), **told)


def filled(page):
    """What a browser sends of the form as it stands, each step a meeting."""
    form = next(one for one in Page(page).forms if any(each.name == "seen" for each in one.fields))
    sent = {}
    for one in form.fields:
        if one.name.endswith("_kind"):
            sent[one.name] = "meeting"
        elif one.kind not in ("checkbox", "radio", "submit") or one.is_checked:
            sent[one.name] = one.value.removeprefix("\n")
    return sent


def test_a_pathway_is_written_changed_and_those_on_the_way_keep_theirs(table, kim, clinic, url):
    client = table.world.client("coordinator")
    told = filled(text(client.get(url("add_pathway"))))
    told |= {
        "label": "Beds first",
        "s0_label": "A bed",
        "s0_fast_days": "3",
        "s0_agencies": clinic.name.upper(),
    }
    told |= {"s1_label": "A home", "s1_expected_days": "90", "s1_criteria": "Is it safe?\nIs it theirs?"}
    for _twice in range(2):
        assert client.post(url("add_pathway"), told).status_code == 302
    first = PathwayVersion.objects.get()
    bed, home = first.pathway.steps
    assert (first.code, bed.code, bed.fast_days, bed.agencies) == (
        "beds-first",
        "a-bed",
        3,
        (str(clinic.pk),),
    )
    assert home.criteria == ("Is it safe?", "Is it theirs?") and home.expected_days == 90
    journey = table.do(actions.begin_journey, person=kim, pathway=first)
    page = text(client.get(url("show_pathway", "beds-first")))
    assert clinic.name in page and url("change_pathway", "beds-first") in page
    told = filled(text(client.get(url("change_pathway", "beds-first"))))
    told |= {"s0_is_out": "on", "s2_label": "A bed", "s2_position": "1", "s1_label": "A place of one's own"}
    assert client.post(url("change_pathway", "beds-first"), told).status_code == 302
    second = walking.pathway_in(table.project, "beds-first")
    # What is new has a code that nothing had before, however it is called; what stays keeps its own.
    assert [(one.code, one.label) for one in second.pathway.steps] == [
        ("a-bed-2", "A bed"),
        ("a-home", "A place of one's own"),
    ]
    assert (second.n, journey.pathway_id) == (2, first.pk)
    (shown,) = walking.of_person(kim)
    assert shown.pathway.steps == first.pathway.steps
    table.do(actions.end_step, taken=journey.steps.get(), result="done")
    table.do(actions.take_step, journey=journey, step="a-home")


def test_two_who_change_it_at_once_do_not_write_over_each_other(table, url):
    row = write(table)
    client = table.world.client("manager")
    told = filled(text(client.get(url("change_pathway", row.code))))
    write(table, code=row.code, seen=1, steps=[{**STEP, "code": "first-visit", "expected_days": 7}])
    page = text(client.post(url("change_pathway", row.code), {**told, "s0_expected_days": "30"}))
    assert "Somebody else changed this pathway since" in page
    assert walking.pathway_in(table.project, row.code).n == 2
    # The same words again are no new version.
    write(table, code=row.code, seen=2, steps=[{**STEP, "code": "first-visit", "expected_days": 7}])
    assert PathwayVersion.objects.count() == 2


def test_what_the_project_wrote_over_is_not_offered_anew(table):
    by = table.world.worker("coordinator")
    code = "same-week-clinic"
    row = table.do(actions.take_up_pathway, by=by, code=code)
    steps = [{**STEP, "code": step.code, "label": step.label} for step in row.pathway.steps]
    write(table, code=code, seen=1, label=row.pathway.name, steps=steps)
    assert code not in {one.code for one in walking.on_offer(table.project)}
    assert write(table, label=row.pathway.name).code != code and write(table, label="New").code == "new-2"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"label": "   "}, "label"),
        ({"label": "x" * 121}, "label"),
        ({"steps": []}, "s0_label"),
        ({"steps": [STEP] * 21}, None),
        ({"steps": [{**STEP, "label": ""}]}, "s0_label"),
        ({"steps": [{**STEP, "kind": "cure"}]}, "s0_kind"),
        ({"steps": [{**STEP, "needs": ["moon"]}]}, "s0_needs"),
        ({"steps": [{**STEP, "expected_days": 0}]}, "s0_expected_days"),
        ({"steps": [{**STEP, "expected_days": 10**9}]}, "s0_expected_days"),
        ({"steps": [{**STEP, "expected_days": None}]}, "s0_expected_days"),
        ({"steps": [STEP, {**STEP, "fast_days": 15}]}, "s1_fast_days"),
        ({"steps": [{**STEP, "criteria": ["?"] * 11}]}, "s0_criteria"),
        ({"steps": [{**STEP, "agencies": [str(uuid4())]}]}, "s0_agencies"),
        ({"steps": [{**STEP, "code": "made-up"}]}, None),
        ({"seen": 3}, None),
        ({"code": "made-up"}, None),
    ],
)
def test_what_can_not_be_walked_is_refused_at_its_field(table, said, field):
    with pytest.raises(CannotBe) as refused:
        write(table, **said)
    assert refused.value.field == field and not PathwayVersion.objects.exists()


def test_page_says_what_is_wrong_and_loses_nothing(table, url):
    client = table.world.client("coordinator")
    told = filled(text(client.get(url("add_pathway")))) | {"label": "Beds", "s0_label": "Bed & board"}
    for wrong in ({"s0_agencies": "Nobody's house"}, {"s0_expected_days": "9" * 30}, {"s0_fast_days": "200"}):
        page = text(client.post(url("add_pathway"), {**told, **wrong}))
        assert "Bed &amp; board" in page and "error-summary" in page, wrong
    row = write(table)
    told = filled(text(client.get(url("change_pathway", row.code)))) | {"s0_label": ""}
    assert "Name it, or leave the step out" in text(client.post(url("change_pathway", row.code), told))
    assert client.post(url("change_pathway", row.code), {**told, "seen": "x"}).status_code == 200


def test_only_those_who_arrange_write(table, url):
    check_roles(table.world, url("add_pathway"), ARRANGERS)
    with pytest.raises(NotForYou):
        write(table, role="case_worker")
