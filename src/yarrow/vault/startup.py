"""What must hold before a server answers, as Django system checks; and what a starting server puts right itself."""

import ctypes
import resource
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from yarrow.methods.refusals import Fault
from yarrow.vault import anchors, books, forgetting, keyring
from yarrow.vault.backups import swapping
from yarrow.vault.rehousing import progress
from yarrow.vault.stretching import FLOOR_MEMORY_KIB, FLOOR_TIME

TAG = "vault"
LEAST_ROOM_MIB = 512
PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4


def check_stretching(**_: Any) -> list[CheckMessage]:
    """A passphrase must cost a full memory-hard run. Only the tests' settings silence this."""
    if settings.ARGON2_TIME >= FLOOR_TIME and settings.ARGON2_MEMORY_KIB >= FLOOR_MEMORY_KIB:
        return []
    return [
        Error(
            f"Argon2id is set below t={FLOOR_TIME} and {FLOOR_MEMORY_KIB // 1024} MiB: passphrases could be guessed.",
            id="vault.E010",
        )
    ]


def check_keyring(**_: Any) -> list[CheckMessage]:
    """The keyring must be readable by this version and know every erasure that the anchor file knows."""
    if not Path(settings.KEYRING).exists() and not Path(settings.ANCHORS).exists():
        return []
    try:
        forgotten = len(anchors.forgotten())
        keyring.count()
    except Fault as fault:
        return [Error(f"The keyring can't be used: {fault}.", id="vault.E012")]
    if not forgotten:
        return []
    return [
        Error(
            f"The keyring forgot {forgotten} erasures that the anchor file knows: it was set back to an older copy.",
            hint="Put the newest keyring back, or run `yarrow keys replay` to erase them again.",
            id="vault.E013",
        )
    ]


def check_files(**_: Any) -> list[CheckMessage]:
    """The installation's files belong to its own account alone."""
    return [
        Warning(
            f"{path.name} can be read by other accounts of this machine.",
            hint=f"chmod go= {path}",
            id="vault.W014",
        )
        for path in open_to_others()
    ]


def check_room(**_: Any) -> list[CheckMessage]:
    """Room on the disk: without any, nothing more can be written down, nor anybody erased."""
    left = mebibytes_left()
    if left >= LEAST_ROOM_MIB:
        return []
    hint = f"Make room on the disk of {settings.HOME}."
    return [Warning(f"Only {left} MiB are left on the disk.", hint=hint, id="vault.W015")]


def mebibytes_left() -> int:
    """What is left on the disk of the installation's home (of the folder above, before there is one)."""
    home = Path(settings.HOME)
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    return shutil.disk_usage(place).free >> 20


def open_to_others() -> list[Path]:
    """Files of the installation whose mode lets other accounts in."""
    return [path for path in own_files() if stat.S_IMODE(path.stat().st_mode) & 0o077]


def own_files() -> Iterator[Path]:
    """The home, the records (as a file), the keyring, the anchors, the secrets, where they exist."""
    database = settings.DATABASES["default"]
    named = [
        Path(settings.HOME),
        Path(settings.KEYRING),
        Path(settings.ANCHORS),
        settings.HOME / "app-secret",
        Path(settings.CHECK_KEY),
        Path(settings.REACH_KEY),
    ]
    if database["ENGINE"].endswith("sqlite3"):
        named.append(Path(database["NAME"]))
    with_logs = [Path(f"{path}{end}") for path in named for end in ("", "-wal", "-shm")]
    return (path for path in with_logs if path.exists())


def waiting_migrations() -> list[Migration]:
    """Migrations that the records have not seen, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _backwards in plan]


def leave_no_core() -> None:
    """Whatever happens to this process and its forks, its memory is not written to a disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A program that collects dumps is not held by that limit; it is by this, as is a debugger of the same account.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)


def is_undumpable() -> bool:
    """Whether the system keeps this process's memory to itself."""
    return bool(ctypes.CDLL(None).prctl(PR_GET_DUMPABLE) == 0)


def prepare_to_serve() -> None:
    """Called once by a starting server: close the files to others, refuse what is unsafe, finish erasures."""
    leave_no_core()
    swapping.hold_in_use(Path(settings.HOME))
    progress.refuse_half_moved()
    for path in open_to_others():
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)
    wrong = [each for each in run_checks(tags=[TAG]) if each.is_serious() and not each.is_silenced()]
    if wrong:
        raise ImproperlyConfigured("; ".join(str(each.msg) for each in wrong))
    if Path(settings.KEYRING).exists():
        forgetting.catch_up(timezone.now())
        books.tidy()
