"""Settings of the test suite: the real ones, with cheap key stretching and a throw-away home."""

import os
import tempfile

os.environ.setdefault("YARROW_HOME", tempfile.mkdtemp(prefix="yarrow-tests-"))
os.environ.setdefault("YARROW_HOSTS", "localhost,testserver")

from yarrow.site.settings import *  # noqa: F403

ARGON2_TIME = 1
ARGON2_MEMORY_KIB = 8
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
