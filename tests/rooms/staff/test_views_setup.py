"""First-run set-up through the pages: from the code on the console to the first live day."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.worlds import PASSPHRASE, client_of, code_now, make_project
from yarrow.staff import setup_code
from yarrow.staff.models import Membership, Project, Worker
from yarrow.vault import compartments, fence, trail
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db

PROJECT = {"name": "Riverside", "code": "riverside", "time_zone": "Europe/London", "languages": "en, ro"}
HOLDER = {"name": "Ana", "email": "Ana@Riverside.example", "passphrase": PASSPHRASE, "again": PASSPHRASE}


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path):
    settings.HOME = tmp_path
    cache.clear()


def begin(client, code):
    client.post(reverse("setup:enter_code"), {"code": code})
    client.post(reverse("setup:describe_project"), PROJECT)
    return client.post(reverse("setup:make_first_holder"), HOLDER)


def set_up_second_factor(client):
    """Follow the page: read the secret, type a code. Returns the secret."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page).group(1)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def page_of(project, name, *args):
    return project.url(f"staff:{name}", *args)


def found(ana):
    """The founder's steps, up to the list of what is missing."""
    answer = begin(ana, setup_code.make())
    assert answer["Location"] == reverse("mfa_activate_totp")
    set_up_second_factor(ana)
    codes = ana.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    project = Project.objects.get(code="riverside")
    assert ana.get("/", follow=True).redirect_chain[-1][0] == page_of(project, "show_readiness")
    return project


