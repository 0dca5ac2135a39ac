"""Answering by a link, as a browser without scripts and without cookies does it."""

import gzip
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.attacks.forms import Page
from tests.rooms.surveys import asking
from yarrow.measures import actions as measures
from yarrow.surveys import actions, links
from yarrow.surveys.models import Response, Spent


class Phone:
    """A browser on a page of the questions: fills in, presses a button, and carries on what the form carries."""

    def __init__(self, address: str, **headers: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.address, self.headers = address, headers
        self.goes()

    def goes(self, query: str = "") -> "Phone":
        return self._at(self.client.get(self.address + query, **self.headers))

    def presses(self, go: str | None, **typed: object) -> "Phone":
        """What a browser sends: hidden fields and what is ticked already, then what was typed."""
        sent = {**self.carried(), **typed} | ({"~go": go} if go else {})
        return self._at(self.client.post(self.address, sent, **self.headers))

    def carried(self) -> dict[str, object]:
        found: dict[str, list[str]] = {}
        for tag in re.findall(r"<input[^>]*>", self.text):
            kind, name, value = (_of(tag, part) for part in ("type", "name", "value"))
            if kind == "hidden" or " checked" in tag or (kind == "text" and value):
                found.setdefault(name, []).append(value)
        return dict(found)

    def _at(self, response: object) -> "Phone":
        self.response = response
        self.text = response.content.decode()
        self.status = response.status_code
        return self

    @property
    def shown(self) -> str:
        """The name of the question that stands on the page."""
        return str(self.carried().get("~at", [""])[0])


def _of(tag: str, part: str) -> str:
    found = re.search(rf'{part}="([^"]*)"', tag)
    return found.group(1) if found else ""


@pytest.fixture
def phone(survey):
    return Phone(links.address(survey))


def walk_to_the_end(phone: Phone, **said: object) -> Phone:
    phone.presses("start")
    while phone.shown != "~end":
        key = phone.shown
        phone.presses("next", **({key: said[key]} if key in said else {}))
        if "~go" in phone.carried():
            phone.presses(None)
    return phone


def test_answering_page_by_page_keeps_one_sheet(phone, survey):
    assert asking.ABOUT["en"] in phone.text
    walk_to_the_end(phone, where="1", needs=["1", "3"], night="yes", age="34", more="A warm room")
    assert not Response.objects.exists()
    phone.presses("send")
    row = Response.objects.get()
    assert row.choices == {
        **{"where": ["1"], "needs": ["1", "3"], "safe": [], "night": ["yes"]},
        **{"age": ["~words"], "more": ["~words"]},
    }
    assert (row.how, row.language) == ("link", "en") and row.survey == survey
    assert b"warm" not in bytes(row.envelope) and b"34" not in bytes(row.envelope)
    assert "Thank you" in phone.text and "warm" not in phone.text


def test_answering_all_on_one_page_and_stopping_early(phone):
    phone.presses("turn")
    assert "What else?" in phone.text and phone.carried()["~all"] == ["1"]
    phone.presses("send", where="2", needs="2")
    assert asking.rows(Response.objects.get().survey) == [
        {"where": ["2"], "needs": ["2"], "safe": [], "age": [], "more": []}
    ]


def test_answering_stopped_early_leaves_the_rest_not_asked(phone):
    phone.presses("start").presses("next", where="2").presses("send", needs="~rather-not")
    assert Response.objects.get().choices == {"where": ["2"], "needs": []}


def test_answering_goes_back_and_changes_its_mind(phone):
    phone.presses("start").presses("next", where="1").presses("back")
    assert 'value="1" checked' in phone.text
    phone.presses("next", where="2").presses("next").presses("next")
    assert phone.shown == "age", "the question about the night no longer applies"


def test_answering_language_is_switched_in_the_middle_and_nothing_is_lost(phone):
    phone.presses("start").presses("next", where="1")
    phone.presses("speak", needs=["2"], **{"~language": "ro"})
    assert "Ce ar ajuta?" in phone.text and 'value="2" checked' in phone.text
    assert 'lang="ro"' in phone.text
    phone.presses("send")
    row = Response.objects.get()
    assert row.language == "ro" and row.choices == {"where": ["1"], "needs": ["2"]}


def test_answering_begins_in_the_language_of_the_browser_or_the_chosen_one(survey):
    address = links.address(survey)
    assert asking.ABOUT["ro"] in Phone(address, HTTP_ACCEPT_LANGUAGE="ro-MD,ro;q=0.9").text
    assert asking.ABOUT["en"] in Phone(address, HTTP_ACCEPT_LANGUAGE="tlh").text
    assert asking.ABOUT["ro"] in Phone(address).goes("?l=ro").text


def test_answering_wrong_number_is_said_and_stays(phone):
    phone.presses("turn").presses("send", age="old", where="1")
    assert "Something needs another look" in phone.text and 'value="old"' in phone.text
    assert 'value="1" checked' in phone.text and not Response.objects.exists()
    phone.presses("send", age="40")
    assert Response.objects.get().choices["age"] == ["~words"]


def test_answering_dangerous_answer_shows_the_calm_page_once(phone, given):
    measures.add_route(label="Night line", detail="Text HELLO", **given)
    phone.presses("start").presses("next").presses("next").presses("next", safe="2")
    assert "Night line" in phone.text and "Nobody was told" in phone.text
    phone.presses(None)
    assert phone.shown == "age"
    phone.presses("back").presses("next")
    assert phone.shown == "age", "the same answer does not lead there twice"
    phone.presses("send")
    assert Response.objects.get().choices["safe"] == ["2"]


def test_answering_dangerous_answer_with_sending_shows_routes_before_anything_is_sent(phone):
    phone.presses("turn").presses("send", safe="2")
    assert "Thank you for saying that" in phone.text and not Response.objects.exists()
    phone.presses(None)
    assert Response.objects.get().choices["safe"] == ["2"]


def test_answering_mistake_does_not_put_off_where_to_turn(phone, given):
    measures.add_route(label="Night line", detail="Text HELLO", **given)
    phone.presses("turn").presses("send", safe="2", age="old")
    assert "Something needs another look" in phone.text and "Night line" in phone.text
    phone.presses("send", age="30")
    assert "Thank you for saying that" in phone.text and not Response.objects.exists()
    assert "Night line" not in Phone(phone.address).presses("turn").presses("send", age="old").text


def test_answering_is_written_from_the_right_in_arabic(given):
    raw = {name: value for name, value in asking.FORM.items() if not name.startswith("_")}
    item = {"linkId": "q", "type": "boolean", **asking.words("Are you well?", "هل أنت بخير؟", tag="ar")}
    title = asking.words("How are you", "كيف حالك", "title", tag="ar")
    raw |= {**title, "url": "https://yarrow.example/ar", "item": [item]}
    survey = asking.ask(
        given, raw, languages=["en", "ar"], groups=[], about={"en": "We ask.", "ar": "نحن نسأل"}
    )
    phone = Phone(links.address(survey)).goes("?l=ar")
    assert '<html lang="ar" dir="rtl">' in phone.text and "نحن نسأل" in phone.text
    phone.presses("start")
    assert 'lang="ar" dir="rtl">هل أنت بخير؟' in phone.text
    assert '<option value="ar" lang="ar" selected>' in phone.text
    phone.presses("send", q="yes")
    assert asking.rows(survey) == [{"q": ["yes"]}]


def test_answering_question_without_a_translation_says_so(given):
    raw = {**asking.FORM, "url": "https://yarrow.example/half"}
    plain = {"linkId": "q", "type": "string", "text": "Anything else?"}
    raw = {name: value for name, value in raw.items() if not name.startswith("_")} | {"item": [plain]}
    survey = asking.ask(given, raw, languages=["en"], groups=[])
    phone = Phone(links.address(survey), HTTP_ACCEPT_LANGUAGE="ro").presses("start")
    assert "Anything else?" in phone.text and "<select" not in phone.text


def test_answering_sent_twice_is_one_sheet(phone):
    phone.presses("start").presses("send", where="1")
    sent = {"~entry": str(uuid4()), "~in": "en", "~go": "send", "where": "2", "~asked": "where"}
    for _n in range(2):
        assert "Thank you" in Phone(phone.address)._at(Client().post(phone.address, sent)).text
    assert Response.objects.count() == 2


def test_answering_closed_unknown_and_coming_are_one_page(survey, given, phone):
    stranger = reverse("pocket:answer", args=["2222-3333-4444"])
    unknown = Client().get(stranger)
    coming = asking.ask(given, opens_on=survey.closes_on)
    actions.close_survey(survey=survey, **given)
    closed = Client().get(links.address(survey))
    pages = [
        unknown,
        closed,
        Client().get(links.address(coming)),
        Client().post(links.address(survey), {"~go": "send"}),
    ]
    assert {one.status_code for one in pages} == {404}
    assert len({one.content for one in pages}) == 1
    phone.presses("start")
    assert phone.response.content == unknown.content
    assert "Riverside" not in unknown.content.decode()


def test_answering_old_link_leads_nowhere_after_a_new_one(survey, given):
    old = links.address(survey)
    survey = actions.renew_link(survey=survey, **given)
    assert Client().get(old).status_code == 404
    assert Client().get(links.address(survey)).status_code == 200
    typed = links.address(survey).upper().replace("-", "").replace("/S/", "/s/")
    assert Client().get(typed).status_code == 200, "typed from a poster"


def test_answering_names_the_project_only_where_it_wants(survey, given):
    assert "Riverside" not in Phone(links.address(survey)).presses("start").text
    named = asking.ask(given, says_name=True)
    assert "Riverside outreach" in Phone(links.address(named)).text


def test_answering_nonsense_is_left_out(survey):
    address = links.address(survey)
    sent = {
        "~in": "xx",
        "~entry": "no",
        "~go": "send",
        "~asked": ["where", "nothing"],
        "where": "2",
        "nothing": "1",
    }
    Client().post(address, sent)
    assert Response.objects.get().choices == {"where": ["2"]}
    bad = Client().post(address, {"~go": "send", "~asked": "where", "where": "99"})
    assert "listed" in bad.content.decode() and Response.objects.count() == 1
    assert Client().post(address, {"more": "x" * 300_000}).status_code == 404


def test_answering_flood_is_slowed_and_nothing_is_lost(survey, monkeypatch):
    monkeypatch.setattr("yarrow.pocket.flood.MOST_A_MINUTE", 1)
    Phone(links.address(survey)).presses("start").presses("send", where="1")
    late = Phone(links.address(survey)).presses("start").presses("send", where="2")
    assert late.status == 429 and late.carried()["where"] == ["2"]
    monkeypatch.setattr("yarrow.pocket.flood.MOST_A_MINUTE", 9)
    late.presses(None)
    assert sorted(row["where"] for row in asking.rows(survey)) == [["1"], ["2"]]


def test_tablet_goes_back_to_its_start_and_shows_no_earlier_answers(survey):
    tablet = Phone(links.address(survey, is_tablet=True))
    tablet.presses("start").presses("next", where="1")
    before = tablet.carried()
    assert f"?~left={before['~entry'][0]}" in tablet.text and 'http-equiv="refresh"' in tablet.text
    tablet.presses("send", needs="2")
    assert 'http-equiv="refresh"' in tablet.text
    again = tablet._at(tablet.client.post(tablet.address, {**before, "~go": "next"}))
    assert "Some questions, if you like" in again.text and "where" not in again.carried()
    assert Response.objects.get().how == "tablet"


def test_tablet_left_lying_uses_its_sheet_up(survey):
    tablet = Phone(links.address(survey, is_tablet=True))
    tablet.presses("start").presses("next", where="1")
    before = tablet.carried()
    tablet.goes(f"?~left={before['~entry'][0]}")
    tablet._at(tablet.client.post(tablet.address, {**before, "~go": "send"}))
    assert "Some questions" in tablet.text and not Response.objects.exists()
    assert Spent.objects.count() == 1


def test_pages_are_light_and_say_nothing(phone, survey):
    """Within 20 KiB with styles and what reads them aloud; no other script, no cookie, no name; the exit is on each."""
    parts = [Path(finders.find(f"ui/built/{name}")).read_bytes() for name in ("pocket.css", "aloud.js")]
    weight = sum(len(gzip.compress(part)) for part in parts)
    for page in (phone, phone.presses("turn"), Phone(links.address(survey)).presses("start")):
        assert len(gzip.compress(page.response.content)) + weight < 20 * 1024
        assert re.findall(r"<script[^>]*>", page.text) == [
            '<script type="module" src="/static/ui/built/aloud.js">'
        ]
        assert not page.response.cookies
        assert "<title>Questions</title>" in page.text and reverse("pocket:leave") in page.text
        assert page.response["Cache-Control"] == "no-store"
        assert page.response["Referrer-Policy"] == "no-referrer"
    away = Client().get(reverse("pocket:leave"))
    assert "history" in away.content.decode() and not away.cookies


def test_page_helper_reads_forms(phone):
    """The walker of the attacks reads these pages, too."""
    assert [form.method for form in Page(phone.text).forms] == ["post"]
