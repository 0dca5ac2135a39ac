"""Writing without a signal: the one page that a device keeps, and what a browser may do with what waits there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yarrow.contacts.forms.shift import ShiftForm
from yarrow.measures import carrying
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@require_safe
@allow(*WORKERS, purpose="the page that a device keeps for when there is no signal", state="add_only")
def show_pad(request: Any) -> HttpResponse:
    """The shift sheet as anybody of the project sees it: zones and kinds, no person, no session, no worker."""
    form = ShiftForm(project=request.project, session=None, is_locked=True)
    return render(request, "desk/show_pad.html", {"form": form, "is_locked": True})


@require_safe
@allow(*WORKERS, purpose="the forms that a device keeps for when there is no signal", state="add_only")
def show_questions_pad(request: Any) -> HttpResponse:
    """Words of forms and where to turn, as anybody of the project sees them: no person, no worker, no answer."""
    return render(request, "desk/show_questions_pad.html", carrying.page(request.project, timezone.now()))


@require_safe
@allow(*WORKERS, purpose="what a browser may do with entries that wait on a device", state="add_only")
def explain_keeping(request: Any) -> HttpResponse:
    """Plain words about storage, eviction and a lost device."""
    return render(request, "desk/explain_keeping.html")
