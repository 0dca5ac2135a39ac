"""Pages of sharing: from choosing an agency to the sheet for the person, and a share that two people stand for."""

import html
import json
import re
from uuid import uuid4

import pytest

from tests.rooms.sharing.conftest import text
from tests.worlds import check_roles
from yarrow.sharing.models import Package, Proposal, Recall, Share
from yarrow.staff.roles import CASE, WORKERS
from yarrow.vault.models import TrailRow


class Browser:
    """A test client that sends what the page's hidden fields hold."""

    def __init__(self, client):
        self.client = client

    def get(self, address):
        return self.client.get(address)

    def post(self, address, said=None):
        return self.client.post(address, {"entry_id": str(uuid4()), **(said or {})})


@pytest.fixture
def client(client):
    return Browser(client)


@pytest.fixture
def manager(table):
    return Browser(table.world.client("manager"))


def test_share_facts_lets_only_what_was_agreed_leave(table, client, url, kim, quay):
    found = client.post(url("choose_agency", kim.pk), {"name": "quay"})
    assert url("share_facts", kim.pk, quay.pk) in text(found)
    page = url("share_facts", kim.pk, quay.pk)
    asked = {"purpose": "health", "facts": ["called", "health_words"], "health_words": "Needs an X-ray"}
    asked |= {"how": "spoken", "days": "7", "openings": "3"}
    refused = client.post(page, asked)
    assert "have not agreed" in text(refused) and not Share.objects.exists()
    said = {"categories": ["identity", "health"], "how": "spoken"}
    assert client.post(url("agree", kim.pk, quay.pk, "health"), said).status_code == 302
    assert "What they are called: Kim" in html.unescape(text(client.get(page)))
    assert client.post(page, asked).status_code == 302
    shown = html.unescape(text(client.get(url("show_shares", kim.pk))))
    assert "Needs an X-ray" in shown and "Quay clinic" in shown and "They agreed" in shown


def test_share_facts_through_a_link_shows_it_once(table, client, url, kim, quay):
    table.agree(kim, quay)
    asked = {"purpose": "health", "facts": ["called"], "how": "package", "days": "7", "openings": "3"}
    shown = text(client.post(url("share_facts", kim.pk, quay.pk), asked))
    link = re.search(r"https?://[^<\s]+/k/#([\w-]{43})", html.unescape(shown))
    assert link and Package.objects.get().most_openings == 3
    page = text(client.get(url("show_shares", kim.pk)))
    assert link[1] not in page and "Opened 0 of 3 times" in page
    client.post(url("end_package", kim.pk, Package.objects.get().pk))
    assert Package.objects.get().ended_at


def test_taken_back_is_on_today_until_the_recipient_was_told(table, client, url, kim, quay):
    table.agree(kim, quay)
    share = table.share(kim, quay, after=1)
    today = table.project.url("desk:show_today")
    assert url("list_due") + '">' not in text(client.get(today)).split("<main")[1]
    table.take_back(kim, quay, after=2)
    assert "1 thing waits in sharing" in text(client.get(today))
    assert "tell them about Kim" in text(client.get(url("list_due")))
    told = {"how": "spoken", "answer": "Shredded"}
    assert client.post(url("note_recall", kim.pk, share.pk), told).status_code == 302
    assert Recall.objects.get().share == share
    assert "Nothing waits" in text(client.get(url("list_due"))) and "Told on" in text(
        client.get(url("show_shares", kim.pk))
    )
    again = client.post(url("note_recall", kim.pk, share.pk), told)
    assert "Nobody has to be told" in text(again) and Recall.objects.count() == 1


