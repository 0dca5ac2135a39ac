"""Ask OSV whether a locked package, of Python or of npm, has a known weakness.

    python scripts/advisories.py [--service ADDRESS]

Status 0: every one was asked about, and none is known. 1: some are; each is named. 2: fewer were answered for than are
locked, or the service does not know what everybody knows: nothing can be said. Only names and versions of packages
leave this machine.
"""

import argparse
import json
import re
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from licences import LOCKS, NPM_LOCKS
from stamps import ROOT

SERVICE = "https://api.osv.dev/v1"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.M | re.I)
# Advisories that were read and do not concern us, each with the reason and the day on which it is read again.
READ = ROOT / "requirements" / "advisories.json"
AT_ONCE, PATIENCE = 500, 30


class CanNotTell(Exception):
    """Nobody could be asked, or the answers count for nothing."""


@dataclass(frozen=True, order=True)
class Package:
    """One locked version; `world` is OSV's word for where it comes from."""

    world: str
    name: str
    version: str

    def question(self) -> dict[str, Any]:
        """As OSV is asked."""
        return {"package": {"ecosystem": self.world, "name": self.name}, "version": self.version}


# Everybody knows these to be weak: a service that calls them clean was not asked in truth.
CONTROLS = (Package("PyPI", "django", "2.2.0"), Package("npm", "lodash", "4.17.15"))


def locked(locks: tuple[Path, ...] = LOCKS, npm_locks: tuple[Path, ...] = NPM_LOCKS) -> list[Package]:
    """Every version in every lock, once."""
    found = {
        Package("PyPI", name.lower(), version)
        for lock in locks
        for name, version in PINNED.findall(lock.read_text(encoding="utf-8"))
    }
    for lock in npm_locks:
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        found |= {
            Package("npm", path.rpartition("node_modules/")[2], about["version"])
            for path, about in packages.items()
            if path
        }
    return sorted(found)


def asked(service: str, packages: list[Package]) -> dict[Package, list[str]]:
    """Package → ids of its advisories, of those that the service answered for. Raises CanNotTell."""
    known: dict[Package, list[str]] = {}
    for start in range(0, len(packages), AT_ONCE):
        some = packages[start : start + AT_ONCE]
        answer = _fetch(f"{service}/querybatch", {"queries": [each.question() for each in some]})
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list) or len(results) > len(some):
            raise CanNotTell(f"{service} answered something else.")
        for package, result in zip(some, results, strict=False):
            if isinstance(result, dict):
                known[package] = [str(each["id"]) for each in result.get("vulns", [])]
    return known


def _fetch(address: str, question: dict[str, Any] | None = None) -> Any:
    body = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - the address is ours or typed
            return json.loads(answer.read())
    except (OSError, ValueError) as error:
        raise CanNotTell(f"{address} can't be asked: {error}.") from None


def check_answers(packages: list[Package], known: dict[Package, list[str]]) -> None:
    """Every package was answered for, and the controls are known. Raises CanNotTell."""
    n_checked = sum(package in known for package in packages)
    if not packages or n_checked < len(packages):
        raise CanNotTell(f"Could check {n_checked} of {len(packages)} packages.")
    blind = [each for each in CONTROLS if not known.get(each)]
    if blind:
        names = ", ".join(f"{each.name} {each.version}" for each in blind)
        raise CanNotTell(
            f"Could check 0 of {len(packages)} packages: the service finds nothing wrong with {names}."
        )


def read_before(today: date, path: Path = READ) -> set[str]:
    """Ids of advisories that were read and may be passed over today."""
    noted = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        name for name, note in noted.items() if note["why"] and date.fromisoformat(note["until"]) >= today
    }


def findings(service: str, known: dict[Package, list[str]], passed: set[str]) -> Iterator[str]:
    """One line for each advisory that concerns us: package, version, id, and its own summary."""
    for package in sorted(set(known) - set(CONTROLS)):
        for name in known[package]:
            about = _fetch(f"{service}/vulns/{name}")
            if about.get("withdrawn") or {name, *about.get("aliases", [])} & passed:
                continue
            yield f"{package.name} {package.version} ({package.world}): {name} {about.get('summary', '')}".rstrip()


def main(words: list[str], today: date | None = None) -> int:
    """The status; what was found or why nothing can be said is printed."""
    parser = argparse.ArgumentParser(description="Known weaknesses of locked packages.")
    parser.add_argument("--service", default=SERVICE, metavar="ADDRESS", help="where OSV answers")
    service = parser.parse_args(words).service.rstrip("/")
    packages = locked()
    try:
        known = asked(service, [*packages, *CONTROLS])
        check_answers(packages, known)
        found = list(findings(service, known, read_before(today or datetime.now(UTC).date())))
    except CanNotTell as reason:
        print(f"{reason} So nothing is known about them: ask again, or from another network.")
        return 2
    for line in found:
        print(line)
    counted = {world: sum(each.world == world for each in packages) for world in ("PyPI", "npm")}
    print(
        f"Checked {len(packages)} of {len(packages)} packages ({counted['PyPI']} of Python, {counted['npm']} of npm): "
        f"{len(found) or 'no'} known weaknesses."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
