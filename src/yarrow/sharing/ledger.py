"""The consent ledger of a person, as the decision about sharing reads it."""

from yarrow.methods.sharing import Said
from yarrow.people.models import Consent, Person
from yarrow.people.models.consent import GIVEN


def of_person(person: Person) -> list[Said]:
    """The person's rows of the consent ledger, as the decision reads them."""
    return [said_of(row) for row in Consent.objects.filter(person=person)]


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
