"""Walks: founding a project on a fresh server, joining it, and signing in with a passkey."""

import re

import pytest
from django.utils import timezone

from tests.walks.walker import LAPTOP
from tests.worlds import PASSPHRASE, accept, code_now, sign_in_page
from yarrow.staff import setup_code
from yarrow.staff.models import Membership, Project

NAME = "Your name, as colleagues know you"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def code(settings, tmp_path):
    settings.HOME = tmp_path
    return setup_code.make()


def fill(page, fields):
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)


def set_up_app(page):
    """Read the secret, type the code that an app would show."""
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("Code", exact=True).fill(code_now(secret))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("button", name="I have kept them, go on").click()
    return secret


def choose_passphrase(page):
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)


def found(ana, code):
    ana.goes_to("/setup/")
    ana.looks("setup code")
    ana.page.get_by_label("Code from the server's console").fill(code)
    ana.taps("Go on")
    fill(ana.page, {"Name of the project": "Riverside", "Short code": "riverside"})
    ana.looks("setup project")
    ana.taps("Go on")
    fill(ana.page, {NAME: "Ana", "Your e-mail address": "ana@riverside.example"})
    choose_passphrase(ana.page)
    ana.looks("setup holder")
    ana.taps("Make the project")
    ana.looks("second factor")
    set_up_app(ana.page)
    ana.looks("set-up list")


def invite_ben(ana):
    ana.taps("Invite the second key holder")
    fill(ana.page, {"Name": "Ben", "E-mail address": "ben@riverside.example"})
    ana.page.get_by_label("Manager").check()
    ana.looks("invite")
    ana.taps("Make the link")
    ana.looks("link")
    return ana.page.locator("#link").inner_text()


def join(ben, path):
    ben.goes_to(path)
    choose_passphrase(ben.page)
    ben.looks("join")
    ben.taps("Make my account")
    set_up_app(ben.page)
    ben.looks("waiting for keys")


def print_envelopes(ana):
    ana.taps("Print the two recovery envelopes")
    ana.taps("Show the words")
    ana.looks("envelopes")
    words = ana.page.locator(".sheet .words").first.locator("li").all_inner_texts()
    ana.taps("Both are printed, go on")
    return words


def test_founding_a_project_from_the_code_to_the_first_day(walker, site, code):
    ana, ben = walker(viewport=LAPTOP), walker()
    ana.given("a fresh server, and the code from its console")
    found(ana, code)
    ready = "/p/riverside/workers/ready/"
    assert ready in ana.page.url
    ana.when("she invites the second key holder")
    link = invite_ben(ana)
    join(ben, link.removeprefix(site))
    ben.then("he waits for keys")
    assert "Waiting for keys" in ben.page.locator("h1").inner_text()
    ana.when("she grants them, and prints the words")
    ana.goes_to(ready)
    ana.taps("Grant keys to Ben")
    ana.looks("grant keys")
    # "Grants" stands in the navigation as well.
    ana.page.get_by_role("button", name="Grant", exact=True).click()
    ana.goes_to(ready)
    words = print_envelopes(ana)
    assert len(words) == 24
    ana.when("she proves them from paper")
    ana.page.get_by_label("The 24 words").fill(" ".join(words))
    ana.looks("type the words")
    ana.taps("Prove")
    ana.looks("ready")
    ana.taps("Go live")
    ana.then("both are at work")
    assert ana.page.url.endswith("/p/riverside/")
    ben.goes_to("/")
    assert ben.page.url.endswith("/p/riverside/")
    assert Project.objects.get().is_live


def test_signing_in_through_the_pages_and_locking(walker, site, world):
    kim = walker()
    account = world.account("outreach")
    sign_in_page(kim.page, site, account)
    assert kim.page.url.endswith("/p/small/")
    kim.goes_to("/account/")
    kim.looks("account")
    kim.goes_to("/account/second-factor/")
    kim.looks("second factors")


def test_form_written_before_the_lock_is_saved_after_the_passphrase(walker, world):
    mona = walker(world, "manager")
    place = world.account("peer").place
    mona.goes_to(world.project.url("staff:change_role", place.id))
    mona.page.get_by_label("Outreach worker").check()
    mona.when("the session locks meanwhile")
    mona.page.evaluate(
        """async () => { const body = new FormData();
        body.append('csrfmiddlewaretoken', document.querySelector('[name=csrfmiddlewaretoken]').value);
        await fetch('/lock/', {method: 'POST', body}) }"""
    )
    mona.expects("403")
    mona.taps("Change the role")
    mona.looks("unlock with a form")
    mona.page.get_by_label("Your passphrase").fill(PASSPHRASE)
    mona.taps("Unlock")
    mona.then("the form did its work")
    mona.page.wait_for_url(re.compile("/workers/[0-9a-f-]+/$"))
    place.refresh_from_db()
    assert place.role == "outreach"


def test_signing_in_with_a_passkey(walker, site, world):
    account = accept(world.project, "peer", by=world.worker("manager"), at=timezone.now())
    Membership.objects.filter(id=account.place.id).update(state="active")
    account.worker.authenticator_set.all().delete()
    kim = walker()
    devtools = kim.context.new_cdp_session(kim.page)
    devtools.send("WebAuthn.enable")
    options = {
        **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
        **{"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True},
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    kim.given("a worker without a second factor")
    kim.goes_to("/sign-in/")
    kim.page.get_by_label("E-mail address").fill(account.email)
    kim.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    kim.looks("sign in")
    kim.taps("Go on")
    kim.taps("Use a passkey instead")
    kim.looks("add a passkey")
    kim.page.locator("#mfa_webauthn_add").click()
    kim.page.get_by_role("button", name="I have kept them, go on").click()
    assert account.worker.has_second_factor

    kim.when("they come back another day")
    kim.goes_to("/sign-out/")
    kim.looks("sign out")
    kim.taps("Sign out")
    kim.page.get_by_label("E-mail address").fill(account.email)
    kim.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    kim.taps("Go on")
    kim.looks("second factor at sign-in")
    kim.page.locator("#mfa_webauthn_authenticate").click()
    kim.page.wait_for_url(re.compile("/p/small/$"))
    kim.goes_to("/account/")
    assert "Add-only" not in kim.page.locator("body").inner_text()


def test_every_page_of_the_staff_room_on_a_phone(walker, world):
    mona = walker(world, "manager", color_scheme="dark")
    waiting = accept(world.project, "adviser", by=world.worker("manager"), at=timezone.now())
    for name, args in [
        ("list_workers", ()),
        ("invite_worker", ()),
        ("show_worker", (waiting.place.id,)),
        ("grant_keys", (waiting.place.id,)),
        ("change_role", (waiting.place.id,)),
        ("remove_worker", (waiting.place.id,)),
        ("show_readiness", ()),
        ("renew_envelopes", ()),
        ("prove_recovery", ()),
        ("use_envelope", ()),
        ("list_roles", ()),
        ("narrow_role", ("case_worker",)),
    ]:
        mona.goes_to(world.project.url(f"staff:{name}", *args))
        mona.looks(f"staff {name}")
    for address in ["/account/passphrase/", "/account/second-factor/codes/", "/account/second-factor/again/"]:
        mona.goes_to(address)
        mona.looks(f"account {address.strip('/').split('/')[-1]}")
