"""The sender's keys: one file, moved on each day, from which no day that is over can be found again."""

import stat
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from yarrow.sending import board, keyfile, ways
from yarrow.sending.errors import NoKey
from yarrow.vault import sealing
from yarrow.vault.errors import Tampered

DAY = datetime(2026, 11, 29, 9, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("set_up")


def days(n):
    return DAY + timedelta(days=n)


def test_file_is_made_once_for_its_account_alone():
    first = keyfile.ready(DAY)
    assert stat.S_IMODE(keyfile.path().stat().st_mode) == 0o600
    assert keyfile.ready(DAY) == first == keyfile.read()
    assert [each.name for each in keyfile.path().parent.iterdir()] == [keyfile.path().name]


def test_file_made_by_many_at_once_is_one():
    found, together = [], Barrier(8)

    def make():
        together.wait()
        found.append(keyfile.ready(DAY))

    threads = [Thread(target=make) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each.seed for each in found}) == 1 and found[0] == keyfile.read()


def test_keys_never_show_themselves():
    kept = keyfile.ready(DAY)
    assert kept.seed.hex() not in repr(kept) and str(kept.seed) not in repr(kept)


def test_pair_of_a_day_is_the_same_from_every_earlier_seed():
    before = keyfile.ready(DAY).pair(days(7).date())
    for n in range(1, 8):
        assert keyfile.ready(days(n)).pair(days(7).date()) == before


def test_pair_of_a_day_that_is_over_is_gone():
    today = keyfile.ready(DAY)
    sealed = sealing.seal_to(today.pair(DAY.date()).public, b"words")
    later = keyfile.ready(days(1))
    with pytest.raises(NoKey):
        later.pair(DAY.date())
    for n in range(1, 9):
        with pytest.raises(Tampered):
            sealing.open_with(later.pair(days(n).date()).private, sealed)
    assert today.seed not in keyfile.path().read_bytes()
    assert today.seed.hex() not in keyfile.path().read_text()


def test_board_and_push_stay_when_the_day_moves_on():
    first, later = keyfile.ready(DAY), keyfile.ready(days(400))
    assert (first.board, first.push) == (later.board, later.push)
    assert later.day == days(400).date()


def test_far_ahead_is_reached_at_once():
    keyfile.ready(DAY)
    assert keyfile.ready(datetime(9999, 12, 31, tzinfo=UTC)).day.year == 9999


def test_clock_that_was_set_back_still_seals_and_opens():
    keyfile.ready(days(30))
    kept = keyfile.ready(DAY)
    day = kept.day_for(DAY + timedelta(days=7))
    assert kept.day == day == days(30).date()
    assert kept.pair(day) == keyfile.read().pair(day)


def test_a_day_far_off_has_no_pair():
    with pytest.raises(NoKey):
        keyfile.ready(DAY).pair(days(17).date())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yarrow reach key 1\n",
        "yarrow reach key 2\nboard {k}\npush {k}\nreach 2026-11-29 {k}\n",
        "yarrow reach key 1\nboard {k}\npush {k}\nreach 2026-11-29 abcd\n",
        "yarrow reach key 1\nboard {k}\npush zz\nreach 2026-11-29 {k}\n",
        "yarrow reach key 1\nboard {k}\npush {k}\nreach yesterday {k}\n",
        "yarrow reach key 1\nboard {k}\npush {k}\nreach {k}\n",
    ],
)
def test_file_that_is_not_whole_is_refused_and_left_alone(text):
    keyfile.ready(DAY)
    keyfile.path().write_text(text.format(k="ab" * 32))
    with pytest.raises(NoKey):
        keyfile.ready(days(3))
    assert keyfile.path().read_text() == text.format(k="ab" * 32)


def test_file_of_other_bytes_is_refused():
    keyfile.ready(DAY)
    keyfile.path().write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NoKey):
        keyfile.read()


def test_push_scalar_is_always_a_key(monkeypatch):
    for number in (0, (0xFFFFFFFF << 224) - 2):
        monkeypatch.setattr(keyfile.secrets, "randbelow", lambda below, number=number: number)
        assert len(ways.public_point(keyfile._scalar())) == 65


def test_browser_is_given_the_same_point_each_time():
    assert ways.push_key() == ways.push_key() and len(ways.push_key()) == 87


def test_board_words_open_in_their_place_alone():
    project, other = (board.sealing.new_key().hex()[:8] for _n in range(2))
    sealed = board.seal(project, "alert 1", "A grey van – تحية")
    assert b"grey" not in sealed
    assert board.opened(project, "alert 1", sealed) == "A grey van – تحية"
    for place in ((other, "alert 1"), (project, "alert 2")):
        with pytest.raises(Tampered):
            board.opened(*place, sealed)
    keyfile.path().unlink()
    with pytest.raises(NoKey):
        board.opened(project, "alert 1", sealed)
    keyfile.ready(DAY)
    with pytest.raises(Tampered):
        board.opened(project, "alert 1", sealed)
