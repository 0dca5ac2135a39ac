"""PostgreSQL is stopped, killed, started and failed over under load: what was said to be saved is there, once."""

import random
import time

import pytest

import postgres
from tests.outages.living import Writer, installation

pytestmark = pytest.mark.slow
# Nothing is waited for on a disk (the machine stays up), but a commit stands before it is told, as on any real server.
SAFE = "-c listen_addresses='' -c fsync=off -c synchronous_commit=on -c max_connections=60 -c log_min_messages=fatal"
FORGETFUL = SAFE.replace("synchronous_commit=on", "synchronous_commit=off")
LONGEST = 15


def written(living, trouble):
    """What writers say of the time in which the trouble happened, all of them together."""
    writers = [Writer(living, cookie) for cookie in living.built["users"]]
    for each in writers:
        each.start()
    try:
        until_saved(writers, 20)
        trouble()
        until_saved(writers, 20)
    finally:
        for each in writers:
            each.stopped.set()
        for each in writers:
            each.join()
    return writers


def until_saved(writers, n):
    """Until so many more contacts were said to be saved, however busy the machine is."""
    wanted, ends = n + sum(len(each.saved) for each in writers), time.monotonic() + 60
    while sum(len(each.saved) for each in writers) < wanted:
        assert time.monotonic() < ends, [each.wrong for each in writers]
        time.sleep(0.1)


def lost_and_doubled(writers, stands):
    """(said to be saved and not there, there more than once)."""
    saved = [one for each in writers for one in each.saved]
    doubled = [one for one, n in stands["times"].items() if n > 1]
    return [one for one in saved if not stands["times"][one]], doubled


def entries_of(writers):
    return [one for each in writers for one in [*each.saved, *(sent["entry_id"] for sent in each.unsure)]]


def check_all_is_there_once(living, writers):
    """What was said to be saved stands once, the rest once or not; sent again, everything stands once."""
    assert [each.wrong for each in writers] == [[]] * len(writers)
    assert max(each.slowest for each in writers) < LONGEST
    entries = entries_of(writers)
    assert lost_and_doubled(writers, living.inside("count", told=entries)) == ([], [])
    unsure = [(each, sent) for each in writers for sent in each.unsure]
    assert unsure
    assert all(each.send(sent) for each, sent in unsure)
    stands = living.inside("count", told=entries)
    assert set(stands["times"].values()) == {1} and stands["contacts"] == len(entries)
    assert stands["opened"] == len(entries) and stands["without_key"] == 0
    assert stands["trail"] == []
    return stands


def check_jobs_were_done_once(living):
    """The worker never died, and nothing that it was asked for was left out or done twice."""
    ends = time.monotonic() + 120
    while (effects := living.inside("count", told=[])["effects"]) != living.built["asked"]:
        assert len(effects) < len(living.built["asked"]) and time.monotonic() < ends, len(effects)
        time.sleep(1)
    assert all(process.poll() is None for process in living.running.values())


def check_it_goes_on_by_itself(living):
    """Every process asks the server that is there now: none of so many pages meets the one that went."""
    living.wait_until_well()
    cookie = living.built["users"][0]
    assert {living.ask("GET", living.built["sheet"], cookie)[0] for _time in range(9)} == {200}


def test_server_that_stops_dies_and_starts_loses_nothing(tmp_path):
    with postgres.server(SAFE) as server:
        postgres.make_database(server)
        with installation(tmp_path / "home", postgres.addresses(server)) as living:
            chosen = random.Random(7)

            def trouble():
                for end in (
                    server.stop,
                    server.kill,
                    lambda: server.stop("immediate"),
                    server.kill,
                    server.stop,
                ):
                    end()
                    assert living.health() == (503, "not ok\n")
                    time.sleep(chosen.uniform(0.1, 1.5))
                    server.start()
                    check_it_goes_on_by_itself(living)
                    server.kill_one()
                    time.sleep(chosen.uniform(1, 2))

            check_all_is_there_once(living, written(living, trouble))
            check_jobs_were_done_once(living)


def test_standby_that_takes_over_loses_nothing(tmp_path):
    with postgres.server(SAFE) as first:
        postgres.make_database(first)
        second = first.standby(5433)
        second.start()
        try:
            first.run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
            # The standby is named first: who only reads is passed over.
            with installation(tmp_path / "home", postgres.addresses(second, first)) as living:

                def trouble():
                    first.kill()
                    assert living.health() == (503, "not ok\n")
                    second.control("promote")
                    check_it_goes_on_by_itself(living)

                check_all_is_there_once(living, written(living, trouble))
                check_jobs_were_done_once(living)
        finally:
            second.stop("immediate")


def test_twin_that_tells_before_it_stands_is_found(tmp_path):
    """The control off: the server says that it is saved, and writes it down later."""
    with postgres.server(FORGETFUL) as server:
        postgres.make_database(server)
        with installation(tmp_path / "home", postgres.addresses(server)) as living:

            def trouble():
                server.hold_writer()
                time.sleep(3)
                server.kill()
                server.start()
                check_it_goes_on_by_itself(living)

            writers = written(living, trouble)
            lost, doubled = lost_and_doubled(writers, living.inside("count", told=entries_of(writers)))
            assert lost and not doubled


def test_twin_that_follows_later_is_found(tmp_path):
    """The control off: the first server does not wait for the second, which is some way behind."""
    with postgres.server(SAFE) as first:
        postgres.make_database(first)
        second = first.standby(5433)
        second.start()
        try:
            with installation(tmp_path / "home", postgres.addresses(first, second)) as living:

                def trouble():
                    second.stop()
                    time.sleep(3)
                    first.kill()
                    second.start()
                    second.control("promote")
                    check_it_goes_on_by_itself(living)

                writers = written(living, trouble)
                lost, doubled = lost_and_doubled(writers, living.inside("count", told=entries_of(writers)))
                assert lost and not doubled
        finally:
            second.stop("immediate")
