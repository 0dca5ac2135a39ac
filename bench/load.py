"""Twenty signed-in users over loopback: drives one server for some seconds and says how long each page took.

Arguments: PORT, FILE of users, SECONDS, what to ask ("mix" or one page), "ours" or "peer". Prints JSON: page →
milliseconds of every answer, and how many answers were none of 200 and 302.
"""

import http.client
import json
import random
import re
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

# How often each page is asked for in the mix, in a hundred.
MIX = {"today": 20, "list": 20, "person": 25, "session": 15, "search": 12, "write": 8}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
User = dict[str, Any]


class Asker:
    """One user with their browser."""

    def __init__(self, port: int, user: User, peer: bool) -> None:
        self.port, self.user, self.peer = port, user, peer
        self.home = f"/{user['code']}" if peer else f"/p/{user['code']}"
        self.chance = random.Random(user["cookie"])
        self.token = "" if peer else self._token()
        self.times: dict[str, list[float]] = {}
        self.wrong: dict[str, int] = {}

    def _token(self) -> str:
        """What every form of the session carries."""
        page = self._send("GET", f"{self.home}/people/")[1]
        found = TOKEN.search(page)
        if found is None:
            raise SystemExit(f"no form on the list of people: {page[:200]}")
        return found[1]

    def ask(self, page: str) -> None:
        """One page, timed."""
        method, address, sent = self._asked(page)
        started = time.perf_counter()
        status, _body = self._send(method, address, sent)
        self.times.setdefault(page, []).append((time.perf_counter() - started) * 1000)
        if status not in (200, 302):
            self.wrong[f"{page} {status}"] = self.wrong.get(f"{page} {status}", 0) + 1

    def _asked(self, page: str) -> tuple[str, str, dict[str, str] | None]:
        user, pick = self.user, self.chance.choice
        if self.peer:
            return {
                "today": lambda: ("GET", f"{self.home}/today/", None),
                "list": lambda: ("GET", f"{self.home}/list/", None),
                "search": lambda: ("GET", f"{self.home}/search/?text={pick(user['signs'])}", None),
                "person": lambda: ("GET", f"{self.home}/person/{pick(user['people'])}/", None),
                "session": lambda: ("GET", f"{self.home}/session/{pick(user['sessions'])}/", None),
                "write": lambda: (
                    "POST",
                    f"{self.home}/write/{user['tonight']}/",
                    {"entry_id": str(uuid4()), "n_people": "1", "kind": "condoms", "n": "6"},
                ),
            }[page]()
        form = {"csrfmiddlewaretoken": self.token}
        given = {"who": "not_known:1", "supply_condoms": "6", "entry_id": str(uuid4())}
        return {
            "today": lambda: ("GET", f"{self.home}/", None),
            "list": lambda: ("GET", f"{self.home}/people/", None),
            "search": lambda: ("POST", f"{self.home}/people/search/", form | {"text": pick(user["names"])}),
            "person": lambda: ("GET", f"{self.home}/people/{pick(user['people'])}/", None),
            "session": lambda: ("GET", f"{self.home}/contacts/sessions/{pick(user['sessions'])}/", None),
            "write": lambda: (
                "POST",
                f"{self.home}/contacts/sessions/{user['tonight']}/sheet/",
                form | given,
            ),
        }[page]()

    def _send(self, method: str, address: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        link = http.client.HTTPConnection("localhost", self.port, timeout=60)
        headers = {"Cookie": self.user["cookie"], "Host": f"localhost:{self.port}"}
        body = None
        if sent is not None:
            body = urlencode(sent)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, address, body=body, headers=headers)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, text


def drive(askers: list[Asker], seconds: float, choose: Callable[[random.Random], str]) -> float:
    """All at once until the time is over; how many seconds it took."""
    until = time.perf_counter() + seconds

    def go(asker: Asker) -> None:
        while time.perf_counter() < until:
            asker.ask(choose(asker.chance))

    threads = [threading.Thread(target=go, args=(asker,)) for asker in askers]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def main(port: str, users: str, seconds: str, what: str, whose: str) -> None:
    """Drive, then print what came of it."""
    with open(users, encoding="utf-8") as file:
        askers = [Asker(int(port), user, whose == "peer") for user in json.load(file)]
    pages, weights = (list(MIX), list(MIX.values())) if what == "mix" else ([what], [1])
    took = drive(askers, float(seconds), lambda chance: chance.choices(pages, weights)[0])
    times: dict[str, list[float]] = {}
    wrong: dict[str, int] = {}
    for asker in askers:
        for page, each in asker.times.items():
            times.setdefault(page, []).extend(each)
        for what_came, n in asker.wrong.items():
            wrong[what_came] = wrong.get(what_came, 0) + n
    print(json.dumps({"took": took, "times": times, "wrong": wrong}))


if __name__ == "__main__":
    main(*sys.argv[1:])
