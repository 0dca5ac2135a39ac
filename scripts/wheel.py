"""Build the wheel: the same commit gives the same bytes, on any machine, as which account and whenever.

    python scripts/wheel.py [FOLDER]        default: dist/

What is committed is copied to a fresh folder with even modes, pages are built there, and the time that files carry is
that of the commit. Beside the wheel lie the lock of what it runs on and the sums of both.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from stamps import ROOT

LOCK = Path("requirements") / "run.lock"
SUMS = "SHA256SUMS"
# What is built before packing, by scripts of this folder; each is run in the copy.
BUILT = (("build_frontend.py",), ("messages.py", "compile"))


def git(*words: str) -> str:
    """What git says about this checkout."""
    done = subprocess.run(
        ["git", *words],  # noqa: S607 - whichever git the machine has
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"The wheel is built from a git checkout: git {words[0]} failed.\n{done.stderr}")
    return done.stdout


def uncommitted() -> list[str]:
    """Files that differ from the commit: they would be in the wheel, and in nobody else's."""
    return git("status", "--porcelain").splitlines()


def copy_sources(target: Path) -> None:
    """Every tracked file, readable by all and, like its folder, of one mode whatever the umask."""
    for name in git("ls-files", "-z").split("\0"):
        source, place = ROOT / name, target / name
        if name and source.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
            place.chmod(mode_of(source))


def mode_of(path: Path) -> int:
    """All may read it; all may run it where its owner may, as they may enter a folder."""
    return 0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644


def surroundings() -> dict[str, str]:
    """Nothing of the machine that could get into a file."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("YARROW_", "PYTHON"))}
    fixed = {"SOURCE_DATE_EPOCH": git("log", "-1", "--format=%ct").strip(), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    return {**kept, **fixed, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def run(where: Path, *command: str | Path) -> None:
    """Run in the copy; stop with the command's own words when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=where,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
    )
    if done.returncode:
        raise SystemExit(f"The wheel could not be built: {command[1]} failed.\n{done.stdout}{done.stderr}")


def build(folder: Path, beside: Path | None = None) -> Path:
    """Build into `folder`, in a copy below `beside` (a temporary folder where none is named); the wheel."""
    with tempfile.TemporaryDirectory(dir=beside) as made:
        copy, packed = Path(made) / "yarrow", Path(made) / "packed"
        copy_sources(copy)
        for script, *words in BUILT:
            if (copy / "scripts" / script).exists():
                run(copy, sys.executable, f"scripts/{script}", *words)
        for path in copy.joinpath("src").rglob("*"):
            path.chmod(mode_of(path))
        pip = ("-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--no-build-isolation")
        run(copy, sys.executable, *pip, "--wheel-dir", packed, ".")
        (wheel,) = packed.glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy / LOCK, folder / LOCK.name)
        return Path(shutil.copy(wheel, folder / wheel.name))


def sum_of(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_sums(wheel: Path) -> None:
    """SHA256SUMS beside the wheel, as `sha256sum --check` reads it."""
    files = (wheel, wheel.with_name(LOCK.name))
    wheel.with_name(SUMS).write_text(
        "".join(f"{sum_of(path)}  {path.name}\n" for path in files), encoding="ascii"
    )


def main(asked: list[str]) -> None:
    """Build once and say what was built."""
    changed = uncommitted()
    if changed:
        print(f"{len(changed)} files are not as committed: nobody else can build these bytes.")
    wheel = build(Path(asked[0]) if asked else ROOT / "dist")
    write_sums(wheel)
    print(f"{wheel}\nsha256 {sum_of(wheel)}, from {git('rev-parse', 'HEAD').strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
