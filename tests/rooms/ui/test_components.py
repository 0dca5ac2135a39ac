"""Each component says what it shows to those who see it, hear it or print it."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, engines

from tests.rooms.ui.pages import page, read
from yarrow.ui import sample
from yarrow.ui.forms import ConfirmForm
from yarrow.ui.tables import Column, Table


def component(part, /, **context):
    template = engines["django"].get_template(f"ui/components/{part}.html").template
    return read(template.render(Context(context)))


def tags(source, **context):
    return read(engines["django"].from_string("{% load ui %}" + source).template.render(Context(context)))


def test_table_scopes_headings_and_labels_cells_for_a_phone():
    table = Table(
        "Given", [Column("Month"), Column("Tea", is_number=True)], [["Jan", 3], ["Feb", None]], ["All", 3]
    )
    tree = component("table", table=table)
    assert tree.one("caption").text == "Given"
    assert [(one.text, one.attrs["scope"]) for one in tree.one("thead").all("th")] == [
        ("Month", "col"),
        ("Tea", "col"),
    ]
    rows = tree.one("tbody").all("tr")
    assert [row.one("th").attrs["scope"] for row in rows] == ["row", "row"]
    assert [row.one("td").attrs["data-label"] for row in rows] == ["Tea", "Tea"]
    assert [row.one("td").text for row in rows] == ["3", "no figure"]
    assert "number" in rows[0].one("td").classes
    assert tree.one("tfoot").text == "All 3"


def test_plain_table_can_be_scrolled_from_the_keyboard():
    frame = component("table", plain=True, table=Table("Given", [Column("Month")], [["Jan"]])).one("div")
    assert (frame.attrs["tabindex"], frame.attrs["role"], frame.attrs["aria-label"]) == (
        "0",
        "region",
        "Given",
    )


@pytest.mark.parametrize("kind", ["", "done", "due", "overdue", "chosen", "sealed"])
def test_tag_always_has_its_word(kind):
    tag = component("tag", words="3 days late", kind=kind).one("span")
    assert tag.text == "3 days late"
    assert tag.classes == ["tag"] + ([f"tag--{kind}"] if kind else [])


def test_summary_list_names_what_each_link_changes():
    tree = component(
        "summary_list", rows=[{"key": "Called", "value": "Kim", "href": "/x", "action": "Change name"}]
    )
    assert [one.text for one in tree.all("dt")] == ["Called"]
    assert tree.one("a", href="/x").text == "Change name"


def test_timeline_gives_machines_the_time_too():
    at = datetime(2026, 3, 27, 21, 5, tzinfo=UTC)
    tree = component(
        "timeline",
        items=[{"title": "Met", "at": at, "by": "Ade"}, {"title": "First", "on": date(2025, 1, 2)}],
    )
    assert [one.attrs["datetime"] for one in tree.all("time")] == ["2026-03-27T21:05:00+00:00", "2025-01-02"]
    assert [one.text for one in tree.all("time")] == ["27 March 2026, 21:05", "2 January 2025"]


def test_progress_in_words_and_for_screen_readers():
    tree = component("progress", done=340, total=1200, words="rows read")
    bar = tree.one("svg", role="progressbar")
    assert (bar.attrs["aria-valuenow"], bar.attrs["aria-valuemax"]) == ("340", "1200")
    assert tree.one("rect", class_="progress__done").attrs["width"] == "28"
    assert tree.one("p", role="status").text == "340 of 1,200 rows read"


def test_progress_of_nothing_is_not_a_broken_page():
    assert (
        component("progress", done=0, total=0, words="rows read")
        .one("rect", class_="progress__done")
        .attrs["width"]
        == "0"
    )


def test_empty_place_says_how_to_begin():
    tree = component(
        "empty", title="No sessions yet", text="Plan one.", href="/plan", action="Plan a session"
    )
    assert tree.one("a", href="/plan").text == "Plan a session"


def test_more_of_a_list_only_where_there_is_more():
    assert component("pages").all("nav") == []
    assert [one.attrs["rel"] for one in component("pages", next_url="?after=3").all("a")] == ["next"]


def test_undo_is_a_plain_form():
    form = component("undo", text="Given.", url="/undo/", name="entry_id", value="7").one("form")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", "/undo/")
    assert form.one("input", name="entry_id").attrs["value"] == "7"


def test_button_as_submit_and_as_link():
    assert tags('{% button "Keep" kind="warning" name="go" value="1" %}').one("button").attrs["name"] == "go"
    link = tags('{% button "Plan" href="/plan" kind="secondary" small=True %}').one("a")
    assert link.classes == ["govuk-button", "govuk-button--secondary", "govuk-button--small"]


def test_here_puts_the_project_first():
    project = type("P", (), {"code": "quay"})
    assert (
        tags('<a href="{% here "desk:show_today" %}"></a>', project=project).one("a").attrs["href"]
        == "/p/quay/"
    )


def test_here_takes_the_project_of_the_request():
    request = type("R", (), {"project": type("P", (), {"code": "quay"})})
    assert (
        tags('<a href="{% here "desk:show_today" %}"></a>', request=request).one("a").attrs["href"]
        == "/p/quay/"
    )


def test_error_summary_leads_to_the_first_control_of_each_field():
    page_ = page("ui/style.html", **_style())
    summary = page_.one("div", class_="govuk-error-summary")
    targets = [one.attrs["href"].removeprefix("#") for one in summary.all("a")]
    assert targets == ["id_called", "id_met_on_0", "id_place"]
    for target in targets:
        assert page_.one(id=target).tag in ("input", "select")


def _style():
    return {"form": sample.filled_form(), **sample.pieces()}


def test_style_page_has_no_id_twice():
    ids = [one.attrs["id"] for one in page("ui/style.html", **_style()).all() if one.attrs.get("id")]
    assert sorted(ids) == sorted(set(ids))


def test_confirm_page_says_what_is_lost_and_asks_for_the_word():
    form = ConfirmForm({"word": "eras"}, word="erase")
    tree = page(
        "ui/confirm.html", heading="Erase Kim", losses=["Everything Kim told you."], whom="Kim can’t get it back.",
        form=form, action="Erase Kim", back_url="/p/quay/people/1/",
    )  # fmt: skip
    assert "Everything Kim told you." in tree.one("div", class_="danger").text
    assert tree.one("div", id="id_word_error").text == "Error: Write “erase” to go on."
    assert tree.one("input", id="id_word").attrs["value"] == "eras"
    assert tree.one("a", href="/p/quay/people/1/").text


@pytest.mark.parametrize(
    ("typed", "is_valid"), [("erase", True), (" ERASE ", True), ("", False), ("yes", False)]
)
def test_confirm_form_takes_the_word_only(typed, is_valid):
    assert ConfirmForm({"word": typed}, word="erase").is_valid() is is_valid
