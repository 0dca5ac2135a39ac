"""A language is a draft until two different workers stand by it, each for what they read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.languages.catalogues import DAYS, DONE, NEW, use
from yarrow.languages import actions, queries
from yarrow.languages.errors import NotToSign
from yarrow.languages.models import SignOff
from yarrow.ui.languages import BY_CODE
from yarrow.vault import trail
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db
RO = BY_CODE["ro"]


@pytest.fixture(autouse=True)
def catalogue(monkeypatch, tmp_path):
    use(monkeypatch, tmp_path, DONE, DAYS, NEW)
    return lambda *blocks: use(monkeypatch, tmp_path, *blocks)


def sign(world, role):
    return actions.sign_off(project=world.project, language=RO, by=world.worker(role), at=timezone.now())


def withdraw(world, role):
    actions.withdraw_sign_off(project=world.project, language=RO, by=world.worker(role), at=timezone.now())


def test_language_begins_as_a_draft():
    standing = queries.standing(RO)
    assert (standing.is_draft, standing.n_messages, standing.n_translated, standing.percent) == (
        True,
        3,
        2,
        66,
    )


def test_two_different_workers_make_it_more_than_a_draft(world):
    sign(world, "outreach")
    assert queries.standing(RO).is_draft
    sign(world, "peer")
    standing = queries.standing(RO)
    assert (standing.is_draft, standing.n_changed, standing.is_settled) == (False, 0, True)


def test_one_worker_twice_is_one(world):
    first = sign(world, "outreach")
    sign(world, "outreach")
    first.refresh_from_db()
    assert first.withdrawn_at is not None and queries.standing(RO).is_draft


def test_messages_that_changed_afterwards_are_counted(world, catalogue):
    sign(world, "outreach"), sign(world, "peer")
    catalogue(DONE.replace("Gata", "Făcut"), DAYS, NEW.replace('msgstr ""', 'msgstr "Încă nu"'))
    standing = queries.standing(RO)
    assert (standing.is_draft, standing.n_changed, standing.is_settled) == (False, 2, False)
    sign(world, "outreach")
    assert queries.standing(RO).n_changed == 2
    sign(world, "peer")
    assert queries.standing(RO).is_settled


def test_withdrawing_makes_it_a_draft_again(world):
    sign(world, "outreach"), sign(world, "peer")
    withdraw(world, "peer")
    assert queries.standing(RO).is_draft
    assert SignOff.objects.count() == 2


def test_nobody_withdraws_what_another_signed(world):
    sign(world, "outreach")
    with pytest.raises(NotToSign):
        withdraw(world, "peer")
    assert queries.standing(RO).n_signed == 1


def test_nothing_translated_is_nothing_to_sign(world, catalogue):
    catalogue(NEW)
    with pytest.raises(NotToSign):
        sign(world, "outreach")
    assert not SignOff.objects.exists()


def test_each_leaves_its_row_on_the_trail(world):
    signed = sign(world, "outreach")
    withdraw(world, "outreach")
    rows = TrailRow.objects.filter(act__startswith="languages.").order_by("n")
    assert [(row.act, row.subject, row.reason) for row in rows] == [
        ("languages.sign_off", signed.id, "messages: 2"),
        ("languages.withdraw_sign_off", signed.id, ""),
    ]
    assert trail.verify(world.project.id) == []


@pytest.mark.parametrize("act", [sign, withdraw])
def test_what_cannot_be_noted_does_not_stand(world, monkeypatch, act):
    sign(world, "outreach")
    before = list(SignOff.objects.values())

    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(trail, "note", broken)
    with pytest.raises(RuntimeError):
        act(world, "outreach")
    assert list(SignOff.objects.values()) == before


def test_names_are_those_of_the_readers_own_project(world):
    sign(world, "outreach")
    with world.other.inside():
        sign(world.other, "peer")
    mine = world.account("outreach").worker
    assert [(one.name, one.is_mine) for one in queries.signed_in(world.project, RO, mine.id)] == [
        (mine.name, True),
        ("", False),
    ]


def test_foot_of_the_page_asks_once_a_minute(world, monkeypatch):
    queries.standing_lately(RO)
    with CaptureQueriesContext(connection) as asked:
        queries.standing_lately(RO)
    assert len(asked) == 0
    clock = queries.monotonic()
    monkeypatch.setattr(queries, "monotonic", lambda: clock + queries.REMEMBERED_SECONDS + 1)
    with CaptureQueriesContext(connection) as asked:
        queries.standing_lately(RO)
    assert len(asked) == 1


def test_foot_of_the_page_knows_at_once_what_was_signed_here(world):
    assert queries.standing_lately(RO).n_signed == 0
    sign(world, "outreach")
    assert queries.standing_lately(RO).n_signed == 1


def test_reading_shows_what_fits_page_by_page(world, catalogue, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    worker = world.account("outreach").worker.id

    def shown(text="", only="", page=1):
        found = queries.reading(RO, text, only, page, worker)
        return [message.english for message in found.messages], found.n_found, found.page

    assert shown() == (["Done", "%(n)s day"], 3, 1)
    assert shown(page=2) == (["Not yet"], 3, 2)
    assert shown(page=99) == (["Not yet"], 3, 2)
    assert shown("zile") == (["%(n)s day"], 1, 1)
    assert shown(only="open") == (["Not yet"], 1, 1)
    assert shown(only="new")[1] == 2
    sign(world, "outreach")
    assert shown(only="new") == ([], 0, 1)
    catalogue(DONE.replace("Gata", "Făcut"), DAYS, NEW)
    assert shown(only="new") == (["Done"], 1, 1)
