"""What a page must stand whoever reads it: any width, larger text, either direction, the keyboard alone.

Each check returns its faults in words. Scripts are evaluated by the browser's debugger, so that a page's own
strict policy stays in force.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.walks.axe import COLOURS, findings, in_words
from tests.walks.walker import LAPTOP, PHONE

SCRIPT = Path(__file__).with_name("inspecting.js").read_text(encoding="utf-8")
NARROW = {"width": 320, "height": 740}
# A date field has stops of its own within, and a frame that scrolls is one more.
SPARE = 12


def axe(page: Page, *, by_day: bool) -> list[str]:
    """Nothing that axe knows to be wrong; by night only the colours are others."""
    page.emulate_media(color_scheme="light" if by_day else "dark")
    found = findings(page, None if by_day else COLOURS)
    return [in_words(found)] if found else []


def fits(page: Page) -> list[str]:
    """Nothing that would have to be scrolled sideways to be read."""
    return _asked(page, "fits")


def is_whole(page: Page) -> list[str]:
    """No text that its box hides."""
    return _asked(page, "isWhole")


def keyboard(page: Page) -> list[str]:
    """Tab comes to everything that can be used, from the top, in order, and shows where it is."""
    n_stops = _asked(page, "watchKeyboard")
    for press in range(n_stops + SPARE):
        if press >= n_stops and _asked(page, "isThrough"):
            break
        page.keyboard.press("Tab")
    return _asked(page, "keyboardFaults")


def _asked(page: Page, what: str) -> Any:
    page.evaluate(SCRIPT.replace("(() =>", "window.inspecting || (() =>", 1))
    return page.evaluate(f"inspecting.{what}()")


def inspect(page: Page) -> list[str]:
    """All faults of the page as it stands, each with the circumstance it was met in."""
    found: dict[str, list[str]] = {}
    for screen, size in {"phone": PHONE, "laptop": LAPTOP}.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found[screen] = fits(page)
        # As high as the page: what sticks to the bottom of a screen covers by chance, and scrolling uncovers it.
        height = max(size["height"], page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": size["width"], "height": height})
        found[screen] += axe(page, by_day=True)
        found[f"{screen}, night"] = axe(page, by_day=False)
        page.evaluate("document.documentElement.dir = 'rtl'")
        found[f"{screen}, right to left"] = fits(page)
        page.evaluate("document.documentElement.dir = 'ltr'")
    found["keyboard"] = keyboard(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found["320 px"] = fits(page) + is_whole(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["320 px, text twice as large"] = fits(page) + is_whole(page)
    return [f"{where}: {fault}" for where, faults in found.items() for fault in faults]


def reads(page: Page) -> list[str]:
    """Faults of the page in its own language, as narrow and as wide as it is read."""
    found = []
    for size in (LAPTOP, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{size['width']} px: {fault}" for fault in fits(page) + is_whole(page)]
    return found + axe(page, by_day=True)


def in_lines(found: dict[str, list[str]]) -> str:
    """A readable list, page by page."""
    return "\n".join("\n  ".join([name, *faults]) for name, faults in found.items() if faults)
