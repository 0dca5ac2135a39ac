"""Pages that look after workers: each form does its action, keeps what was typed, says what is wrong."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from tests.worlds import accept, client_of, make_project
from yarrow.staff.models import Invitation, Membership
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    return make_project()


def url(world, name, *args):
    return world.project.url(f"staff:{name}", *args)


def waiting(world, role="peer"):
    return accept(world.project, role, by=world.worker("manager"), at=timezone.now(), name="Wren")


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_list_workers_shows_roles_states_keys_and_invitations(world):
    waiting(world)
    client = world.client("manager")
    client.post(url(world, "invite_worker"), {"name": "Kim", "email": "kim@x.example", "role": "adviser"})
    page = text(client.get(url(world, "list_workers")))
    for words in ("Mona Manager", "Wren", "Waiting for keys", "Kim, Adviser (ISVA)", "Nobody: on paper only"):
        assert words in page
    assert page.index("Wren") < page.index("Mona Manager"), "those who wait come first"


def test_list_workers_shows_nobody_of_another_project(world):
    world.other.account("peer")
    assert "small-other" not in text(world.client("manager").get(url(world, "list_workers")))


def test_invite_worker_shows_the_link_once(world):
    client = world.client("manager")
    page = client.post(url(world, "invite_worker"), {"name": "Kim", "email": "k@x.example", "role": "peer"})
    token = re.search(r"/join/([\w-]+)/", text(page)).group(1)
    assert token not in text(client.get(url(world, "list_workers")))


def test_invite_worker_sent_twice_is_one_invitation(world):
    client, fields = world.client("manager"), {"name": "Kim", "email": "k@x.example", "role": "peer"}
    client.post(url(world, "invite_worker"), fields)
    again = client.post(url(world, "invite_worker"), fields)
    assert "invited already" in text(again) and "k@x.example" in text(again)
    assert Invitation.objects.filter(email="k@x.example").count() == 1


def test_invite_worker_bad_address_is_said_at_the_field_and_kept(world):
    page = world.client("manager").post(
        url(world, "invite_worker"), {"name": "Kim", "email": "kim at home", "role": "peer"}
    )
    assert page.context["form"].errors["email"] and "kim at home" in text(page)


def test_invite_worker_unknown_role_is_refused(world):
    page = world.client("manager").post(
        url(world, "invite_worker"), {"name": "Kim", "email": "k@x.example", "role": "boss"}
    )
    assert page.context["form"].errors["role"]


def test_renew_and_withdraw_invitation(world):
    client = world.client("coordinator")
    client.post(url(world, "invite_worker"), {"name": "Kim", "email": "k@x.example", "role": "peer"})
    invitation = Invitation.objects.get(email="k@x.example")
    page = client.post(url(world, "renew_invitation", invitation.id))
    assert "/join/" in text(page)
    client.post(url(world, "withdraw_invitation", invitation.id))
    assert not Invitation.objects.open_in(world.project).exists()
    assert client.post(url(world, "renew_invitation", invitation.id)).status_code == 410


@pytest.mark.parametrize("name", ["renew_invitation", "withdraw_invitation"])
def test_invitation_buttons_are_forms_not_links(world, name):
    some = "00000000-0000-4000-8000-000000000000"
    assert world.client("manager").get(url(world, name, some)).status_code == 405


def test_show_worker_says_who_could_grant_what(world):
    account = waiting(world, "adviser")
    page = text(world.client("manager").get(url(world, "show_worker", account.place.id)))
    assert "You can grant it" in page and "recovery envelope" in page


def test_grant_keys_from_the_page(world):
    account = waiting(world)
    client, page = world.client("manager"), url(world, "grant_keys", account.place.id)
    assert "Names and ways to reach" in text(client.get(page))
    assert client.post(page, {"compartments": ["identity"]})["Location"] == url(
        world, "show_worker", account.place.id
    )
    account.place.refresh_from_db()
    assert account.place.is_active
    assert "nothing that you could grant" in text(client.get(page))


def test_grant_keys_sent_twice_grants_once(world):
    account = waiting(world)
    client, page = world.client("manager"), url(world, "grant_keys", account.place.id)
    client.post(page, {"compartments": ["identity"]})
    again = client.post(page, {"compartments": ["identity"]})
    assert again.status_code == 200 and again.context["form"].errors
    assert TrailRow.objects.filter(act="staff.grant_keys", subject=account.worker.id).count() == 1


def test_grant_keys_of_nothing_says_so(world):
    page = world.client("manager").post(url(world, "grant_keys", waiting(world).place.id), {})
    assert page.context["form"].errors["compartments"]


def test_grant_keys_asks_for_the_second_factor_again(world):
    page = url(world, "grant_keys", waiting(world).place.id)
    answer = world.client("manager", stepped_up=False).post(page, {"compartments": ["identity"]})
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))


def test_waiting_worker_is_let_in_once_granted(world):
    account = waiting(world)
    client = client_of(account)
    assert client.get("/")["Location"] == url(world, "wait_for_keys")
    world.client("manager").post(url(world, "grant_keys", account.place.id), {"compartments": ["identity"]})
    assert client.get("/")["Location"] == world.project.url("desk:show_today")
    assert client.get(url(world, "wait_for_keys"))["Location"] == "/"


def test_change_role_from_the_page(world):
    place = world.account("peer").place
    answer = world.client("manager").post(url(world, "change_role", place.id), {"role": "outreach"})
    assert answer.status_code == 302
    place.refresh_from_db()
    assert place.role == "outreach"


def test_change_role_refused_is_said_at_the_field(world):
    place = world.account("coordinator").place
    page = world.client("manager").post(url(world, "change_role", place.id), {"role": "peer"})
    assert "one of only 2 who hold the key" in text(page)
    mine = world.account("manager").place
    page = world.client("manager").post(url(world, "change_role", mine.id), {"role": "peer"})
    assert "your own role" in text(page)


def test_remove_worker_takes_the_typed_name(world):
    place = world.account("peer").place
    client, page = world.client("manager"), url(world, "remove_worker", place.id)
    wrong = client.post(page, {"typed": "someone else"})
    assert "This is not the name" in text(wrong)
    assert client.post(page, {"typed": f" {place.worker.name.upper()} "}).status_code == 302
    place.refresh_from_db()
    assert place.state == "left"
    listed = text(client.get(url(world, "list_workers")))
    assert "Worked here before" in listed
    assert "Grant keys" not in text(client.get(url(world, "show_worker", place.id)))


def test_remove_worker_last_but_one_holder_is_refused_with_what_to_do(world):
    place = world.account("coordinator").place
    page = world.client("manager").post(url(world, "remove_worker", place.id), {"typed": place.worker.name})
    assert "Invite someone else and grant it to them first" in text(page)
    assert Membership.objects.get(id=place.id).is_active


def test_use_envelope_page(world):
    account = waiting(world, "adviser")
    client = client_of(account)
    wrong = client.post(url(world, "use_envelope"), {"words": "one two three"})
    assert "24 words" in text(wrong) and "one two three" in text(wrong)
    assert client.post(url(world, "use_envelope"), {"words": world.words.upper()})["Location"] == "/"
    assert client.get("/")["Location"] == world.project.url("desk:show_today")


def test_renew_envelopes_page_shows_two_new_sheets(world):
    client = world.client("manager")
    assert "The 24 words" in text(client.get(url(world, "renew_envelopes")))
    page = client.post(url(world, "renew_envelopes"), {"words": world.words})
    words = re.findall(r"<li>([a-z]+)</li>", page.content.decode())
    assert len(words) == 48 and " ".join(words[:24]) != world.words
    assert page.headers["Cache-Control"] == "no-store"


def test_renew_envelopes_page_wrong_words(world):
    page = world.client("manager").post(url(world, "renew_envelopes"), {"words": "abandon " * 24})
    assert page.context["form"].errors["words"]


def test_print_envelopes_of_a_live_project_is_refused(world):
    answer = world.client("manager").post(url(world, "print_envelopes"))
    assert answer.status_code == 403 and "use the words of the old ones" in text(answer)


def test_print_envelopes_shows_no_words_before_the_button(world):
    page = make_project(code="new", live=False)
    shown = text(page.client("manager").get(url(page, "print_envelopes")))
    assert not re.findall(r"<li>([a-z]+)</li>", shown)


def test_prove_recovery_wrong_words_are_said_and_kept():
    page = make_project(code="new", live=False)
    client = page.client("manager")
    client.post(url(page, "print_envelopes"))
    answer = client.post(url(page, "prove_recovery"), {"words": "abandon " * 24})
    assert answer.context["form"].errors["words"]


def test_show_readiness_says_what_is_done(world):
    assert "This project is live since" in text(world.client("manager").get(url(world, "show_readiness")))
    new = make_project(code="new", live=False)
    page = text(new.client("manager").get(url(new, "show_readiness")))
    assert page.count("To do") == 3 and "A second worker has to hold" in page and "Go live" not in page


@pytest.mark.parametrize(
    ("role", "home"),
    [("outreach", "desk:show_today"), ("administrator", "staff:list_workers")],
)
def test_start_page_of_each_role(world, role, home):
    assert world.client(role).get("/")["Location"] == world.project.url(home)


def test_choose_project_lists_only_ones_own(world):
    account = world.account("manager")
    with world.other.inside():
        Membership.objects.create(
            worker=account.worker, project=world.other.project, role="peer", joined_at=timezone.now()
        )
    make_project(code="third", name="A third project")
    page = text(client_of(account).get("/"))
    assert "Riverside outreach" in page and "Another project" in page and "A third project" not in page


def test_choose_project_of_nobody_says_so(world):
    account = world.account("peer")
    Membership.objects.filter(worker=account.worker).update(state="left")
    assert "do not work in any project" in text(client_of(account).get("/"))
