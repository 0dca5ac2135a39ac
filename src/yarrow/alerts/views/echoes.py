"""Between projects of one installation: what two of them have reports of, and that they talked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.alerts import actions, echoes
from yarrow.alerts.errors import NotHere
from yarrow.safety.rules import READERS, check_may_read
from yarrow.staff.access import allow


@require_safe
@allow(*READERS, purpose="see whether another project has a report that names the same")
def list_echoes(request: Any) -> HttpResponse:
    """What may be talked about, as far as the reporters of both let it be known."""
    check_may_read(request.actor, request.project)
    found = echoes.heard(request.project)
    return render(request, "alerts/list_echoes.html", {"found": found})


@require_POST
@allow(*READERS, purpose="compare what reports name with those of other projects")
def lay_out_echoes(request: Any) -> HttpResponse:
    """One press: opens what reports name, keeps tags."""
    wanted = echoes.wanted(request.actor, request.project)
    actions.lay_out(wanted=wanted, **_act(request))
    messages.success(request, _("Compared."))
    return redirect(request.project.url("alerts:list_echoes"))


@require_POST
@allow(*READERS, purpose="write down that two projects talked about a report")
def note_talk(request: Any, report_id: UUID, other_id: UUID) -> HttpResponse:
    """One press."""
    for one in echoes.heard(request.project):
        if (one.report.pk, one.other.pk) == (report_id, other_id):
            actions.note_talk(report=one.report, other=one.other, **_act(request))
            return redirect(request.project.url("alerts:list_echoes"))
    raise NotHere()


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
