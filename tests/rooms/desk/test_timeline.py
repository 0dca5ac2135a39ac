"""The one story of a person's page: what stands on it, in which order, and what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.worlds import accept
from yarrow.contacts.actions import add_follow_up, add_zone, complete_follow_up, link_contact, record_contact
from yarrow.desk import record
from yarrow.people.actions import (
    add_alias,
    add_person,
    add_setting,
    assign_key_worker,
    change_person,
    end_key_worker,
    end_setting,
)
from yarrow.staff.actions.keys import grant_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(about, day):
    return add_person(**about, called="Kim", first_met_on=day - timedelta(days=100))


@pytest.fixture
def story(world, day):
    """The titles on a person's story, newest first, as the co-ordinator reads it."""

    def read(person, role="coordinator"):
        context = record.context_of(world.worker(role), world.project, person, day)
        return [one.title for one in context["timeline"]]

    return read


def met(about, person, day, **told):
    return record_contact(
        **about, entry_id=uuid4(), person=person, happened_on=day, **{"kind": "phone", **told}
    )


def test_story_of_somebody_new_begins_with_the_first_meeting(kim, story):
    assert story(kim) == ["First met"]


def test_story_names_the_zone_of_a_contact(about, day, kim, story):
    quay = add_zone(**about, label="The quay")
    met(about, kim, day, kind="van", zone=quay)
    assert story(kim) == ["Van · The quay", "First met"]


def test_story_puts_the_latest_first_and_keeps_the_order_of_a_day(about, day, kim, story):
    met(about, kim, day - timedelta(days=3), kind="home")
    met(about, kim, day, kind="court")
    met(about, kim, day - timedelta(days=8), kind="prison")
    assert story(kim) == ["At court", "At home", "In prison", "First met"]


def test_story_has_what_was_promised_and_done(about, day, kim, story):
    line = add_follow_up(**about, person=kim, due_on=day, what="Bring the leaflet")
    assert story(kim) == ["First met"]
    complete_follow_up(**about, follow_up=line)
    assert story(kim)[0] == "Done: Bring the leaflet"


def test_story_has_something_done_that_was_never_put_into_words(about, day, kim, story):
    line = add_follow_up(**about, person=kim, due_on=day, what="")
    complete_follow_up(**about, follow_up=line)
    assert story(kim)[0] == "Something promised was done"


def test_story_says_who_did_it(world, about, day, kim):
    line = add_follow_up(**about, person=kim, due_on=day, what="Ring")
    complete_follow_up(project=world.project, by=world.worker("case_worker"), at=about["at"], follow_up=line)
    context = record.context_of(about["by"], world.project, kim, day)
    assert context["timeline"][0].by == "Sam Case_Worker"


def test_story_tells_a_hand_over_from_beginning_to_end(world, about, day, kim, story):
    first, second = (world.account(role).worker for role in ("coordinator", "case_worker"))
    begun = {**about, "from_on": day - timedelta(days=20)}
    assign_key_worker(**begun, person=kim, worker=first)
    assign_key_worker(**about, person=kim, worker=second, reason="handed_over")
    titles = story(kim)
    assert titles[:2] == [
        "Sam Coordinator is no longer the key worker",
        "Sam Case_Worker became the key worker",
    ]
    assert titles[2:] == ["Sam Coordinator became the key worker", "First met"]
    end_key_worker(**about, person=kim, reason="lost_touch")
    assert "Sam Case_Worker is no longer the key worker" in story(kim)


def test_story_tells_how_settings_change(about, day, kim, story):
    setting = add_setting(**about, person=kim, code="street", from_on=day - timedelta(days=9))
    end_setting(**about, setting=setting, until_on=day - timedelta(days=2))
    add_setting(**about, person=kim, code="webcam", from_on=day - timedelta(days=1))
    assert story(kim) == ["Setting: Webcam", "No longer: Street", "Setting: Street", "First met"]


