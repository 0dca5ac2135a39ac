"""The page that a device keeps: nobody's data, and the script that shows it where there is no signal."""

import pytest
from django.test import Client
from django.urls import reverse

from yarrow.contacts.actions import add_zone, open_session
from yarrow.people.actions import add_person
from yarrow.staff.roles import ROLES, WORKERS

pytestmark = pytest.mark.django_db
PERSON = "Marguerite"


def pad(client, world):
    return client.get(world.project.url("desk:show_pad"), secure=True)


@pytest.mark.parametrize("role", ROLES)
def test_show_pad_by_role(world, role):
    assert pad(world.client(role), world).status_code == (200 if role in WORKERS else 403)


def test_show_pad_is_the_same_for_everybody_locked_or_not(world, about):
    add_zone(**about, label="Docks")
    add_zone(**about, label="Station")
    van = open_session(**about, kind="van")
    add_person(**about, called=PERSON)
    text = pad(world.client("coordinator"), world).content.decode()
    assert "Docks" in text and 'name="supply_condoms"' in text
    strange = (PERSON, str(van.id), str(about["by"].id), "csrf", "Unlocked")
    assert [word for word in strange if word in text] == []
    other = pad(world.client("outreach", locked=True), world).content.decode()
    nonce = 'nonce="'
    assert _without(nonce, text) == _without(nonce, other)


def _without(attribute, text):
    """The page with what is made anew for each answer left out."""
    return "".join(part.partition('"')[2] if n else part for n, part in enumerate(text.split(attribute)))


def test_show_pad_takes_no_message_meant_for_another_page(world, about, browser):
    client = world.client("coordinator")
    client.post(world.project.url("desk:revoke_device", browser.id), secure=True)
    assert b"is shut out" not in pad(client, world).content
    listed = client.get(world.project.url("desk:list_devices"), secure=True)
    assert b"is shut out" in listed.content


def test_show_pad_names_the_files_it_needs_and_its_title_says_nothing(world):
    text = pad(world.client("outreach"), world).content.decode()
    for name in ("desk.css", "desk.js", "outbox.js"):
        assert f"ui/built/{name}" in text
    assert "<title>No signal" in text


def test_show_keeper_is_a_script_for_anybody(settings):
    answer = Client().get(reverse("door:show_keeper"), secure=True)
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert f'pathname.startsWith("{settings.STATIC_URL}")' in text and "{%" not in text


def test_sheet_hands_its_ids_to_the_device_and_no_name(world, about):
    van = open_session(**about, kind="van")
    page = world.client("outreach", locked=True).get(
        world.project.url("contacts:shift_sheet", van.id), secure=True
    )
    text = page.content.decode()
    outreach = world.worker("outreach").id
    assert f'data-session="{van.id}" data-by="{outreach}"' in text
    assert f'data-pad="{world.project.url("desk:show_pad")}"' in text


@pytest.mark.parametrize(("locked", "words"), [(False, "Unlocked"), (True, "Add-only")])
def test_every_page_says_in_which_state_its_session_is(world, locked, words):
    page = world.client("outreach", locked=locked).get(world.project.url("desk:show_today"), secure=True)
    assert f'<span class="top__project">{world.project.name} · {words}</span>' in page.content.decode()


def test_signing_in_says_that_nobody_is_signed_in_and_nothing_is_lost():
    page = Client().get(reverse("account_login"), secure=True)
    assert b"Nobody is signed in here now. What was written down is kept." in page.content


def test_explain_keeping_is_there_for_those_who_carry_devices(world):
    page = world.client("outreach").get(world.project.url("desk:explain_keeping"), secure=True)
    assert b"seven days without a visit" in page.content and b"shut it out" in page.content
