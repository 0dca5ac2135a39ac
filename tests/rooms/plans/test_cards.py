"""The card: sealed, written together, never lost, and discreet on paper."""

import re

import pytest

from tests.attacks.scanner import scan_bytes
from tests.rooms.plans.conftest import text
from yarrow.plans import actions, cards
from yarrow.plans.errors import CannotBe, ChangedMeanwhile
from yarrow.plans.models import SafetyCard
from yarrow.vault.trail import rows_about

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


def test_numbers_on_a_card_can_be_tapped_and_its_words_stay_text(table, client, url, kim):
    make(table, kim, people="Ana <b>\n0808 2000 247")
    page = client.get(url("show_card", kim.id)).content.decode()
    assert 'Ana &lt;b&gt;<br><a href="tel:08082000247">0808 2000 247</a>' in page


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


def test_card_is_on_the_trail_when_written_and_when_looked_at(table, kim):
    make(table, kim)
    cards.card_of(table.by, kim, "on_shift")
    rows = {row.act: row for row in rows_about(table.project.id, kim.id)}
    assert rows["plans.make_card"].fields == ["plans.safetycard.notes.said"]
    assert rows["plans.show_card"].reason == "on_shift"


@pytest.mark.parametrize("said", [{"signs": "x" * 4001}, {"people": "a\u202eb"}])
def test_make_card_what_would_not_read_right_is_refused_at_its_heading(table, kim, said):
    with pytest.raises(CannotBe) as refused:
        make(table, kim, **said)
    assert refused.value.field == next(iter(said)) and SafetyCard.objects.count() == 0


def test_make_card_page_with_a_mistake_keeps_what_was_typed(client, url, kim):
    said = {"signs": "I go quiet", "people": "x" * 4001, "heading": "mine", "version": "0"}
    page = text(client.post(url("make_card", kim.id), said))
    assert "I go quiet" in page and "too long" in page and SafetyCard.objects.count() == 0


def test_turning_the_wording_of_a_card_keeps_what_was_typed_and_keeps_no_card(table, client, url, kim):
    make(table, kim)
    typed = {"signs": "I go quiet", "word": "", "heading": "mine", "is_named": "on", "version": "1"}
    turned = client.post(url("make_card", kim.id), {**typed, "~wording": "1"})
    page = turned.content.decode()
    assert turned.status_code == 200 and SafetyCard.objects.count() == 1
    assert "I go quiet" in page and "I stop eating" not in page and "You can leave out anything." in page
    assert (
        'name="version" value="1"' in page and 'name="easy" value="1"' in page and "notice--due" not in page
    )
    saved = client.post(url("make_card", kim.id), {**typed, "easy": "1"})
    assert saved.status_code == 302 and cards.card_of(table.by, kim, "").said == {"signs": "I go quiet"}
