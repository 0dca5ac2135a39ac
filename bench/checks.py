"""`make bench-checks`: checks among a million identifiers, through a member's page, beside a bare view in the same run.

Two processes take requests as fast as they come, each through the whole of Django with our middleware; then the same
through a bare view that looks one row up by its key. After that, in one process: a thousand hits and a thousand of
each other answer, in an order drawn at random, and whether their times can be told apart (rank sum, two-sided).
"""

import argparse
import io
import json
import math
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
MEMBERS, A_REPORT, PART = 50, 10, 5_000
MOST_P95_MS, FEWEST_A_SECOND = 20, 500
# A range of numbers that is nobody's, as long as a real one.
KNOWN, UNKNOWN = "+4470{:08d}", "+4471{:08d}"
Asked = Callable[[str], Any]


def asked() -> argparse.Namespace:
    """How many identifiers, for how long, on what."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--identifiers", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--each", type=int, default=1_000, help="of each answer, for the timing")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--json", action="store_true", help="end with one JSON line")
    return parser.parse_args()


def main() -> None:
    """Build in a temporary installation, measure, throw it away. Status 1 where a bound is broken."""
    wanted = asked()
    sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "scripts"), str(ROOT / "bench")]
    import run

    with (
        tempfile.TemporaryDirectory(prefix="yarrow-bench-") as home,
        run.database(wanted.engine) as variables,
    ):
        os.environ.update(variables, YARROW_HOME=home, YARROW_HOSTS="localhost,testserver")
        os.environ.update(YARROW_CHECKS_A_DAY="1000000000", DJANGO_SETTINGS_MODULE="yarrow.site.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("setup", verbosity=0)
        found = measure(wanted)
    if wanted.json:
        print(json.dumps(found))
    if found["p95_ms"] > MOST_P95_MS or found["a_second"] < FEWEST_A_SECOND:
        raise SystemExit("slower than it may be")


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    """Everything, in order."""
    from django.db import connection

    from tests.worlds import make_project
    from yarrow.vault import fence

    with fence.gate():
        world = make_project()
        began = time.perf_counter()
        address, tokens = build(world, wanted.identifiers)
        print(f"{wanted.identifiers:,} identifiers, {MEMBERS} members: {time.perf_counter() - began:.0f} s")
    connection.close()
    found: dict[str, Any] = {"n": wanted.identifiers}
    for side in ("ours", "bare"):
        took, seconds = together(wanted, side, address, tokens)
        a_second, p95 = len(took) / seconds, 1000 * statistics.quantiles(took, n=20)[-1]
        print(f"{side}: {a_second:8,.0f} a second, p95 {p95:6.2f} ms, {wanted.workers} processes")
        found |= {"a_second": a_second, "p95_ms": p95} if side == "ours" else {"bare_a_second": a_second}
    found["ratio_to_bare"] = found["a_second"] / found["bare_a_second"]
    print(f"ratio to the bare view: {found['ratio_to_bare']:.2f}")
    found["timing"] = told_apart(wanted, address, tokens)
    return {name: round(each, 3) if isinstance(each, float) else each for name, each in found.items()}


# --- rows -------------------------------------------------------------------------------------------------


def build(world: Any, n: int) -> tuple[str, list[str]]:
    """Reports with their choices and identifiers, written as rows; members who are here. Address, tokens."""
    from django.db import connection
    from django.utils import timezone

    from yarrow.alerts import actions, doors, stays

    now, by = timezone.now(), world.worker("outreach")
    act = {"project": world.project, "by": by, "at": now}
    tokens = []
    for place in range(MEMBERS):
        told = {"name": f"Member {place}", "ways": [], "zones": [], "settings": [], "language": "en-gb"}
        member = actions.vouch_for(**told, **act, entry_id=uuid4()).member
        type(member).objects.filter(pk=member.pk).update(vouched_at=now - 60 * _day())
        member.refresh_from_db()
        tokens.append(stays.begin(member, bytes(32), now + _day()).token)
    _identifiers(world.project, now, n)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return f"/m/{doors.of(world.project, now).token}/check/", tokens


def _day() -> Any:
    from datetime import timedelta

    return timedelta(days=1)


def _identifiers(project: Any, now: Any, n: int) -> None:
    from django.db import transaction

    from yarrow.alerts import tags
    from yarrow.alerts.models import Released
    from yarrow.safety.models import Choice, Report

    key, by = tags.key(), uuid4()
    for start in range(0, n, PART):
        reports = [
            Report(project=project, way="phone", received_at=now, opened_at=now, kinds=["robbery"])
            for _ in range(max(1, min(PART, n - start) // A_REPORT))
        ]
        said = {"level": "warn", "tell": "here", "release": "now", "how": "phone", "said_at": now}
        choices = [Choice(project=project, report_id=row.pk, **said) for row in reports]
        rows = []
        for place in range(start, min(start + PART, n)):
            report = reports[place % len(reports)]
            tag = key.tag("phone", KNOWN.format(place))
            rows.append(
                Released(
                    **{"project": project, "report": report, "tag": tag, "key_id": key.id, "kind": "phone"},
                    **{"reporter_id": report.reporter_id, "kinds": ["robbery"], "month": now.date()},
                    **{"reported_at": now, "says": "what", "accepted_by": by, "accepted_at": now},
                    expires_at=now + 365 * _day(),
                )
            )
        with transaction.atomic():
            Report.objects.bulk_create(reports, batch_size=500)
            Choice.objects.bulk_create(choices, batch_size=500)
            Released.objects.bulk_create(rows, batch_size=500)


# --- requests ---------------------------------------------------------------------------------------------


def ours(address: str, tokens: list[str]) -> Asked:
    """A check through our own page: middleware, door, stay, counter, look, page."""
    from django.core.wsgi import get_wsgi_application

    application, chance = get_wsgi_application(), random.Random(os.getpid())

    def ask(text: str) -> bytes:
        sent = urlencode({"~stay": chance.choice(tokens), "~save": "1", "text": text}).encode()
        return called(application, address, sent)

    return ask


def bare(_address: str, _tokens: list[str]) -> Asked:
    """One look by key, one template, Django's own middleware: what anybody would write first."""
    import types

    import peer
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.urls import path
    from django.views.decorators.csrf import csrf_exempt

    from yarrow.alerts import tags
    from yarrow.alerts.models import Released

    page, key = Template("<!doctype html><title>Check</title><p>{{ said }}</p>"), tags.key()

    @csrf_exempt
    def check(request: HttpRequest) -> HttpResponse:
        row = Released.objects.filter(tag=key.tag("phone", request.POST["text"])).first()
        return HttpResponse(page.render(Context({"said": row.kinds if row else "Not known here."})))

    urls: Any = types.ModuleType("bare_urls")
    urls.urlpatterns = [path("check/", check)]
    sys.modules["bare_urls"] = urls
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "bare_urls", peer.MIDDLEWARE
    application = get_wsgi_application()
    return lambda text: called(application, "/check/", urlencode({"text": text}).encode())


