"""Finding contacts, and whom they were with."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from yarrow.contacts import finding, queries
from yarrow.contacts.forms import FindForm, LinkForm
from yarrow.contacts.lines import open_name
from yarrow.people.queries import find_people
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@require_safe
@allow(*WORKERS, purpose="find contacts by what is known about them")
def find_contacts(request: Any) -> HttpResponse:
    """Filters, what fits, and what it adds up to."""
    form = FindForm(request.GET or None, project=request.project)
    form.is_valid()
    asked = form.asked()
    page = max(1, queries.posted_number(request.GET, "page"))
    found = finding.found(request.actor, request.project, asked, page)
    person = queries.person_or_404(request.project, asked.person) if asked.person else None
    context = {
        "form": form,
        "found": found,
        "name_form": LinkForm(prefix="name"),
        "kept": _kept(request),
        "called": open_name(request.actor, request.project, person, "contacts.find_contacts")
        if person
        else "",
        "previous_url": f"?{_kept(request, page=str(page - 1))}" if page > 1 else "",
        "next_url": f"?{_kept(request, page=str(page + 1))}" if found.has_more else "",
    }
    return render(request, "contacts/find_contacts.html", context)


@require_POST
@allow(*WORKERS, purpose="choose whose contacts to find")
def choose_whose(request: Any) -> HttpResponse:
    """People whose name fits, each leading back with their id; the name itself is only posted."""
    form = LinkForm(request.POST, prefix="name")
    text = form.cleaned_data["text"] if form.is_valid() else ""
    people = find_people(request.actor, request.project, text)
    rows = [(one, _kept(request, person=str(one.person.id))) for one in people]
    return render(request, "contacts/choose_whose.html", {"rows": rows, "kept": _kept(request)})


def _kept(request: Any, **changed: str) -> str:
    """The filters of the address, without the page, with these changed."""
    asked = request.GET.copy()
    asked.pop("page", None)
    for name, value in changed.items():
        asked[name] = value
    kept: str = asked.urlencode()
    return kept
