"""The files that a server needs around Yarrow, filled in for one machine: proxy, units, log settings, scripts."""

from pathlib import Path
from string import Template

from yarrow.methods.refusals import Refusal

FILES = Path(__file__).parent / "deployment"
EXECUTABLE = "bin"


class Filled(Template):
    """A file whose gaps are written @{so}; nginx and the shell use the dollar themselves."""

    delimiter = "@"
    pattern = r"(?P<escaped>@@@)|@\{(?P<braced>[a-z_]+)\}|(?P<named>(?!))|(?P<invalid>(?!))"  # type: ignore[assignment]


class NotEmpty(Refusal):
    """There is something at the place where files would be written."""


def filled(**gaps: str) -> dict[str, str]:
    """Path below the folder → text, for every file."""
    paths = sorted(path for path in FILES.rglob("*") if path.is_file())
    return {
        path.relative_to(FILES).as_posix(): Filled(path.read_text(encoding="utf-8")).substitute(gaps)
        for path in paths
    }


def write(to: Path, texts: dict[str, str]) -> list[Path]:
    """Write the files below an empty or new folder; which."""
    if to.exists() and any(to.iterdir()):
        raise NotEmpty(f"{to} is not empty. Name a new folder.")
    written = []
    for name, text in texts.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755 if name.startswith(EXECUTABLE) else 0o644)
        written.append(path)
    return written
