"""What the doctor looks at on the machine itself: versions, accounts, disks, swap, memory, core dumps, the clock."""

import ctypes
import os
import resource
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from yarrow.vault import startup, trail
from yarrow.vault.findings import Finding, examines

PYTHON, SQLITE = (3, 11), (3, 37)
# One stretching of a passphrase and the rest of a process; below this a sign-in may end the server.
LEAST_MEMORY_MIB, FREE_MEMORY_MIB = 900, 200
ON_A_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "glusterfs", "ceph"}
AHEAD = timedelta(minutes=5)
UNSYNCHRONISED = 5
PROC, BLOCK = Path("/proc"), Path("/sys/dev/block")


def ready() -> None:
    """Register every look of this file."""
    for name, look in (
        ("versions", versions),
        ("files", files),
        ("disk", disk),
        ("swap", swap),
        ("memory", memory),
        ("core dumps", core_dumps),
        ("clock", clock),
    ):
        examines(name, look)


def versions(_at: datetime) -> Iterator[Finding]:
    """Python and SQLite."""
    for what, found, least in (
        ("Python", sys.version_info[:2], PYTHON),
        ("SQLite", sqlite3.sqlite_version_info[:2], SQLITE),
    ):
        if found < least:
            said, needed = (".".join(map(str, each)) for each in (found, least))
            yield Finding(
                f"{what} is {said}.",
                "Yarrow is tested with newer ones only.",
                f"Install {what} {needed} or newer (Debian 12 has it).",
            )


def files(_at: datetime) -> Iterator[Finding]:
    """The installation belongs to one account that is not root, and to nobody else."""
    home = Path(settings.HOME)
    if not home.exists():
        yield Finding(
            f"There is no {home}.", "The installation lives there.", "Set YARROW_HOME, run `yarrow setup`."
        )
        return
    owner = home.stat().st_uid
    for path in startup.own_files():
        if path.stat().st_uid != owner:
            yield Finding(
                f"{path.name} belongs to another account than its folder.",
                "The server can't write to it, or another account can read it.",
                f"chown --reference={home} {path}",
            )
    for path in startup.open_to_others():
        yield Finding(
            f"{path.name} can be read by other accounts of this machine.",
            "Each of them is one more way in.",
            f"chmod go= {path}",
        )
    if owner == 0:
        yield Finding(
            "The installation belongs to root.",
            "Whatever breaks the server would then own the machine.",
            "Make an account for it: docs/how-to/run-a-server.md.",
            "advice",
        )


def disk(_at: datetime) -> Iterator[Finding]:
    """Room, encryption, and that no file of SQLite lies on a network disk."""
    if (left := startup.mebibytes_left()) < startup.LEAST_ROOM_MIB:
        yield Finding(
            f"Only {left} MiB are left on the disk.",
            "Without room nothing more is written down, and nobody can be erased.",
            f"Make room on the disk of {settings.HOME}.",
        )
    kind = _file_system(Path(settings.KEYRING).parent)
    if kind in ON_A_NETWORK:
        yield Finding(
            f"The keyring lies on a network disk ({kind}).",
            "Locks don't hold there: two writers can break the file.",
            "Put YARROW_KEYRING on a disk of this machine.",
        )
    if not _on_encrypted(Path(settings.KEYRING).parent):
        yield Finding(
            "The disk does not show that it is encrypted.",
            "Plain fields (days, zones, who works here) would be readable on a stolen disk.",
            "Encrypt the disk with LUKS; where the host encrypts it, write that down and pass this over.",
            "advice",
        )


def swap(_at: datetime) -> Iterator[Finding]:
    """Memory that is written to a disk holds opened keys."""
    for line in _lines(PROC / "swaps")[1:]:
        name = line.split()[0]
        if "zram" not in name and not _is_encrypted(Path(name)):
            yield Finding(
                f"Swap on {name} is not encrypted.",
                "Opened keys and names may be written to it and stay there.",
                "swapoff -a and take its line out of /etc/fstab, or put swap inside the encrypted disk.",
            )


def memory(_at: datetime) -> Iterator[Finding]:
    """A sign-in takes 64 MiB for a tenth of a second, in each process."""
    told = {
        line.split(":")[0]: int(line.split()[1]) >> 10 for line in _lines(PROC / "meminfo") if "kB" in line
    }
    if told and (
        told["MemTotal"] < LEAST_MEMORY_MIB or told.get("MemAvailable", LEAST_MEMORY_MIB) < FREE_MEMORY_MIB
    ):
        yield Finding(
            f"{told.get('MemAvailable', 0)} of {told['MemTotal']} MiB of memory are free.",
            "Each sign-in takes 64 MiB; where there are none, the system ends a process.",
            "Give the machine 1 GiB at least, or serve with fewer --workers.",
        )


def core_dumps(_at: datetime) -> Iterator[Finding]:
    """A core dump is memory on a disk: a server and a worker forbid their own as they start."""
    startup.leave_no_core()
    if resource.getrlimit(resource.RLIMIT_CORE) != (0, 0) or not startup.is_undumpable():
        yield Finding(
            "A process that crashes may leave its memory on the disk.",
            "Opened keys and names would be in it.",
            "Set LimitCORE=0 in the units, and kernel.core_pattern=|/bin/false.",
        )


def clock(at: datetime) -> Iterator[Finding]:
    """Codes of authenticator apps, the trail and the retention clock stand on the time of day."""
    if any(last > at + AHEAD for last in trail.last_instants()):
        yield Finding(
            "The clock was set back: the trail ends in the future.",
            "Second factors fail, and records would end too late.",
            "Set the clock: timedatectl set-ntp true.",
        )
    # adjtimex with no mode set only reads; its structure is smaller than this on every Linux.
    if ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(1024)) == UNSYNCHRONISED:
        yield Finding(
            "The clock is not kept by a time server.",
            "It drifts: codes of authenticator apps then stop to work.",
            "timedatectl set-ntp true (Debian: apt install systemd-timesyncd).",
            "advice",
        )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _file_system(place: Path) -> str:
    """The kind of file system that a folder lies on."""
    best = ("", "")
    for line in _lines(PROC / "self" / "mounts"):
        _device, mounted, kind, *_rest = line.split()
        inside = place.is_relative_to(mounted)
        if inside and len(mounted) >= len(best[0]):
            best = (mounted, kind)
    return best[1]


def _on_encrypted(place: Path) -> bool:
    """Whether the disk below a folder goes through dm-crypt; False where nothing tells."""
    there = next((each for each in (place, *place.parents) if each.exists()), Path("/"))
    number = there.stat().st_dev
    return _goes_through_crypt(BLOCK / f"{os.major(number)}:{os.minor(number)}")


def _is_encrypted(name: Path) -> bool:
    """The same of a swap device, or of the disk that holds a swap file."""
    if not name.is_block_device():
        return _on_encrypted(name.parent)
    number = name.stat().st_rdev
    return _goes_through_crypt(BLOCK / f"{os.major(number)}:{os.minor(number)}")


def _goes_through_crypt(device: Path) -> bool:
    uuid = device / "dm" / "uuid"
    if uuid.exists() and uuid.read_text(encoding="ascii").startswith("CRYPT"):
        return True
    below = device / "slaves"
    return below.is_dir() and any(_goes_through_crypt(each) for each in below.iterdir())
