"""What opening the match book takes, on really sealed reports: run by bench/match.py in the project's own environment.

    python -m bench.opening N SEED      prints {"open_s": …, "first_open_s": …}

`open_s`: rows read, the sealed book opened, the engine's book made of it. `first_open_s`: the same when no book was
kept, so that every value is opened by itself and the book is written.
"""

import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, AT_ONCE = 3, 1000


def main() -> None:
    """In a temporary installation that is thrown away."""
    n, seed = int(sys.argv[1]), int(sys.argv[2])
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    with tempfile.TemporaryDirectory(prefix="yarrow-bench-") as home:
        os.environ.update(
            YARROW_HOME=home, YARROW_HOSTS="localhost", DJANGO_SETTINGS_MODULE="yarrow.site.settings"
        )
        import django

        django.setup()
        from django.core.management import call_command

        logging.disable(logging.WARNING)
        call_command("setup", verbosity=0)
        print(json.dumps(measured(n, seed)))


def measured(n: int, seed: int) -> dict[str, float]:
    """Seconds: the first opening, and the median of some that find the book."""
    from tests.worlds import make_project
    from yarrow.safety.match_book import read_register
    from yarrow.vault import fence

    with fence.gate():
        world = make_project("bench")
        fill(world, n, seed)
        took = []
        for _ in range(ROUNDS + 1):
            by = world.worker("adviser")
            started = time.perf_counter()
            register = read_register(by, world.project, act="safety.compare")
            took.append(time.perf_counter() - started)
            if len(register.book) != n:
                raise SystemExit(f"{len(register.book)} of {n} reports are in the book")
    return {"open_s": round(sorted(took[1:])[ROUNDS // 2], 2), "first_open_s": round(took[0], 2)}


def fill(world: Any, n: int, seed: int) -> None:
    """Sealed as the action seals them, without a trail row each: that would take the bench an hour."""
    from bench.incidents import corpus
    from yarrow.vault import keyring

    reports = corpus(n, seed).reports
    for start in range(0, n, AT_ONCE):
        with keyring.together():
            _save(world, reports[start : start + AT_ONCE])


def _save(world: Any, reports: list[Any]) -> None:
    from django.utils import timezone

    from yarrow.safety.models import Choice, Offender, Report

    key, now, project = world.worker("adviser").unlocked, timezone.now(), world.project
    rows: list[list[Any]] = [[], [], []]
    for one in reports:
        report = Report(project=project, way="phone", received_at=now, opened_at=now, kinds=sorted(one.kinds))
        day = one.day.isoformat() if one.day else ""
        facts = {"day": day, "hours": one.hours, "methods": sorted(one.methods), "place": one.place}
        report.sealed.put("incident.facts", facts, key)
        report.sealed.put("incident.words", one.words, key)
        offender = Offender(project=project, report=report, n=1)
        offender.sealed.put("incident.described", _said(one), key)
        choice = Choice(project=project, report_id=report.pk, level="warn", tell="here", release="never")
        choice.said_at, choice.how = now, "phone"
        for kept, row in zip(rows, (report, offender, choice), strict=True):
            kept.append(row)
    for kept in rows:
        type(kept[0]).objects.bulk_create(kept)


def _said(one: Any) -> dict[str, Any]:
    """As `told.read` keeps it."""
    said = {name: list(getattr(one, name)) for name in ("phones", "plates", "online", "names", "marks")}
    spans = {name: "-".join(map(str, getattr(one, name))) for name in ("age", "height") if getattr(one, name)}
    return {name: says for name, says in {**said, **spans, **one.traits}.items() if says} or {
        "words": "nobody saw"
    }


if __name__ == "__main__":
    main()
