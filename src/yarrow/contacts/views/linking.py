"""People not known, and saying later who they were."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.contacts import actions, queries, rules
from yarrow.contacts.forms import LinkForm
from yarrow.contacts.lines import not_known
from yarrow.contacts.models import Contact
from yarrow.people.models import Person
from yarrow.people.queries import find_people
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS

LATELY = timedelta(days=60)


@allow(*WORKERS, purpose="see people met but not known, to say later who they were", state="add_only")
def list_unnamed(request: Any) -> HttpResponse:
    """Contacts of the last two months with people not known."""
    today = timezone.localtime(timezone=request.project.zone).date()
    rows = queries.unnamed(request.project, since=today - LATELY)[:200]
    context = {"rows": [(contact, not_known(contact)) for contact in rows]}
    return render(request, "contacts/list_unnamed.html", context)


@allow(*WORKERS, purpose="say who somebody not known was, or that it was somebody else")
def link_contact(request: Any, contact_id: UUID) -> HttpResponse:
    """Find who it was; then say so."""
    contact = queries.contact_or_404(request.project, contact_id)
    if contact.person_id is None:
        rules.check_may_link(request.actor, contact)
    else:
        rules.check_may_change(request.actor, contact)
    if "person" in request.POST:
        return _say_who(request, contact, queries.posted_person(request.project, request.POST))
    if "nobody" in request.POST:
        return _say_who(request, contact, None)
    form = LinkForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = find_people(request.actor, request.project, form.cleaned_data["text"])
    context = {"form": form, "found": found, "contact": contact, "who": not_known(contact)}
    return render(request, "contacts/link_contact.html", context)


def _say_who(request: Any, contact: Contact, person: Person | None) -> HttpResponse:
    said: dict[str, Any] = {"project": request.project, "by": request.actor, "at": timezone.now()}
    linked: Contact | None
    if contact.person_id is not None:
        version = queries.posted_number(request.POST, "version")
        linked = actions.move_contact(**said, contact=contact, version=version, person=person)
    elif person is not None:
        linked = actions.link_contact(**said, contact=contact, person=person)
    else:
        linked = contact
    if linked is None:
        messages.info(
            request, _("A note has to move along. Somebody who holds the key to notes will finish this.")
        )
    return redirect(request.project.url("contacts:show_contact", (linked or contact).id))
