"""How long an alert to 7,000 members takes from the second person's press until all have left, beside a bare loop.

    python -m bench.alerts [--members N] [--delay MS] [--kill] [--json]

Members are rows with an address of their own, sealed as the actions seal them. Publishing opens whom the alert reaches
and plans a row for each; arming hands them to the sender, 500 with each press, as the page does by itself; the sender
is a process of its own and hands them to a server of this machine that answers after `--delay` milliseconds. The peer
says the same e-mails to the same server over one connection of smtplib. `--kill`: every third press is killed before it
is written down, and the sender every second second.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import sending

ROOT = Path(__file__).resolve().parent.parent
WORDS = "White van. Asks for no condom, then takes the money back."


def asked() -> argparse.Namespace:
    """How many members, how slow the server is, and whether presses and senders are killed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=7_000)
    parser.add_argument("--delay", type=float, default=20, help="milliseconds that the server takes")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def make_members(ward: Any, n: int) -> None:
    """So many members; half of them chose a line of their own."""
    from django.db import transaction
    from django.utils import timezone

    from yarrow.alerts.models import Member
    from yarrow.alerts.ways import Way, packed

    by, at, rows = ward.world.worker("adviser"), timezone.now(), []
    with transaction.atomic():
        for number in range(n):
            row = Member(project=ward.project, language="en-gb", vouched_by=by.id, vouched_at=at)
            line = "Water the plants" if number % 2 else ""
            row.sealed.put(
                "identity.ways", packed([Way("email", f"m{number}@post.example", line)]), by.unlocked
            )
            rows.append(row)
        Member.objects.bulk_create(rows, batch_size=500)


def took(act: Callable[[], Any]) -> float:
    """Seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def arm_all(ward: Any, alert: Any, kills: bool) -> int:
    """Press until nothing waits; how many presses were killed."""
    from yarrow.alerts.actions import arming

    act: dict[str, Any] = {"text": ward.text(alert), "by": "coordinator"}
    n_presses = n_killed = 0
    while True:
        n_presses += 1
        kept = arming._set
        if kills and n_presses % 3 == 0:
            arming._set = _dies
        try:
            if not ward.do(arming.arm_next, **act, at=ward.now()):
                return n_killed
        except KeyboardInterrupt:
            n_killed += 1
        finally:
            arming._set = kept


def _dies(*_said: Any) -> None:
    """A press that ends before what was armed is written down."""
    raise KeyboardInterrupt


def measured(servers: sending.Servers, wanted: argparse.Namespace) -> dict[str, Any]:
    """Seconds of each part, and what the server was given."""
    from django.utils import timezone

    from tests.rooms.alerts.warning import Ward
    from tests.worlds import make_project

    ward = Ward(world=make_project(), now=timezone.now)
    with ward.world.inside():
        ward.start()
        make_members(ward, wanted.members)
        alert = ward.ready(WORDS)
        publishing = took(lambda: ward.publish(alert, at=timezone.now()))
        began = time.perf_counter()
        n_presses_killed = arm_all(ward, alert, wanted.kill)
        arming = time.perf_counter() - began
        send_s, n_killed = sending.sent(wanted.kill)
    given = servers.got()["email"]
    return {
        "publish_s": round(publishing, 1),
        "arm_s": round(arming, 1),
        "send_s": round(send_s, 1),
        "all_s": round(publishing + arming + send_s, 1),
        "killed": n_killed + n_presses_killed,
        "given": len(given),
        "twice": sum(n > 1 for n in given.values()),
    }


def main() -> None:
    """A line; with `--json` a last line of JSON."""
    wanted = asked()
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    with tempfile.TemporaryDirectory(prefix="yarrow-bench-") as home:
        os.environ.update(YARROW_HOME=home, DJANGO_SETTINGS_MODULE="yarrow.site.settings")
        servers = sending.Servers(wanted.delay / 1000)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("setup", verbosity=0)
        sending.reach(servers)
        bare = sending.bare(servers.mail, wanted.members)
        servers.got()
        found = {"n": wanted.members, "delay_ms": wanted.delay, "bare_s": round(bare, 1)}
        found |= measured(servers, wanted)
        found["ratio_to_bare"] = round(bare / found["all_s"], 2)
        servers.end()
    print(
        f"{found['n']:,} members: published {found['publish_s']} s, armed {found['arm_s']} s, "
        f"sent {found['send_s']} s, "
        f"all {found['all_s']} s (a bare loop {found['bare_s']} s); given {found['given']:,}, twice {found['twice']}, "
        f"killed {found['killed']} times"
    )
    if wanted.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
