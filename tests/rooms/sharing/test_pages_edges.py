"""Pages of sharing with odd words, others' ids and refusals: nothing typed is lost, nothing of others is told."""

import html
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.rooms.sharing.conftest import MINUTE, NOW, text
from tests.rooms.sharing.test_views import Browser
from yarrow.agencies.models import Agency
from yarrow.people.models import Consent
from yarrow.pocket import flood
from yarrow.sharing.models import Answer, Package, Proposal, Recall, Share

BAD = "<img src=x onerror=alert(1)>"
SHARE = {"purpose": "health", "facts": ["called", "health_words"], "health_words": "Needs an X-ray, soon"}
SHARE |= {"how": "package", "days": "29", "openings": "17"}


@pytest.fixture
def client(client):
    return Browser(client)


def said_by(response):
    return html.unescape(text(response))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"purpose": ""},
        {"how": ""},
        {"how": "letter"},
        {"purpose": "spaceport"},
        {"facts": []},
        {"facts": ["x"]},
    ],
)
def test_a_refused_share_keeps_what_was_typed(client, url, kim, quay, changed):
    page = said_by(client.post(url("share_facts", kim.pk, quay.pk), {**SHARE, **changed}))
    assert "Needs an X-ray, soon" in page and 'value="29"' in page and 'value="17"' in page
    assert "Something needs another look" in page and not Share.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"days": "0"}, {"days": "31"}, {"openings": "21"}, {"days": "x"}, {"days": ""}]
)
def test_a_link_that_lives_too_long_is_refused_and_nothing_left(table, client, url, kim, quay, changed):
    table.agree(kim, quay)
    page = said_by(client.post(url("share_facts", kim.pk, quay.pk), {**SHARE, **changed}))
    assert "Needs an X-ray, soon" in page and not Share.objects.exists() and not Package.objects.exists()


@pytest.mark.parametrize("changed", [{"gateway": ""}, {"gateway": "because"}, {"facts": []}, {"reason": " "}])
def test_a_refused_proposal_keeps_what_was_typed(client, url, kim, quay, changed):
    typed = {"gateway": "court_order", "facts": ["safety_words"], "reason": "The order of 3 March"}
    page = said_by(client.post(url("propose_share", kim.pk, quay.pk), {**typed, **changed}))
    assert ("The order of 3 March" in page) == ("reason" not in changed) and not Proposal.objects.exists()
    assert re.search(r'value="safety_words"[^>]* checked', page) or "facts" in changed
    assert 'value="court_order"' in page and "Something needs another look" in page


def test_a_refused_recall_keeps_the_answer(table, client, url, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay)
    table.take_back(kim, quay, after=1)
    page = url("note_recall", kim.pk, share.pk)
    for typed in ({"how": ""}, {"how": "pigeon"}, {"how": "spoken", "told_on_0": "31", "told_on_1": "12"}):
        assert "They shredded it" in said_by(client.post(page, {"answer": "They shredded it", **typed}))
    assert not Recall.objects.exists()


@pytest.mark.parametrize("changed", [{"categories": []}, {"how": ""}, {"categories": ["spaceport"]}])
def test_a_refused_yes_keeps_who_heard_it(client, url, kim, quay, changed):
    typed = {"categories": ["health"], "how": "spoken", "witness": "Sam, who speaks Tigrinya"}
    page = said_by(client.post(url("agree", kim.pk, quay.pk, "health"), {**typed, **changed}))
    assert "Sam, who speaks Tigrinya" in page and not Consent.objects.exists()


def test_a_yes_is_for_what_such_an_agency_gets_and_for_nothing_else(client, url, kim, quay):
    """A clinic is no recipient for sharing with the police, whatever the address says."""
    typed = {"categories": ["identity"], "how": "spoken"}
    for purpose, status in (("police", 200), ("spaceport", 404)):
        assert client.post(url("agree", kim.pk, quay.pk, purpose), typed).status_code == status
    assert not Consent.objects.exists()


