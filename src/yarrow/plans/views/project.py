"""Pages of the project: what is due, distance travelled, and what was agreed."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yarrow.people import pages
from yarrow.people.views.people import page_number
from yarrow.plans import actions, coming, figures, forms, queries, rules
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS

YEAR = timedelta(days=365)


@require_safe
@allow(*rules.KEEPERS, purpose="see which steps and reviews of plans are due")
def list_due(request: Any) -> HttpResponse:
    """One's own or everybody's, what comes next first."""
    whose = coming.ALL if request.GET.get("whose") == coming.ALL else coming.MINE
    page, today = page_number(request), pages.today_of(request)
    lines, has_more = coming.listed(request.actor, request.project, today, whose=whose, page=page)
    here = f"?whose={whose}&page="
    context = {
        "lines": lines,
        "whose": whose,
        "can_arrange": rules.can_arrange(request.actor),
        "previous_url": f"{here}{page - 1}" if page > 1 else "",
        "next_url": f"{here}{page + 1}" if has_more else "",
    }
    return render(request, "plans/list_due.html", context)


@require_safe
@allow(*rules.COUNTERS, purpose="see distance travelled in the project, in true figures", state="add_only")
def show_distance(request: Any) -> HttpResponse:
    """By domain and by who rated; never mixed."""
    today = pages.today_of(request)
    form = forms.PeriodForm(request.GET or None)
    from_on, to_on = _period(form, today)
    found = figures.of_project(request.project, from_on, to_on, today)
    context = {"form": form, "found": found, "from_on": from_on, "to_on": to_on}
    return render(request, "plans/show_distance.html", context)


@allow(
    *ARRANGERS,
    purpose="write down which needs come first here, and with whom that was agreed",
    state="add_only",
)
def set_first_needs(request: Any) -> HttpResponse:
    """The order, its day, and who agreed."""
    rule = queries.first_needs(request.project)
    chosen = {f"first_{n}": code for n, code in enumerate(rule.domains if rule else [], start=1)}
    form = forms.FirstNeedsForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("agreed_on", "agreed_with", "n_peers")}
        with form.saying_refusals():
            act = {"project": request.project, "by": request.actor, "at": timezone.now()}
            actions.set_first_needs(domains=form.chosen(), **said, **act)
            return _saved(request, "plans:set_first_needs")
    context = {
        "form": form,
        "rule": rule,
        "sign_off": forms.SignOffForm(initial=queries.sign_off(request.project)),
    }
    return render(request, "plans/set_first_needs.html", context)


@allow(*ARRANGERS, purpose="say whether plans are signed off here", state="add_only")
def set_sign_off(request: Any) -> HttpResponse:
    """One tick."""
    posted = request.POST if request.method == "POST" else None
    form = forms.SignOffForm(posted, initial=queries.sign_off(request.project))
    if request.method == "POST" and form.is_valid():
        act = {"project": request.project, "by": request.actor, "at": timezone.now()}
        actions.set_sign_off(is_wanted=form.cleaned_data["is_wanted"], **act)
        return _saved(request, "plans:set_first_needs")
    return render(request, "plans/set_sign_off.html", {"form": form})


def _period(form: forms.PeriodForm, today: date) -> tuple[date, date]:
    """The days asked for; the last twelve months without."""
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    to_on = said.get("to_on") or today
    return said.get("from_on") or to_on - YEAR, to_on


def _saved(request: Any, page: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request.project.url(page))
