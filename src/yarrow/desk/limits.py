"""How often something may be tried, counted in the cache that the server's processes share.

The count is not exact under a race (two tries may count as one); as a brake against guessing that is enough.
"""

from django.core.cache import cache

A_MINUTE = 60


def is_too_often(what: str, most: int, seconds: int = A_MINUTE) -> bool:
    """Count one try of `what`; whether it is more than `most` within `seconds` of the first one."""
    key = f"tries:{what}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:
        # The window ended between the two lines.
        cache.add(key, 1, seconds)
        return False
