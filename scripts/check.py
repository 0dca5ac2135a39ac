"""Format, lint, types, layers and house rules: everything is run, then everything that failed is named."""

import os
import subprocess
import sys
from pathlib import Path

from stamps import ROOT

BIN = Path(sys.executable).parent
PLACES = ("src", "tests", "scripts", "bench")
STEPS = {
    "format": ("ruff", "format", "--check", *PLACES),
    "lint": ("ruff", "check", *PLACES),
    "types": ("mypy",),
    "layers": ("lint-imports",),
    "migrations": ("yarrow", "makemigrations", "--check", "--dry-run"),
    "house": ("pytest", "-q", "tests/house"),
}


def main() -> int:
    """0 when every step passed."""
    failed = []
    environment = {**os.environ, "YARROW_DEMO": "1", "YARROW_HOME": str(ROOT / "build" / "check-home")}
    for name, (program, *arguments) in STEPS.items():
        print(f"=== {name}", flush=True)
        variables = environment if program == "yarrow" else None
        command = [str(BIN / program), *arguments]
        if subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode:
            failed.append(name)
    print(f"=== {'all good' if not failed else 'failed: ' + ', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