@pytest.mark.parametrize("name", ["x" * 200, BAD, "Łódź & Søn", "«Quay»", "\u200fמרפאה", "100% _clinic_"])
def test_an_agency_of_any_name_is_found_asked_about_and_shared_with(table, client, url, kim, name):
    agency = table.agency(name)
    found = client.post(url("choose_agency", kim.pk), {"name": name[:80]})
    assert url("share_facts", kim.pk, agency.pk) in text(found)
    typed = {"categories": ["identity", "health"], "how": "spoken"}
    assert client.post(url("agree", kim.pk, agency.pk, "health"), typed).status_code == 302
    assert client.post(url("share_facts", kim.pk, agency.pk), {**SHARE, "how": "spoken"}).status_code == 302
    for page in (
        url("show_shares", kim.pk),
        url("print_shares", kim.pk),
        table.project.url("people:list_consents", kim.pk),
    ):
        shown = client.get(page)
        assert name.strip() in said_by(shown) and "<img src=x" not in text(shown), page


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("lodz", True), ("KLINIKA lodz", True), ("łódź klin", True), ("klinik a", True), ("lodz x", False), ("%", False),
     ("\u200b", False), ("_", False), ("'", False)],
)  # fmt: skip
def test_an_agency_is_found_however_it_is_spelled(table, client, url, kim, typed, is_found):
    agency = table.agency("Łódź Klinika")
    page = text(client.post(url("choose_agency", kim.pk), {"name": typed}))
    assert (url("share_facts", kim.pk, agency.pk) in page) is is_found


def test_only_agencies_of_this_project_that_stand_are_offered_and_reached(table, client, url, kim):
    closed = table.agency("Quay closed", is_closed=True)
    other = table.world.other
    with other.inside():
        told = {"added_by": uuid4(), "added_at": kim.created_at, "kind": "clinic"}
        theirs = Agency.objects.create(project=other.project, name="Quay theirs", **told)
    page = text(client.post(url("choose_agency", kim.pk), {"name": "quay"}))
    for one in (closed, theirs):
        assert one.name not in page
        for name in ("share_facts", "propose_share"):
            assert client.get(url(name, kim.pk, one.pk)).status_code == 404
        assert client.get(url("agree", kim.pk, one.pk, "health")).status_code == 404


def test_rows_of_one_record_are_at_no_address_of_another(table, client, url, kim, quay):
    zoe = table.person("Zoe")
    table.agree(kim, quay)
    share, proposal = table.share(kim, quay), table.propose(kim, quay, role="manager")
    table.take_back(kim, quay, after=1)
    asked = [
        *(("note_recall", share.pk, {"how": "spoken"}), ("decide_proposal", proposal.pk, {"act": "refuse"})),
        *(("send_facts", proposal.pk, {"facts": ["called"], "how": "spoken"}), ("end_package", uuid4(), {})),
    ]
    for name, row, typed in asked:
        assert client.post(url(name, zoe.pk, row), typed).status_code == 404, name
    assert (
        not Recall.objects.exists()
        and Proposal.objects.get().state == "waiting"
        and Share.objects.count() == 1
    )


def test_the_sheet_says_whom_they_said_no_to(table, client, url, kim, quay):
    table.agree(kim, quay)
    table.take_back(kim, quay, after=1)
    assert "You said no" not in said_by(client.get(url("print_shares", kim.pk))), (
        "nothing stands, nothing to except"
    )
    table.agree(kim, after=2)
    for page in (url("print_shares", kim.pk), url("print_shares", kim.pk) + "?easy=1"):
        assert "You said no to A clinic: Quay clinic" in said_by(client.get(page))
    page = said_by(client.post(url("share_facts", kim.pk, quay.pk), {**SHARE, "how": "spoken"}))
    assert "They said no to Quay clinic" in page and "Needs an X-ray, soon" in page


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        *(
            ({"token": ""}, 404),
            ({"token": "A" * 43}, 404),
            ({"token": "\x00"}, 404),
            ({"token": "x" * 5_000}, 200),
        ),
        *(({"code": ""}, 403), ({"code": "1"}, 403), ({"code": "\x00" * 9}, 403)),
        *(({"answer": "maybe"}, 400), ({"answer": ""}, 400), ({"answer": "booked", "reason": BAD}, 400)),
        *(({"answer": "refused", "reason": "x" * 99}, 400), ({"answer": "accepted", "code": "1"}, 403)),
    ],
)
def test_a_partners_page_answers_anything_and_keeps_nothing_of_it(make, sent, status):
    """With a right link and code unless said otherwise; what is no answer is none."""
    flood._since.clear()
    made = make(after=int((timezone.now() - NOW) / MINUTE))
    answer = Client().post("/k/", {"token": made.token, "code": made.code, **sent})
    assert answer.status_code == status
    assert BAD not in text(answer) and "Needs an X-ray" not in text(answer) and not Answer.objects.exists()
    assert Package.objects.get().n_openings == 0
