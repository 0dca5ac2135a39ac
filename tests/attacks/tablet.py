"""A tablet whose battery may go at any moment: a Chromium with a profile on disk, killed without warning."""

import contextlib
import random
import subprocess
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Error, Page, Playwright

from tests.browsers import FLAGS, browser_path, browser_variables

# Says nothing of what is on it.
PROFILE = "profile"
# Writes one sheet after the other and reports each once the page says that it is written down.
WRITE = """(told) => {
  const form = document.querySelector("yarrow-sheet form")
  const said = document.querySelector("yarrow-sheet [data-said] p")
  const written = (id) => new Promise((done) => {
    const look = () => form.elements.entry_id.value !== id && said.textContent.startsWith("Written down")
      ? done() : setTimeout(look, 2)
    look()
  })
  const writeAll = async () => {
    for (const [name, note] of told) {
      const id = form.elements.entry_id.value
      said.textContent = ""
      if (name) { form.elements.name.value = name; form.elements.is_new.checked = true }
      else form.elements.who.value = "not_known:1"
      form.elements.note.value = note
      form.requestSubmit(form.querySelector(".done-bar button"))
      await written(id)
      await saidDown(id)
    }
  }
  writeAll()
}"""
KEPT = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result) })
  const db = await asked(indexedDB.open("outbox"))
  const rows = await asked(db.transaction("entries").objectStore("entries").getAll())
  db.close()
  return rows.map((row) => row.id)
}"""
# Planted faults: what is sealed is not sealed; what is put away is not there.
FORGETFUL = "IDBObjectStore.prototype.add = function () { return this.count() }"
ONE_COPY = """const put = Cache.prototype.put
Cache.prototype.put = function (path, answer) {
  return String(path).startsWith("/waits/") ? Promise.resolve() : put.call(this, path, answer)
}"""
PLAIN = "crypto.subtle.encrypt = async (how, key, plain) => plain"


class Tablet:
    """Switched on by `on`, killed by `dies`. `said`: ids of the entries that a page called written down."""

    def __init__(self, playwright: Playwright, folder: Path, site: str, script: str = "") -> None:
        self.playwright, self.site, self.script = playwright, site, script
        self.profile = folder / PROFILE
        self.said: list[str] = []

    def on(self, address: str, cookies: Any = None, *, offline: bool = False) -> Page:
        """Start the browser on its profile, and open a page."""
        self.page = self._started()
        self.page.expose_function("saidDown", lambda entry_id: self.said.append(entry_id))
        if self.script:
            self.page.add_init_script(self.script)
        if cookies:
            self._signs_in(cookies)
        self.page.context.set_offline(offline)
        self.page.goto(f"{self.site}{address}")
        return self.page

    def writes_until_it_dies(self, told: list[tuple[str, str]], after: float) -> None:
        """Write sheets, and die `after` so many seconds."""
        self.page.wait_for_selector("yarrow-sheet[data-ready]")
        self.page.evaluate(WRITE, told)
        self.page.wait_for_timeout(after * 1000)
        self.dies()

    def kept(self) -> set[str]:
        """Ids of the entries in the outbox."""
        return set(self.page.evaluate(KEPT))

    def dies(self) -> None:
        """SIGKILL: nothing is put away."""
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(Error):
            self.browser.close()

    def _started(self) -> Page:
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        flags = [*FLAGS, "--remote-debugging-port=0", f"--user-data-dir={self.profile}"]
        self.process = subprocess.Popen(
            [browser_path(), *flags, "about:blank"],
            env=browser_variables(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _wait in range(600):
            if port_file.exists() and "\n" in port_file.read_text():
                break
            time.sleep(0.05)
        port = port_file.read_text().split("\n")[0]
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return self.browser.contexts[0].new_page()

    def _signs_in(self, cookies: Any) -> None:
        names = (settings.SESSION_COOKIE_NAME, settings.SEAL_COOKIE_NAME)
        about = {"url": self.site.replace("http://", "https://"), "secure": True, "httpOnly": True}
        self.page.context.add_cookies(
            [{"name": name, "value": cookies[name].value, "sameSite": "Strict", **about} for name in names]
        )


def moments(n: int, seed: int) -> list[float]:
    """After how many seconds each of `n` shifts ends in a dead battery."""
    chance = random.Random(seed)
    return [chance.uniform(0.05, 1.5) for _shift in range(n)]
