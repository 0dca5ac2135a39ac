"""Fixtures of the walks: a running site, a browser, and walkers who are signed in."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browsers import FLAGS, browser_path, browser_variables
from tests.walks.walker import PHONE, Walker
from tests.worlds import World, make_project


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser that scripts/browser.py found; `make test` passes it on."""
    started = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS, env=browser_variables())
    yield started
    started.close()


@pytest.fixture
def site(live_server: Any, transactional_db: None) -> str:
    """The address of the running site, http://localhost:PORT."""
    cache.clear()
    return str(live_server.url)


@pytest.fixture
def world(site: str) -> World:
    """A live project with nobody in it yet but its two holders."""
    return make_project()


MakeWalker = Callable[..., Walker]


@pytest.fixture
def walker(browser: Browser, site: str) -> Iterator[MakeWalker]:
    """Make walkers: `walker()` is nobody yet, `walker(world, "outreach")` is signed in and unlocked.

    `client=` hands over the session of that client instead.
    Further arguments go to the browser context: `color_scheme="dark"`, `viewport=…`, `java_script_enabled=False`.
    """
    contexts: list[BrowserContext] = []
    made: list[Walker] = []

    def make(
        world: World | None = None,
        role: str = "",
        *,
        locked: bool = False,
        client: Client | None = None,
        **options: Any,
    ) -> Walker:
        options.setdefault("viewport", PHONE)
        options.setdefault("reduced_motion", "reduce")
        options.setdefault("locale", "en-GB")
        context = browser.new_context(base_url=site, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        if world is not None:
            client = world.client(role, locked=locked)
        if client is not None:
            _hand_over_session(context, site, client.cookies)
        made.append(Walker.on(context, site))
        return made[-1]

    yield make
    met = [problem for one in made for problem in one.unexpected()]
    for context in contexts:
        context.close()
    assert not met, "On the way:\n" + "\n".join(met)


def _hand_over_session(context: BrowserContext, site: str, cookies: Any) -> None:
    """Put a client's two cookies into the browser, as the server would have set them."""
    context.add_cookies(
        [
            {
                "name": name,
                "value": cookies[name].value,
                "url": site.replace("http://", "https://"),
                "secure": True,
                "httpOnly": True,
                "sameSite": "Strict",
            }
            for name in (settings.SESSION_COOKIE_NAME, settings.SEAL_COOKIE_NAME)
            if name in cookies
        ]
    )
