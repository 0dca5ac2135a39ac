"""A session opened for reading: its facts, what it adds up to, whom it met, its note and how its plan was changed."""

from typing import Any

from yarrow.contacts import history, kinds, queries, states
from yarrow.contacts.lines import people_of, worded
from yarrow.contacts.models import Session, SessionAgency, Zone
from yarrow.people.queries import open_each
from yarrow.staff.models import Project
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading
from yarrow.vault.prepared import PreparedLists

_places = PreparedLists(
    lambda session_id: [
        Zone.objects.filter(sessions=session_id),
        SessionAgency.objects.filter(session=session_id).select_related("agency"),
    ]
)


def shown(by: Actor, project: Project, session: Session) -> dict[str, Any]:
    """Everything the page shows: contacts with names, the latest first, without their notes, and the session's own."""
    met, words, sums = (
        queries.contacts_of_session(session),
        kinds.Words(project),
        queries.Tallying(session),
    )
    crew, changes = queries.crew_of(session), history.OfSession(project, session, words)
    zones, agencies = _places(session.pk)
    at_once.read(met, words, sums, crew, changes, zones, agencies)
    at_once.attach([session], "zones", {session.pk: list(zones)})
    at_once.attach([session], "agencies", {session.pk: list(agencies)})
    rows, tally = met.rows(), sums.tally()
    with reading(by, project.id, act="contacts.show_session") as page:
        called = open_each(page, people_of(rows), "identity.called")
        note = page.open_if_held(session, "notes.note")
    return {
        "session": session,
        "tally": tally,
        "lines": worded(words, rows, called, {}),
        "note": note.value or "",
        "is_note_closed": note.is_closed and session.note is not None,
        "given": kinds.in_words(words.labels("supplies"), tally.supplies),
        "done": kinds.in_words(words.labels("done"), tally.done),
        "crew": by_name(crew, lambda line: line.worker.name),
        "is_on_it": any(line.worker_id == by.id for line in crew),
        "acts": list(states.SESSION_STATES[session.state]),
        "history": changes.told(),
    }
