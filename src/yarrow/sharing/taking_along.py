"""A person's consents as FHIR R4: what stands, opened with one trail row, told by `methods.fhir_consent`."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from yarrow.methods.fhir_consent import Agreed, bundle
from yarrow.people import purposes
from yarrow.people.models import Person
from yarrow.sharing import queries
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

# Ids in the file are made from ours: nobody finds a row by them.
FILE = "consents as a file"


def consents_of(by: Actor, person: Person, at: datetime) -> dict[str, Any]:
    """A Bundle of Consent resources; whom it is about is their random id. Raises Locked, NoGrant."""
    rows, not_to = queries.consents_of(person)
    with reading(by, person.project_id, act="sharing.export_consents") as page:
        names = page.open_many(rows, "identity.recipient_name")
    told = [
        Agreed(
            id=uuid5(row.pk, FILE),
            person=uuid5(person.pk, FILE),
            purpose=row.purpose,
            purpose_words=purposes.purpose_of(row.purpose).name,
            recipient=names[row.pk].value or purposes.label("recipients", row.recipient),
            categories={code: purposes.label("categories", code) for code in row.categories},
            said_on=row.said_on,
            expires_on=row.expires_on,
            written_at=row.added_at,
            by=person.project.name,
            not_to=not_to.get(row.purpose, ()) if row.agency is None else (),
        )
        for row in rows
    ]
    return bundle(told, at, at.astimezone(person.project.zone).date())
