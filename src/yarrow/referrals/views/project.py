"""The project's referrals: those open, the silent first; pathways and their funnels; what it all comes to."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yarrow.agencies import finding, showing
from yarrow.agencies import rules as directory
from yarrow.agencies.forms import FindForm
from yarrow.people import pages
from yarrow.people.views.people import page_number
from yarrow.plans.forms import PeriodForm
from yarrow.referrals import actions, figures, following, forms, provision, rules, takers, timers
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS

YEAR = timedelta(days=365)


@require_safe
@allow(*rules.KEEPERS, purpose="see which referrals are open, the silent first")
def list_open(request: Any) -> HttpResponse:
    """One's own or everybody's."""
    whose = following.ALL if request.GET.get("whose") == following.ALL else following.MINE
    page, today = page_number(request), pages.today_of(request)
    lines, has_more = following.listed(request.actor, request.project, today, whose=whose, page=page)
    here = f"?whose={whose}&page="
    context = {
        "lines": lines,
        "whose": whose,
        "can_arrange": rules.can_arrange(request.actor),
        "previous_url": f"{here}{page - 1}" if page > 1 else "",
        "next_url": f"{here}{page + 1}" if has_more else "",
    }
    return render(request, "referrals/list_open.html", context)


@require_safe
@allow(*directory.READERS, purpose="find services that took people last quarter")
def list_takers(request: Any) -> HttpResponse:
    """The directory's own search, among those alone."""
    form, today = FindForm(request.GET or None), pages.today_of(request)
    form.is_valid()
    among = takers.took(request.project, today)
    rows, has_more = finding.page_of(
        finding.found(request.project, form.wanted(), among=among), page_number(request)
    )
    context = {"form": form, "lines": [showing.shown(row, today) for row in rows], "has_more": has_more}
    return render(request, "referrals/list_takers.html", context)


@allow(*ARRANGERS, purpose="say when the project wants to hear of silent referrals", state="add_only")
def set_reminders(request: Any) -> HttpResponse:
    """Days by state."""
    form = forms.RemindersForm(request.POST or None, arrangement=timers.arrangement_of(request.project))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            act = {"project": request.project, "by": request.actor, "at": timezone.now()}
            actions.set_reminders(**form.said(), **act)
            messages.success(request, _("Saved."))
            return redirect(request.project.url("referrals:set_reminders"))
    return render(request, "referrals/set_reminders.html", {"form": form})


@require_safe
@allow(*rules.COUNTERS, purpose="see what referrals came to, in true figures", state="add_only")
def show_answers(request: Any) -> HttpResponse:
    """Made, received, accepted, attended, engaged, completed; waits; reasons by agency."""
    context = _period(request)
    about = (request.project, context["from_on"], context["to_on"], context["today"])
    context |= {"found": figures.of_project(*about), "can_keep": rules.can_keep(request.actor)}
    return render(request, "referrals/show_answers.html", context)


@require_safe
@allow(
    *rules.COUNTERS, purpose="see what nobody offers and what people met, in true figures", state="add_only"
)
def show_gaps(request: Any) -> HttpResponse:
    """Needs without a service, those refused or kept waiting, languages; each with what it is out of."""
    context = _period(request)
    about = (request.project, context["from_on"], context["to_on"], context["today"])
    return render(request, "referrals/show_gaps.html", {**context, "found": provision.gaps(*about)})


def _period(request: Any) -> dict[str, Any]:
    """The days that are asked for; the last year where nothing was."""
    today, form = pages.today_of(request), PeriodForm(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    to_on = said.get("to_on") or today
    # No year before the first.
    from_on = said.get("from_on") or max(to_on, date.min + YEAR) - YEAR
    return {"form": form, "from_on": from_on, "to_on": to_on, "today": today}
