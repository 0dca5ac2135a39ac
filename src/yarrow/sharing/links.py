"""The token of a link: 32 random bytes that are kept nowhere. Everything about a package is made of it.

It stands behind the "#" of the address, which a browser sends to nobody: no server, proxy or log has it. The page
carries it in the form.
"""

import hmac
import re
import secrets
from hashlib import sha256

from yarrow.vault import sealing

TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
CODE_DIGITS = 6


def new_token() -> str:
    """43 signs, 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """Six digits, told to the partner apart from the link."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def tidied(text: str) -> str:
    """The token of a link that was pasted whole, or of what stands behind its "#"; "" for anything else."""
    last = text.strip().rpartition("#")[2].strip()
    return last if TOKEN.fullmatch(last) else ""


def mark_of(token: str) -> str:
    """What finds the package. It says nothing about the key: both are made of the token, each for its own purpose."""
    return sealing.derive(token.encode(), "yarrow package link").hex()


def key_of(token: str) -> bytes:
    """What seals the package."""
    return sealing.derive(token.encode(), "yarrow package content")


def mark_of_code(token: str, code: str) -> str:
    """What a code is compared by: without the token nobody can try codes on it."""
    key = sealing.derive(token.encode(), "yarrow package code")
    return hmac.new(key, code.strip().encode(), sha256).hexdigest()


def is_code(token: str, code: str, mark: str) -> bool:
    """Whether this is the code, in a time that says nothing."""
    return hmac.compare_digest(mark_of_code(token, code), mark)
