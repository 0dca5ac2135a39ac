"""Sessions: the list, planning, running."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.contacts import actions, codes, queries, rules, session_page
from yarrow.contacts.errors import NotHere
from yarrow.contacts.forms import NoteForm, PlanForm, session_values
from yarrow.contacts.models import Session
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once

# What a session's buttons do, and whether they lead to its sheet.
RUN: dict[str, tuple[Callable[..., Any] | None, bool]] = {
    "open_session": (actions.open_session, True),
    "join_session": (actions.join_session, True),
    "leave_session": (actions.leave_session, False),
    "close_session": (actions.close_session, False),
    "cancel_session": (actions.cancel_session, False),
}


@allow(*WORKERS, purpose="see the project's sessions", state="add_only")
def list_sessions(request: Any) -> HttpResponse:
    """Tonight's sessions, those that come, those that were; and opening one that nobody planned."""
    today = timezone.localtime(timezone=request.project.zone).date()
    page = max(1, queries.posted_number(request.GET, "page"))
    tonight, coming = queries.Tonight(request.project, today), queries.coming(request.project, today)
    earlier, arranged = queries.Past(request.project, today, page), queries.Arranged(request.project)
    at_once.read(tonight, coming, earlier, arranged)
    past, has_more = earlier.page()
    context = {
        "tonight": tonight.rows(),
        "coming": coming.rows(),
        "past": past,
        "previous_url": f"?page={page - 1}#before" if page > 1 else "",
        "next_url": f"?page={page + 1}#before" if has_more else "",
        "kinds": codes.choices("kinds", codes.SESSION),
        "zones": by_name(arranged.zones, lambda zone: zone.label),
        "can_arrange": rules.can_arrange(request.actor),
        "can_import": rules.can_import(request.actor),
    }
    return render(request, "contacts/list_sessions.html", context)


@allow(*WORKERS, purpose="plan a session", state="add_only")
def plan_session(request: Any) -> HttpResponse:
    """Plan a session."""
    today = timezone.localtime(timezone=request.project.zone).date()
    form = PlanForm(
        request.POST or None,
        project=request.project,
        initial={"planned_on": today, f"part_{request.actor.id}": "worker"},
    )
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            session = actions.plan_session(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                entry_id=form.cleaned_data["entry_id"],
                **form.said(),
            )
            return redirect(request.project.url("contacts:show_session", session.id))
    return render(request, "contacts/plan_session.html", {"form": form})


@allow(*WORKERS, purpose="change a session's plan", state="add_only")
def change_session(request: Any, session_id: UUID) -> HttpResponse:
    """Change a session; somebody else's change in between is shown before yours is saved."""
    session = queries.session_or_404(request.project, session_id)
    initial = session_values(session, request.project)
    form = PlanForm(request.POST or None, project=request.project, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.change_session(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                session=session,
                version=form.version_seen,
                **form.said(),
            )
            return redirect(request.project.url("contacts:show_session", session.id))
        form.show_version(session.version)
    context = {"form": form, "session": session, "stands": initial}
    return render(request, "contacts/plan_session.html", context)


@require_POST
@allow(*WORKERS, purpose="open a session that nobody planned", state="add_only")
def open_session(request: Any) -> HttpResponse:
    """Open a session now, and its sheet."""
    session = actions.open_session(
        project=request.project,
        by=request.actor,
        at=timezone.now(),
        kind=request.POST.get("kind", ""),
        zones=[z for z in queries.zones(request.project) if str(z.id) in request.POST.getlist("zone")],
    )
    return redirect(request.project.url("contacts:shift_sheet", session.id))


@allow(*WORKERS, purpose="see a session, whom it met and what it adds up to")
def show_session(request: Any, session_id: UUID) -> HttpResponse:
    """A session's facts, tally, contacts and note."""
    session = queries.session_or_404(request.project, session_id)
    return render(request, "contacts/show_session.html", _shown(request, session, NoteForm()))


@require_POST
@allow(*WORKERS, purpose="open, close, cancel, join or leave a session", state="add_only")
def run_session(request: Any, session_id: UUID) -> HttpResponse:
    """One step of a session's life; opening and joining lead to the sheet."""
    session = queries.session_or_404(request.project, session_id)
    act, leads_to_sheet = RUN.get(request.POST.get("act", ""), (None, False))
    if act is None:
        raise NotHere()
    act(project=request.project, by=request.actor, at=timezone.now(), session=session)
    if leads_to_sheet:
        return redirect(request.project.url("contacts:shift_sheet", session.id))
    return redirect(request.project.url("contacts:list_sessions"))


@require_POST
@allow(*WORKERS, purpose="add to a session's note")
def note_session(request: Any, session_id: UUID) -> HttpResponse:
    """Add a note; without the key to notes it waits in the inbox, and the page says so."""
    session = queries.session_or_404(request.project, session_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "contacts/show_session.html", _shown(request, session, form), status=400)
    said = form.cleaned_data
    is_kept = actions.note_session(
        project=request.project,
        by=request.actor,
        at=timezone.now(),
        session=session,
        text=said["note"],
        entry_id=said["entry_id"],
    )
    if is_kept:
        messages.success(request, _("The note is kept."))
    else:
        messages.info(request, _("Your note is sealed and waits for somebody who holds the key to notes."))
    return redirect(request.project.url("contacts:show_session", session.id))


def _shown(request: Any, session: Session, form: NoteForm) -> dict[str, Any]:
    return {**session_page.shown(request.actor, request.project, session), "form": form}
