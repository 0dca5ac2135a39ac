"""How long an alert to 7,000 members takes to leave, beside a bare loop over smtplib in the same run.

    python -m bench.sending [--messages N] [--delay MS] [--kill] [--json]

Messages are armed (sealed, one transaction), then a sender of its own process hands them to servers of this machine
that answer after `--delay` milliseconds: all by e-mail, all by SMS, all by web push. The peer says the same e-mails
to the same server over one connection of smtplib, and keeps nothing. `--kill`: the sender is killed with SIGKILL
every second second and started again; then it is counted what is missing and what came twice.
"""

import argparse
import json
import os
import signal
import smtplib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench.receivers import Servers, a_sender, reach

ROOT = Path(__file__).resolve().parent.parent
BOUND = 120


def asked() -> argparse.Namespace:
    """How many, how slow, and whether the sender is killed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=7_000)
    parser.add_argument("--delay", type=float, default=20, help="milliseconds that a server takes")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def bare(port: int, n: int) -> float:
    """Seconds of a loop over smtplib."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for number in range(n):
            line.sendmail(
                "news@garden.example", f"m{number}@post.example", "Subject: Garden\r\n\r\nWater the plants"
            )
    return time.perf_counter() - began


def arm(world: Any, channel: str, n: int) -> float:
    """Seconds to seal so many; all are due at once."""
    from django.utils import timezone

    from tests.rooms.sending import making

    make = {"email": making.email, "sms": making.sms, "push": making.push}[channel]
    to = {
        "email": lambda number: {"endpoint": f"m{number}@post.example"},
        "sms": lambda number: {"endpoint": f"+4477009{number:05}"},
        "push": lambda number: {},
    }[channel]
    messages = [make(**to(number)) for number in range(n)]
    began = time.perf_counter()
    with world.inside():
        making.actions.arm(
            messages=messages, project=world.project, by=world.worker("outreach"), at=timezone.now()
        )
    return time.perf_counter() - began


def sent(kills: bool) -> tuple[float, int]:
    """Seconds until nothing waits any more, and how many senders were killed."""
    from yarrow.sending.models import Message

    began, n_killed = time.perf_counter(), 0
    while True:
        process = a_sender()
        process.join(2 if kills else None)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            n_killed += 1
        elif not Message.objects.filter(state__in=["armed", "begun"]).exists():
            return time.perf_counter() - began, n_killed


def measured(world: Any, servers: Servers, channel: str, wanted: argparse.Namespace) -> dict[str, Any]:
    """One channel: seconds to arm and to send, what is missing, what came twice, what is unclear."""
    from yarrow.sending.models import Message

    arming = arm(world, channel, wanted.messages)
    with world.inside():
        seconds, n_killed = sent(wanted.kill)
        states = Counter(Message.objects.filter(channel=channel).values_list("state", flat=True))
    given = servers.got()[channel]
    return {
        "arm_s": round(arming, 1),
        "send_s": round(seconds, 1),
        "killed": n_killed,
        "given": len(given),
        # The provider and the push service take a repeat for the first.
        "twice": sum(n > 1 for n in given.values()) if channel == "email" else 0,
        "unclear": states["unclear"],
        "sent": states["sent"],
    }


def main() -> None:
    """A line a channel; with `--json` a last line of JSON."""
    wanted = asked()
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    with tempfile.TemporaryDirectory(prefix="yarrow-bench-") as home:
        os.environ.update(YARROW_HOME=home, DJANGO_SETTINGS_MODULE="yarrow.site.settings")
        servers = Servers(wanted.delay / 1000)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("setup", verbosity=0)
        from tests.worlds import make_project

        reach(servers)
        world, found = make_project(), {"n": wanted.messages, "delay_ms": wanted.delay}
        found["bare_s"] = round(bare(servers.mail, wanted.messages), 1)
        servers.got()
        for channel in ("email", "sms", "push"):
            found[channel] = measured(world, servers, channel, wanted)
            print(channel, found[channel], file=sys.stderr, flush=True)
        servers.end()
    found["ratio_to_smtplib"] = round(found["bare_s"] / found["email"]["send_s"], 2)
    found["is_in_time"] = all(found[channel]["send_s"] < BOUND for channel in ("email", "sms", "push"))
    print(json.dumps(found) if wanted.json else found)


if __name__ == "__main__":
    main()
