"""The project's round of visits, and what mandated and voluntary contact come to."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yarrow.justice import ahead, away, figures, rules
from yarrow.people import pages
from yarrow.plans.forms import PeriodForm
from yarrow.staff.access import allow

YEAR = timedelta(days=365)


@require_safe
@allow(*rules.KEEPERS, purpose="see who is in which prison and when they were last visited")
def list_round(request: Any) -> HttpResponse:
    """By prison, whoever waited longest for a visit first; then appointments of the week."""
    today = pages.today_of(request)
    found = away.on_round(request.actor, request.project, today)
    coming = ahead.appointments_ahead(request.actor, request.project, today)
    context = {"found": found, "ahead": coming, "can_count": rules.can_count(request.actor)}
    return render(request, "justice/list_round.html", context)


@require_safe
@allow(
    *rules.COUNTERS,
    purpose="see what mandated and voluntary contact come to, in true figures",
    state="add_only",
)
def show_figures(request: Any) -> HttpResponse:
    """Contacts by month; who stayed in touch after an order."""
    today = pages.today_of(request)
    form = PeriodForm(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    to_on = said.get("to_on") or today
    from_on = said.get("from_on") or max(to_on, to_on.min + YEAR) - YEAR
    found = figures.of_project(request.project, from_on, to_on, today)
    context = {"form": form, "found": found, "from_on": from_on, "to_on": to_on}
    context["can_keep"] = rules.can_keep(request.actor)
    return render(request, "justice/show_figures.html", context)
