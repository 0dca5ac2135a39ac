"""A compliance note: exactly what would leave, sending it, printing what left."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yarrow.justice import actions, choosing, notes, rules, showing
from yarrow.justice.forms.orders import NoteForm
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.staff.access import allow


@allow(*rules.KEEPERS, purpose="send whoever gave an order a note of how it went", step_up=True)
@pages.on_person
def send_note(request: Any, person: Person, order_id: UUID) -> HttpResponse:
    """Word for word what they will read; it is decided again at the moment of pressing."""
    order = showing.order_in(person, order_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = form.cleaned_data
            proposal = choosing.proposal_of(person, said.pop("proposal"))
            act = {"project": request.project, "by": request.actor, "at": timezone.now()}
            row = actions.send_note(order=order, proposal=proposal, **said, **act)
            messages.success(request, _("Written down: what you told them. Print it from here."))
            return redirect(request.project.url("justice:print_note", person.id, row.pk))
    found = notes.page_of(request.actor, order, timezone.now(), request.open_reason)
    context = {"person": person, "order": order, "form": form, "found": found}
    return render(request, "justice/send_note.html", context)


@require_safe
@allow(*rules.KEEPERS, purpose="see or print a note that whoever gave an order was sent")
@pages.on_person
def print_note(request: Any, person: Person, note_id: UUID) -> HttpResponse:
    """As the ledger has it. Printed, it says nothing about who wrote it or about whom it is but the number."""
    row = notes.note_in(person, note_id)
    said = notes.said_on(request.actor, row, request.open_reason)
    return render(request, "justice/print_note.html", {"person": person, "note": row, "said": said})
