"""Alerts between projects of one installation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.alerts import alert_rules as rules
from yarrow.alerts import showing
from yarrow.alerts.actions import passing
from yarrow.alerts.passing import offered_one, passed_to, words_of
from yarrow.staff.access import allow


@require_POST
@allow(*rules.WRITERS, purpose="let other projects here send an alert to their members")
def pass_on_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """One press; nothing is sent by it."""
    passing.pass_on(alert=showing.alert_in(request.project, alert_id), **_act(request))
    messages.success(request, _("Other projects here can send it to their members now."))
    return redirect(request.project.url("alerts:show_alert", alert_id))


@allow(*rules.WRITERS, purpose="send another project's alert to our members", step_up=True)
def take_over_alert(request: Any, passed_id: UUID) -> HttpResponse:
    """Its words in every language, once more; then published, and the page from which messages leave."""
    rules.check_may_write(request.actor, request.project)
    if request.method == "POST":
        row = passed_to(request.project, passed_id)
        text = passing.take_over(passed=row, **_act(request))
        return redirect(request.project.url("alerts:show_alert", text.alert_id))
    one = offered_one(request.project, passed_id, timezone.now().astimezone(request.project.zone).date())
    words = [(tag, showing.name_of(tag), said) for tag, said in words_of(one.passed).items()]
    return render(request, "alerts/take_over_alert.html", {"one": one, "words": words})


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
