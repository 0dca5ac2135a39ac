"""A process of its own that erases a subject and is killed right after one step (see test_erasing)."""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from yarrow.vault import anchors, erasing, keyring  # noqa: E402


def die_after(module, name):
    """Let the function do its work and nothing come after it."""
    whole = getattr(module, name)

    def then_die(*args, **kwargs):
        whole(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, then_die)


step, project, subject, keyring_file, anchor_file = sys.argv[1:]
settings.KEYRING, settings.ANCHORS = Path(keyring_file), Path(anchor_file)
die_after(anchors if step == "note_erasure" else keyring, step)
erasing.erase_subject(UUID(project), UUID(subject), reason="asked", at=timezone.now())
