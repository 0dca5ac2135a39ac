"""`make bench-checks`: checks among a million identifiers, through a member's page, beside a bare view in the same run.

Two processes take requests as fast as they come, each through the whole of Django with our middleware; then the same
through a bare view that looks one row up by its key. After that, in one process: a thousand hits and a thousand of
each other answer, in an order drawn at random, and whether their times can be told apart (rank sum, two-sided).
"""

import argparse
import json
import math
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import asking
import released

ROOT = Path(__file__).resolve().parent.parent
MOST_P95_MS, FEWEST_A_SECOND = 20, 500


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
        address, tokens = released.build(world, wanted.identifiers)
        print(
            f"{wanted.identifiers:,} identifiers, {released.MEMBERS} members: {time.perf_counter() - began:.0f} s"
        )
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
    ask, chance, took = asking.SIDES[side](address, tokens), random.Random(place), []
    for _ in range(50):
        ask(_drawn(chance, wanted.identifiers))
    until = time.perf_counter() + wanted.seconds
    while (began := time.perf_counter()) < until:
        ask(_drawn(chance, wanted.identifiers))
        took.append(time.perf_counter() - began)
    return took


def _drawn(chance: random.Random, n: int) -> str:
    return (released.KNOWN if chance.random() < 0.5 else released.UNKNOWN).format(chance.randrange(n))


# --- what can be told apart ------------------------------------------------------------------------------------


def told_apart(wanted: argparse.Namespace, address: str, tokens: list[str]) -> dict[str, float]:
    """Answer → p of its times against those of hits: small where they can be told apart."""
    ask, chance, n = asking.ours(address, tokens), random.Random(7), wanted.identifiers
    texts: dict[str, Any] = {
        "hit": lambda: released.KNOWN.format(chance.randrange(n)),
        "miss": lambda: released.UNKNOWN.format(chance.randrange(n)),
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
