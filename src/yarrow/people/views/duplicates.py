"""People known twice: the list, two records beside each other, one record made two again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.methods.refusals import Refusal
from yarrow.people import actions, comparing, duplicates, pages, rules
from yarrow.people.forms import SearchForm
from yarrow.people.forms_of_merging import MergeForm
from yarrow.people.models import Person
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@require_safe
@allow(*rules.MERGERS, purpose="see who may be known twice, and why")
def list_duplicates(request: Any) -> HttpResponse:
    """The likeliest first; whoever is under 18 under a heading of their own."""
    pairs, n_found = duplicates.list_duplicates(request.actor, request.project)
    context = {
        "pairs": [pair for pair in pairs if not pair.has_under_18],
        "young": [pair for pair in pairs if pair.has_under_18],
        "n_found": n_found,
        "n_more": n_found - len(pairs),
    }
    return render(request, "people/list_duplicates.html", context)


@sensitive_post_parameters()
@allow(*rules.MERGERS, purpose="compare two records, and make them one")
@pages.on_two
def compare_people(request: Any, person: Person, other: Person) -> HttpResponse:
    """Field by field: what stays is chosen here, the rest is kept with the record that came."""
    compared = comparing.compare(request.actor, request.project, person, other)
    form = MergeForm(request.POST or None, choices=compared.choices)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_people(
                into=person,
                came=other,
                take=form.taken(),
                project=request.project,
                by=request.actor,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("One record now. It can be taken back from its page."))
            return redirect(request.project.url("people:show_person", person.id))
    return render(request, "people/compare_people.html", {"form": form, "compared": compared})


@require_POST
@allow(*rules.MERGERS, purpose="say that two records are two people")
@pages.on_two
def tell_apart(request: Any, person: Person, other: Person) -> HttpResponse:
    """Not suggested again unless a fact changes."""
    facts = duplicates.digest_of(request.actor, request.project, person, other)
    actions.tell_apart(
        person=person,
        other=other,
        facts=facts,
        project=request.project,
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("Remembered: two people. You are asked again only when something changes."))
    return redirect(request.project.url("people:list_duplicates"))


@sensitive_post_parameters()
@allow(*WORKERS, purpose="see whom somebody may be already, or find the other record by name")
@pages.on_person
def list_alike(request: Any, person: Person) -> HttpResponse:
    """A hint after adding somebody; from their page, a search for the record to compare with."""
    context = {"person": person, "can_merge": rules.can_merge(request.actor), "form": SearchForm()}
    if request.method != "POST":
        found = duplicates.alike(request.actor, request.project, person)
        return render(request, "people/list_alike.html", {**context, "found": found})
    form = SearchForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    others = comparing.others_called(request.actor, request.project, person, text)
    return render(request, "people/list_alike.html", {**context, "form": form, "others": others})


@allow(*rules.MERGERS, purpose="see what a merge did, and take it back")
def show_merge(request: Any, merge_id: UUID) -> HttpResponse:
    """The record that came as it was; one press makes two of it again."""
    merge = comparing.merge_in(request.project, merge_id)
    pages.check_reason(request, merge.into.stands)
    if request.method == "POST":
        actions.part_people(merge=merge, project=request.project, by=request.actor, at=timezone.now())
        messages.success(request, _("Two records again. What was added since stayed where it was added."))
        return redirect(request.project.url("people:show_person", merge.came_id))
    return render(request, "people/show_merge.html", comparing.as_it_was(request.actor, merge))
