"""The shift sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.contacts import actions, queries
from yarrow.contacts.sheet import Sheet
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@allow(*WORKERS, purpose="write down whom you meet on a shift", state="add_only")
def shift_sheet(request: Any, session_id: UUID) -> HttpResponse:
    """Who, what, done; then the sheet again, open for the next. Locked, it takes contacts and shows nobody."""
    session = queries.session_or_404(request.project, session_id)
    sheet = Sheet(request.project, session, request.actor, timezone.now())
    if request.method != "POST":
        return _page(request, sheet, sheet.form())
    if "look" in request.POST:
        sheet.look(request.POST.get("find", ""))
        return _page(request, sheet, sheet.form(request.POST).unjudged())
    form = sheet.form(request.POST)
    if form.is_valid() and sheet.is_known_already(form):
        form = sheet.form(request.POST)
        form.add_error(
            "name", _("Somebody goes by this name already. Tap them, or say this is somebody else.")
        )
    elif form.is_valid():
        with form.saying_refusals():
            waiting = sheet.take(form)
            if waiting:
                messages.info(request, waiting)
            return redirect(request.project.url("contacts:shift_sheet", session.id))
    return _page(request, sheet, form)


@require_POST
@allow(*WORKERS, purpose="take back what you have just written down")
def undo_contact(request: Any, session_id: UUID) -> HttpResponse:
    """Undo, and back to the sheet."""
    session = queries.session_or_404(request.project, session_id)
    contact = queries.posted_contact(request.project, request.POST)
    actions.undo_contact(project=request.project, by=request.actor, at=timezone.now(), contact=contact)
    return redirect(request.project.url("contacts:shift_sheet", session.id))


def _page(request: Any, sheet: Sheet, form: Any) -> HttpResponse:
    return render(request, "contacts/shift_sheet.html", sheet.context(form))
