"""Settings of the test suite: the real ones, with cheap key stretching and a throw-away home."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "YARROW_HOME" not in os.environ:
    os.environ["YARROW_HOME"] = tempfile.mkdtemp(prefix="yarrow-tests-")
    atexit.register(shutil.rmtree, os.environ["YARROW_HOME"], ignore_errors=True)
# Each process of a parallel run has files of its own.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _worker and Path(os.environ["YARROW_HOME"]).name != _worker:
    os.environ["YARROW_HOME"] = f"{os.environ['YARROW_HOME']}/{_worker}"
os.environ.setdefault("YARROW_HOSTS", "localhost,testserver")

from yarrow.site.settings import *  # noqa: E402, F403
from yarrow.site.settings import DATABASES, HOME, STATIC_ROOT  # noqa: E402

ARGON2_TIME = 1
ARGON2_MEMORY_KIB = 8
# The one place where cheap stretching is not refused at the start.
SILENCED_SYSTEM_CHECKS = ["vault.E010"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, as in real life: walks read it from another thread, attacks scan its bytes. Not waited for on disk.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test-records.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
INSTALLED_APPS += ["tests.flushing", "tests.later"]  # noqa: F405
