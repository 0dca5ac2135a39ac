"""Books of people's names, for the tests of books: how rows are made and read."""

from django.utils import timezone

from yarrow.people.models import Person
from yarrow.vault import at_once, books, keyring
from yarrow.vault.books import Column, Index
from yarrow.vault.prepared import Prepared

NOW = timezone.now()
NAMES = ["Ayo", "Bea", None, "Cléo", "Dmitri"]
INDEX = Index("lengths 1", lambda values, before: [len(value or "") for value in values])


def people_of(world, called=NAMES):
    by, made = world.worker("coordinator"), []
    for number, name in enumerate(called):
        code = f"K{number}-4MW"
        row = Person(
            project=world.project, code=code, first_met_on=NOW.date(), created_by=by.id, created_at=NOW
        )
        row.sealed.put("identity.called", name, by.unlocked)
        made.append(row)
    return Person.objects.bulk_create(made)


_called = Prepared(
    lambda project_id: Person.objects.filter(project=project_id).order_by("code").values_list("id", "called")
)


def columns_of(world):
    ids, called = at_once.columns(_called(world.project.pk))
    return [Column(Person, "identity.called", ids, ids, called)]


def read(world, by=None, index=INDEX, columns=None):
    """The values in the order of codes."""
    by = by or world.worker("coordinator")
    return books.read(world.project.id, columns or columns_of(world), index, by.key)


def rename(world, person, name):
    person.sealed.put("identity.called", name, world.worker("coordinator").unlocked)
    person.save()


def files():
    return sorted(books._folder().iterdir()) if books._folder().exists() else []


def named():
    """(file, wrapped key) of each book that the keyring names."""
    return keyring.connection().execute("SELECT file, wrapped FROM book").fetchall()
