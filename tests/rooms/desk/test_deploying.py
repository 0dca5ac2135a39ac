"""The files around a server: filled in whole, packed with the package, and keeping what the design asks of them."""

import re
import shutil
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from yarrow.desk import deploying

ROOT = Path(__file__).parents[3]
GAPS = {
    "host": "yarrow.example.org",
    "home": "/srv/yarrow",
    "account": "yarrow",
    "proxy": "www-data",
    "program": "/opt/yarrow/bin/yarrow",
    "records_copies": "/mnt/a",
    "keyring_copies": "/mnt/b",
    "workers": "3",
}


@pytest.fixture(scope="module")
def texts():
    return deploying.filled(**GAPS)


def test_every_gap_is_filled_and_every_file_says_where_it_goes(texts):
    assert not [name for name, text in texts.items() if "@{" in text]
    own = {name for name in texts if not name.startswith("systemd/")}
    unsaid = [name for name in own if not re.search(r"^# /(etc|usr)/", texts[name], re.M)]
    assert unsaid == []
    with pytest.raises(KeyError):
        deploying.filled(**{name: value for name, value in GAPS.items() if name != "host"})


def test_nginx_and_shell_keep_their_own_dollars_and_units_their_own_at(texts):
    assert "$request_uri" in texts["nginx/yarrow.conf"]
    assert "SystemCallFilter=@system-service" in texts["systemd/yarrow-web.service"]
    assert "user@" not in "".join(texts.values())


def test_command_writes_into_a_new_folder_only(tmp_path, capsys):
    call_command("deployment", str(tmp_path / "new"), "--host", "yarrow.example.org", "--workers", "2")
    unit = (tmp_path / "new/systemd/yarrow-web.service").read_text()
    assert "serve --workers 2" in unit
    assert (tmp_path / "new/bin/copy-away").stat().st_mode & 0o111
    with pytest.raises(CommandError, match="not empty"):
        call_command("deployment", str(tmp_path / "new"), "--host", "yarrow.example.org")


def test_files_are_in_the_package():
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"][
        "yarrow"
    ]
    names = [path.relative_to(ROOT / "src/yarrow") for path in deploying.FILES.rglob("*") if path.is_file()]
    assert names and all(any(fnmatch(f"x/{name}", pattern) for pattern in packed) for name in names)


def test_proxies_write_no_address_and_no_body_down_and_set_what_is_believed(texts):
    site, caddy = texts["nginx/yarrow.conf"], texts["caddy/Caddyfile"]
    assert site.count("access_log off;") == site.count("server {") == 2
    room = re.search(r"client_body_buffer_size (\d+)m", site)
    assert room and int(room[1]) << 20 > settings.UPLOAD_LIMIT
    assert re.search(r"client_max_body_size (\d+)m", site)[1] == room[1]
    assert "proxy_max_temp_file_size 0;" in site
    for header in ("X-Forwarded-For", "X-Forwarded-Proto"):
        assert f"proxy_set_header {header} " in site and f"header_up {header} " in caddy
    assert "$http_x_forwarded" not in site and "exclude http.log" in caddy


@pytest.mark.parametrize("unit", ["yarrow-web", "yarrow-work"])
def test_units_keep_memory_off_the_disk_and_call_nobody(texts, unit):
    lines = texts[f"systemd/{unit}.service"].splitlines()
    assert {
        "LimitCORE=0",
        "MemorySwapMax=0",
        "IPAddressDeny=any",
        "User=yarrow",
        "NoNewPrivileges=yes",
    } <= set(lines)


def test_unit_of_the_sender_keeps_memory_off_the_disk_and_sees_no_backup(texts):
    lines = texts["systemd/yarrow-send.service"].splitlines()
    assert {"ExecStart=/opt/yarrow/bin/yarrow send", "LimitCORE=0", "MemorySwapMax=0", "User=yarrow"} <= set(
        lines
    )
    assert "InaccessiblePaths=-/mnt/a -/mnt/b" in lines
    others = {
        line for line in texts["systemd/yarrow-work.service"].splitlines() if line.startswith("Protect")
    }
    assert len(others) > 5 and others <= set(lines)


def test_copies_of_the_keyring_end_elsewhere_too_and_the_doctor_learns_of_it(texts, tmp_path):
    """The script itself, with a copier in place of rsync that writes down how it was called."""
    script = tmp_path / "copy-away"
    script.write_text(texts["bin/copy-away"])
    called = tmp_path / "rsync"
    called.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/said\n')
    called.chmod(0o755)
    for name in ("records", "keys", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "records/yarrow-records-1.tar.gz").touch()
    surroundings = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "YARROW_HOME": str(tmp_path / "home"),
        "YARROW_BACKUP_RECORDS": str(tmp_path / "records"),
        "YARROW_BACKUP_KEYRING": str(tmp_path / "keys"),
        "COPY_RECORDS_TO": "one:",
    }
    missing = subprocess.run(["sh", script], env=surroundings, capture_output=True, check=False)
    assert missing.returncode and not (tmp_path / "home/copied-away").exists()
    subprocess.run(["sh", script], env={**surroundings, "COPY_KEYRING_TO": "two:"}, check=True)
    first, second = (tmp_path / "said").read_text().splitlines()
    assert first.endswith(f"{tmp_path}/home/anchors.jsonl one:") and "--delete" not in first
    assert "--delete" in second and second.endswith(f"{tmp_path}/keys/ two:")
    assert (tmp_path / "home/copied-away").exists()


def test_shell_scripts_are_well_formed(texts, tmp_path):
    shell = shutil.which("sh")
    for name in ("bin/yarrow", "bin/copy-away"):
        (tmp_path / "script").write_text(texts[name])
        assert subprocess.run([shell, "-n", tmp_path / "script"], check=False).returncode == 0
