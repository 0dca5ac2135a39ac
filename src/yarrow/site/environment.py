"""Settings from the environment, failing loudly with a hint."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from yarrow.ui.languages import offered


def text(name: str, *, default: str | None = None, hint: str = "") -> str:
    """The text of variable `name`, or of the file that `name_FILE` points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE). {hint}".strip())
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable: 1, true, yes, on / 0, false, no, off."""
    value = os.environ.get(name)
    if value is None:
        return default
    lowered = value.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write yes or no.")


def one_of(name: str, words: tuple[str, ...]) -> str:
    """A variable that is one of these words, the first when it is not set."""
    value = os.environ.get(name, words[0])
    if value not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}; write {' or '.join(words)}.")
    return value


def number(name: str, *, default: int) -> int:
    """A whole-number variable."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.") from None


def languages(name: str) -> list[tuple[str, str]]:
    """(code, own name) of the languages that this installation offers: "en, ro", or all of them when empty."""
    try:
        return [(one.code, one.name) for one in offered(text(name, default=""))]
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name} names {problem}, which is not translated.") from None


def secret_in(home: Path, file_name: str) -> str:
    """A random secret kept in a root-only file of the installation; made once.

    Made with O_EXCL so that two processes starting together agree on one value.
    """
    import secrets

    path = home / file_name
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
