"""List the licence of every locked package; fail on one that AGPL-3.0-or-later can't stand on.

python scripts/licences.py [--check]        writes docs/reference/licences.md, or only compares
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from stamps import ROOT

PAGE = ROOT / "docs" / "reference" / "licences.md"
LOCKS = (ROOT / "requirements" / "run.lock", ROOT / "requirements" / "dev.lock")
NPM_LOCKS = (ROOT / "frontend" / "package-lock.json", ROOT / "tests" / "browser" / "package-lock.json")
# One may be combined with AGPL-3.0-or-later, or is only used beside it.
FITTING = {
    *("MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "BSD", "0BSD", "ISC", "Apache-2.0", "PSF-2.0", "Zlib"),
    *("MIT-CMU", "Unlicense", "CC0-1.0", "BlueOak-1.0.0", "MPL-2.0", "LGPL-2.1-or-later", "LGPL-3.0-only"),
    *("LGPL-3.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"),
}
# Words that packages write instead of an SPDX expression.
MEANT = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "BSD 2-Clause License": "BSD-2-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "PSFL": "PSF-2.0",
}
# Read by hand, where what a package says of itself is not enough.
READ = {
    "qrcode": ("BSD-3-Clause AND MIT", "calls itself both BSD and other: its core is a port of MIT code"),
    "colorama": ("BSD-3-Clause", "installed on Windows only"),
    "pywin32": ("PSF-2.0", "installed on Windows only"),
    "tomli": ("MIT", "installed with Python 3.10 only"),
}

Row = tuple[str, str, str, str]


def fits(expression: str) -> bool:
    """Whether a licence expression allows the use: every part of an AND, one part of an OR."""
    plain = expression.replace("(", " ").replace(")", " ")
    return any(
        all(part.strip() in FITTING for part in choice.split(" AND ")) for choice in plain.split(" OR ")
    )


def said_by(name: str) -> str:
    """The licence that an installed Python package declares, as an expression."""
    if name in READ:
        return READ[name][0]
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return "not installed here and not read"
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classified = [str(line).rsplit(" :: ", 1)[-1] for line in about.get_all("Classifier") or []]
    known = [MEANT[word] for word in classified if word in MEANT]
    written = str(about.get("License") or "unknown").splitlines()[0]
    return " AND ".join(dict.fromkeys(known)) or MEANT.get(written, written)


def python_packages() -> Iterator[Row]:
    """(name, version, licence, where it is used) of each locked Python package."""
    running = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", LOCKS[0].read_text(), re.M | re.I))
    for name, version in re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", LOCKS[1].read_text(), re.M | re.I
    ):
        yield name, version, said_by(name), "server" if name in running else "building, tests"


def npm_packages() -> Iterator[Row]:
    """The same of each locked npm package; versions for other systems are one row."""
    for lock in NPM_LOCKS:
        locked = json.loads(lock.read_text(encoding="utf-8"))
        shipped = locked["packages"][""].get("dependencies", {}) if lock is NPM_LOCKS[0] else {}
        for path, about in locked["packages"].items():
            if path:
                name = path.rpartition("node_modules/")[2]
                used = "pages" if name in shipped else "building, tests"
                yield name, about["version"], about.get("license", "unknown"), used


def misfits(rows: list[Row]) -> list[str]:
    """Packages whose licence does not fit, or is not known."""
    return [f"{name} {version}: {licence}" for name, version, licence, _ in rows if not fits(licence)]


def page(rows: list[Row]) -> str:
    """docs/reference/licences.md"""
    lines = [
        "# Licences",
        "",
        "<!-- Drawn from the locks by `make licences`; don't edit. -->",
        "",
        "Each may be combined with AGPL-3.0-or-later; `make licences` fails on one that may not.",
        "",
        "| package | version | licence | used for |",
        "| --- | --- | --- | --- |",
        *(f"| {name} | {version} | {licence} | {used} |" for name, version, licence, used in rows),
    ]
    notes = [f"- {name}: {why}" for name, (_, why) in READ.items() if any(row[0] == name for row in rows)]
    return "\n".join([*lines, "", "Read by hand:", "", *notes, ""])


def main() -> int:
    """0 when all fit and the page is fresh."""
    rows = sorted({*python_packages(), *npm_packages()}, key=lambda row: (row[0].lower(), row))
    found = misfits(rows)
    if "--check" not in sys.argv[1:]:
        Path(PAGE).write_text(page(rows), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page(rows):
        found.append("docs/reference/licences.md is stale: run make licences")
    print("\n".join(found) or f"{len(rows)} packages, all fit AGPL-3.0-or-later.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
