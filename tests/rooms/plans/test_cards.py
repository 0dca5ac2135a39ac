"""The card: sealed, written together, never lost, and discreet on paper."""

import re

import pytest

from tests.attacks.scanner import scan_bytes
from tests.rooms.plans.conftest import text
from yarrow.plans import actions, cards
from yarrow.plans.errors import CannotBe, ChangedMeanwhile
from yarrow.plans.models import SafetyCard

SAID = {"signs": "I stop eating", "people": "Ana, my sister", "word": "blue"}


def make(table, person, n_seen=0, **said):
    return table.do(actions.make_card, person=person, n_seen=n_seen, said={**SAID, **said})


def test_make_card_seals_all_of_it(table, kim):
    make(table, kim)
    assert scan_bytes(SafetyCard.objects.get().said.ciphertext, list(SAID.values())) == []
    card = cards.card_of(table.by, kim, "")
    assert card.parts == [
        ("How I notice that it is getting bad", "I stop eating"),
        ("Whom I can call", "Ana, my sister"),
        ("Our word or sign", "blue"),
    ]


def test_make_card_anew_keeps_the_one_before(table, kim):
    make(table, kim)
    make(table, kim, n_seen=1, word="", places="the day centre")
    assert SafetyCard.objects.count() == 2
    found = cards.card_of(table.by, kim, "")
    assert found.card.n == 2 and "word" not in found.said and found.said["places"] == "the day centre"


@pytest.mark.parametrize("n_seen", [0, 2])
def test_make_card_beside_a_colleague_is_told(table, kim, n_seen):
    make(table, kim)
    with pytest.raises(ChangedMeanwhile):
        make(table, kim, n_seen=n_seen)


def test_make_card_of_nothing_is_refused_and_emptying_one_is_not(table, kim):
    with pytest.raises(CannotBe):
        table.do(actions.make_card, person=kim, n_seen=0, said={"signs": " "})
    make(table, kim)
    table.do(actions.make_card, person=kim, n_seen=1, said={})
    assert cards.card_of(table.by, kim, "").parts == []


def test_make_card_takes_known_headings_only(table, kim):
    make(table, kim, address_of_ex="secret")
    assert "address_of_ex" not in cards.card_of(table.by, kim, "").said
    with pytest.raises(CannotBe) as refused:
        table.do(actions.make_card, person=kim, n_seen=1, said=SAID, heading="Help for escorts")
    assert refused.value.field == "heading"


def test_card_from_nothing_to_paper(table, client, url, kim):
    assert "There is no card yet" in text(client.get(url("show_card", kim.id)))
    said = {**SAID, "heading": "numbers", "version": "0"}
    assert client.post(url("make_card", kim.id), said).headers["Location"] == url("show_card", kim.id)
    assert "Ana, my sister" in text(client.get(url("show_card", kim.id)))
    page = text(client.get(url("print_card", kim.id)))
    sheet = re.search(r'<div class="fold">(.*?)</div>', page, re.S)[1]
    assert "Useful numbers" in sheet and "blue" in sheet
    assert table.project.name not in sheet and "Kim" not in page and "printed on" not in page
    client.post(url("make_card", kim.id), {**said, "version": "1", "is_named": "on"})
    page = text(client.get(url("print_card", kim.id)))
    assert table.project.name in re.search(r'<div class="fold">(.*?)</div>', page, re.S)[1]


def test_make_card_two_workers_see_both(table, client, url, kim):
    make(table, kim)
    make(table, kim, n_seen=1, word="green")
    answer = client.post(url("make_card", kim.id), {"signs": "I go quiet", "heading": "mine", "version": "1"})
    page = text(answer)
    assert answer.status_code == 409 and "green" in page and "I go quiet" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    said = {"signs": "I go quiet", "heading": "mine", "version": version}
    assert client.post(url("make_card", kim.id), said).status_code == 302
    assert cards.card_of(table.by, kim, "").said == {"signs": "I go quiet"}
