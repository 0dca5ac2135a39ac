"""Try the wheel as a careful administrator does: built twice, compared, installed alone, served.

    python scripts/check_wheel.py [WHEEL]       a wheel that came from elsewhere is compared with the one built here

1. Two builds in two places, under two umasks, give the same bytes, with every file of the sources and no path of here.
2. A new virtual environment takes the locked packages by their hashes, then the wheel, and nothing else.
3. In an empty folder `yarrow setup` and `yarrow serve` run; the sign-in page and what it loads are there.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import wheel as building
from stamps import ROOT

UMASKS = (0o022, 0o077)
SERVED = re.compile(r"http://localhost:(\d+)/")
LOADED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
PATIENCE = 60


class Failed(Exception):
    """What is wrong with the wheel, in a sentence."""


def say(words: str) -> None:
    """One line of progress."""
    print(words, flush=True)


def build_twice(folder: Path) -> Path:
    """One of two wheels that are the same. Raises Failed when they differ."""
    wheels = []
    for n, mask in enumerate(UMASKS, start=1):
        place = folder / f"place-{n}" / ("deeper" * (n - 1))
        place.mkdir(parents=True)
        before = os.umask(mask)
        try:
            wheels.append(building.build(folder / f"built-{n}", beside=place))
        finally:
            os.umask(before)
    different = differences(*wheels)
    if different:
        raise Failed(f"Two builds of one commit differ: {', '.join(different[:8])}.")
    return wheels[0]


def differences(one: Path, other: Path) -> list[str]:
    """Names of the files in which two wheels differ; empty when every byte is the same."""
    if one.read_bytes() == other.read_bytes():
        return []
    held = [_held(path) for path in (one, other)]
    return sorted(name for name in {*held[0], *held[1]} if held[0].get(name) != held[1].get(name)) or [
        "the order of files, or their times"
    ]


def _held(path: Path) -> dict[str, tuple[str, int]]:
    with zipfile.ZipFile(path) as opened:
        return {
            each.filename: (hashlib.sha256(opened.read(each)).hexdigest(), each.external_attr)
            for each in opened.infolist()
        }


def missing(wheel: Path, tracked: list[str]) -> list[str]:
    """Files of the sources that the wheel lacks."""
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    wanted = [name.removeprefix("src/") for name in tracked if name.startswith("src/yarrow/")]
    # A catalogue goes in as what the server reads of it.
    return [name for name in wanted if name not in names and name.removesuffix("po") + "mo" not in names]


def betraying(wheel: Path, words: list[str]) -> list[str]:
    """Files in which something of the machine that built it stands."""
    with zipfile.ZipFile(wheel) as opened:
        return [
            name
            for name in opened.namelist()
            if any(word.encode() in opened.read(name) for word in words if len(word) > 4)
        ]


def install(wheel: Path, folder: Path) -> Path:
    """A virtual environment with the locked packages and the wheel; its folder of programs."""
    venv = folder / "venv"
    _run([sys.executable, "-m", "venv", str(venv)], folder)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    _run([*pip, "--require-hashes", "--no-deps", "-r", str(wheel.with_name("run.lock"))], folder)
    _run([*pip, "--no-deps", "--no-index", str(wheel)], folder)
    _run([*pip[:-2], "check"], folder)
    return venv / "bin"


def serve(programs: Path, folder: Path) -> dict[str, int]:
    """Set up and serve from an empty folder: the sign-in page and everything it loads → bytes. Raises Failed."""
    home = folder / "elsewhere"
    home.mkdir()
    _run([str(programs / "yarrow"), "setup"], home)
    with subprocess.Popen(
        [str(programs / "yarrow"), "serve", "--workers", "1", "--port", "8730"],
        cwd=home,
        env={**_surroundings(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        # A server that says nothing is not waited for.
        alarm = threading.Timer(PATIENCE, server.kill)
        alarm.start()
        try:
            return _visit(_address(server))
        finally:
            alarm.cancel()
            server.terminate()


def _address(server: "subprocess.Popen[str]") -> str:
    for line in server.stdout or ():
        found = SERVED.search(line) if "Yarrow is at" in line else None
        if found:
            return f"http://localhost:{found[1]}"
    raise Failed("The installed server did not start.")


def _visit(address: str) -> dict[str, int]:
    page = _fetch(f"{address}/sign-in/").decode()
    if "<form" not in page or "Passphrase" not in page:
        raise Failed("The sign-in page of the installed server is not what it should be.")
    loaded = sorted(set(LOADED.findall(page)))
    if not any(path.endswith(".css") for path in loaded) or not any(path.endswith(".js") for path in loaded):
        raise Failed(f"The sign-in page loads no styles or no behaviours: {', '.join(loaded)}.")
    return {"/sign-in/": len(page), **{path: len(_fetch(address + path)) for path in loaded}}


def _fetch(address: str) -> bytes:
    """What stands at an address of this machine; tried until the server answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - of our own server
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise Failed(f"{address} answers {error.code}.") from None
        except OSError:
            if time.monotonic() > until:
                raise Failed(f"{address} does not answer.") from None
            time.sleep(0.2)


def _surroundings(home: Path) -> dict[str, str]:
    """Nothing of the checkout: not its environment, not its settings."""
    strange = ("YARROW_", "PYTHON", "DJANGO_", "VIRTUAL_ENV", "PG", "PYTEST")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(strange)}
    return {**kept, "HOME": str(home)}


def _run(command: list[str], where: Path) -> None:
    done = subprocess.run(
        command, cwd=where, env=_surroundings(where), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(command[:4])} failed:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")


def check(folder: Path, theirs: Path | None, tell: Callable[[str], None] = say) -> None:
    """Everything, in order. Raises Failed."""
    wheel = build_twice(folder)
    tell(f"Two builds are the same: {building.sum_of(wheel)}")
    if theirs is not None and (different := differences(wheel, theirs)):
        raise Failed(f"{theirs.name} is not what this commit builds: {', '.join(different[:8])}.")
    if lost := missing(wheel, building.git("ls-files", "src").splitlines()):
        raise Failed(f"The wheel lacks {', '.join(lost[:8])}.")
    if found := betraying(wheel, [str(ROOT), str(folder), os.environ.get("HOME", "")]):
        raise Failed(f"Paths of this machine stand in {', '.join(found[:8])}.")
    tell("Every file of the sources is in it, and no path of this machine.")
    programs = install(wheel, folder)
    tell("Installed from hashes, without the checkout.")
    for path, size in serve(programs, folder).items():
        tell(f"  {path}: {size} bytes")
    tell("Set up and served from an empty folder.")


def main(asked: list[str]) -> int:
    """0 when the wheel is good."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            check(Path(folder), Path(asked[0]) if asked else None)
        except Failed as failed:
            print(failed)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
