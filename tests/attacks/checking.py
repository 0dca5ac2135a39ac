"""A member and a worker who check very much, good and broken; what each page was, and how it was made."""

import random
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from tests.attacks import releasing
from tests.attacks.scanner import marker
from yarrow.alerts import accepting, actions, checking, doors, stays
from yarrow.alerts.models import Member

KNOWN, UNKNOWN = "07700 900123", "07700 900124"


def known(world, text=KNOWN):
    """A number that checks find."""
    act = {"project": world.project, "by": world.worker("adviser"), "at": timezone.now()}
    releasing.report(world, act, {"phones": [text]})
    for line in accepting.look(act["by"], world.project, act["at"]).waiting:
        actions.accept_identifier(line=line, says="what", **act)


def member(world, *, days=90):
    """The phone of a member of so many days: `ask(text)` gives the page."""
    now = timezone.now()
    told = {"name": "Ana", "ways": [], "zones": [], "settings": [], "language": "en-gb", "entry_id": uuid4()}
    by = world.worker("outreach")
    row = actions.vouch_for(**told, project=world.project, by=by, at=now).member
    Member.objects.filter(pk=row.pk).update(vouched_at=now - timedelta(days=days))
    token = stays.begin(row, bytes(32), now).token
    client = Client(raise_request_exception=False)
    address = f"/m/{doors.of(world.project, now).token}/check/"

    def ask(text, how=client.post):
        return how(address, {"~stay": token, "~save": "1", "text": text})

    return SimpleNamespace(ask=ask, client=client, row=row, address=address)


def many(n):
    """What is asked: names on sites for the most part, and telephone numbers."""
    chance = random.Random(19)
    numbers = [f"07{chance.randrange(10**9):09d}" for _ in range(n // 10)]
    return [*numbers, *(marker("Night") for _ in range(n - len(numbers)))]


def broken(word):
    """The same word in the ways that go wrong."""
    return [f"{word}\x00", word * 20, f"%{word}'; --", f"\u202e{word}", f"*{word}", f" {word}\n{word} "]


def ask_much(world, monkeypatch, n):
    """So many checks: by a member, by a worker, broken, in the address, too often, and while looking fails."""
    known(world)
    words, phone, client = many(n), member(world), world.client("outreach", raise_request_exception=False)
    desk = world.project.url("alerts:check_number")
    statuses = [phone.ask(word).status_code for word in words[: n // 20]]
    statuses += [client.post(desk, {"text": word}).status_code for word in words[n // 20 : n // 20 + 10]]
    for word in words[-8:-4]:
        statuses += [phone.ask(said).status_code for said in broken(word)]
        statuses += [phone.ask(word, phone.client.get).status_code]
        statuses += [client.get(desk, {"text": word}).status_code]
    asker = checking.Asker(world.project, phone.row.pk, 20)
    for word in words:
        checking.check(asker, word, timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(checking, "_read", fail)
        statuses += [phone.ask(word).status_code for word in words[-4:]]
        statuses += [client.post(desk, {"text": word}).status_code for word in words[-4:]]
    assert {200, 500} <= set(statuses)
    return words


def fail(*args):
    raise RuntimeError(f"could not look up {args}")
