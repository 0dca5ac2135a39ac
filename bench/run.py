"""`make bench`: our pages under load beside bare ones over the same database, in the same run, as ratios.

A ratio says more than a time: both sides run on the same machine in the same minute, behind the same gunicorn with the
same processes, and take turns. What is measured and how: docs/explanation/speed.md.
"""

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "bench"
SIDES = ("ours", "peer")
# Pages p95 in milliseconds; writes may take longer. PostgreSQL with many projects: twice that.
MOST, MOST_WRITE = 300, 500


def asked() -> argparse.Namespace:
    """How large, how long, on what."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--projects", type=int, default=1, help="the first is the largest")
    parser.add_argument("--largest", type=int, default=0, help="people of the largest project, of several")
    parser.add_argument(
        "--share", type=float, default=1.0, help="make only this share of people and contacts"
    )
    parser.add_argument(
        "--times",
        type=int,
        default=1,
        help="on PostgreSQL: contacts by the actions, times so many by copying",
    )
    parser.add_argument("--referrals", type=int, default=75_000, help="among which Today is asked; 0: none")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=4, help="of each turn")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


def main() -> None:
    """Build the projects in a temporary installation, measure, throw them away."""
    wanted = asked()
    sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "scripts"), str(HERE)]
    with tempfile.TemporaryDirectory(prefix="yarrow-bench-") as home, database(wanted.engine) as variables:
        os.environ.update(variables, YARROW_HOME=home, YARROW_HOSTS="localhost,127.0.0.1,testserver")
        os.environ["DJANGO_SETTINGS_MODULE"] = "yarrow.site.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("setup", verbosity=0)
        measure(wanted)


@contextlib.contextmanager
def database(engine: str) -> Iterator[dict[str, str]]:
    """Nothing for SQLite; for PostgreSQL a cluster that waits for its disk, as a real one does."""
    if engine == "sqlite":
        yield {}
        return
    import postgres

    waits = "-c listen_addresses='' -c max_connections=60 -c shared_buffers=1GB -c log_min_messages=fatal"
    with postgres.server(waits) as made:
        postgres.make_database(made)
        # The cluster's own superuser, for the bare peer.
        yield {**postgres.variables(made), "YARROW_BENCH_BARE": "yarrow"}


def measure(wanted: argparse.Namespace) -> None:
    """Everything, in order."""
    import building
    import measures
    import town as towns

    made = building.build(wanted)
    with made[0].world.inside():
        measures.pages(made[0])
        measures.searches(made[0])
        measures.sealed_fields(made[0])
        if wanted.referrals:
            measures.among_referrals(made[0], wanted.referrals)
    users = towns.write_users(made)
    under_load(wanted, users)


@contextlib.contextmanager
def serving(wanted: argparse.Namespace) -> Iterator[dict[str, int]]:
    """Both servers; side → port."""
    ports = {side: free_port() for side in SIDES}
    ours = ["-c", "from yarrow.site.command import main; main()", "serve", "--workers", str(wanted.workers)]
    commands = {
        "ours": [sys.executable, *ours, "--port", str(ports["ours"])],
        "peer": [sys.executable, str(HERE / "serve_peer.py"), str(ports["peer"]), str(wanted.workers)],
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    running = [subprocess.Popen(commands[side], env=environment, cwd=ROOT) for side in SIDES]
    try:
        for port in ports.values():
            wait_for(port)
        yield ports
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("localhost", 0))
        return int(trial.getsockname()[1])


def wait_for(port: int) -> None:
    """Until somebody listens there; half a minute at most."""
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit(f"nobody listens at port {port}")


def turn(wanted: argparse.Namespace, port: int, users: Path, what: str, side: str) -> dict[str, Any]:
    """One turn of the load, in a process of its own."""
    command = [sys.executable, str(HERE / "load.py"), str(port), str(users), str(wanted.seconds), what, side]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    if found["wrong"]:
        raise SystemExit(f"{side}, {what}: {found['wrong']}. What is no page must not count as a fast one.")
    return found


def under_load(wanted: argparse.Namespace, users: Path) -> None:
    """The mix, and each page alone; the sides take turns."""
    import load

    print(f"\n{wanted.users} users at once over loopback, {wanted.workers} processes each side")
    whats = ["mix", *load.MIX]
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    with serving(wanted) as ports:
        for _ in range(wanted.rounds):
            for what in whats:
                for side in SIDES:
                    found.setdefault((what, side), []).append(turn(wanted, ports[side], users, what, side))
    times: dict[str, list[float]] = {}
    for one in found[("mix", "ours")]:
        for page, each in one["times"].items():
            times.setdefault(page, []).extend(each)
    print(f"\n{'in the mix':<12} {'p50':>9} {'p95':>9}   wanted p95")
    for page, each in sorted(times.items()):
        most = MOST_WRITE if page == "write" else MOST
        print(f"  {page:<10} {statistics.median(each):6.0f} ms {p95(each):6.0f} ms   {most} ms")
    print(f"\n{'answers a second':<18} {'ours':>8} {'bare':>8}    ratio")
    for what in whats:
        ours, bare = (rate(found[(what, side)]) for side in SIDES)
        print(f"  {what:<16} {ours:8.1f} {bare:8.1f}   {ours / bare:6.2f} ×")


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def rate(turns: list[dict[str, Any]]) -> float:
    """Answers a second, the median of the turns."""
    return statistics.median(sum(map(len, one["times"].values())) / one["took"] for one in turns)


if __name__ == "__main__":
    main()
