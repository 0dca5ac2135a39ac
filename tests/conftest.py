"""What every test of the suite obeys: which database a test is for, and an honest count."""

import gc
import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import translation
from playwright.sync_api import Playwright, sync_playwright

from tests.hurrying import hurrying
from yarrow.desk.serving import COLLECT_AFTER
from yarrow.vault import fence, owning

# What looks like an id, a key or a token.
RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{24}")
APPLICATION = {name: settings.DATABASES["default"][name] for name in ("USER", "PASSWORD")}
MARKS = {"sqlite_only": "sqlite3", "postgres_only": "postgresql"}
# A test that asks for none of these (nor has the mark django_db) is refused every query.
DATABASE = {
    "db",
    "transactional_db",
    "live_server",
    "django_db_serialized_rollback",
    "django_db_reset_sequences",
}
NO_DATABASE = "it asks for no database"
GUARDS = ("attacks", "rooms/vault")
# Tests that were left out while they were gathered.
_elsewhere: dict[str, list[dict[str, str]]] = {"left_out": []}
# Folders and files whose tests would say the same twice.
RUN_ONCE = {
    "tests/house": "it reads the source and the tools, not the records",
    "tests/methods": "methods know no database",
    "tests/rooms/contacts/reading": "the reader knows no database",
    "tests/outages": "each starts a PostgreSQL of its own",
    "tests/rooms/site/test_databases.py": "an address is read without a database",
    "tests/rooms/ui": "pages and charts are drawn without a database",
    "tests/spec": "methods know no database",
    **dict.fromkeys(
        (
            f"tests/walks/test_{name}.py"
            for name in (
                "copy_and_erase",
                "cupboard",
                "desk",
                "forms",
                "every_page",
                "known_twice",
                "offline",
                "offline_cuts",
                "overfull",
                "page_left_open",
                "people",
                "releases",
                "signing_in",
                "spreadsheet",
            )
        ),
        "what it does is tested on both databases in its rooms; the browser sees the same pages",
    ),
    "tests/rooms/demo/test_town.py": (
        "made by actions that are tested on both databases in their rooms; test_larger makes a little of it on each"
    ),
    **dict.fromkeys(
        (
            "tests/rooms/staff/test_access.py",
            "tests/rooms/contacts/test_views_access.py",
            "tests/rooms/contacts/test_addresses.py",
            "tests/rooms/desk/test_matrix.py",
            "tests/attacks/test_promise_04_administrator.py",
        ),
        "who may is decided by the rule of an address and by keys, before a record is read",
    ),
    **dict.fromkeys(
        (
            *(
                f"tests/rooms/contacts/test_views_{name}.py"
                for name in ("contacts", "elsewhere", "follow_ups", "premises", "sessions", "shift", "stock")
            ),
            *(
                f"tests/rooms/people/test_views{name}.py"
                for name in ("", "_duplicates", "_keeping", "_papers")
            ),
            *(f"tests/rooms/staff/test_views_{name}.py" for name in ("keys", "workers")),
            "tests/rooms/languages/test_views.py",
        ),
        "its pages show what actions do that are tested on both; test_opening opens every page on PostgreSQL",
    ),
    "tests/rooms/vault/test_pictures.py": "a picture is looked at without a record",
    "tests/rooms/contacts/test_forms.py": "a form reads what was typed; what it asks of the records is asked on both",
    "tests/rooms/contacts/importing/test_views.py": "its pages show what actions do that are tested on both",
    "tests/rooms/plans/test_lists.py": "code lists are files",
    "tests/rooms/agencies/test_hsds.py": "feeds are read without a database",
    "tests/rooms/agencies/test_fetching.py": "feeds are fetched without a database",
    **dict.fromkeys(
        (
            *("tests/rooms/agencies/test_hostile_feeds.py", "tests/rooms/agencies/test_edges.py"),
            *("tests/rooms/sharing/test_edges.py", "tests/rooms/sharing/test_pages_edges.py"),
            "tests/rooms/evaluation/test_distances_edges.py",
        ),
        "bounds are looked at before a record is written; what is written is tested on both",
    ),
    "tests/rooms/agencies/test_views.py": "its pages show what actions do that are tested on both",
    **dict.fromkeys(
        (
            *("tests/rooms/referrals/test_pages.py", "tests/rooms/referrals/test_typed.py"),
            "tests/rooms/justice/test_pages.py",
        ),
        "pages show what actions do that are tested on both",
    ),
    "tests/rooms/contacts/test_sheets_sent.py": "what a device sent is looked at before a record is read",
    "tests/rooms/measures/test_payloads.py": "what a device sent is looked at before a record is read",
    "tests/rooms/demo/test_referring.py": "ways are walked without a database",
    **dict.fromkeys(
        tuple(
            f"tests/rooms/plans/test_{name}.py"
            for name in ("forms", "much", "states", "views_access", "views_needs", "views_plans")
        ),
        "pages and forms show what actions do that are tested on both",
    ),
    "tests/rooms/sharing/test_views.py": "its pages show what actions do that are tested on both",
    "tests/rooms/demo/test_planning.py": "a plan is made without a database",
    "tests/rooms/desk/test_deploying.py": "files are filled in without a database",
    "tests/rooms/desk/test_front.py": "names, the proxy and static files are looked at without a record",
    "tests/rooms/desk/test_serving.py": "it starts a server on the file it made",
    "tests/walks/test_components.py": "the style page shows no record",
    "tests/walks/test_harness.py": "it tries the harness, not the records",
}


