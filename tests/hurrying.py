"""Making the tests' database without drawing every model anew at every step of its history.

Django draws all models that lead to each other again whenever one changes; here nearly all do, and this was nine tenths
of what making a database cost. Migrations that make tables look only at the model that they change. That the tables are
the same is tried in `make test-slow` (tests/rooms/vault/test_migrating.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


def _itself(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    """What is drawn anew when this model changes: it alone."""
    return {(app_label, model_name.lower())}


@contextmanager
def hurrying() -> Iterator[None]:
    """Migrations inside the block are quick."""
    thorough: Any = ProjectState._find_reload_model  # type: ignore[attr-defined]
    ProjectState._find_reload_model = _itself  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = thorough  # type: ignore[attr-defined]
