"""Records cannot be swapped or edited unseen, and the trail tells where it was touched."""

import json
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import anchors, append_only, sealing, trail
from yarrow.vault.errors import Tampered
from yarrow.vault.fields import Sealed
from yarrow.vault.models import TrailHead, TrailRow

PROMISE = "Records cannot be moved or edited unseen; the trail tells where it was touched."


@pytest.fixture
def two(world):
    """Two people of one project."""
    by = world.worker("coordinator")
    return [
        add_person(project=world.project, by=by, at=timezone.now(), called=name, full_name=f"{name} Long")
        for name in ("Ayo", "Bea")
    ]


def forgeries(ayo: Person, bea: Person) -> dict[str, Person]:
    """Rows as somebody with the database in hand would leave them; each is opened at `identity.called`."""
    whole = ayo.called.ciphertext
    flipped = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 7)]
    cut = [whole[:end] for end in (0, 1, 24, 25, len(whole) - 1)]
    forged = {"from another person": bea.called.ciphertext, "from another field": ayo.full_name.ciphertext}
    forged |= {f"flipped {n}": each for n, each in enumerate(flipped)}
    forged |= {f"cut {n}": each for n, each in enumerate(cut)}
    rows = {}
    for name, ciphertext in forged.items():
        row = Person.objects.get(pk=ayo.pk)
        row.called = Sealed(ciphertext)
        rows[name] = row
    moved = Person.objects.get(pk=ayo.pk)
    moved.id = uuid4()
    return rows


def unseen(rows: dict[str, Person], by) -> list[str]:
    """The forgeries that open as if nothing had happened."""
    opened = []
    for name, row in rows.items():
        try:
            row.sealed.open_unrecorded("identity.called", by.unlocked)
        except Tampered:
            continue
        opened.append(name)
    return opened


def test_moved_flipped_and_cut_ciphertexts_do_not_open(world, two):
    by = world.worker("coordinator")
    assert two[0].sealed.open_unrecorded("identity.called", by.unlocked) == "Ayo"
    rows = forgeries(*two)
    assert len(rows) > 12 and unseen(rows, by) == []


def test_moved_twin_without_the_place_is_caught(world, monkeypatch):
    monkeypatch.setattr(sealing, "bound_to", lambda *parts: b"anywhere")
    by = world.worker("coordinator")
    said = {"project": world.project, "by": by, "at": timezone.now()}
    ayo, bea = (add_person(called=name, full_name=f"{name} L", **said) for name in ("Ayo", "Bea"))
    assert "from another field" in unseen(forgeries(ayo, bea), by)


def wrote(project_id, **changes):
    """An attacker writes into the rows, with the triggers dropped."""
    append_only.remove(connection)
    TrailRow.objects.filter(project_id=project_id, n=3).update(**changes)


def rewrite_from(project_id, n):
    """The careful attacker: change a row and make every hash after it fit again."""
    append_only.remove(connection)
    previous = TrailRow.objects.get(project_id=project_id, n=n - 1).hash
    for row in TrailRow.objects.filter(project_id=project_id, n__gte=n).order_by("n"):
        row.role = "evaluator" if row.n == n else row.role
        row.previous, row.hash = previous, ""
        row.hash = previous = trail.row_hash(row)
        row.save()
    TrailHead.objects.filter(project_id=project_id).update(hash=previous)


def cut_to(project_id, n):
    """The other careful attacker: cut the end off and set the head back."""
    append_only.remove(connection)
    TrailRow.objects.filter(project_id=project_id, n__gt=n).delete()
    last = TrailRow.objects.get(project_id=project_id, n=n)
    TrailHead.objects.filter(project_id=project_id).update(n=n, hash=last.hash)


EDITS = {
    "edited": lambda project: wrote(project, act="people.nothing"),
    "blamed on another": lambda project: wrote(project, by_id=uuid4()),
    "moved in time": lambda project: wrote(project, at=timezone.now()),
    "subject changed": lambda project: wrote(project, subject=uuid4()),
    "deleted": lambda project: (
        append_only.remove(connection),
        TrailRow.objects.filter(project_id=project, n=3).delete(),
    ),
    "reordered": lambda project: (
        append_only.remove(connection),
        TrailRow.objects.filter(project_id=project, n=3).update(n=10**6),
        TrailRow.objects.filter(project_id=project, n=4).update(n=3),
        TrailRow.objects.filter(project_id=project, n=10**6).update(n=4),
    ),
    "rewritten to the end": lambda project: rewrite_from(project, 3),
    "cut": lambda project: cut_to(project, 3),
}


@pytest.fixture
def anchored(world, two):
    anchors.anchor_trails(timezone.now())
    assert anchors.verify(world.project.id) == []
    return world.project.id


@pytest.mark.as_owner
@pytest.mark.parametrize("edit", EDITS)
def test_edited_trail_names_the_row(anchored, edit):
    with transaction.atomic():
        EDITS[edit](anchored)
    first = min(each.n for each in anchors.verify(anchored))
    end = max(n for n, _ in anchors.of_trail(anchored))
    assert first in ({end} if edit == "rewritten to the end" else {3, 4})
    append_only.install(connection)


@pytest.mark.as_owner
@pytest.mark.parametrize("edit", ["rewritten to the end", "cut"])
def test_edited_trail_twin_without_the_anchor_goes_unseen(anchored, edit, settings):
    """The control off: with no anchor outside the database these two would not show."""
    with transaction.atomic():
        EDITS[edit](anchored)
    assert trail.verify(anchored) == []
    settings.ANCHORS.unlink()
    assert anchors.verify(anchored) == []
    append_only.install(connection)


@pytest.mark.as_owner
def test_edited_trail_twin_without_hashes_goes_unseen(world, two, monkeypatch):
    with transaction.atomic():
        wrote(world.project.id, role="evaluator")
    assert anchors.verify(world.project.id)
    monkeypatch.setattr(trail, "row_hash", lambda row: row.hash)
    assert anchors.verify(world.project.id) == []
    append_only.install(connection)


def test_anchor_file_with_a_changed_line_is_noticed(anchored, settings):
    facts = [json.loads(line) for line in settings.ANCHORS.read_text().splitlines()]
    next(fact for fact in facts if fact["kind"] == anchors.TRAIL)["hash"] = "0" * 64
    settings.ANCHORS.write_text("".join(json.dumps(fact) + "\n" for fact in facts))
    assert "rewritten since the anchor" in {each.what for each in anchors.verify(anchored)}
