"""Finding, listing, adding, showing and changing a person; who opened the record."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.methods.refusals import Refusal
from yarrow.people import actions, birthdays, duplicates, history, pages, queries, rules, who_opened
from yarrow.people.errors import ChangedMeanwhile
from yarrow.people.forms import AddPersonForm, ChangePersonForm, ReasonForm, SearchForm
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@require_safe
@allow(*WORKERS, purpose="see whom the project knows, one's own caseload first")
def list_people(request: Any) -> HttpResponse:
    """One page of names to be called by and codes."""
    page = page_number(request)
    people, has_more = queries.list_people(request.actor, request.project, page)
    birthdays.of_list(request.actor, request.project, people)
    context = {
        "young": [line for line in people if line.person.is_under_18],
        "can_merge": rules.can_merge(request.actor),
        "can_keep_lists": rules.can_keep_lists(request.actor),
        "people": [line for line in people if not line.person.is_under_18],
        "page": page,
        "next_page": page + 1 if has_more else None,
        "form": SearchForm(),
    }
    return render(request, "people/list_people.html", context)


@require_POST
@sensitive_post_parameters()
@allow(*WORKERS, purpose="find a person by name, other name or code")
def search_people(request: Any) -> HttpResponse:
    """What fits, best first. The term is in the body only, and kept nowhere."""
    form = SearchForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    found = queries.find_people(request.actor, request.project, text) if text else []
    context = {
        "form": form,
        "n_found": len(found),
        "found": [one for one in found if not one.person.is_under_18],
        "young": [one for one in found if one.person.is_under_18],
        "text": text,
        "most": queries.MOST_FOUND,
    }
    return render(request, "people/search_people.html", context)


@sensitive_post_parameters()
@allow(*WORKERS, purpose="add a person; also while locked, sealed for the next holder", state="add_only")
def add_person(request: Any) -> HttpResponse:
    """The short form."""
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _added(request, _add(request, form))
    return render(request, "people/add_person.html", {"form": form})


def _add(request: Any, form: AddPersonForm) -> Person | None:
    """The new person; None when nobody's key is open and the entry waits sealed for one."""
    given = {"project": request.project, "by": request.actor, "at": timezone.now(), **form.person()}
    entry_id = form.cleaned_data["entry_id"]
    if request.actor.unlocked is None:
        actions.leave_person(entry_id=entry_id, **given)
        return None
    return actions.add_person(entry_id=entry_id, **given)


def _added(request: Any, person: Person | None) -> HttpResponse:
    if person is None:
        messages.success(request, _("Sealed. They are on the list once someone unlocks."))
        return redirect(request.project.url("people:add_person"))
    messages.success(request, _("Added. Their code is %(code)s.") % {"code": person.code})
    if person.is_under_18:
        return redirect(request.project.url("people:note_safeguarding", person.id))
    page = "list_alike" if duplicates.alike(request.actor, request.project, person) else "show_person"
    return redirect(request.project.url(f"people:{page}", person.id))


@require_safe
@allow(*WORKERS, purpose="open a person's record")
@pages.on_person
def show_person(request: Any, person: Person) -> HttpResponse:
    """The record as this room knows it; a door may show more around it."""
    return render(request, "people/show_person.html", pages.person_context(request, person))


@sensitive_post_parameters()
@allow(*WORKERS, purpose="change what is known about a person")
@pages.on_person
def change_person(request: Any, person: Person) -> HttpResponse:
    """Only what the worker touched is written; someone else's change is shown beside it."""
    if request.method != "POST":
        values = pages.open_sheet(request, person, "people.open_to_change").values()
        form = ChangePersonForm(initial=ChangePersonForm.initial_of(values, person.version))
        return render(request, "people/change_person.html", {"form": form, "person": person})
    form = ChangePersonForm(request.POST)
    if form.is_valid():
        try:
            actions.change_person(
                person=person,
                version=form.version_seen(),
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                why=form.cleaned_data["why"],
                **form.touched(),
            )
        except ChangedMeanwhile as meanwhile:
            return _beside(request, person, form, meanwhile)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(request.project.url(pages.after_change(person), person.id))
    return render(request, "people/change_person.html", {"form": form, "person": person})


def _beside(
    request: Any, person: Person, form: ChangePersonForm, meanwhile: ChangedMeanwhile
) -> HttpResponse:
    """The page again: what was typed kept, what the other one saved filled in, both named."""
    person = queries.person_in(request.project, person.id)
    now = pages.open_sheet(request, person, "people.open_to_change").values()
    touched = form.touched()
    again = ChangePersonForm(
        initial={**ChangePersonForm.initial_of(now, person.version), **typed_again(touched)}
    )
    context = {
        "form": again,
        "person": person,
        "meanwhile": meanwhile.message,
        "differences": pages.differences(form.seen_values(), now, form.person(), touched),
        "changed_by": pages.last_changed_by(request.project, person),
    }
    return render(request, "people/change_person.html", context, status=meanwhile.status)


def typed_again(touched: dict[str, Any]) -> dict[str, Any]:
    """Touched values as initial data."""
    languages = touched.get("languages")
    return {**touched, "languages": ", ".join(languages)} if languages is not None else touched


@allow(*WORKERS, purpose="say why a record outside one's caseload is opened")
def give_reason(request: Any, person_id: Any) -> HttpResponse:
    """Asked once a shift; the key worker sees it."""
    person = queries.person_in(request.project, person_id)
    after = request.GET.get("next", "")
    address = (
        after if pages.is_safe_next(request, after) else request.project.url("people:show_person", person.id)
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.give_reason(
            person=person,
            reason=form.cleaned_data["reason"],
            project=request.project,
            by=request.actor,
            at=timezone.now(),
        )
        return redirect(address)
    if not rules.Caseload(request.actor, person, timezone.now()).is_outside:
        return redirect(address)
    return render(request, "people/give_reason.html", {"form": form, "person": person})


@require_safe
@allow(*WORKERS, purpose="see who opened a person's record, when and why")
@pages.on_person
def show_openings(request: Any, person: Person) -> HttpResponse:
    """The trail about one person, in words."""
    page = page_number(request)
    lines, has_more = who_opened.openings(request.project, person, page)
    context = {"person": person, "lines": lines, "page": page, "next_page": page + 1 if has_more else None}
    return render(request, "people/show_openings.html", context)


@require_safe
@allow(*WORKERS, purpose="see what stood in a record before, who changed it and when")
@pages.on_person
def show_history(request: Any, person: Person) -> HttpResponse:
    """Every change, the latest first."""
    lines = history.lines_of(request.actor, person, request.open_reason)
    return render(request, "people/show_history.html", {"person": person, "lines": lines})


def page_number(request: Any) -> int:
    """The page asked for; the first one for anything that is no page."""
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1
