"""The public page of reports: opened, renewed and closed by those who arrange the work."""

from datetime import timedelta

import pytest

from tests.rooms.safety.conftest import NOW
from yarrow.safety import actions, doors
from yarrow.safety.errors import CannotBe, Conflict, NotAllowed
from yarrow.safety.models import Door
from yarrow.vault.models import Grant, TrailRow


@pytest.fixture
def read(safe):
    """Somebody holds the key to reports."""
    safe.world.worker("adviser")
    return safe


def opens(safe, *languages, by="coordinator", at=NOW):
    return safe.do(actions.open_door, languages=languages or ("en-gb",), by=by, at=at)


def test_open_door_has_a_link_that_is_found_however_it_is_typed(read):
    row = opens(read, "ar", "en-gb", "ar")
    assert row.languages == ["ar", "en-gb"] and row.closed_at is None
    assert doors.found(row.token) == doors.found(row.token.upper().replace("-", "")) == row
    assert doors.found("2222-2222-2222") is None and doors.found("") is None
    assert doors.address(row) == f"/r/{row.token}/" and doors.of(read.project) == row


def test_open_door_again_changes_the_languages_and_keeps_the_link(read):
    token = opens(read).token
    assert opens(read, "ro").token == token and Door.objects.get().languages == ["ro"]


def test_closed_door_opens_with_another_link(read):
    token = opens(read).token
    read.do(actions.close_door, by="coordinator")
    with pytest.raises(Conflict):
        read.do(actions.close_door, by="coordinator")
    with pytest.raises(Conflict):
        read.do(actions.renew_door, by="coordinator")
    row = opens(read, by="manager", at=NOW + timedelta(days=1))
    assert row.token != token and doors.found(token) is None
    assert row.opened_at == NOW + timedelta(days=1) and row.opened_by == read.world.worker("manager").id


def test_renewed_door_leaves_the_old_link_to_nobody(read):
    token = opens(read).token
    row = read.do(actions.renew_door, by="coordinator")
    assert doors.found(token) is None and doors.found(row.token) == row
    acts = list(TrailRow.objects.filter(act__endswith="_door").values_list("act", flat=True))
    assert sorted(acts) == ["safety.open_door", "safety.renew_door"]


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "case_worker", "evaluator", "administrator"])
def test_door_is_kept_by_those_who_arrange_the_work(read, role):
    with pytest.raises(NotAllowed):
        opens(read, by=role)
    opens(read)
    for act in (actions.renew_door, actions.close_door):
        with pytest.raises(NotAllowed):
            read.do(act, by=role)


@pytest.mark.parametrize("languages", [["tlh"], ["", "\x00"]])
def test_open_door_in_no_language_of_ours_is_refused(read, languages):
    with pytest.raises(CannotBe) as refused:
        opens(read, *languages)
    assert refused.value.field == "languages" and not Door.objects.exists()


def test_door_page_opens_prints_renews_and_closes(read):
    client = read.world.client("coordinator")
    url = read.project.url("safety:show_door")
    assert "The page is closed" in client.get(url).content.decode()
    assert "Choose at least one" in client.post(url, {}).content.decode() or not Door.objects.exists()
    page = client.post(url, {"languages": ["en-gb", "ar"]}, follow=True).content.decode()
    row = Door.objects.get()
    assert f"http://testserver/r/{row.token}/" in page and "<svg" in page
    assert "There is a new link" in client.post(url, {"act": "renew"}, follow=True).content.decode()
    assert row.token not in client.get(url).content.decode()
    assert "The page is closed" in client.post(url, {"act": "close"}, follow=True).content.decode()
    assert "changed this in between" in client.post(url, {"act": "close"}, follow=True).content.decode()
    assert read.world.client("adviser").get(url).status_code == 403


def test_door_nobody_could_read_from_is_not_opened(safe):
    Grant.objects.filter(compartment__name="incident").delete()
    with pytest.raises(CannotBe):
        opens(safe)
    client = safe.world.client("coordinator")
    page = client.post(safe.project.url("safety:show_door"), {"languages": ["en-gb"]}).content.decode()
    assert "Nobody here holds the key to reports yet" in page