def _connect_as(entry: dict[str, Any]) -> None:
    """From here on the tests' connection is this role's; on SQLite there are none."""
    if settings.DATABASE_OWNER and connection.settings_dict["USER"] != entry["USER"]:
        connection.close()
        connection.settings_dict.update({name: entry[name] for name in ("USER", "PASSWORD")})


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> None:
    """Before a test's transaction begins: who it works as."""
    if fixturedef.argname == "_django_db_helper":
        is_owner = request.node.get_closest_marker("as_owner")
        _connect_as(settings.DATABASE_OWNER if is_owner else APPLICATION)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[ExitStack]:
    """On PostgreSQL the owner makes the database …"""
    _connect_as(settings.DATABASE_OWNER)
    with ExitStack() as making:
        making.enter_context(hurrying())
        yield making


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_modify_db_settings: ExitStack, django_db_blocker: Any
) -> Iterator[None]:
    """… and its fences, and every test works as the application's role."""
    django_db_modify_db_settings.close()
    _connect_as(APPLICATION)
    with django_db_blocker.unblock(), owning.as_owner() as owner:
        owning.admit(owner)
    yield
    _connect_as(settings.DATABASE_OWNER)


@pytest.fixture(autouse=True)
def gate() -> Iterator[None]:
    """What a test chooses ends with it (`worlds.make_project` chooses its project)."""
    with fence.gate():
        yield


@pytest.fixture(autouse=True)
def frame() -> None:
    """Every test draws the frame of its pages anew: what it changes of words or templates is seen."""
    caches["template_fragments"].clear()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all tests of a process: it keeps an event loop in this thread."""
    # The tests' own queries run beside that loop, never inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started


_execute = BaseCommand.execute


def _through_the_gate(*args: Any, **options: Any) -> Any:
    """A command begins without a project, as in real life, whatever the test that calls it is in."""
    with fence.gate():
        return _execute(*args, **options)


BaseCommand.execute = _through_the_gate  # type: ignore[method-assign]


def engine() -> str:
    """`sqlite3` or `postgresql`."""
    return str(settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1])


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case after its argument where its value is random: both halves of a parallel run must agree on names."""
    return argname if isinstance(val, UUID | bytes) or (isinstance(val, str) and RANDOM.search(val)) else None


@cache
def _why_once(path: Path) -> str:
    """Why the tests of this file run on one database only; empty: they run on both."""
    root = Path(__file__).parent.parent
    return next((reason for place, reason in RUN_ONCE.items() if path.is_relative_to(root / place)), "")


def _asks_no_database(item: pytest.Item) -> bool:
    """Whether no record can be read in this test; what guards records is tried on both all the same."""
    is_guard = any(item.path.is_relative_to(Path(__file__).parent / place) for place in GUARDS)
    asks = DATABASE.intersection(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
    return not (is_guard or asks)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark what needs no database, so that it runs once and says why; leave out what is the other database's."""
    for item in items:
        if any(item.get_closest_marker(mark) for mark in MARKS):
            continue
        if reason := _why_once(item.path) or (NO_DATABASE if _asks_no_database(item) else ""):
            item.add_marker(pytest.mark.sqlite_only(reason=reason))
    yield
    if os.environ.get("YARROW_TEST_COUNTS"):
        # Thousands, and each would be set up only to be left.
        left = {item: reason for item in items if (reason := _left_to_the_other(item))}
        items[:] = [item for item in items if item not in left]
        told = [{"test": item.nodeid, "reason": f"Skipped: {reason}"} for item, reason in left.items()]
        getattr(config, "workeroutput", _elsewhere)["left_out"] = told


def pytest_sessionstart() -> None:
    """While ten thousand tests are gathered nothing is thrown away, so nothing need be looked for …"""
    gc.disable()


def pytest_collection_finish() -> None:
    """… nor later among them, and among what a test makes as rarely as on a server."""
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a process of a parallel run left out; each leaves out the same."""
    _elsewhere.update(left_out=getattr(node, "workeroutput", {}).get("left_out") or _elsewhere["left_out"])


def _left_to_the_other(item: pytest.Item) -> str:
    """The mark and its reason where this test is for the other database; empty: it runs, or its mark has no reason."""
    for mark, wanted in MARKS.items():
        reason = _reason(item, mark)
        if reason and wanted != engine():
            return f"{mark}: {reason}"
    return ""


def _reason(item: pytest.Item, mark: str) -> str | None:
    """Why the test has this mark; None: it has none."""
    marked = item.get_closest_marker(mark)
    return marked and (marked.kwargs.get("reason") or (marked.args[0] if marked.args else ""))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test to the other database when it is marked so; the mark must give its reason."""
    for mark in MARKS:
        if _reason(item, mark) == "":
            pytest.fail(f"{mark} without a reason: write @pytest.mark.{mark}(reason=…)")
    if reason := _left_to_the_other(item):
        pytest.skip(reason)


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """A page that a test asked for in another language leaves the next test in English."""
    translation.deactivate()


def _left_out(reports: list[Any]) -> list[dict[str, str]]:
    return [{"test": report.nodeid, "reason": str(report.longrepr[2])} for report in reports]


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Write the counts for scripts/run_tests.py when it asked for them."""
    wanted = os.environ.get("YARROW_TEST_COUNTS")
    if not wanted or hasattr(config, "workerinput"):
        return
    stats = terminalreporter.stats
    counts = {
        "passed": len(stats.get("passed", ())),
        "failed": len(stats.get("failed", ())) + len(stats.get("error", ())) + len(stats.get("xfailed", ())),
        "left_out": [*_elsewhere["left_out"], *_left_out(stats.get("skipped", []))],
    }
    Path(wanted).write_text(json.dumps(counts), encoding="utf-8")
