"""A process of its own, on copies of an installation's files, that is killed at one step of erasing a person.

What it prints is how things stand after the next start (see test_forgetting).
"""

import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import children  # noqa: E402
from yarrow.people.models import Alias, Person  # noqa: E402
from yarrow.vault import anchors, books, clearing, erasing, forgetting, keyring, startup, trail  # noqa: E402
from yarrow.vault.actors import Actor  # noqa: E402
from yarrow.vault.models import TrailRow  # noqa: E402

# Where the process dies: at the end of these functions, or before the first of them has done anything.
PLACES: dict[str, tuple[ModuleType, str]] = {
    "tombstone": (keyring, "set_tombstone"),
    "anchor": (anchors, "note_erasure"),
    "rows_cleared": (clearing, "clear"),
    "trail_row_written": (trail, "note"),
    "rows_committed": (forgetting, "_clear"),
    "keys_deleted": (keyring, "destroy_keys"),
    "file_rewritten": (keyring, "rewrite"),
    "log_emptied": (keyring, "checkpoint"),
    "finished": (keyring, "finish"),
}


def die_after(module: ModuleType, name: str) -> None:
    """Let the function do its work and nothing come after it."""
    whole = getattr(module, name)

    def then_die(*args: Any, **kwargs: Any) -> None:
        whole(*args, **kwargs)
        children.die()

    setattr(module, name, then_die)


def erase_in_a_child(place: str) -> int:
    """How a child ended that began to erase the one person there is: a negative signal when one killed it."""
    connection.close()
    keyring.close()

    def erases() -> None:
        die_after(*PLACES[place])
        person = Person.objects.get(code="KILLED-1")
        forgetting.forget(
            person, by=Actor.system("test"), act="people.erase_person", reason="asked", at=timezone.now()
        )

    return children.run(erases)


def standing(person_id: Any) -> dict[str, Any]:
    """What is left of the person."""
    person = Person.objects.get(pk=person_id)
    return {
        "erased": person.erased_at is not None,
        "called": person.called is not None,
        "code": person.code,
        "aliases": Alias.objects.filter(person=person).count(),
        "keys": keyring.count()["keys"],
        "half_done": erasing.is_half_done(person.project_id, person.id),
        "books": keyring.connection().execute("SELECT COUNT(*) FROM book").fetchone()[0],
        "book_files": len(list((settings.HOME / books.FOLDER).iterdir())),
        "trail": TrailRow.objects.filter(subject=person.id, act__contains="eras").count(),
        "chain": [each.what for each in trail.verify(person.project_id)],
    }


def main(place: str, folder: Path) -> dict[str, Any]:
    """Die once, start once; both pictures."""
    settings.HOME, settings.KEYRING = folder, folder / "keyring.sqlite3"
    settings.ANCHORS = folder / "anchors.jsonl"
    connection.settings_dict["NAME"] = str(folder / "records.sqlite3")
    person_id = Person.objects.get(code="KILLED-1").pk
    ended_by = erase_in_a_child(place)
    before = standing(person_id)
    startup.prepare_to_serve()
    return {"signal": ended_by, "killed": before, "started": standing(person_id)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
