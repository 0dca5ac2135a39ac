"""The key of checks: made once, for nobody else to read, in no backup, and never changed unseen."""

import gzip
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command

from tests.rooms.alerts.checks import NUMBER, SPELLED
from tests.rooms.alerts.members import NOW
from yarrow.alerts import accepting, actions, key_look, tags
from yarrow.alerts.checking import HIT, MISS, NOT_NOW
from yarrow.alerts.models import Released
from yarrow.methods.refusals import Fault
from yarrow.vault.models import TrailRow


@pytest.fixture
def place(tmp_path, settings):
    settings.CHECK_KEY = tmp_path / "home" / "check-key"
    return settings.CHECK_KEY


def test_key_is_made_once_for_its_owner_alone(place):
    first = tags.key()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert tags.key() == first and len(first.secret) >= tags.FEWEST_BYTES
    assert list(place.parent.iterdir()) == [place]
    assert first.secret.decode() not in repr(first)


def test_key_is_one_for_all_who_start_together(place):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: tags.make() or place.read_text(), range(24)))
    assert len(set(made)) == 1
    assert list(place.parent.iterdir()) == [place]


def test_key_that_was_changed_is_read_anew(place):
    first = tags.key()
    place.unlink()
    second = tags.key()
    assert first.id != second.id and first.tag("phone", SPELLED) != second.tag("phone", SPELLED)


@pytest.mark.parametrize("holds", ["", "short", " \n"])
def test_key_of_an_empty_file_is_a_fault(place, holds):
    place.parent.mkdir()
    place.write_text(holds)
    with pytest.raises(Fault):
        tags.key()


def test_tag_is_of_kind_and_spelling(place):
    key = tags.key()
    said = [("phone", SPELLED), ("online", SPELLED), ("phone", SPELLED + "4"), ("phone", ""), ("plate", "")]
    found = {key.tag(*each) for each in said}
    assert len(found) == len(said)
    assert {len(tag) for tag in found} == {2 * tags.TAG_BYTES}


def test_nothing_of_the_number_or_the_key_is_in_the_records(table, place):
    table.known()
    (row,) = Released.objects.values()
    assert tags.key().secret.decode() not in str(row)
    assert SPELLED not in str(row) and "7700900123" not in str(row)


def test_check_with_another_key_says_that_it_can_not_look(table, place):
    table.known()
    place.unlink()
    assert table.check().code == NOT_NOW
    assert table.look().n_stale == 1
    (line,) = table.look().waiting
    table.do(actions.accept_identifier, line=line, says="what")
    assert (table.check().code, table.check("07700900124").code) == (HIT, NOT_NOW)


def test_tag_anew_makes_every_tag_of_the_project_with_the_key_that_is_there(table, place):
    table.known()
    table.report(phones=(), plates=["AB12 CDE"])
    table.accept("AB12 CDE")
    place.unlink()
    by = table.world.worker("adviser")
    rows = accepting.stale(by, table.project)
    assert sorted(spelling for _row, spelling in rows) == [SPELLED, "AB12CDE"]
    assert table.do(actions.tag_anew, rows=rows) == 2
    assert (table.check().code, table.check("ab12cde").code, table.check("x1x").code) == (HIT, HIT, MISS)
    assert table.look().n_stale == 0 and accepting.stale(by, table.project) == []
    assert TrailRow.objects.get(act="alerts.tag_anew", reason="identifiers: 2")
    assert table.do(actions.tag_anew, rows=[]) == 0


def test_tag_anew_of_what_was_accepted_meanwhile_is_one_row(table, place):
    table.known()
    place.unlink()
    stale = accepting.stale(table.world.worker("adviser"), table.project)
    table.accept()
    table.do(actions.tag_anew, rows=stale)
    assert Released.objects.count() == 1
    assert table.check().code == HIT


def test_doctor_is_content_with_a_key_that_lies_well(table, place):
    assert list(key_look.examine(NOW)) == []
    assert not place.exists()
    table.known()
    assert list(key_look.examine(NOW)) == []


def test_doctor_says_that_the_key_is_missing_and_makes_none(table, place):
    table.known()
    place.unlink()
    (found,) = key_look.examine(NOW)
    assert "missing" in found.what and found.weight == "wrong"
    assert not place.exists()


def test_doctor_says_that_tags_are_of_another_key(table, place):
    table.known()
    place.unlink()
    tags.make()
    (found,) = key_look.examine(NOW)
    assert found.what.startswith("1 released") and found.project_id == table.project.id


def test_doctor_says_that_others_may_read_it_or_that_it_holds_nothing(table, place):
    tags.make()
    os.chmod(place, 0o640)
    (found,) = key_look.examine(NOW)
    assert "other accounts" in found.what and str(place) in found.todo
    place.write_text("")
    assert [each.what for each in key_look.examine(NOW)][-1] == "The key of checks can't be read."


def test_doctor_says_that_it_lies_in_a_backup(table, place, settings, tmp_path):
    tags.make()
    settings.BACKUP_RECORDS, settings.BACKUP_KEYRING = str(tmp_path / "records"), str(tmp_path / "keyring")
    assert list(key_look.examine(NOW)) == []
    copy = tmp_path / "records" / "monday" / "check-key"
    copy.parent.mkdir(parents=True)
    copy.write_text("a copy")
    (found,) = key_look.examine(NOW)
    assert str(tmp_path / "records") in found.what
    settings.CHECK_KEY = tmp_path / "keyring" / "secrets" / "other-name"
    tags.make()
    assert any(str(tmp_path / "keyring") in each.what for each in key_look.examine(NOW))


@pytest.mark.sqlite_only(reason="a copy is a copy; what an archive may hold is listed for both")
def test_a_backup_holds_no_key(table, place, tmp_path, settings, capsys):
    settings.HOME = place.parent
    table.known(phones=[NUMBER])
    secret = place.read_bytes()
    folders = [tmp_path / "one", tmp_path / "two"]
    call_command("backup", *map(str, folders), "--same-disk")
    held = [gzip.decompress(each.read_bytes()) for folder in folders for each in folder.iterdir()]
    assert len(held) == 2 and not any(secret in each for each in held)
