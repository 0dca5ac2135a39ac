"""The token of a public page: twelve letters that nobody guesses (57 bits) and that can be typed from a poster."""

import hashlib
import secrets

# No letters that look alike on paper, none that make words.
SIGNS = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH, PART = 12, 4


def new_token() -> str:
    """Three groups of four signs."""
    signs = "".join(secrets.choice(SIGNS) for _n in range(LENGTH))
    return "-".join(signs[n : n + PART] for n in range(0, LENGTH, PART))


def hashed(token: str) -> str:
    """What finds the page. A token that was typed in capitals or without its lines is the same."""
    plain = "".join(sign for sign in token.lower() if sign in SIGNS)
    return hashlib.sha256(plain.encode()).hexdigest()
