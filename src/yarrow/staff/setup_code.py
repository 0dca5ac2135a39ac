"""The one-time code that opens the set-up pages: printed on the server's console, kept only as a hash.

Whoever can read the console may found a project; nobody who merely reaches the address can.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from yarrow.staff.errors import WrongCode
from yarrow.staff.models import Project

# No letters or digits that look alike: 30 signs, 12 of them are 58 bits.
SIGNS = "abcdefghjkmnpqrstvwxyz23456789"
FILE = "setup-code"


def _file() -> Path:
    return Path(settings.HOME) / FILE


def _hash(code: str) -> str:
    folded = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(folded.encode()).hexdigest()


def make() -> str:
    """A new code, in three groups of four; an older one stops working."""
    code = "-".join("".join(secrets.choice(SIGNS) for _n in range(4)) for _group in range(3))
    handle = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(_hash(code))
    return code


def for_first_run() -> str | None:
    """A fresh code for an installation without a project; None where there is one."""
    return None if Project.objects.exists() else make()


def is_waiting() -> bool:
    """Whether a code has been printed and not used."""
    return _file().exists()


def check(code: str) -> None:
    """Raises WrongCode unless this is the code that was printed last."""
    wrong = WrongCode(_("This is not the code on the server's console."), field="code")
    try:
        kept = _file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise wrong from None
    if not hmac.compare_digest(kept, _hash(code)):
        raise wrong


def use_up(code: str) -> None:
    """Take the code away; of two people who send it together, one gets WrongCode."""
    check(code)
    try:
        _file().unlink()
    except FileNotFoundError:
        raise WrongCode(_("This code was used a moment ago."), field="code") from None
