"""The accessibility check of every page a walk opens: axe-core, WCAG 2.2 AA and best practices."""

import functools
from pathlib import Path
from typing import Any
from weakref import WeakSet

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "build" / "axe.min.js"
# What may change with the light while all else stays.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async only => {
  const found = await axe.run(document, {runOnly: only, resultTypes: ['violations']})
  return found.violations
}"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Pages on which every document that is opened later brings axe along: handing it over is slower than all it does.
_brings_it: WeakSet[Page] = WeakSet()


@functools.cache
def _axe() -> str:
    return SOURCE.read_text(encoding="utf-8")


def findings(page: Page, only: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """What axe finds on the page as it stands now, dialogs and opened details included."""
    # Evaluated by the browser's debugger, so that the page's own strict policy stays in force.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
        if page not in _brings_it:
            page.add_init_script(_axe())
            _brings_it.add(page)
    found: list[dict[str, Any]] = page.evaluate(RUN, only or {"type": "tag", "values": TAGS})
    return found


def in_words(found: list[dict[str, Any]]) -> str:
    """One block per finding: the rule, what it asks, and each place."""
    blocks = []
    for one in found:
        places = [f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in one["nodes"]]
        blocks.append("\n".join([f"  {one['id']} ({one['impact']}): {one['help']}", *places]))
    return "\n".join(blocks)


def check_axe(page: Page) -> None:
    """Fail with a readable list unless the page is clean."""
    found = findings(page)
    assert not found, f"axe found {len(found)} on {page.url}:\n{in_words(found)}"
