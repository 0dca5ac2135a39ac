"""Who waits to be spoken to: signals, what was done about each, and the drill among them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.measures import actions, queries, rules, signalling
from yarrow.staff.access import allow


@require_safe
@allow(*rules.ASKERS, purpose="see who waits to be spoken to after a dangerous answer")
def list_signals(request: Any) -> HttpResponse:
    """All of them for the lead, the deputy and whoever keeps the list; for others, who asked for them."""
    context = signalling.list_page(request.actor, request.project, timezone.now())
    return render(request, "measures/list_signals.html", context)


@require_safe
@allow(*rules.ASKERS, purpose="see what a signal is about and what was done")
def show_signal(request: Any, signal_id: UUID) -> HttpResponse:
    """Which questions it was, by when somebody looks and acts, every step."""
    return _page(request, signal_id)


@sensitive_post_parameters()
@require_POST
@allow(*rules.ASKERS, purpose="say that a signal was seen, acted on or closed")
def step_signal(request: Any, signal_id: UUID, act: str) -> HttpResponse:
    """One step; the next ones are offered by what went before."""
    signal = queries.signal_in(request.project, signal_id)
    form = signalling.form_of(act, request.POST)
    if form.is_valid():
        with form.saying_refusals():
            told = {"project": request.project, "by": request.actor, "at": timezone.now()}
            actions.step_signal(signal=signal, act=act, **form.cleaned_data, **told)
            messages.success(request, _("Written down."))
            return redirect(request.project.url("measures:show_signal", signal.id))
    return _page(request, signal_id, **{act: form})


def _page(request: Any, signal_id: UUID, **typed: Any) -> HttpResponse:
    signal = queries.signal_in(request.project, signal_id)
    rules.check_may_respond(request.actor, queries.response_in(request.project), signal)
    context = signalling.page(request.actor, signal, timezone.now(), typed)
    return render(request, "measures/show_signal.html", context)
