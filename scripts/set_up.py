"""Make a fresh clone work: packages, pages, database, the invented project.

    python scripts/set_up.py [tools|town]

`tools` stops before the database; `town` loads the larger invented projects too.
Every step is skipped when what it was made from has not changed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from stamps import ROOT, Stamps, fingerprint

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
YARROW = VENV / "bin" / "yarrow"
HOME = Path(os.environ.get("YARROW_HOME", ROOT / "var")).absolute()
LOCK = ROOT / "requirements" / "dev.lock"
TOOLS = Stamps(VENV / "stamps.json")
INSTALLATION = Stamps(HOME / "stamps.json")


def say(words: str) -> None:
    """One line of progress."""
    print(words, flush=True)


def run(*command: str | Path, **variables: str) -> None:
    """Run a command in the project; stop with its own words when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **variables}, check=False
    )
    if done.returncode:
        raise SystemExit(f"Set-up stopped: {' '.join(str(part) for part in command)} failed.")


def make_venv() -> None:
    """A virtual environment of our own, made anew when its Python is gone or too old."""
    works = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists() and not subprocess.run([PYTHON, "-c", works], check=False).returncode:
        return
    say("Python: making .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode:
        raise SystemExit("Python can't make a virtual environment here. On Debian: apt install python3-venv.")


def install_packages() -> None:
    """The locked packages, each checked against its hash, then this project itself."""
    mark = fingerprint([LOCK, ROOT / "pyproject.toml"], str(ROOT), sys.version)
    if TOOLS.is_current("packages", mark) and YARROW.exists():
        return
    say("Packages: installing the locked ones (a few minutes the first time)")
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "-qq", "install", "--no-compile")
    run(*pip, "--require-hashes", "--no-deps", "-r", LOCK, PIP_ROOT_USER_ACTION="ignore")
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ".", PIP_ROOT_USER_ACTION="ignore")
    TOOLS.done("packages", mark)


def compile_packages() -> subprocess.Popen[bytes] | None:
    """Begin to compile what was installed, on every processor (pip would on one); None when it was done before."""
    mark = fingerprint([LOCK], str(ROOT), sys.version)
    if TOOLS.is_current("compiled", mark):
        return None
    TOOLS.done("compiled", mark)
    # Nothing is said of files that this Python can't read: packages bring some for others.
    return subprocess.Popen([PYTHON, "-m", "compileall", "-qq", "-j0", VENV / "lib"])


def build_pages() -> None:
    """Styles and behaviours (the build keeps its own stamp)."""
    run(PYTHON, ROOT / "scripts" / "build_frontend.py")


def build_languages() -> None:
    """What the server reads of each catalogue (the build keeps its own stamps)."""
    run(PYTHON, ROOT / "scripts" / "messages.py", "compile")


def prepare_database() -> None:
    """Migrations, the cache table and the static files."""
    files = [*(ROOT / "src").glob("yarrow/*/migrations/*.py"), LOCK]
    files += [path for path in (ROOT / "src").glob("yarrow/*/static/**/*") if path.is_file()]
    mark = fingerprint(files)
    is_there = bool(os.environ.get("YARROW_DATABASE")) or (HOME / "records.sqlite3").exists()
    if is_there and INSTALLATION.is_current("database", mark):
        return
    HOME.mkdir(parents=True, exist_ok=True)
    HOME.chmod(0o700)
    run(YARROW, "setup", YARROW_DEMO="1", YARROW_HOME=str(HOME))
    INSTALLATION.done("database", mark)


def load_town(which: str) -> None:
    """The invented projects, once (the command leaves those alone that are here), and a copy for the next folder."""
    if not (ROOT / "src" / "yarrow" / "demo" / "management" / "commands" / "load_town.py").exists():
        return
    keyring = HOME / "keyring.sqlite3"
    mark = str(keyring.stat().st_ino) if keyring.exists() else ""
    if mark and INSTALLATION.is_current(f"town {which}", mark):
        return
    kept_in = ROOT / "build" / "town"
    run(YARROW, "load_town", which, "--kept-in", kept_in, YARROW_DEMO="1", YARROW_HOME=str(HOME))
    INSTALLATION.done(f"town {which}", str(keyring.stat().st_ino))


def tools() -> None:
    """Everything that building and testing need."""
    make_venv()
    install_packages()
    compiling = compile_packages()
    build_pages()
    build_languages()
    if compiling is not None:
        compiling.wait()


def main() -> None:
    """All steps in order."""
    started = time.monotonic()
    tools()
    if "tools" not in sys.argv[1:]:
        prepare_database()
        load_town("all" if "town" in sys.argv[1:] else "small")
        say(
            f"Yarrow is set up ({time.monotonic() - started:.0f} s). Next: `make demo` or .venv/bin/yarrow help."
        )


if __name__ == "__main__":
    main()
