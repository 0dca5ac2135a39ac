"""How well and how fast reports are matched, beside Splink and beside a scorer that knows the true weights.

    python -m bench.match [--json] [--reports N ...] [--seed S] [--speed]

Of the reports that have a mate in the register: for how many is one among the first five (`hit5`). The same for
Splink 5 (`hit5_splink`), and for this scorer with the weights that this very register truly has (`hit5_oracle`).
The suggested band: of the pairs suggested unasked, how many are right. Then one new report against all: milliseconds
(`p95_ms`), seconds to open the sealed book of really sealed reports and make the engine's book of it (`open_s`, see
bench/opening.py; `make_s` of them for the latter), and how many times faster than Splink's `predict_between` of one
record. Last the string and date parts on FEBRL 1-4 (bench/febrl.py), left out with `--speed`.
Splink is installed from requirements/bench.lock into build/bench the first time.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / "build" / "bench"


def in_own_packages() -> None:
    """Go on in an environment that has Splink; made from the lock when it is not there."""
    try:
        import splink  # noqa: F401
    except ModuleNotFoundError:
        python = VENV / "bin" / "python"
        lock = ROOT / "requirements" / "bench.lock"
        if not python.exists():
            print("Splink: installing it into build/bench", file=sys.stderr, flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        pip = (str(python), "-m", "pip", "--disable-pip-version-check", "-qq", "install", "--require-hashes")
        subprocess.run([*pip, "--no-deps", "-r", str(lock)], check=True)
        os.execve(  # noqa: S606
            python,
            [str(python), "-m", "bench.match", *sys.argv[1:]],
            {
                **os.environ,
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "YARROW_BENCH_PYTHON": sys.executable,
            },
        )


def share(found: dict[str, list[str]], mates: dict[str, set[str]]) -> float:
    """Of those with a mate, how many have one among what was found."""
    return sum(any(key in theirs for key in found.get(one, ())) for one, theirs in mates.items()) / len(mates)


def ours(corpus: Any, weights: Any = None) -> tuple[dict[str, list[str]], int, int]:
    """The first five of every report that has a mate; how many pairs are suggested among all, and how many rightly."""
    from bench.train import known

    book, mates = known(corpus, weights), corpus.mates()
    found, n_suggested, n_right = {}, 0, 0
    for one in corpus.reports:
        likest = book.likest(one, 5)
        suggested = [other.key for other in likest if other.is_suggested]
        n_suggested += len(suggested)
        n_right += sum(key in mates.get(one.key, ()) for key in suggested)
        if one.key in mates:
            found[one.key] = [other.key for other in likest]
    return found, n_suggested, n_right


def quality(n: int, seed: int) -> dict[str, Any]:
    """The three scorers on one register."""
    from bench.incidents import corpus
    from bench.splink_peer import Peer
    from bench.train import learn
    from yarrow.methods.incidents import Weights

    register = corpus(n, seed)
    mates = register.mates()
    found, n_suggested, n_right = ours(register)
    oracle, _, _ = ours(register, learn([register], Weights.shipped()))
    return {
        "n": n,
        "with_mate": len(mates),
        "hit5": round(share(found, mates), 4),
        "hit5_splink": round(share(Peer(register.reports).first_five(), mates), 4),
        "hit5_oracle": round(share(oracle, mates), 4),
        "suggested": n_suggested,
        "precision": round(n_right / n_suggested, 4) if n_suggested else None,
    }


def speed(n: int, seed: int, n_asked: int = 200) -> dict[str, Any]:
    """One new report against `n`, with the features in memory; opening the book apart, on sealed reports."""
    from bench.incidents import corpus
    from bench.splink_peer import Peer
    from bench.train import known

    register = corpus(n + n_asked, seed)
    stored, new = register.reports[:n], register.reports[n:]
    register = type(register)(stored, register.offender)
    started = time.perf_counter()
    book = known(register)
    made = time.perf_counter() - started
    took = []
    for one in new:
        started = time.perf_counter()
        book.likest(one, 5)
        took.append(time.perf_counter() - started)
    peer = Peer(stored).seconds_of_one(new[:12])
    return {
        "p50_ms": round(statistics.median(took) * 1000, 2),
        "p95_ms": round(sorted(took)[int(0.95 * len(took))] * 1000, 2),
        "make_s": round(made, 2),
        **opening(n, seed),
        "ratio_to_splink": round(statistics.median(peer) / statistics.median(took), 1),
    }


def opening(n: int, seed: int) -> dict[str, float]:
    """Measured where Yarrow and its database are installed, which build/bench has not."""
    python = os.environ.get("YARROW_BENCH_PYTHON", sys.executable)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [python, "-m", "bench.opening", str(n), str(seed)]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """A line a size; with `--json` a last line of JSON for the largest."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, nargs="+", default=[5_000, 20_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--speed", action="store_true", help="how fast only (100,000 reports: --reports 100000)"
    )
    asked = parser.parse_args()
    in_own_packages()
    result: dict[str, Any] = {}
    for n in asked.reports:
        result = {"n": n} if asked.speed else quality(n, asked.seed)
        result |= speed(n, asked.seed)
        print(
            "  ".join(f"{name} {value}" for name, value in result.items()),
            file=sys.stderr if asked.json else sys.stdout,
        )
    if not asked.speed:
        from bench import febrl

        for line in febrl.lines():
            print(line, file=sys.stderr if asked.json else sys.stdout)
    if asked.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
