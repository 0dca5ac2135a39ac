"""What pages of this and higher rooms ask about sessions and contacts, always within one project."""

from yarrow.contacts.queries.arranged import agency_names, crew, kind_or_404, own_kinds, zone_or_404, zones
from yarrow.contacts.queries.contacts import (
    contact_or_404,
    contact_under,
    contacts_of_person,
    contacts_of_session,
    is_entered,
    is_waiting,
    parts_of,
    unnamed,
)
from yarrow.contacts.queries.following_up import (
    follow_up_or_404,
    follow_ups_of,
    person_of,
    person_or_404,
)
from yarrow.contacts.queries.posted import posted_contact, posted_number, posted_person
from yarrow.contacts.queries.sessions import (
    Tally,
    coming,
    crew_of,
    held_around,
    is_on,
    past,
    session_or_404,
    tally,
    tonight,
)
from yarrow.contacts.queries.shift import (
    has_met_on_shift,
    just_recorded,
    met_in,
    n_waiting,
    recent_people,
    usual_supplies,
)

__all__ = [
    "Tally",
    "agency_names",
    "coming",
    "contact_or_404",
    "contact_under",
    "contacts_of_person",
    "contacts_of_session",
    "crew",
    "crew_of",
    "follow_up_or_404",
    "follow_ups_of",
    "has_met_on_shift",
    "held_around",
    "is_entered",
    "is_on",
    "is_waiting",
    "just_recorded",
    "kind_or_404",
    "met_in",
    "n_waiting",
    "own_kinds",
    "parts_of",
    "past",
    "person_of",
    "person_or_404",
    "posted_contact",
    "posted_number",
    "posted_person",
    "recent_people",
    "session_or_404",
    "tally",
    "tonight",
    "unnamed",
    "usual_supplies",
    "zone_or_404",
    "zones",
]
