"""The consent ledger of a person, as the decision about sharing reads it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from yarrow.methods.sharing import Said
from yarrow.people.models import Consent, Person
from yarrow.people.models.consent import GIVEN


def rows_of(person: Person) -> QuerySet[Consent]:
    """The person's rows of the consent ledger, still to be read; a page reads them with its other lists."""
    return Consent.objects.filter(person=person)


def as_said(rows: Iterable[Consent]) -> list[Said]:
    """Rows of the ledger, as the decision reads them."""
    return [said_of(row) for row in rows]


def said_of(row: Consent) -> Said:
    """One row of the ledger as the decision reads it."""
    return Said(
        id=row.pk,
        n=row.n,
        is_given=row.act == GIVEN,
        purpose=row.purpose,
        recipient=row.recipient,
        categories=frozenset(row.categories),
        agency=row.agency,
        expires_on=row.expires_on,
        is_only_named=row.agency is None and row.recipient_name is not None,
    )
