"""Today, and what is done there in one tap."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.contacts import actions
from yarrow.contacts.queries import follow_up_or_404
from yarrow.desk.today import today_for
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS


@require_safe
@allow(*WORKERS, purpose="what to do tonight", state="add_only")
def show_today(request: Any) -> HttpResponse:
    """Tonight's sessions, who waits for something, what waits sealed, who has not been seen."""
    now = timezone.now()
    today = today_for(request.actor, request.project, now)
    return render(request, "desk/show_today.html", {"today": today, "now": now})


@require_POST
@allow(*WORKERS, purpose="say that something is done")
def complete_follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Done, and back to Today."""
    line = follow_up_or_404(request.project, follow_up_id)
    actions.complete_follow_up(project=request.project, by=request.actor, at=timezone.now(), follow_up=line)
    messages.success(request, _("Done."))
    return redirect(request.project.url("desk:show_today"))
