"""Somebody walking through the pages in a real browser, and everything they should never meet.

    walker.given("a case worker with an open sheet")
    walker.goes_to(project.url("contacts:show_sheet"))
    with walker.counting() as effort:
        walker.taps("Rosa")
    assert effort.taps <= 3 and effort.focuses == 0
    walker.then("the contact is on the list")

At the end of each walk the fixture fails it for any error on the console, any request to a third party, and
any page that is wider than the screen where `looks()` was asked.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page

from tests.walks.axe import check_axe

PICTURES = Path(__file__).parents[2] / "var" / "screenshots"
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
# Counted by the browser itself: real presses of a finger or mouse, and fields that ask for the keyboard.
COUNTERS = """
addEventListener('pointerdown', e => { if (e.isTrusted) countEffort('tap') }, true)
addEventListener('focusin', e => {
  const silent = ['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'image', 'hidden', 'range']
  const typed = e.target.matches('textarea, select, [contenteditable]') ||
    (e.target.matches('input') && !silent.includes(e.target.type))
  if (typed) countEffort('focus')
}, true)
"""
# What the keyboard is at says, by its label or by itself.
FOCUSED = """(() => {
  const one = document.activeElement, labels = [...(one.labels || [])]
  return one === document.body ? '' : (labels.map(label => label.innerText).join(' ') || one.innerText).trim()
})()"""
MOST_TABS = 150


@dataclass
class Effort:
    """What a piece of work cost: presses, fields focused, seconds."""

    taps: int = 0
    focuses: int = 0
    seconds: float = 0


@dataclass
class Walker:
    """A page, the site it belongs to, and what happened on it so far."""

    page: Page
    context: BrowserContext
    site: str
    effort: Effort = field(default_factory=Effort)
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, context: BrowserContext, site: str) -> "Walker":
        """A new page of `context`, watched."""
        page = context.new_page()
        walker = cls(page, context, site)
        page.expose_function("countEffort", walker._count)
        page.add_init_script(COUNTERS)
        page.on("console", walker._hear)
        page.on("pageerror", lambda error: walker.problems.append(f"script error: {error}"))
        context.on("request", walker._see)
        return walker

    def _count(self, kind: str) -> None:
        if kind == "tap":
            self.effort.taps += 1
        else:
            self.effort.focuses += 1

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(f"console {message.type}: {message.text} ({self.page.url})")

    def _see(self, request: Any) -> None:
        place = urlsplit(request.url)
        if place.scheme in {"http", "https", "ws", "wss"} and f"{place.scheme}://{place.netloc}" != self.site:
            self.problems.append(f"request to a third party: {request.url}")

    # --- sentences: shown with the failure when a walk fails
    def given(self, words: str) -> None:
        """Say what was true before."""
        print(f"Given {words}")

    def when(self, words: str) -> None:
        """Say what the person does."""
        print(f"When {words}")

    def then(self, words: str) -> None:
        """Say what must be true now."""
        print(f"Then {words}")

    # --- doing
    def goes_to(self, address: str) -> None:
        """Open an address of the site; anything but a page is a failure unless expected."""
        answer = self.page.goto(f"{self.site}{address}")
        status = answer.status if answer else 0
        assert status < 400 or str(status) in self.expected, f"{address} answered {status}"

    def expects(self, words: str) -> None:
        """Allow console errors that contain `words` ("404" for a page that must not be found)."""
        self.expected.append(words)

    def button(self, name: str) -> Locator:
        """A button or a link that works as one, by what it says."""
        role = self.page.get_by_role("button", name=name)
        return role.or_(self.page.get_by_role("link", name=name)).first

    def taps(self, name: str) -> None:
        """Press the button or link that says `name`, and wait for the page it leads to."""
        self.button(name).click()
        # A press returns once the next page has begun to arrive; before its first bytes it is no document yet.
        self.page.wait_for_load_state()

    def keys(self, words: str, key: str) -> None:
        """With the keyboard alone: go on with Tab to what begins with `words`, and press `key` there."""
        for _press in range(MOST_TABS):
            if self.page.evaluate(FOCUSED).startswith(words):
                self.page.keyboard.press(key)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {words!r} on {self.page.url}")

    def types(self, label: str, words: str) -> None:
        """Fill the field with this label."""
        self.page.get_by_label(label, exact=True).fill(words)

    def sees(self, words: str) -> bool:
        """Whether the page shows these words."""
        self.page.wait_for_load_state()
        return any(one.is_visible() for one in self.page.get_by_text(words).all())

    @contextlib.contextmanager
    def counting(self) -> Iterator[Effort]:
        """Count presses, focused fields and seconds for the length of the block."""
        self.page.wait_for_load_state()
        self.effort = Effort()
        started = time.monotonic()
        yield self.effort
        self.page.wait_for_load_state()
        self.effort.seconds = time.monotonic() - started

    # --- looking
    def looks(self, name: str) -> None:
        """Check the page with axe and against side-scrolling on a phone and on a laptop; pictures when asked for."""
        before = self.page.viewport_size
        for size in (PHONE, LAPTOP):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.check_width()
            check_axe(self.page)
            if os.environ.get("YARROW_TEST_PICTURES"):
                path = PICTURES / f"{name}-{size['width']}.png"
                self.page.screenshot(path=path, full_page=True)
        if before:
            self.page.set_viewport_size(before)

    def check_width(self) -> None:
        """Fail when the page scrolls sideways."""
        self.page.wait_for_load_state()
        wide, screen = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= screen, f"{self.page.url} is {wide} px wide on a screen of {screen} px"

    def unexpected(self) -> list[str]:
        """Everything met on the way that nobody should meet."""
        return [one for one in self.problems if not any(words in one for words in self.expected)]
