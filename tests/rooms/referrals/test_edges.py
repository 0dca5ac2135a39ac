"""Strange words, names that are there twice, things of another project, and what changed between page and press."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.referrals.conftest import NOW, days, fresh, text
from tests.rooms.referrals.test_writing import STEP, filled, write
from tests.worlds import make_project
from yarrow.agencies.actions import add_agency, change_agency
from yarrow.people.actions import erase_person
from yarrow.people.errors import NotHere
from yarrow.referrals import actions, choosing, walking
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import PathwayVersion, Referral
from yarrow.sharing.actions import Fact, decide_proposal, propose_share
from yarrow.sharing.errors import NotAgreed
from yarrow.sharing.models import Proposal, Share
from yarrow.vault import fence

HTML = "<b onmouseover=alert(1)>Bett</b>"


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Дом", "step"),
        ("مأوى", "step"),
        ("🏠", "step"),
        ("New", "new-2"),
        ("same week clinic", "same-week-clinic-2"),
        (HTML, "b-onmouseoveralert1bettb"),
        ("x" * 120, "x" * 35),
        ("Beds\tfirst\n", "beds-first"),
    ],
)
def test_a_pathway_of_any_letters_has_an_address_and_is_read_as_it_was_written(table, url, label, code):
    row = write(table, label=label)
    assert row.code == code and row.pathway.name == " ".join(label.split())
    page = text(table.world.client("coordinator").get(url("show_pathway", row.code)))
    assert "<b onmouseover" not in page and "There is a problem" not in page
    assert write(table, label=label).code not in (code, "new")


@pytest.mark.parametrize(
    "said",
    [
        {"s0_position": "0"},
        {"s0_position": "x"},
        {"s0_kind": "cure"},
        {"s0_expected_days": "-1"},
        {"s0_expected_days": "14.5"},
        {"s0_criteria": "?\n" * 11},
        {"s0_agencies": "a\x00b"},
        {"s0_needs": ["housing", "moon"]},
        {"label": "\x00"},
        {"label": "y" * 100_000},
        {"about": "z" * 100_000},
        {"seen": "99999999999999999999"},
        {"seen": ""},
    ],
    ids=lambda said: next(iter(said)),
)
def test_what_nobody_can_mean_is_said_on_the_page_and_nothing_is_written(table, url, said):
    client = table.world.client("coordinator")
    told = filled(text(client.get(url("add_pathway")))) | {
        "label": "Beds",
        "s0_label": "Bed",
        "s1_label": "Home",
    }
    answer = client.post(url("add_pathway"), {**told, **said})
    assert answer.status_code == 200 and "error-summary" in text(answer)
    assert not PathwayVersion.objects.exists()


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ((1, 2, 3), ["a", "b", "c"]),
        ((3, 2, 1), ["c", "b", "a"]),
        ((1, 1, 1), ["a", "b", "c"]),
        ((99, "", 1), ["c", "b", "a"]),
    ],
)
def test_steps_stand_in_the_order_that_was_said(table, url, places, order):
    row = write(table, steps=[{**STEP, "label": label} for label in "abc"])
    client = table.world.client("coordinator")
    told = filled(text(client.get(url("change_pathway", row.code))))
    told |= {f"s{n}_position": str(place) for n, place in enumerate(places)} | {"about": "Anew"}
    assert client.post(url("change_pathway", row.code), told).status_code == 302
    assert [step.code for step in walking.pathway_in(table.project, row.code).pathway.steps] == order


def test_a_code_that_was_left_out_is_never_used_again(table):
    write(table, steps=[{**STEP, "label": "Bed"}, {**STEP, "label": "Home"}])
    kept = {**STEP, "label": "Home", "code": "home"}
    write(table, code="beds-first", seen=1, steps=[kept])
    last = write(table, code="beds-first", seen=2, steps=[kept, {**STEP, "label": "Bed"}])
    assert [step.code for step in last.pathway.steps] == ["home", "bed-2"]
    with pytest.raises(CannotBe, match="Somebody else"):
        write(table, code="beds-first", seen=3, steps=[{**kept, "code": "bed"}])
    with pytest.raises(CannotBe, match="Somebody else"):
        write(table, code="beds-first", seen=3, steps=[kept, kept])


def test_of_two_agencies_of_one_name_a_step_keeps_the_one_that_agreed(table, url, clinic):
    other = table.agency(clinic.name)
    client = table.world.client("coordinator")
    for agreed in (clinic, other):
        row = write(table, label=str(agreed.pk), steps=[{**STEP, "agencies": [str(agreed.pk)]}])
        told = filled(text(client.get(url("change_pathway", row.code)))) | {"about": "Changed"}
        assert client.post(url("change_pathway", row.code), told).status_code == 302
        (step,) = walking.pathway_in(table.project, row.code).pathway.steps
        assert step.agencies == (str(agreed.pk),)


def test_an_agency_past_the_end_of_a_list_can_be_written_by_its_name(table, url, clinic, monkeypatch):
    monkeypatch.setattr(choosing, "MOST_AGENCIES", 1)
    table.agency("Zebra house")
    client = table.world.client("coordinator")
    told = filled(text(client.get(url("add_pathway")))) | {"label": "Beds", "s0_label": "Bed"}
    told["s0_agencies"] = f"zebra HOUSE\n\n{clinic.name}\nZebra house"
    assert client.post(url("add_pathway"), told).status_code == 302
    assert len(PathwayVersion.objects.get().pathway.steps[0].agencies) == 2


def test_an_agency_of_another_project_agrees_to_nothing_here(table, url):
    elsewhere = make_project("elsewhere")
    by = {"by": elsewhere.worker("coordinator"), "project": elsewhere.project, "at": NOW}
    theirs = add_agency(name="Their house", kind="housing", **by)
    fence.enter(table.project.id)
    with pytest.raises(CannotBe):
        write(table, steps=[{**STEP, "agencies": [str(theirs.pk)]}])
    with pytest.raises(NotHere):
        choosing.target_of(table.project, f"a.{theirs.pk}")
    client = table.world.client("coordinator")
    told = filled(text(client.get(url("add_pathway")))) | {"label": "Beds", "s0_label": "Bed"}
    page = text(client.post(url("add_pathway"), {**told, "s0_agencies": "Their house"}))
    assert "No agency in the directory is called" in page


@pytest.mark.parametrize(
    "key", ["", ".", "s.", "a.1", "x.{0}", "s.{0}", "{0}", "a.{0}\x00", "a." + "9" * 5000]
)
def test_a_key_that_no_form_offered_leads_nowhere(table, client, url, kim, clinic, key):
    said = {
        "target": key.format(clinic.pk),
        "need": "housing",
        "route": "warm",
        "words": "",
        "entry_id": str(uuid4()),
    }
    answer = client.post(url("offer_referral", kim.pk), said)
    assert answer.status_code == 200 and not Referral.objects.exists()


@pytest.fixture
def approved(table, kim, clinic):
    """approved(facts) -> what two people approved for Kim and the clinic, now."""

    def make(*facts, agency=clinic, at=None):
        told = {
            "person": kim,
            "agency": agency,
            "gateway": "vital_interests",
            "facts": list(facts) or ["called"],
        }
        at = at or timezone.now()
        row = table.do(propose_share, at=at, reason="She fell", **told)
        table.do(decide_proposal, by=table.world.worker("manager"), at=at, proposal=row, act="approve")
        return Proposal.objects.get(pk=row.pk)

    return make


def press(client, url, kim, row, **said):
    return client.post(
        url("send_referral", kim.pk, row.pk), {"called": "Kim", "ways": "", "support_words": "", **said}
    )


def test_what_was_approved_is_sent_once(table, kim, clinic, client, url, approved):
    first, second = table.offer(kim, clinic), table.offer(kim, clinic)
    proposal = approved()
    assert press(client, url, kim, first).status_code == 302
    press(client, url, kim, second)
    press(client, url, kim, first)
    assert Share.objects.filter(proposal=proposal).count() == Share.objects.count() == 1
    assert fresh(second).state == "agreed"


def test_what_was_approved_for_another_agency_or_ran_out_sends_nothing(
    table, kim, clinic, client, url, approved
):
    row = table.offer(kim, clinic)
    approved(agency=table.agency("Another clinic"))
    assert press(client, url, kim, row).status_code == 200
    Proposal.objects.filter(pk=approved().pk).update(until=timezone.now())
    assert press(client, url, kim, row).status_code == 200
    assert fresh(row).state == "agreed" and not Share.objects.exists()
    assert "Two people approved" not in text(client.get(url("send_referral", kim.pk, row.pk)))


def test_the_latest_of_two_approvals_is_used_and_nothing_beyond_it(table, kim, clinic, client, url, approved):
    approved("called", "ways", at=timezone.now() - days(0.01))
    latest, row = approved("called"), table.offer(kim, clinic)
    page = text(press(client, url, kim, row, ways="0161 496 0000"))
    assert "Only what was approved may leave" in page and "0161 496 0000" in page
    assert press(client, url, kim, row).status_code == 302 and fresh(row).share.proposal == latest


def test_consent_comes_before_an_approval_and_leaves_it_unused(table, agreed, clinic, client, url, approved):
    proposal, row = approved(), table.offer(agreed, clinic)
    table.consent(agreed)
    assert press(client, url, agreed, row, support_words="A bed").status_code == 302
    assert fresh(row).share.proposal is None
    assert Proposal.objects.get(pk=proposal.pk).state == proposal.state


def test_nothing_is_sent_on_an_approval_after_somebody_closed_the_agency(
    table, kim, clinic, client, url, approved
):
    approved()
    row = table.offer(kim, clinic)
    by = table.world.worker("coordinator")
    clinic.refresh_from_db()
    table.do(change_agency, by=by, agency=clinic, version=clinic.version, is_closed=True)
    page = press(client, url, kim, row)
    assert page.status_code == 200 and "This agency has closed" in text(page) and not Share.objects.exists()


def test_an_approval_of_somebody_else_is_no_ground(table, kim, clinic, approved):
    proposal, rosa = approved(), table.person("Rosa")
    row = table.offer(rosa, clinic)
    said = {"facts": [Fact("called", "Rosa")], "proposal": proposal}
    with pytest.raises((NotAgreed, NotHere)):
        table.do(actions.send, at=timezone.now(), referral=row, **said)
    assert fresh(row).state == "agreed" and not Share.objects.exists()


def test_somebody_who_was_erased_meanwhile_is_sent_nowhere(table, agreed, clinic, client, url):
    row = table.offer(agreed, clinic)
    address = url("send_referral", agreed.pk, row.pk)
    assert client.get(address).status_code == 200
    by = table.world.worker("manager")
    table.do(erase_person, by=by, person=agreed, reason="asked", at=timezone.now())
    answer = client.post(address, {"called": "Kim"})
    assert answer.status_code in (404, 410) and not Share.objects.filter(how="referral").exists()
