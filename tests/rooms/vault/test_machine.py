"""What the doctor finds on the machine: each fault is planted in files like those of a real one."""

import ctypes
import os
import resource
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from tests import children
from yarrow.vault import fence, machine, startup, trail
from yarrow.vault.actors import Actor

NOW = timezone.now()


@pytest.fixture
def home(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir(mode=0o700)
    secret = settings.HOME / "app-secret"
    secret.touch(0o600)
    monkeypatch.setattr(startup, "own_files", lambda: iter([settings.HOME, secret]))
    return settings.HOME


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A /proc and a /sys of the test's own."""
    for name in ("proc/self", "sys"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(machine, "PROC", tmp_path / "proc")
    monkeypatch.setattr(machine, "BLOCK", tmp_path / "sys")
    return tmp_path


def told(look):
    return [each.what for each in look(NOW)]


def test_old_python_and_sqlite_are_named_and_these_are_not(monkeypatch):
    assert told(machine.versions) == []
    monkeypatch.setattr(machine, "PYTHON", (9, 0))
    monkeypatch.setattr(machine, "SQLITE", (9, 1))
    assert [each.split(" is ")[0] for each in told(machine.versions)] == ["Python", "SQLite"]


def test_file_of_another_account_is_named_with_the_way_to_mend_it(home, monkeypatch):
    other = Path("/etc/passwd")
    if os.geteuid() == 0:
        os.chown(home, 1234, 1234)
    monkeypatch.setattr(startup, "own_files", lambda: iter([home, other]))
    found = next(machine.files(NOW))
    assert found.what == "passwd belongs to another account than its folder."
    assert found.todo == f"chown --reference={home} {other}"


def test_file_open_to_others_is_named(home):
    (home / "app-secret").chmod(0o640)
    assert "app-secret can be read by other accounts of this machine." in told(machine.files)


def test_missing_home_is_all_that_is_said(settings, tmp_path):
    settings.HOME = tmp_path / "nowhere"
    assert told(machine.files) == [f"There is no {settings.HOME}."]


def at(device, root):
    number = device.stat().st_dev
    return root / "sys" / f"{os.major(number)}:{os.minor(number)}"


@pytest.mark.parametrize("uuid", ["CRYPT-LUKS2-3f", "LVM-3f", None])
def test_encrypted_disk_is_seen_through_a_volume_above_it(home, system, uuid):
    device = at(home, system)
    (device / "slaves").mkdir(parents=True)
    below = system / "below"
    (below / "dm").mkdir(parents=True)
    (device / "slaves" / "dm-0").symlink_to(below)
    if uuid:
        (below / "dm" / "uuid").write_text(uuid)
    is_said = any("encrypted" in what for what in told(machine.disk))
    assert is_said == (uuid != "CRYPT-LUKS2-3f")


def test_keyring_on_a_network_disk_is_named(home, system, settings):
    settings.KEYRING = home / "keyring.sqlite3"
    (system / "proc/self/mounts").write_text(
        f"d / ext4 rw 0 0\nh:/x {home} nfs4 rw 0 0\nd /srv ext4 rw 0 0\n"
    )
    assert "The keyring lies on a network disk (nfs4)." in told(machine.disk)
    settings.KEYRING = home.parent / "keyring.sqlite3"
    assert not any("network" in what for what in told(machine.disk))


def test_swap_that_is_plain_is_named_and_zram_is_not(system):
    head = "Filename Type Size Used Priority\n"
    swaps = system / "proc" / "swaps"
    swaps.write_text(head + "/dev/zram0 partition 1 0 100\n")
    assert told(machine.swap) == []
    plain = system / "swapfile"
    plain.touch()
    swaps.write_text(head + f"{plain} file 1 0 -2\n")
    assert told(machine.swap) == [f"Swap on {plain} is not encrypted."]
    crypt = at(plain, system) / "dm"
    crypt.mkdir(parents=True)
    (crypt / "uuid").write_text("CRYPT-PLAIN-cryptswap")
    assert told(machine.swap) == []


@pytest.mark.parametrize(("total", "free", "n"), [(2000, 1000, 0), (2000, 100, 1), (512, 400, 1)])
def test_little_memory_is_named(system, total, free, n):
    (system / "proc/meminfo").write_text(f"MemTotal: {total << 10} kB\nMemAvailable: {free << 10} kB\n")
    assert len(told(machine.memory)) == n


def test_process_forbids_its_own_core_dump_and_the_doctor_says_when_it_can_not(monkeypatch):
    def leaves_none():
        startup.leave_no_core()
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
        assert startup.is_undumpable() and told(machine.core_dumps) == []

    assert children.run(leaves_none) == 0
    monkeypatch.setattr(startup, "leave_no_core", lambda: None)
    monkeypatch.setattr(startup, "is_undumpable", lambda: False)
    assert told(machine.core_dumps) == ["A process that crashes may leave its memory on the disk."]


@pytest.mark.parametrize("state", [0, machine.UNSYNCHRONISED])
def test_clock_without_a_time_server_is_named(db, monkeypatch, state):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(adjtimex=lambda _buffer: state))
    assert told(machine.clock) == (["The clock is not kept by a time server."] if state else [])


def test_clock_that_was_set_back_is_named(db, monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(adjtimex=lambda _buffer: 0))
    project_id = uuid4()
    with fence.around(project_id), transaction.atomic():
        trail.note(project_id, by=Actor.system("test"), act="test.act", at=NOW + timedelta(hours=1))
    assert told(machine.clock) == ["The clock was set back: the trail ends in the future."]
