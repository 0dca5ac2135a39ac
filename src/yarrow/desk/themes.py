"""Day or night: the device decides until the worker does, for this session only."""

from django.http import HttpRequest

DAY, NIGHT, DEVICE = "day", "night", ""
THEMES = (DAY, NIGHT, DEVICE)
KEY = "theme"


def chosen_theme(request: HttpRequest) -> str:
    """`day`, `night`, or empty where the device decides."""
    session = getattr(request, "session", None)
    theme = session.get(KEY, DEVICE) if session is not None else DEVICE
    return theme if theme in THEMES else DEVICE


def choose_theme(request: HttpRequest, theme: str) -> None:
    """Keep the choice in the session; an unknown word means that the device decides again."""
    request.session[KEY] = theme if theme in THEMES else DEVICE
