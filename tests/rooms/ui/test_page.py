"""The frame of every page, and the pages that say something went wrong."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, engines

from tests.rooms.ui.pages import page, read

NAV = [
    {"label": "Today", "url": "/p/quay/", "current": True},
    {"label": "People", "url": "/p/quay/people/", "current": False},
]
SOURCE = (
    '{% extends "ui/page.html" %}{% block title %}Tonight{% endblock %}'
    "{% block content %}<p>Here</p>{% endblock %}"
)


class Project:
    code = "quay"
    name = "Harbour"


class Request:
    path = "/p/quay/"
    session: dict = {}
    csp_nonce = "n0"

    def __init__(self, seal_state="unlocked", **session):
        self.seal_state = seal_state
        self.session = session


def frame(request=None, **context):
    template = engines["django"].from_string(SOURCE).template
    return read(template.render(Context({"request": request or Request(), "app_name": "Notes", **context})))


def test_title_is_the_page_then_the_neutral_name():
    assert frame().one("title").text == "Tonight – Notes"


def test_title_says_when_something_is_wrong():
    assert frame(form=type("F", (), {"errors": {"x": ["y"]}})).one("title").text == "Error: Tonight – Notes"


def test_skip_link_comes_first_and_leads_to_main():
    tree = frame(nav=NAV, project=Project)
    first = tree.one("body").all("a")[0]
    assert "govuk-skip-link" in first.classes
    assert tree.one("main", id=first.attrs["href"].removeprefix("#")).text == "Here"


def test_paper_says_whose_it_is_its_day_and_that_it_stays_inside(monkeypatch):
    now = datetime(2026, 3, 27, 23, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    tree = frame(project=type("P", (), {"code": "quay", "name": "Harbour", "zone": ZoneInfo("Asia/Bangkok")}))
    paper = tree.one("div", class_="printed")
    assert "only-printed" in paper.classes
    assert paper.text.startswith("Harbour, printed on 28 March 2026 Not for sharing.")
    assert not frame().all("div", class_="printed")


def test_theme_is_the_device_s_until_chosen():
    assert "data-theme" not in frame().one("html").attrs
    assert frame(Request(theme="night")).one("html").attrs["data-theme"] == "night"
    assert "data-theme" not in frame(Request(theme='x"><script>')).one("html").attrs


def test_theme_is_night_after_dark_unless_day_was_chosen():
    assert frame(after_dark=True).one("html").attrs["data-theme"] == "night"
    assert frame(Request(theme="day"), after_dark=True).one("html").attrs["data-theme"] == "day"
    assert "data-theme" not in frame(after_dark=False).one("html").attrs


@pytest.mark.parametrize(("language", "direction"), [("en-gb", "ltr"), ("ar", "rtl")])
def test_direction_follows_the_language(language, direction):
    html = page("404.html", language=language).one("html")
    assert (html.attrs["lang"], html.attrs["dir"]) == (language, direction)


def test_navigation_marks_this_page_and_folds_without_scripts():
    tree = frame(nav=NAV, project=Project)
    folded, spread = tree.all("nav")
    assert tree.one("details").all("nav") == [folded]
    for one in (folded, spread):
        current = one.one("a", aria_current="page")
        assert current.text == "Today"
    assert folded.attrs["aria-label"] != spread.attrs["aria-label"]


def test_wordmark_leads_to_the_first_page_that_the_reader_may_open():
    evaluator = [{"label": "Activity", "url": "/p/quay/activity/", "current": False}]
    for nav, home in ((NAV, "/p/quay/"), (evaluator, "/p/quay/activity/"), ([], "/")):
        assert frame(nav=nav, project=Project).one("a", class_="wordmark").attrs["href"] == home


def test_no_navigation_before_sign_in():
    assert frame().all("nav") == []


@pytest.mark.parametrize(("state", "shown"), [("add_only", True), ("unlocked", False), ("gone", False)])
def test_lock_is_said_when_names_are_locked(state, shown):
    tree = frame(Request(seal_state=state), unlock_url="/unlock/")
    said = [one.text for one in tree.all("aside", class_="seal")]
    assert bool(said) is shown
    if shown:
        assert "Add-only" in said[0]
        assert tree.one("a", href="/unlock/").text == "Unlock with your passphrase"


@pytest.mark.parametrize(
    ("level", "role", "word"), [("success", "status", "Done"), ("error", "alert", "Not done")]
)
def test_messages_say_how_urgent_they_are(level, role, word):
    class Message:
        level_tag = level

        def __str__(self):
            return "Kept <b>"

    notice = frame(messages=[Message()]).one("div", class_="notice")
    assert notice.attrs["role"] == role
    assert notice.text == f"{word} Kept <b>"


def test_theme_switch_posts_with_a_token_and_marks_the_choice():
    tree = frame(theme_url="/theme/", theme="night", csrf_token="t0ken")
    form = tree.one("form", class_="theme")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", "/theme/")
    assert form.one("input", name="csrfmiddlewaretoken").attrs["value"] == "t0ken"
    assert [one.text for one in form.all("button", aria_pressed="true")] == ["Night"]


def test_page_asks_nothing_of_anyone_else():
    tree = frame(nav=NAV, project=Project)
    sources = [one.attrs.get("src") or one.attrs.get("href") for one in tree.all("script") + tree.all("link")]
    assert sources
    assert all(source.startswith("/static/") for source in sources)


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_trouble_pages_say_what_happened_and_what_to_do(status):
    tree = page(f"{status}.html")
    assert len(tree.all("h1")) == 1
    assert len(tree.one("main").all("p")) >= 2
    assert "error" not in tree.one("main").text.lower()


def test_forbidden_page_says_the_rule_s_own_reason():
    assert "Only a manager" in page("403.html", refusal="Only a manager may see this.").one("main").text
