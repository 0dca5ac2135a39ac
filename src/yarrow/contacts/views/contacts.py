"""One-to-one contacts; a contact's page, correcting and removing it, saying later who it was."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.contacts import actions, history, kinds, queries, rules
from yarrow.contacts.forms import ContactForm, CorrectForm, LinkForm, RemoveForm
from yarrow.contacts.lines import contact_lines, open_name
from yarrow.contacts.models import Contact
from yarrow.people.models import Person
from yarrow.people.queries import find_people
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS
from yarrow.vault import at_once
from yarrow.vault.opening import Page


@allow(*WORKERS, purpose="say whom a one-to-one contact was with")
def choose_person(request: Any) -> HttpResponse:
    """Find whom you met; or somebody not known."""
    form = LinkForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = find_people(request.actor, request.project, form.cleaned_data["text"])
    return render(request, "contacts/choose_person.html", {"form": form, "found": found})


@allow(*WORKERS, purpose="write down a contact with a person")
def record_for_person(request: Any, person_id: UUID) -> HttpResponse:
    """A one-to-one contact with one person."""
    person = queries.person_or_404(request.project, person_id)
    return _record(request, person)


@allow(*WORKERS, purpose="write down a contact with somebody not known")
def record_contact(request: Any) -> HttpResponse:
    """A one-to-one contact with people not known."""
    return _record(request, None)


def _record(request: Any, person: Person | None) -> HttpResponse:
    today = timezone.localtime(timezone=request.project.zone).date()
    form = ContactForm(
        request.POST or None,
        project=request.project,
        is_known=person is not None,
        initial={"happened_on": today},
    )
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _recorded(request, form, person)
    called = open_name(request.actor, request.project, person, "contacts.record_contact") if person else ""
    context = {"form": form, "person": person, "called": called}
    return render(request, "contacts/record_contact.html", context)


def _recorded(request: Any, form: ContactForm, person: Person | None) -> HttpResponse:
    told = form.told()
    told["person"] = person
    contact = actions.record_contact(
        project=request.project,
        by=request.actor,
        at=timezone.now(),
        entry_id=form.cleaned_data["entry_id"],
        **told,
    )
    _say_recorded(request, has_note=bool(told["note"]))
    return redirect(request.project.url("contacts:show_contact", contact.id))


def _say_recorded(request: Any, *, has_note: bool) -> None:
    messages.success(request, _("Written down."))
    if has_note and not request.actor.holds(request.project.id, "notes"):
        messages.info(request, _("Your note is sealed and waits for somebody who holds the key to notes."))


@allow(*WORKERS, purpose="see one contact and how it was changed")
def show_contact(request: Any, contact_id: UUID) -> HttpResponse:
    """One contact, with what can be done about it."""
    contact = queries.contact_or_404(request.project, contact_id)
    words, parts = kinds.Words(request.project), queries.parts_of(contact)
    changes = history.OfContact(request.project, contact, words)
    context = {
        **_standing(request, contact, words, changes.open, changes, parts),
        "history": changes.told(),
        "parts": parts,
        "can_change": rules.can_change(request.actor, contact),
        "can_link": rules.can_link(request.actor, contact),
        "form": LinkForm(),
    }
    return render(request, "contacts/show_contact.html", context)


@allow(*WORKERS, purpose="put a contact right")
def correct_contact(request: Any, contact_id: UUID) -> HttpResponse:
    """Correct; a change by somebody else in between is shown before yours is saved."""
    contact = queries.contact_or_404(request.project, contact_id)
    rules.check_may_change(request.actor, contact)
    standing = _standing(request, contact)
    line = standing["line"]
    typed = {"note": line.note, "language": line.language, "time": line.time}
    form = CorrectForm(request.POST or None, project=request.project, contact=contact, initial=typed)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _corrected(request, form, contact)
        form.show_version(contact.version)
    return render(request, "contacts/correct_contact.html", {**standing, "form": form})


def _corrected(request: Any, form: CorrectForm, contact: Contact) -> HttpResponse:
    changes = form.changes(with_note=request.actor.holds(request.project.id, "notes"))
    actions.correct_contact(
        project=request.project,
        by=request.actor,
        at=timezone.now(),
        contact=contact,
        version=form.version_seen,
        **changes,
    )
    _say_recorded(request, has_note="note" in changes)
    return redirect(request.project.url("contacts:show_contact", contact.id))


@allow(*WORKERS, purpose="remove a contact written down by mistake")
def remove_contact(request: Any, contact_id: UUID) -> HttpResponse:
    """Remove: it stays readable as removed and counts no more."""
    contact = queries.contact_or_404(request.project, contact_id)
    rules.check_may_change(request.actor, contact)
    form = RemoveForm(request.POST or None, initial={"version": contact.version})
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.void_contact(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                contact=contact,
                version=form.version_seen,
                reason=form.cleaned_data["reason"],
            )
            return redirect(request.project.url("contacts:show_contact", contact.id))
        form.show_version(contact.version)
    return render(request, "contacts/remove_contact.html", {**_standing(request, contact), "form": form})


def _standing(
    request: Any,
    contact: Contact,
    words: kinds.Words | None = None,
    also: Callable[[Page], None] = lambda page: None,
    *beside: Any,
) -> dict[str, Any]:
    """The contact in words; `beside` is read with it, and `also` opens more on the same page."""
    met, words = queries.WithGiven.of_one(contact), words or kinds.Words(request.project)
    at_once.read(met, words, *beside)
    act = "contacts.show_contact"
    lines = contact_lines(request.actor, request.project, met, words, act=act, with_notes=True, also=also)
    return {"contact": contact, "line": lines[0]}
