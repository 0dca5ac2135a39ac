"""The browser of the walks and of the attacks, as scripts/browser.py found it; `make test` passes it on."""

import os

import pytest

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
PATH, LIBRARIES = "YARROW_TEST_BROWSER", "YARROW_TEST_BROWSER_LIBRARIES"
USUAL = ("/usr/bin/chromium", "/usr/bin/google-chrome")


def browser_path() -> str:
    """Where it is; the test fails where there is none."""
    path = os.environ.get(PATH) or next((found for found in USUAL if os.path.exists(found)), "")
    if not path:
        pytest.fail(f"No browser: run `make test`, or set {PATH} to the path of a Chromium.")
    return path


def browser_variables() -> dict[str, str]:
    """The environment it starts in, with the libraries it brought."""
    libraries = os.environ.get(LIBRARIES)
    return {**os.environ, **({"LD_LIBRARY_PATH": libraries} if libraries else {})}
