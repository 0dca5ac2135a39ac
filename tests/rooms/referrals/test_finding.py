"""Finding the service that somebody is offered, without a script, without losing a word."""

from uuid import uuid4

import pytest

from tests.rooms.referrals.conftest import text
from yarrow.agencies.actions import change_service
from yarrow.referrals import choosing
from yarrow.referrals.models import Referral, Signpost

TYPED = {"route": "warm", "words": "A quiet room, evenings", "is_agreed": "on", "need": "debt", "target": ""}


@pytest.fixture
def many(table, clinic, monkeypatch):
    """More services than a list holds; two of them for debts, one of those in Polish in Southport."""
    monkeypatch.setattr(choosing, "MOST", 4)
    for n in range(4):
        table.service(clinic, f"Clinic {n}", needs=["sexual_health"])
    table.service(clinic, "Zebra advice", needs=["debt"], languages=["pl"], places=["Southport"])
    table.service(clinic, "Zoo advice", needs=["debt"])
    return table.agency("Żółw house", kind="housing")


def looked(client, url, person, name="offer_referral", **said):
    return client.post(url(name, person.pk), {**TYPED, "entry_id": str(uuid4()), "find": "1", **said})


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ["Zebra advice", "Zoo advice"]),
        ({"place": "south"}, ["Zebra advice"]),
        ({"language": "pl", "need": ""}, ["Zebra advice"]),
        ({"text": "ZOO"}, ["Zoo advice"]),
        ({"text": "zolw", "need": ""}, ["Żółw house"]),
        ({"text": "nothing like it"}, []),
        ({"place": "\x00", "language": "moon", "need": "moon", "text": "zebra" * 200}, []),
    ],
)
def test_a_service_is_found_by_what_was_said(table, client, url, kim, many, said, found):
    page = text(looked(client, url, kim, **said))
    names = ["Zebra advice", "Zoo advice", "Żółw house", "Clinic 0"]
    assert [name for name in names if name in page] == found
    assert ("Nothing fits" in page) == (not found)


def test_looking_saves_nothing_blames_nothing_and_loses_nothing(table, client, url, kim, many):
    page = text(looked(client, url, kim, target=f"a.{many.pk}", words="x < y & z"))
    assert not Referral.objects.exists() and "There is a problem" not in page
    assert "x &lt; y &amp; z" in page and f'value="a.{many.pk}" selected' in page
    assert page.count(" checked") == 2, "how it goes, and that they agree"
    # The same sending twice is one referral, also when somebody looked in between.
    entry = str(uuid4())
    assert entry in text(looked(client, url, kim, entry_id=entry))


def test_what_is_past_the_list_can_be_found_chosen_and_saved(table, client, url, kim, many):
    first = text(client.get(url("offer_referral", kim.pk)))
    assert "There are more than are listed here" in first and "Zoo advice" not in first
    (zoo,) = choosing.targets(table.project, choosing.Wanted(text="zoo")).targets
    said = {**TYPED, "target": zoo.key, "entry_id": str(uuid4()), "text": ""}
    assert client.post(url("offer_referral", kim.pk), said).status_code == 302
    row = Referral.objects.get()
    assert (row.service.name, row.route, row.state) == ("Zoo advice", "warm", "agreed")
    client.post(url("signpost", kim.pk), {"target": zoo.key, "need": "debt", "entry_id": str(uuid4())})
    assert Signpost.objects.get().service == row.service


def test_a_service_that_has_closed_or_is_of_another_project_is_not_chosen(table, client, url, kim, clinic):
    shut = table.service(clinic, "Shut", needs=["debt"])
    by = table.world.worker("coordinator")
    table.do(change_service, by=by, service=shut, version=shut.version, status="temporarily_closed")
    for key in (f"s.{shut.pk}", f"s.{uuid4()}", f"a.{uuid4()}"):
        answer = client.post(
            url("offer_referral", kim.pk), {**TYPED, "target": key, "entry_id": str(uuid4())}
        )
        assert answer.status_code == 200 and not Referral.objects.exists(), key


def test_a_search_asks_no_more_however_many_there_are(
    table, client, url, kim, many, django_assert_max_num_queries
):
    looked(client, url, kim)
    with django_assert_max_num_queries(10):
        assert looked(client, url, kim).status_code == 200
