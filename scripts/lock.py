"""Lock the newest allowed packages, for every system and Python we support, each with its hashes."""

import subprocess
import sys
from pathlib import Path

from stamps import ROOT

UV = Path(sys.executable).parent / "uv"
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--quiet"]


def main() -> None:
    """Write run.lock, dev.lock and bench.lock from their .in files. Pass --upgrade to move on."""
    for name in ("run", "dev", "bench"):
        subprocess.run(
            [
                *(str(UV), "pip", "compile", *OPTIONS, "--custom-compile-command", "make lock"),
                *(f"requirements/{name}.in", "-o", f"requirements/{name}.lock", *sys.argv[1:]),
            ],
            cwd=ROOT,
            check=True,
        )


if __name__ == "__main__":
    main()
