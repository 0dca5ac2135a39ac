"""Needs and strengths: asked in portions, shown as ladders, turned to face the person."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.plans import actions, lists, needs, rules
from yarrow.plans.forms import RatingForm
from yarrow.staff.access import allow
from yarrow.vault import at_once

CARRIED = ("rater", "occasion", "rated_on")


@require_safe
@allow(*rules.KEEPERS, purpose="see a person's needs and strengths")
@pages.on_person
def show_needs(request: Any, person: Person) -> HttpResponse:
    """Every portion as a chart with its table, and where to begin."""
    found = needs.Needs(person)
    at_once.read(found)
    context = {
        "person": person,
        "areas": found.areas(),
        "first": found.first_to_come(),
        "rule": found.first_needs,
    }
    return render(request, "plans/show_needs.html", context)


@require_safe
@allow(*rules.KEEPERS, purpose="turn a person's needs and strengths to face them")
@pages.on_person
def turn_needs(request: Any, person: Person) -> HttpResponse:
    """The ladders alone, large; no name, no menu, and a way out in reach."""
    found = needs.Needs(person)
    at_once.read(found)
    areas = [area for area in found.areas(facing=True) if area.picture]
    return render(
        request, "plans/turn_needs.html", {"person": person, "areas": areas, "ladder": lists.items("ladder")}
    )


@require_safe
@allow(*rules.KEEPERS, purpose="read everything said about one domain")
@pages.on_person
def show_domain(request: Any, person: Person, domain: str) -> HttpResponse:
    """Each answer with its day, its rater and its words."""
    if domain not in lists.codes("domain"):
        raise Http404
    said = needs.history(request.actor, person, domain, request.open_reason)
    item = next(item for item in lists.items("domain") if item.code == domain)
    return render(request, "plans/show_domain.html", {"person": person, "domain": item, "said": said})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down how a person stands, a portion at a time")
@pages.on_person
def rate_needs(request: Any, person: Person, area: str) -> HttpResponse:
    """One portion; saving leads to the next."""
    here = _area(area)
    today = pages.today_of(request)
    form = RatingForm(request.POST or None, initial=_carried(request), area=area, today=today)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _saved(request, person, form, area)
    context = {
        "person": person,
        "form": form,
        "area": here,
        "next_area": _after(area),
        "areas": lists.items("area"),
    }
    return render(request, "plans/rate_needs.html", context)


def _saved(request: Any, person: Person, form: RatingForm, area: str) -> HttpResponse:
    said = {name: form.cleaned_data[name] for name in CARRIED}
    actions.rate(
        person=person,
        answers=form.answers(),
        entry_id=form.cleaned_data["entry_id"],
        project=request.project,
        by=request.actor,
        at=timezone.now(),
        **said,
    )
    following = _after(area)
    if following is None:
        messages.success(request, _("Saved."))
        return redirect(request.project.url("plans:show_needs", person.id))
    messages.success(request, _("Saved. Go on, or stop here: nothing is lost."))
    address = request.project.url("plans:rate_needs", person.id, following.code)
    return redirect(f"{address}?{urlencode({**said, 'rated_on': said['rated_on'].isoformat()})}")


def _carried(request: Any) -> dict[str, Any]:
    """What the portion before said already."""
    said = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
    day = parse_date(said.pop("rated_on", "")[:10]) if said.get("rated_on") else None
    return said | ({"rated_on": day} if day else {})


def _area(code: str) -> lists.Item:
    found = next((item for item in lists.items("area") if item.code == code), None)
    if found is None:
        raise Http404
    return found


def _after(code: str) -> lists.Item | None:
    """The portion that comes next; None after the last."""
    areas = lists.items("area")
    place = [item.code for item in areas].index(code) + 1
    return areas[place] if place < len(areas) else None