def bring_in(ana, ben, project):
    """The second holder is invited, joins, and is granted keys."""
    page = ana.post(
        page_of(project, "invite_worker"), {"name": "Ben", "email": "ben@x.example", "role": "manager"}
    )
    link = re.search(r'id="link">([^<]+)<', page.content.decode()).group(1)
    joined = ben.post(link, {"name": "Ben", "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert joined["Location"] == reverse("mfa_activate_totp")
    set_up_second_factor(ben)
    assert ben.get("/", follow=True).redirect_chain[-1][0] == page_of(project, "wait_for_keys")
    place = Membership.objects.get(worker__name="Ben")
    ana.post(page_of(project, "grant_keys", place.id), {"compartments": ["identity", "notes"]})
    place.refresh_from_db()
    assert place.is_active


def prove_words(ana, project):
    """Two sheets with the same words, typed back from one."""
    sheets = ana.post(page_of(project, "print_envelopes")).content.decode()
    words = re.findall(r"<li>([a-z]+)</li>", sheets)
    assert words[:24] == words[24:] and len(words) == 48
    assert sheets.count('class="segno"') == 2 and " style=" not in sheets
    proof = ana.post(page_of(project, "prove_recovery"), {"words": " ".join(words[:24])})
    assert proof["Location"] == page_of(project, "show_readiness")


def test_set_up_from_code_to_live():
    ana = Client()
    project = found(ana)
    fence.enter(project.id)
    bring_in(ana, Client(), project)
    refused = ana.post(page_of(project, "go_live"))
    assert refused.status_code == 403
    assert "Print the two recovery envelopes" in refused.content.decode()
    prove_words(ana, project)
    assert ana.post(page_of(project, "go_live")).status_code == 302

    project.refresh_from_db()
    assert project.is_live
    held = Membership.objects.get(worker__name="Ana").held
    assert held == {"identity", "notes"}, "the founder keeps only what a manager holds"
    acts = set(TrailRow.objects.filter(project_id=project.id).values_list("act", flat=True))
    assert {
        "staff.begin_project",
        "staff.invite_worker",
        "staff.accept_invitation",
        "staff.add_second_factor",
        "staff.grant_keys",
        "staff.make_envelope",
        "staff.prove_recovery",
        "staff.go_live",
    } <= acts
    assert trail.verify(project.id) == []


def test_enter_code_wrong_one_stays_on_the_page_and_says_so():
    setup_code.make()
    answer = Client().post(reverse("setup:enter_code"), {"code": "aaaa-bbbb-cccc"})
    assert answer.status_code == 200
    assert "This is not the code on the server" in answer.content.decode()


def test_enter_code_is_throttled():
    setup_code.make()
    client = Client()
    answers = [client.post(reverse("setup:enter_code"), {"code": f"{n:012}"}).status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("step", ["enter_code", "describe_project", "make_first_holder"])
def test_set_up_without_a_printed_code_does_not_exist(step):
    assert Client().get(reverse(f"setup:{step}")).status_code == 404


@pytest.mark.parametrize("step", ["describe_project", "make_first_holder"])
def test_set_up_later_step_first_leads_back_to_the_code(step):
    setup_code.make()
    assert Client().get(reverse(f"setup:{step}"))["Location"] == reverse("setup:enter_code")


def test_set_up_sent_twice_makes_one_project():
    code, one, two = setup_code.make(), Client(), Client()
    for client in (one, two):
        client.post(reverse("setup:enter_code"), {"code": code})
        client.post(reverse("setup:describe_project"), PROJECT)
    one.post(reverse("setup:make_first_holder"), HOLDER)
    again = two.post(reverse("setup:make_first_holder"), {**HOLDER, "email": "eve@x.example"})
    assert again.status_code == 404, "the code is used up, so the page is gone"
    assert Project.objects.count() == 1
    assert not Worker.objects.filter(email="eve@x.example").exists()


def test_make_first_holder_weak_passphrase_makes_nothing_and_keeps_what_was_typed():
    client = Client()
    client.post(reverse("setup:enter_code"), {"code": setup_code.make()})
    client.post(reverse("setup:describe_project"), PROJECT)
    answer = client.post(
        reverse("setup:make_first_holder"), {**HOLDER, "passphrase": "qx7zv", "again": "qx7zv"}
    )
    page = answer.content.decode()
    assert "at least 20 characters" in page
    # The page proposes words drawn by chance: what was typed is no word.
    assert "Ana@Riverside.example" in page and "qx7zv" not in page
    assert not Project.objects.exists() and setup_code.is_waiting()


def test_make_first_holder_passphrases_differ():
    client = Client()
    client.post(reverse("setup:enter_code"), {"code": setup_code.make()})
    client.post(reverse("setup:describe_project"), PROJECT)
    answer = client.post(reverse("setup:make_first_holder"), {**HOLDER, "again": PASSPHRASE + " more"})
    assert "The two are not the same" in answer.content.decode()


@pytest.mark.parametrize("languages", ["", "english", "e1", "en; x"])
def test_describe_project_languages_that_are_no_codes(languages):
    client = Client()
    client.post(reverse("setup:enter_code"), {"code": setup_code.make()})
    answer = client.post(reverse("setup:describe_project"), {**PROJECT, "languages": languages})
    assert answer.status_code == 200 and answer.context["form"].errors["languages"]


def test_describe_project_taken_code_is_said_at_the_last_step():
    make_project(code="riverside")
    answer = begin(Client(), setup_code.make())
    assert "Another project here has this code" in answer.content.decode()


def test_set_up_second_project_with_the_account_one_has():
    world = make_project()
    client = world.client("manager")
    client.post(reverse("setup:enter_code"), {"code": setup_code.make()})
    client.post(reverse("setup:describe_project"), PROJECT)
    assert "with the account you have" in client.get(reverse("setup:make_first_holder")).content.decode()
    client.post(reverse("setup:make_first_holder"))
    second = Project.objects.get(code="riverside")
    worker = world.account("manager").worker
    assert Membership.objects.filter(worker=worker).count() == 2
    with fence.around(second.id):
        assert compartments.holders_of(second.id, "identity") == {worker.holder_id}
    page = client.get("/").content.decode()
    assert "Riverside outreach" in page and page_of(second, "show_readiness") in page


def test_setup_code_command_prints_a_code_once_and_refuses_when_a_project_exists(capsys):
    call_command("setup_code")
    first = capsys.readouterr().out.strip()
    setup_code.check(first.upper().replace("-", " "))
    call_command("setup_code")
    with pytest.raises(setup_code.WrongCode):
        setup_code.check(first)
    make_project()
    with pytest.raises(Exception, match="add-project"):
        call_command("setup_code")


def test_add_project_command_opens_set_up_again(capsys):
    make_project()
    call_command("add_project")
    setup_code.check(capsys.readouterr().out.splitlines()[0])
    assert Client().get(reverse("setup:enter_code")).status_code == 200


def test_setup_code_is_kept_as_a_hash_in_a_file_of_the_owner_alone(tmp_path):
    code = setup_code.make()
    kept = tmp_path / setup_code.FILE
    assert code not in kept.read_text() and kept.stat().st_mode & 0o077 == 0


def test_go_live_twice_changes_nothing():
    world = make_project()
    before = world.project.live_at
    assert client_of(world.account("manager")).post(page_of(world.project, "go_live")).status_code == 302
    world.project.refresh_from_db()
    assert world.project.live_at == before


def test_start_page_of_a_fresh_server_leads_to_set_up():
    setup_code.make()
    assert Client().get("/")["Location"] == reverse("setup:enter_code")


def test_start_page_of_a_server_with_a_project_leads_to_sign_in():
    make_project()
    setup_code.make()
    assert Client().get("/")["Location"].startswith(reverse("account_login"))