def test_story_leaves_out_a_setting_of_which_nobody_knows_since_when(about, kim, story):
    add_setting(**about, person=kim, code="street")
    assert story(kim) == ["First met"]


def test_story_takes_in_a_contact_that_was_linked_later(about, day, kim, story):
    night = record_contact(**about, entry_id=uuid4(), kind="phone", n_people=2, happened_on=day)
    assert story(kim) == ["First met"]
    link_contact(**about, contact=night, person=kim)
    assert story(kim) == ["By phone", "First met"]


def test_story_is_one_persons_only(about, day, kim, story):
    other = add_person(**about, called="Jo", first_met_on=day)
    met(about, other, day, kind="court")
    add_follow_up(**about, person=other, due_on=day, what="Jo's letter")
    assert story(kim) == ["First met"]


def test_story_of_more_than_a_hundred_contacts_says_that_there_are_more(world, about, day, kim, monkeypatch):
    monkeypatch.setattr(record, "MOST", 3)
    for n in range(4):
        met(about, kim, day - timedelta(days=n))
    context = record.context_of(about["by"], world.project, kim, day)
    assert context["has_more"] and len(context["timeline"]) == 4
    client = world.client("coordinator")
    page = client.get(world.project.url("people:show_person", kim.id), secure=True)
    assert b"Earlier contacts are in the list of sessions." in page.content


def test_story_shows_no_word_of_a_note_in_its_own_text(world, about, day, kim):
    met(about, kim, day, note="about the brother", seemed="low", supplies={"condoms": 6})
    context = record.context_of(about["by"], world.project, kim, day)
    assert context["timeline"][0].text == "condoms ×\xa06\nLow\nabout the brother"
    assert "brother" not in repr(context["timeline"][0])
    without = record.context_of(world.worker("outreach"), world.project, kim, day)["timeline"][0].text
    assert without.startswith("condoms ×\xa06\nLow\n") and "brother" not in without


def test_record_says_what_is_open_and_how_late(world, about, day, kim):
    add_follow_up(**about, person=kim, due_on=day + timedelta(days=2), what="Later")
    add_follow_up(**about, person=kim, due_on=day - timedelta(days=4), what="Late")
    to_do = record.context_of(about["by"], world.project, kim, day)["to_do"]
    assert [(line.what, line.n_days_late) for line in to_do] == [("Late", 4), ("Later", 0)]


def test_record_keeps_everything_the_people_room_shows(world, about, day, kim):
    add_alias(**about, person=kim, kind="nickname", name="Kimmy")
    change_person(**about, person=kim, version=kim.version, languages=["Polish"])
    kim.refresh_from_db()
    context = record.context_of(about["by"], world.project, kim, day, reason="cover")
    assert context["called"] == "Kim" and context["names"][0].name == "Kimmy"
    assert {"key": "Languages", "value": "Polish"} in context["details"]
    assert context["outside_reason"] == "I am covering for their key worker"
    assert context["can_assign"]


def test_record_asks_the_database_no_more_for_a_longer_story(
    world, about, day, kim, django_assert_max_num_queries
):
    for n in range(8):
        met(about, kim, day - timedelta(days=n), note=f"note {n}", supplies={"condoms": 1})
        add_follow_up(**about, person=kim, due_on=day, what=f"thing {n}")
    by = world.worker("coordinator")
    with django_assert_max_num_queries(6):
        record.context_of(by, world.project, kim, day)


def test_record_of_a_worker_who_got_keys_just_now(world, about, day, kim):
    met(about, kim, day, note="about the brother")
    new = accept(world.project, "case_worker", by=world.worker("manager"), at=about["at"], name="New Nadia")
    names = new.place.compartments
    grant_keys(project=world.project, membership=new.place, names=names, by=about["by"], at=about["at"])
    text = record.context_of(new.actor(), world.project, kim, day)["timeline"][0].text
    assert text == "about the brother"
