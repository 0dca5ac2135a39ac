"""Where our packages come from: locked with hashes, installed by them, asked about; and the wheel made of it."""

import json
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import advisories
import check_wheel
import wheel
from licences import LOCKS, NPM_LOCKS
from tests.house.tree import ROOT, SOURCE, files

TODAY = date(2026, 3, 1)
KNOWN = {("PyPI", "django", "2.2.0"): ["GHSA-control-1"], ("npm", "lodash", "4.17.15"): ["GHSA-control-2"]}


@dataclass
class Service:
    """A server of our own that answers as OSV does."""

    address: str = ""
    known: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: dict(KNOWN))
    about: dict[str, dict[str, Any]] = field(default_factory=dict)
    n_answers: int | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def batch(self, queries: list[dict[str, Any]]) -> dict[str, Any]:
        self.asked += queries
        answers = []
        for each in queries[: self.n_answers]:
            key = (each["package"]["ecosystem"], each["package"]["name"], each["version"])
            answers.append({"vulns": [{"id": name} for name in self.known[key]]} if key in self.known else {})
        return {"results": answers}


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._say(told.batch(question["queries"]))

        def do_GET(self) -> None:
            self._say(told.about.get(self.path.rpartition("/")[2], {"summary": "Something weak"}))

        def _say(self, what: Any) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(what).encode())

        def log_message(self, *words: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
        yield told
        server.shutdown()


def asking(service: Service) -> int:
    return advisories.main(["--service", service.address], TODAY)


def test_advisories_none_known_passes_with_counts(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asking(service) == 0
    said = capsys.readouterr().out
    n = len(advisories.locked())
    assert f"Checked {n} of {n} packages" in said and "no known weaknesses" in said and n > 100
    assert len(service.asked) == n + len(advisories.CONTROLS)


def test_advisories_finding_fails_with_name_version_and_advisory(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = next(each for each in advisories.locked() if each.name == "pillow")
    npm = next(each for each in advisories.locked() if each.name == "idb")
    service.known[("PyPI", ours.name, ours.version)] = ["GHSA-planted", "PYSEC-withdrawn"]
    service.known[("npm", npm.name, npm.version)] = ["GHSA-of-npm"]
    service.about["PYSEC-withdrawn"] = {"withdrawn": "2026-01-01T00:00:00Z"}
    assert asking(service) == 1
    said = capsys.readouterr().out
    assert f"pillow {ours.version} (PyPI): GHSA-planted Something weak" in said
    assert f"idb {npm.version} (npm): GHSA-of-npm" in said and "withdrawn" not in said
    assert "2 known weaknesses" in said


@pytest.mark.parametrize(("until", "status"), [("2026-03-01", 0), ("2026-02-28", 1)])
def test_advisories_that_were_read_are_passed_over_until_their_day(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: str, status: int
) -> None:
    ours = advisories.locked()[0]
    service.known[(ours.world, ours.name, ours.version)] = ["PYSEC-1"]
    service.about["PYSEC-1"] = {"aliases": ["CVE-1"]}
    noted = tmp_path / "advisories.json"
    noted.write_text(json.dumps({"CVE-1": {"why": "we never call it", "until": until}}))
    monkeypatch.setattr(advisories.read_before, "__defaults__", (noted,))
    assert asking(service) == status


@pytest.mark.parametrize("n_answers", [0, 1, 87])
def test_advisories_answered_for_fewer_than_are_locked_is_no_answer(
    service: Service, capsys: pytest.CaptureFixture[str], n_answers: int
) -> None:
    service.n_answers = n_answers
    assert asking(service) == 2
    assert f"Could check {n_answers} of {len(advisories.locked())} packages." in capsys.readouterr().out


@pytest.mark.parametrize("control", sorted(KNOWN))
def test_advisories_service_that_calls_everything_clean_is_not_believed(
    service: Service, capsys: pytest.CaptureFixture[str], control: tuple[str, str, str]
) -> None:
    del service.known[control]
    assert asking(service) == 2
    assert f"finds nothing wrong with {control[1]} {control[2]}" in capsys.readouterr().out


def test_advisories_nobody_to_ask_fails(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    assert advisories.main(["--service", "http://127.0.0.1:9/v1"], TODAY) == 2
    assert "can't be asked" in capsys.readouterr().out
    service.batch = lambda queries: {"error": "busy"}  # type: ignore[method-assign]
    assert asking(service) == 2
    assert "answered something else" in capsys.readouterr().out


def test_advisories_read_before_have_a_reason_and_a_day() -> None:
    noted = json.loads(advisories.READ.read_text(encoding="utf-8"))
    assert all(len(note["why"]) > 20 and date.fromisoformat(note["until"]) for note in noted.values())


# --- locks ------------------------------------------------------------------------------------------------
def without_hash(text: str) -> list[str]:
    """Packages of a Python lock that no hash follows."""
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M | re.I)
    pinned = [block for block in blocks if advisories.PINNED.match(block)]
    return [block.split()[0] for block in pinned if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)]


def without_integrity(lock: dict[str, Any]) -> list[str]:
    """Packages of an npm lock without a strong hash, or from somewhere else than a registry."""
    return [
        path
        for path, about in lock["packages"].items()
        if path and (not about.get("integrity", "").startswith("sha512-") or about.get("link"))
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_of_python_have_hashes(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert without_hash(text) == [] and len(advisories.PINNED.findall(text)) > 20
    assert "file://" not in text and "git+" not in text and "--index-url" not in text


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_locks_of_npm_have_hashes(lock: Path) -> None:
    read = json.loads(lock.read_text(encoding="utf-8"))
    assert without_integrity(read) == [] and len(read["packages"]) > 10
    assert read["lockfileVersion"] >= 3


def test_locks_planted_package_without_hash_is_found() -> None:
    good = f"django==5.2.0 \\\n    --hash=sha256:{'a' * 64}\n"
    assert without_hash(good) == []
    assert without_hash(good + "planted==1.0\n" + good.replace("django", "pynacl")) == ["planted==1.0"]
    strong = {"version": "1.0.0", "integrity": "sha512-x"}
    planted = {"": {}, "node_modules/a": strong, "node_modules/b": {"version": "1.0.0"}}
    assert without_integrity({"packages": planted}) == ["node_modules/b"]
    weak = {
        "packages": {
            "node_modules/a": {**strong, "integrity": "sha1-x"},
            "node_modules/c": {**strong, "link": True},
        }
    }
    assert without_integrity(weak) == ["node_modules/a", "node_modules/c"]


def loose_installs(text: str) -> list[str]:
    """Calls of an installer that would take what no lock names."""
    lines = [line for line in text.splitlines() if re.search(r"\*(?:npm|pip), ", line)]
    return [
        line
        for line in lines
        if ("*npm" in line and not ('"ci"' in line and "--ignore-scripts" in line))
        or ("*pip" in line and not re.search(r"--require-hashes|--no-deps|--wheel-dir", line))
    ]


def test_installs_take_what_the_locks_name_and_run_no_scripts() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "scripts").glob("*.py")]
    assert [call for text in texts for call in loose_installs(text)] == []
    assert (
        sum("--require-hashes" in text for text in texts) >= 2 and sum('"ci"' in text for text in texts) >= 2
    )
    assert len(loose_installs('run([*npm, "install", "--ignore-scripts"])')) == 1
    assert len(loose_installs('run([*npm, "ci", "--no-audit"])')) == 1
    assert len(loose_installs('run(*pip, "-r", LOCK)')) == 1


# --- the wheel --------------------------------------------------------------------------------------------
def packed(folder: Path, **files_in_it: str) -> Path:
    """A small wheel; `__` in a name stands for `/`, `_dot_` for a dot."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "yarrow-0.whl", "w") as opened:
        for name, text in files_in_it.items():
            opened.writestr(zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", ".")), text)
    return folder / "yarrow-0.whl"


def test_wheel_differences_are_named(tmp_path: Path) -> None:
    one = packed(tmp_path / "a", yarrow__a_dot_py="1", yarrow__b_dot_py="2")
    assert (
        check_wheel.differences(one, packed(tmp_path / "b", yarrow__a_dot_py="1", yarrow__b_dot_py="2")) == []
    )
    other = packed(tmp_path / "c", yarrow__a_dot_py="1", yarrow__b_dot_py="3", yarrow__c_dot_py="")
    assert check_wheel.differences(one, other) == ["yarrow/b.py", "yarrow/c.py"]
    turned = packed(tmp_path / "d", yarrow__b_dot_py="2", yarrow__a_dot_py="1")
    assert check_wheel.differences(one, turned) == ["the order of files, or their times"]


def test_wheel_that_lacks_a_file_or_betrays_a_machine_is_found(tmp_path: Path) -> None:
    one = packed(tmp_path / "a", yarrow__a_dot_py="built in /home/kim/yarrow", yarrow__d_dot_mo="")
    tracked = ["src/yarrow/a.py", "src/yarrow/keep.js", "src/yarrow/d.po", "tests/b.py"]
    assert check_wheel.missing(one, tracked) == ["yarrow/keep.js"]
    assert check_wheel.betraying(one, ["/home/kim", ""]) == ["yarrow/a.py"]
    assert check_wheel.betraying(one, ["/home/lee", "/"]) == []


def test_wheel_takes_every_kind_of_file_that_we_have() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    kinds = {*re.findall(r'"\*\*/\*(\.[a-z]+)"', text), ".py"}
    folders, names = (
        set(re.findall(r'"\*\*/([a-z]+)/\*\*/\*"', text)),
        set(re.findall(r'"([a-z]+\.[a-z]+)"', text)),
    )
    left = [
        path.relative_to(SOURCE).as_posix()
        for path in files(SOURCE, "*")
        if path.suffix not in kinds and path.name not in names and not folders & set(path.parts)
    ]
    assert left == [] and "static" in folders and len(kinds) > 5


def test_wheel_copy_has_even_modes_and_only_what_is_tracked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a.py", "run", "stray.py"):
        (source / name).write_text(name)
        (source / name).chmod(0o600 if name == "a.py" else 0o700)
    monkeypatch.setattr(wheel, "ROOT", source)
    monkeypatch.setattr(wheel, "git", lambda *words: "a.py\0run\0gone.py\0")
    wheel.copy_sources(tmp_path / "copy")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "copy").iterdir()}
    assert modes == {"a.py": 0o644, "run": 0o755}


def test_wheel_sums_are_as_sha256sum_reads_them(tmp_path: Path) -> None:
    one = packed(tmp_path / "a")
    one.with_name("run.lock").write_text("django==5\n")
    wheel.write_sums(one)
    lines = one.with_name("SHA256SUMS").read_text().splitlines()
    assert lines[0] == f"{wheel.sum_of(one)}  yarrow-0.whl" and lines[1].endswith("  run.lock")
