"""Every page that the addresses lead to: a phone and a laptop, day and night, the keyboard alone, text twice as large.

A new page is looked at because it has an address (see visiting.py); what is looked for is in inspecting.py.
"""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from tests.walks import inspecting
from tests.walks.visiting import AT_ONCE, OUTSIDE, PARTS, WHO, Visits

# A page without a fault, and one fault after another put into it: what is done to the page, what is said of it.
PLAIN = """<!doctype html><html lang="en"><title>Plain</title><style>
body { color: #111; background: #fff } a { color: #00c }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } a { color: #9cf } }
a, button { line-height: 2 } :focus { outline: 3px solid #b40 }</style>
<body><a href="#main">Skip to the page</a><main id="main"><h1>Plain</h1><p>Nothing is wrong here.</p>
<p><button>Keep it</button></p><p><a href="/elsewhere/">Elsewhere</a></p></main></body></html>"""
BUTTON, LINK, TEXT = (f"document.querySelector('main {one}')" for one in ("button", "p a", "p"))
FAULTS = {
    "phone: it is 700 px wide": f"{TEXT}.style.width = '692px'",
    "phone:   button-name": f"{BUTTON}.textContent = ''",
    "laptop:   button-name": f"{BUTTON}.textContent = ''",
    "phone, night:   color-contrast": "document.body.style.background = '#fff'",
    "laptop, night:   color-contrast": "document.body.style.background = '#fff'",
    "laptop, right to left: out of the screen": f"{TEXT}.style.cssText = 'position: relative; left: 1000px'",
    "320 px: it is 350 px wide": f"{TEXT}.style.width = '342px'",
    "320 px: cut off": f"{TEXT}.style.cssText = 'width: 9em; white-space: nowrap; overflow: hidden'",
    "320 px: wider than its box": f"{TEXT}.style.cssText = 'width: 5em; white-space: nowrap'",
    "text twice as large: it is": f"{TEXT}.style.cssText = 'width: 15rem'",
    "text twice as large: cut off": f"{TEXT}.style.cssText = 'font-size: 1rem; height: 60px; overflow: clip'",
    "keyboard: the first stop skips nothing": "document.querySelector('body > a').remove()",
    "keyboard: never reached: <button": f"{BUTTON}.tabIndex = -1",
    "keyboard: never reached: <a": f"{BUTTON}.onkeydown = (event) => event.preventDefault()",
    "keyboard: out of order": f"{LINK}.tabIndex = 1",
    "keyboard: covered at the keyboard: <a": f"""{LINK}.insertAdjacentHTML('afterend',
        '<b style="position: fixed; inset: 0; background: #fff">Wait</b>')""",
    "keyboard: looks the same": f"{BUTTON}.style.outline = 'none'",
}


@pytest.fixture
def visits(world, walker, settings, tmp_path):
    """One of everything; the co-ordinator has a passkey too; a code for set-up lies in a folder of its own."""
    settings.HOME = tmp_path
    return Visits(world)


def add_passkey(walking):
    """As the browser makes one for the worker who is signed in."""
    devtools = walking.context.new_cdp_session(walking.page)
    devtools.send("WebAuthn.enable")
    options = {
        **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
        **{"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True},
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    walking.goes_to("/account/second-factor/passkeys/add/")
    walking.page.locator("#mfa_webauthn_add").click()
    walking.page.wait_for_url(lambda url: not url.endswith("/add/"))
    return Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk


@pytest.mark.sqlite_only(reason="it looks at how pages are drawn, and every page is opened on both elsewhere")
@pytest.mark.parametrize(("room", "begin"), PARTS)
def test_every_page_stands_for_everybody(room, begin, visits, walker):
    if room == OUTSIDE:
        visits.passkey = add_passkey(walker(client=visits.client("coordinator")))
    walkers, found = {}, {}
    for visit in visits.of(room, begin, AT_ONCE):
        if visit.who not in walkers:
            walkers[visit.who] = walker(client=visits.client(visit.who))
        walkers[visit.who].goes_to(visit.address)
        found[f"{visit.name}, {visit.who}"] = inspecting.inspect(walkers[visit.who].page)
    assert not any(found.values()), inspecting.in_lines(found)


# Where a team spends its night and its week.
BUSY = {
    *(
        "desk:show_today",
        "contacts:shift_sheet",
        "desk:show_record",
        "people:list_people",
        "contacts:show_session",
    ),
    *(
        "contacts:record_contact",
        "evaluation:show_activity",
        "contacts:show_supply",
        "languages:list_languages",
    ),
}


@pytest.mark.sqlite_only(reason="it looks at how pages are drawn")
def test_busy_pages_stand_in_arabic(visits, walker):
    """From right to left with the words themselves, which are longer or shorter than the English."""
    client = visits.client("coordinator")
    client.post("/language/", {"language": "ar"})
    walking, found = walker(client=client), {}
    for name, address in visits.addresses(BUSY):
        walking.goes_to(address)
        assert walking.page.evaluate("document.documentElement.dir") == "rtl"
        found[name] = inspecting.reads(walking.page)
    assert set(found) == BUSY
    assert not any(found.values()), inspecting.in_lines(found)


@pytest.mark.sqlite_only(reason="it tries the checks, not the records")
def test_every_page_planted_faults_are_found(browser):
    page: Page = browser.new_page()
    page.set_content(PLAIN)
    assert inspecting.inspect(page) == []
    for said, fault in FAULTS.items():
        page.set_content(PLAIN)
        page.evaluate(f"() => {{ {fault} }}")
        found = inspecting.inspect(page)
        assert any(said in one for one in found), (said, found)
    page.close()


@pytest.mark.sqlite_only(reason="it tries the list of pages, not the records")
def test_every_page_that_nobody_can_open_is_named(visits, monkeypatch):
    monkeypatch.setitem(WHO, "people:give_reason", "coordinator")
    with pytest.raises(AssertionError, match="nobody can open people:give_reason; name it"):
        list(visits.of("people"))