def test_share_without_consent_takes_two_people_on_their_pages(table, client, manager, url, kim):
    police = table.agency("River police", kind="police")
    asked = {"gateway": "court_order", "facts": ["called"], "reason": "The order is in the safe"}
    assert client.post(url("propose_share", kim.pk, police.pk), asked).status_code == 302
    proposal = Proposal.objects.get()
    decide = url("decide_proposal", kim.pk, proposal.pk)
    assert "Approve: exactly" not in text(client.get(url("show_proposals", kim.pk)))
    assert client.post(decide, {"act": "approve"}).status_code == 409
    shown = text(manager.get(url("show_proposals", kim.pk)))
    assert "Approve: exactly" in shown and "The order is in the safe" in shown
    assert "River police" in text(manager.get(url("list_due")))
    assert manager.post(decide, {"act": "send"}).status_code == 404
    assert manager.post(decide, {"act": "approve"}).status_code == 302
    send = url("send_facts", kim.pk, proposal.pk)
    page = html.unescape(text(client.get(send)))
    assert "What they are called: Kim" in page and "Full name" not in page
    told = {"facts": ["called"], "how": "spoken", "days": "7", "openings": "3"}
    assert client.post(send, told).status_code == 302 and Share.objects.get().proposal == proposal
    sheet = html.unescape(text(client.get(url("print_shares", kim.pk))))
    assert "Two of us decided it" in sheet and "A court orders it" in sheet


def test_each_page_leaves_one_row_on_the_trail_that_names_all_it_opened(table, client, url, kim, quay):
    table.agree(kim, quay)
    table.share(kim, quay, after=1)
    proposal = table.propose(kim, quay)
    table.decide(proposal)
    last = TrailRow.objects.latest("n").n
    for name, args in (("print_shares", ()), ("send_facts", (proposal.pk,)), ("show_shares", ())):
        assert client.get(url(name, kim.pk, *args)).status_code == 200
    sheet, sending, left = TrailRow.objects.filter(n__gt=last).order_by("n")
    assert {row.subject for row in (sheet, sending, left)} == {kim.pk}
    assert [row.act.split(".")[1] for row in (sheet, sending, left)] == [
        *("print_shares", "open_to_share", "show_shares")
    ]
    told = {"sharing.share.identity.said", "sharing.share.notes.told"}
    assert {*told, "people.consent.identity.recipient_name"} <= {*sheet.fields} and told <= {*left.fields}
    assert {"sharing.proposal.identity.facts", "people.person.identity.called"} <= {*sending.fields}


def test_decide_and_share_need_the_second_factor_just_now(table, url, kim, quay):
    stale = table.world.client("manager", stepped_up=False)
    proposal = table.propose(kim, quay)
    for name, args in (("decide_proposal", (kim.pk, proposal.pk)), ("share_facts", (kim.pk, quay.pk))):
        assert stale.post(url(name, *args), {"act": "approve"}).status_code in (302, 403)
    assert Proposal.objects.get().state == "waiting"


def test_print_shares_says_it_in_usual_and_in_easy_words(table, client, url, kim, quay):
    sheet = url("print_shares", kim.pk)
    assert "Nothing has left." in text(client.get(sheet))
    table.agree(kim, quay)
    table.share(kim, quay, after=1)
    usual, easy = text(client.get(sheet)), text(client.get(f"{sheet}?easy=1"))
    assert "You had agreed to it, for: Share with a health service." in usual
    assert "You said yes." in easy and "You had agreed" not in easy
    for page in (usual, easy):
        assert (
            "Quay clinic" in page
            and "Needs an X-ray" in page
            and table.project.name not in page.split("<main")[1]
        )


def test_withdraw_page_offers_the_agency_by_its_name(table, client, kim, quay):
    table.agree(kim, quay)
    page = table.project.url("people:withdraw_consent", kim.pk, "health")
    assert "A clinic: Quay clinic" in text(client.get(page))
    said = {"recipient": f"clinic.{quay.pk}", "how": "spoken"}
    assert client.post(page, said).status_code == 302
    assert "A clinic: Quay clinic" not in text(client.get(page))


def test_export_consents_is_fhir(table, client, url, kim, quay):
    table.agree(kim, quay)
    answer = client.get(url("export_consents", kim.pk))
    assert answer["Content-Type"] == "application/fhir+json"
    (entry,) = json.loads(answer.content)["entry"]
    assert entry["resource"]["resourceType"] == "Consent" and "Kim" not in text(answer)


def test_pages_are_for_those_whose_work_it_is(table, url, kim):
    check_roles(table.world, url("show_shares", kim.pk), WORKERS)
    check_roles(table.world, url("show_proposals", kim.pk), CASE)


def test_outreach_sees_that_something_needs_another_key(table, url, kim, quay):
    table.agree(kim, quay)
    table.share(kim, quay)
    page = text(table.world.client("outreach").get(url("show_shares", kim.pk)))
    assert "Needs an X-ray" not in page and "key to case notes" in page and "Kim" in page
