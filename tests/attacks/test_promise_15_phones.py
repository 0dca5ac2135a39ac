"""Somebody takes the phone on which a report was made: its disk, its caches and its history are looked through."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.test import Client
from django.utils import timezone

from tests.attacks.scanner import files_under, marker, scan_files
from tests.attacks.tablet import Tablet
from tests.rooms.pocket.reporting import Phone
from tests.worlds import make_project
from yarrow.pocket import middleware
from yarrow.safety import actions, doors

PROMISE = (
    "A phone that somebody else takes shows nothing of a report that was made on it: what was written, the words that "
    "lead back and the answer are on no disk, in no cache, address or cookie; the history has one neutral address."
)
# A planted fault: a page that keeps what is typed, so that nothing is lost.
DRAFTS = 'addEventListener("input", (event) => localStorage.setItem(performance.now(), event.target.value))'


class Reported:
    """A report on a phone with a disk, and the words tried; then it is switched off."""

    def __init__(self, playwright, folder, site, script):
        self.world, self.phone = make_project(), Tablet(playwright, folder, site, script)
        self.world.worker("adviser")
        told = {"project": self.world.project, "by": self.world.worker("coordinator"), "at": timezone.now()}
        self.door = actions.open_door(languages=["en-gb"], **told)
        self.markers = [marker(stem) for stem in ("Story", "Reach", "Named", "Added")]

    def tells(self):
        story, reach, named, added = self.markers
        page = self.phone.on(doors.address(self.door))
        page.locator("#words").fill(story)
        page.locator("#reach").fill(reach)
        page.locator("#o1-names").fill(named)
        page.locator("button[value=send]").click()
        page.locator("ol.words li").first.wait_for()
        words = page.locator("ol.words li").all_inner_texts()
        self.markers.append(" ".join(words))
        page.get_by_role("link", name="Try the words now").click()
        page.locator("#words").fill(" ".join(words))
        page.locator("button[value=enter]").click()
        page.get_by_text("It waits, locked.").wait_for()
        page.locator("#words").fill(added)
        page.locator("button[value=add]").click()
        page.get_by_text("Sent. It is locked").wait_for()
        # This much is in the history; a browser without a screen, as here, writes none down.
        # The language goes along, and nothing else.
        assert page.url == f"{self.phone.site}{doors.back_address(self.door)}?l=en-gb"
        page.locator("button[value=leave]").click()
        page.wait_for_url("**/s/away/")
        # Switched off in peace: a browser then writes down whatever it still means to keep.
        self.phone.process.terminate()
        self.phone.process.wait()
        self.phone.dies()
        return scan_files(files_under(self.phone.profile), self.markers)


@pytest.fixture
def reported(live_server, transactional_db, playwright, tmp_path):
    """A function that has a report made on a phone; what is found on it afterwards."""
    cache.clear()
    made = []

    def play(script=""):
        made.append(Reported(playwright, tmp_path, str(live_server.url), script))
        return made[-1].tells()

    yield play
    for one in made:
        one.phone.dies()


browser = pytest.mark.browser
once = pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked")


@browser
@once
@pytest.mark.django_db(transaction=True)
def test_phone_has_nothing_of_a_report_on_its_disk(reported):
    assert reported() == []


@browser
@once
@pytest.mark.django_db(transaction=True)
def test_phone_twin_that_keeps_drafts_is_caught(reported):
    found = reported(DRAFTS)
    assert {hit.marker[:5] for hit in found} >= {"Story", "Reach", "Named"}
    assert any(" " in hit.marker for hit in found), "the words were typed, too"


def pages(world):
    """Every page of the report door with what it answered, along one report that is taken back."""
    world.worker("adviser")
    told = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    phone = Phone(actions.open_door(languages=["en-gb"], **told))
    yield phone
    yield phone.presses("another", words=marker())
    yield phone.presses("send")
    words = " ".join(phone.words)
    yield phone.goes(doors.back_address(phone.door))
    yield phone.presses("enter", words="nothing of that")
    yield phone.presses("enter", words=words)
    yield phone.presses("add", words=marker())
    yield phone.presses("take_back", sure="1")
    yield phone.goes("/s/away/")


def left_behind(world):
    """What a browser would keep of these pages, although it was not asked to."""
    found = []
    for n, phone in enumerate(pages(world)):
        answer = phone.response
        found += [f"{n} cache"] * ("no-store" not in answer.get("Cache-Control", ""))
        found += [f"{n} cookie"] * bool(answer.cookies)
        found += [f"{n} address"] * bool(answer.request["QUERY_STRING"] or answer.get("Location"))
        found += [f"{n} referrer"] * (answer.get("Referrer-Policy") != "no-referrer")
        forms = phone.text.count("<form") - phone.text.count('autocomplete="off"')
        found += [f"{n} filled in"] * bool(forms or 'autocomplete="on"' in phone.text)
        found += [f"{n} title"] * ("report" in phone.text.partition("</title>")[0].lower())
    return found


def test_phone_is_given_nothing_to_keep(world):
    assert left_behind(world) == []


def test_phone_twin_of_a_door_that_lets_pages_be_kept_is_caught(world, monkeypatch):
    kept = ResponseHeaders.__setitem__

    def keeping(headers, name, said):
        kept(headers, name, "private" if name == "Cache-Control" else said)

    monkeypatch.setattr(ResponseHeaders, "__setitem__", keeping)
    monkeypatch.setattr(middleware, "PREFIXES", ("/s/",))
    found = left_behind(world)
    assert any("cache" in one for one in found) and any("referrer" in one for one in found)


def test_phone_twin_that_gives_a_cookie_is_caught(world, monkeypatch):
    kept = HttpResponse.__init__

    def giving(response, *said, **named):
        kept(response, *said, **named)
        response.set_cookie("came", "today")

    monkeypatch.setattr(HttpResponse, "__init__", giving)
    monkeypatch.setattr(middleware, "PREFIXES", ("/s/",))
    assert any("cookie" in one for one in left_behind(world))


def test_phone_is_not_told_from_another(world):
    """Pages are the same whoever knocks: nothing of a worker's session reaches them."""
    phone = next(pages(world))
    client = world.client("coordinator")
    strip = lambda text: text.partition("<main")[2].partition('name="~entry"')[0]  # noqa: E731
    assert strip(client.get(doors.address(phone.door)).content.decode()) == strip(
        Client().get(doors.address(phone.door)).content.decode()
    )
