"""A week of invented traffic, day after day through the real server: its records are what people were told."""

import json
import os
import time
from collections import Counter
from contextlib import contextmanager
from uuid import uuid4

import pytest

import postgres
from tests.outages.living import SERVE, Writer, built, running

pytestmark = pytest.mark.slow
# As an installation has it, with a disk that is waited for.
WHOLE = "-c listen_addresses='' -c max_connections=60 -c log_min_messages=fatal"
DAYS, SECONDS, CONDOMS = 7, 8, 6
# What the doctor finds there is this machine's, not the records'.
OF_THE_RECORDS = {"records", "keys and trail", "jobs", "backups", "PostgreSQL"}


class Worker(Writer):
    """Somebody at work: looks, meets people known and not known, and adds new ones."""

    def __post_init__(self):
        super().__post_init__()
        self.met, self.names, self.people = 0, [], []
        self.later = []

    def run(self):
        acts = (self._look, self._search, self._meet, self._meet_known, self._add)
        while not self.stopped.is_set():
            self.chance.choices(acts, (30, 10, 30, 20, 10))[0]()

    def _look(self):
        home = self.living.built["home"]
        places = [
            home,
            f"{home}people/",
            self.living.built["sheet"],
            *(f"{home}people/{one}/" for one in self.people),
        ]
        self._asked("GET", self.chance.choice(places))

    def _search(self):
        sent = {"csrfmiddlewaretoken": self.token, "text": self.chance.choice(self.names or ["Ayo"])}
        # A search is answered by a page, not by a way on.
        status, words = self.living.ask(
            "POST", f"{self.living.built['home']}people/search/", self.cookie, sent
        )
        if status not in (200, 503):
            self.wrong.append(f"search {status}: {words[:300]}")

    def _meet(self, who="not_known:1"):
        sent = {"who": who, "supply_condoms": str(CONDOMS)}
        self._send("met", self.living.built["sheet"], sent)

    def _meet_known(self):
        self._meet(f"person:{self.chance.choice(self.people)}" if self.people else "not_known:1")

    def _add(self):
        name = f"Invented {uuid4().hex[:12]}"
        sent = {"called": name, "version": "1", "gender": "woman", "age_band": "25_34"}
        self._send("names", f"{self.living.built['home']}people/add/", sent)

    def _send(self, what, address, sent):
        self._save(what, address, {"csrfmiddlewaretoken": self.token, "entry_id": str(uuid4()), **sent})

    def _save(self, what, address, sent):
        status, leads_to = self._asked("POST", address, sent)
        if status != 302:
            self.later.append((what, address, sent))
        elif what == "met":
            self.met += 1
        else:
            self.names.append(sent["called"])
            self.people.append(leads_to.rstrip("/").rpartition("/")[2])

    def send_again(self):
        """What was not said to be saved during the day."""
        waiting, self.later = self.later, []
        for what, address, sent in waiting:
            self._save(what, address, sent)
        assert not self.later


@contextmanager
def installation(tmp_path):
    """One over a server of its own, with two folders for its copies."""
    with postgres.server(WHOLE) as server:
        postgres.make_database(server)
        copies = {f"YARROW_BACKUP_{kind}": str(tmp_path / kind) for kind in ("RECORDS", "KEYRING")}
        path = f"{server.programs}{os.pathsep}{os.environ['PATH']}"
        told = {**postgres.addresses(server), **copies, "YARROW_BACKUP_SAME_DISK": "yes", "PATH": path}
        yield server, built(tmp_path / "home", told)


def live_a_day(living, server, day):
    """A shift, with PostgreSQL restarted in its middle; then somebody is erased, and night falls."""
    living.environment["YARROW_TEST_DAY"] = str(day)
    living.built |= living.inside("morning")
    with running(living, serve=SERVE):
        workers = [Worker(living, cookie) for cookie in living.built["users"]]
        for each in workers:
            each.start()
        time.sleep(SECONDS)
        server.stop()
        server.start()
        time.sleep(SECONDS)
        for each in workers:
            each.stopped.set()
        for each in workers:
            each.join()
            each.send_again()
        erased = erase_one(living, workers)
    living.environment["YARROW_TEST_DAY"] = str(day + 1)
    night = living.yarrow("work", "--once")
    assert night.returncode == 0 and "failed" not in night.stderr, night.stderr
    assert [each.wrong for each in workers] == [[]] * len(workers)
    return workers, erased


def erase_one(living, workers):
    """The name of somebody whom the co-ordinator erases."""
    first = workers[0]
    person, name = next((one.people[0], one.names[0]) for one in workers if one.people)
    sent = {"csrfmiddlewaretoken": first.token, "reason": "asked", "word": "erase"}
    status, words = living.ask("POST", f"{living.built['home']}people/{person}/erase/", first.cookie, sent)
    assert status == 302, words[:500]
    return name


def found_by_doctor(living):
    """What is wrong with the records. That passphrases are stretched cheaply is the tests' own setting."""
    found = json.loads(living.yarrow("doctor", "--json").stdout)
    said = [each["what"] for name in OF_THE_RECORDS for each in found[name]]
    return [what for what in said if "stretched below the floor" not in what]


def test_week_of_traffic_is_what_people_were_told(tmp_path):
    told = {"contacts": Counter(), "people": []}
    with installation(tmp_path) as (server, living):
        for day in range(DAYS):
            workers, erased = live_a_day(living, server, day)
            told["contacts"][living.built["session"]] += sum(each.met for each in workers)
            told["people"] += [name for each in workers for name in each.names if name != erased]
        stands = living.inside("tally")
        assert stands["contacts"] == told["contacts"] and min(stands["contacts"].values()) > 0
        assert stands["given"] == CONDOMS * sum(told["contacts"].values())
        assert stands["people"] == sorted(told["people"]) and stands["erased"] == DAYS
        walked = living.yarrow("verify-trail")
        assert walked.returncode == 0 and walked.stdout.count(": whole") == 1, walked.stdout
        assert found_by_doctor(living) == []
        assert len(list((tmp_path / "RECORDS").iterdir())) >= DAYS
