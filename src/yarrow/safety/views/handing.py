"""What a worker does for whoever reported: a phrase to come back with, and erasing what they take back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from yarrow.safety import actions, doors, queries, rules
from yarrow.safety.errors import NotHere
from yarrow.safety.forms import EraseForm
from yarrow.safety.views.pages import act, to
from yarrow.staff.access import allow
from yarrow.vault.keyring import KeyringBusy


@require_POST
@never_cache
@sensitive_variables()
@allow(*rules.TAKERS, purpose="hand whoever reported a phrase to come back with")
def hand_phrase(request: Any, report_id: UUID) -> HttpResponse:
    """Shown once, on the page that answers the press, and kept nowhere."""
    door = doors.of(request.project)
    if door is None:
        raise NotHere()
    phrase = act(request, actions.hand_phrase, report_id=report_id)
    back = "show_report" if rules.can_read(request.actor, request.project) else "show_left"
    context = {
        "phrase": phrase,
        "address": request.build_absolute_uri(doors.back_address(door)),
        "back_url": request.project.url(f"safety:{back}", report_id),
    }
    return render(request, "safety/show_phrase.html", context)


@sensitive_post_parameters()
@allow(*rules.READERS, purpose="erase a report that is taken back")
def erase_report(request: Any, report_id: UUID) -> HttpResponse:
    """What goes, a reason and a typed word."""
    rules.check_may_read(request.actor, request.project)
    row = queries.report_in(request.project, report_id)
    form = EraseForm(request.POST or None)
    if form.is_sent(request):
        with form.saying_refusals():
            try:
                act(request, actions.erase_report, report=row, reason=form.cleaned_data["reason"])
                messages.success(request, _("The report is erased."))
            except KeyringBusy:
                words = _("Nobody can open it any more. The last of it goes when Yarrow is next started.")
                messages.warning(request, words)
            return to(request, "list_reports")
    return render(request, "safety/erase_report.html", {"form": form, "report": row})
