"""A dangerous answer: the very next page says where to turn, and somebody is told only as the person agreed."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from tests.rooms.measures.conftest import DANGER
from tests.rooms.measures.test_walk import send
from tests.rooms.measures.wording import chosen, worded
from yarrow.measures import actions, making, queries
from yarrow.measures.errors import CannotBe
from yarrow.measures.models import Filling, SafeResponse, SafeRoute, Score, Signal
from yarrow.methods.forms import Chosen
from yarrow.vault.models import TrailRow


def test_lead_is_told_as_the_person_agreed(staffed, says_danger, kim, by, at):
    filling = says_danger("yes")
    signal = Signal.objects.get()
    assert (signal.person_id, signal.filling_id, signal.what, signal.state) == (
        kim.id,
        filling.id,
        "answer",
        "waiting",
    )
    assert signal.look_by == at + timedelta(minutes=60) and signal.act_by == at + timedelta(minutes=240)
    assert signal.sealed.open_unrecorded("notes.about", by.unlocked) == ["phq9.9"]
    assert TrailRow.objects.filter(act="measures.raise_signal", subject=kim.id).count() == 1


@pytest.mark.parametrize("agreed", ["no", ""])
def test_nobody_is_told_where_the_person_did_not_agree(staffed, says_danger, agreed):
    says_danger(agreed)
    assert not Signal.objects.exists()
    assert not TrailRow.objects.filter(act="measures.raise_signal").exists()


def test_second_dangerous_answer_of_a_form_grows_the_same_signal(keep_marked, begin, answer, staffed, by):
    filling = begin(keep_marked, agreed="yes")
    answer(filling, {"q1": (Chosen("2"),)})
    answer(filling, {"q2": (Chosen("1"),)})
    signal = Signal.objects.get()
    assert signal.sealed.open_unrecorded("notes.about", by.unlocked) == ["q1", "q2"]


def test_answer_that_comes_after_the_signal_was_closed_is_a_new_one(
    keep_marked, begin, answer, staffed, given, world
):
    filling = begin(keep_marked, agreed="yes")
    answer(filling, {"q1": (Chosen("2"),)})
    told = {**given, "by": world.worker("case_worker")}
    actions.step_signal(signal=Signal.objects.get(), act="close", reason="reached", **told)
    answer(filling, {"q2": (Chosen("1"),)})
    assert Signal.objects.count() == 2


@pytest.fixture
def keep_marked(keep, given):
    version = keep(making.questionnaire_of("Mine", "A? [fine; not]\nB? [not; fine]\nC?", "en"), in_use=False)
    marked = actions.mark_dangers(version=version, dangers={"q1": ["2"], "q2": ["1"]}, **given)
    return actions.publish_version(version=marked, **given)


def test_answer_that_was_dangerous_already_is_not_news(says_danger, phq, answer, staffed):
    filling = says_danger("yes")
    assert not answer(filling, chosen(phq, DANGER)).is_dangerous
    assert answer(filling, chosen(phq, {9: 3})).is_dangerous


def test_dangerous_answer_leads_at_once_to_the_calm_page_and_back(world, project, kim, begin, phq, given):
    actions.add_route(label="Night line", detail="Text HELLO", **given)
    client, filling = world.client("case_worker"), begin(phq)
    url = project.url("measures:fill", kim.id, filling.id)
    page = client.get(url, {"~at": "phq9.9"})
    sent = send(client, url, page, **{"phq9.9": "a1"})
    assert sent["Location"].startswith(project.url("measures:show_routes", kim.id, filling.id))
    calm = client.get(sent["Location"])
    said = calm.content.decode()
    assert "Night line" in said and "Text HELLO" in said and "Ask my worker to contact me" in said
    back = client.get(calm.context["back_url"])
    assert (
        back.status_code == 200 and parse_qs(urlsplit(calm.context["back_url"]).query)["~at"][0] != "phq9.9"
    )
    # Never a score, never a label.
    assert not Score.objects.exists() and "PHQ" not in said and "risk" not in said.lower()


def test_calm_page_comes_also_when_the_form_is_left_for_later_or_shown_whole(world, project, kim, begin, phq):
    client, filling = world.client("case_worker"), begin(phq)
    url, help_url = (project.url(f"measures:{name}", kim.id, filling.id) for name in ("fill", "show_routes"))
    page = client.get(url, {"~at": "phq9.9"})
    assert send(client, url, page, **{"phq9.9": "a1", "~go": "later"})["Location"].startswith(help_url)
    page = client.get(url, {"~all": "1", "~at": "phq9.1"})
    whole = {link: "a2" for link in phq.slots.values()}
    assert send(client, url, page, **whole)["Location"].startswith(help_url)


def test_calm_page_invents_no_number(world, project, kim, begin, phq):
    filling = begin(phq)
    url = project.url("measures:show_routes", kim.id, filling.id)
    said = world.client("case_worker").get(url).content.decode()
    assert "No way to help is written down" in said
    # Ids are drawn by chance and hold any digits.
    words = re.sub(r"<[^>]+>", " ", said.split("<main", 1)[1].split("</main>")[0])
    for number in ("999", "116 123", "85258", "112"):
        assert number not in words


def test_one_tap_asks_for_contact_whatever_was_agreed(world, project, kim, says_danger, given):
    filling = says_danger("no")
    client = world.client("case_worker")
    url = project.url("measures:ask_for_contact", kim.id, filling.id)
    done = client.post(url, {"~at": "phq9.1"})
    again = client.post(url, {"~at": "phq9.1"})
    assert [one.what for one in Signal.objects.all()] == ["asked"]
    said = client.get(done["Location"]).content.decode()
    assert "Done." in said and "Ask my worker to contact me" not in said
    assert done["Location"] == again["Location"]


def test_form_says_before_it_begins_that_nobody_can_respond_and_offers_the_phq_8(
    world, project, kim, phq, keep
):
    shorter = keep(worded("phq-8"), "phq-8")
    client = world.client("case_worker")
    page = client.get(project.url("measures:begin_filling", kim.id, phq.id))
    said = page.content.decode()
    assert "Nobody is named here" in said and "agreed" not in page.context["form"].fields
    assert project.url("measures:begin_filling", kim.id, shorter.id) in said


def test_form_asks_before_it_begins_whom_an_answer_may_be_told(world, project, kim, phq, staffed):
    client = world.client("case_worker")
    url = project.url("measures:begin_filling", kim.id, phq.id)
    page = client.get(url)
    said = page.content.decode()
    assert staffed.lead.name in said and staffed.deputy.name in said and "Nobody is named" not in said
    told = {
        "occasion": "intake",
        "answered_by": "person",
        "how": "aloud",
        "language": "en",
        "entry_id": uuid4(),
    }
    refused = client.post(url, told)
    assert "agreed" in refused.context["form"].errors and not Filling.objects.exists()
    assert client.post(url, {**told, "agreed": "no"}).status_code == 302
    assert Filling.objects.get().agreed == "no"


def test_form_without_danger_asks_nothing_of_the_kind(world, project, kim, own, staffed):
    page = world.client("case_worker").get(project.url("measures:begin_filling", kim.id, own.id))
    assert "agreed" not in page.context["form"].fields and "worry" not in page.content.decode()


# --- routes and who is told --------------------------------------------------------------------------------


def test_routes_are_shown_until_they_are_taken_off(given, project):
    route = actions.add_route(label=" Night line ", detail="Text HELLO", **given)
    assert [one.label for one in queries.routes_in(project)] == ["Night line"]
    actions.retire_route(route=route, **given)
    assert list(queries.routes_in(project)) == [] and SafeRoute.objects.count() == 1


@pytest.mark.parametrize(("label", "detail", "field"), [("", "x", "label"), ("x", " ", "detail")])
def test_route_says_who_and_how(given, label, detail, field):
    with pytest.raises(CannotBe) as refused:
        actions.add_route(label=label, detail=detail, **given)
    assert refused.value.field == field


def test_routes_are_few_enough_to_read_in_a_bad_moment(given):
    for n in range(12):
        actions.add_route(label=f"Line {n}", detail="x", **given)
    with pytest.raises(CannotBe, match="twelve"):
        actions.add_route(label="One more", detail="x", **given)


def test_responders_work_here_and_hold_the_key(world, given):
    told = {"look_within": 60, "act_within": 240, **given}
    outreach, lead = world.account("outreach").worker, world.account("manager").worker
    for said, field in (
        ({"lead": outreach, "deputy": None}, "lead"),
        ({"lead": lead, "deputy": outreach}, "deputy"),
        ({"lead": lead, "deputy": lead}, "deputy"),
        ({"lead": None, "deputy": lead}, "lead"),
        ({"lead": lead, "deputy": None, "look_within": 0}, "look_within"),
        ({"lead": lead, "deputy": None, "act_within": 30}, "act_within"),
    ):
        with pytest.raises(CannotBe) as refused:
            actions.name_responders(**{**told, **said})
        assert refused.value.field == field
    assert not SafeResponse.objects.exists()
    actions.name_responders(lead=lead, deputy=None, **told)
    assert actions.name_responders(lead=None, deputy=None, **told).lead is None
    assert SafeResponse.objects.count() == 1