def called(application: Any, address: str, sent: bytes) -> bytes:
    """One request as a server hands it over; the body that came back."""
    status = []
    environ = {
        **{"REQUEST_METHOD": "POST", "PATH_INFO": address, "QUERY_STRING": "", "SERVER_NAME": "localhost"},
        **{"SERVER_PORT": "80", "HTTP_HOST": "localhost", "CONTENT_LENGTH": str(len(sent))},
        **{"CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": io.BytesIO(sent)},
        **{"wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "SERVER_PROTOCOL": "HTTP/1.1"},
        **{"wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True},
    }
    response = application(environ, lambda line, _headers: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{status[0]} is no page")
    return body


SIDES = {"ours": ours, "bare": bare}


def together(
    wanted: argparse.Namespace, side: str, address: str, tokens: list[str]
) -> tuple[list[float], float]:
    """(seconds of each request, seconds that it took) of several processes at once."""
    context = multiprocessing.get_context("fork")
    with context.Pool(wanted.workers) as pool:
        told = [(wanted, side, address, tokens, place) for place in range(wanted.workers)]
        found = pool.starmap(_alone, told)
    return [each for took in found for each in took], wanted.seconds


def _alone(wanted: argparse.Namespace, side: str, address: str, tokens: list[str], place: int) -> list[float]:
    ask, chance, took = SIDES[side](address, tokens), random.Random(place), []
    for _ in range(50):
        ask(_drawn(chance, wanted.identifiers))
    until = time.perf_counter() + wanted.seconds
    while (began := time.perf_counter()) < until:
        ask(_drawn(chance, wanted.identifiers))
        took.append(time.perf_counter() - began)
    return took


def _drawn(chance: random.Random, n: int) -> str:
    return (KNOWN if chance.random() < 0.5 else UNKNOWN).format(chance.randrange(n))


# --- what can be told apart ------------------------------------------------------------------------------------


def told_apart(wanted: argparse.Namespace, address: str, tokens: list[str]) -> dict[str, float]:
    """Answer → p of its times against those of hits: small where they can be told apart."""
    ask, chance, n = ours(address, tokens), random.Random(7), wanted.identifiers
    texts: dict[str, Callable[[], str]] = {
        "hit": lambda: KNOWN.format(chance.randrange(n)),
        "miss": lambda: UNKNOWN.format(chance.randrange(n)),
        "malformed": lambda: f"*{chance.randrange(10**9):09d}",
    }
    order = [name for name in texts for _ in range(wanted.each)]
    chance.shuffle(order)
    took: dict[str, list[float]] = {name: [] for name in texts}
    sizes = set()
    for text in [texts[name]() for name in order[:200]]:
        ask(text)
    for name in order:
        text = texts[name]()
        began = time.perf_counter()
        body = ask(text)
        took[name].append(time.perf_counter() - began)
        sizes.add(len(body))
    if len(sizes) != 1:
        raise SystemExit(f"pages of {sorted(sizes)} bytes")
    found = {}
    for name, times in took.items():
        found[name] = 1.0 if name == "hit" else round(rank_sum(took["hit"], times), 4)
        print(
            f"  {name:<10} median {1000 * statistics.median(times):6.3f} ms, p against a hit {found[name]:.3f}"
        )
    return found


def rank_sum(first: list[float], second: list[float]) -> float:
    """Two-sided p of the rank-sum test (Mann and Whitney 1947), by its normal limit; no two times are the same."""
    ordered = sorted([(each, 0) for each in first] + [(each, 1) for each in second])
    ranks = sum(rank for rank, (_time, side) in enumerate(ordered, start=1) if side == 0)
    n, m = len(first), len(second)
    away = (ranks - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(away) / math.sqrt(2))


if __name__ == "__main__":
    main()
