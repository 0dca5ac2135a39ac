"""Checks at the desk: whether a number is known, and which identifiers checks may find."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yarrow.alerts import accepting, actions, answering, checking, rules
from yarrow.alerts.errors import NotHere
from yarrow.alerts.forms.checks import CheckForm
from yarrow.safety.rules import READERS
from yarrow.staff.access import allow


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@allow(*rules.VOUCHERS, purpose="check whether a number, plate, address or name is known")
def check_number(request: Any) -> HttpResponse:
    """A form that comes back empty, with the answer. What was typed is read as it is: nothing else looks at it."""
    answer = None
    if request.method == "POST":
        asker, now = checking.of_worker(request.project, request.actor.id), timezone.now()
        actions.note_check(project=request.project, by=request.actor, at=now)
        answer = answering.asked(asker, request.POST.get("text", ""), now)
    can_accept = request.membership.role in READERS
    context = {"form": CheckForm(), "answer": answer, "can_accept": can_accept}
    return answering.unpacked(render(request, "alerts/check_number.html", context))


@require_safe
@allow(*READERS, purpose="decide which reported numbers a check may find")
def accept_identifiers(request: Any) -> HttpResponse:
    """Those whose reporters released them, with what each said."""
    looked = accepting.look(request.actor, request.project, timezone.now())
    return render(request, "alerts/accept_identifiers.html", {"looked": looked, "says": accepting.says()})


@sensitive_post_parameters()
@require_POST
@allow(*READERS, purpose="let a check find a reported number")
def accept_identifier(request: Any) -> HttpResponse:
    """One of the list, with what a check may say."""
    now = timezone.now()
    line = accepting.line_of(request.actor, request.project, request.POST.get("line", ""), now)
    if line is None:
        raise NotHere()
    said = {"line": line, "says": request.POST.get("says", "")}
    return _done(
        request, actions.accept_identifier, _("A check can find it now, as its reporter lets it."), **said
    )


@require_POST
@allow(*READERS, purpose="have checks find a reported number no more")
def take_back_identifier(request: Any, released_id: UUID) -> HttpResponse:
    """At once."""
    row = accepting.released_in(request.project, released_id)
    return _done(request, actions.take_back_identifier, _("Checks find it no more."), row=row)


@require_POST
@allow(*READERS, purpose="make the tags of checks anew after their key was changed")
def tag_anew(request: Any) -> HttpResponse:
    """Of this project, all at once."""
    rows = accepting.stale(request.actor, request.project)
    return _done(request, actions.tag_anew, _("Checks find them again."), rows=rows)


def _done(request: Any, act: Callable[..., Any], words: str, **said: Any) -> HttpResponse:
    act(project=request.project, by=request.actor, at=timezone.now(), **said)
    messages.success(request, words)
    return redirect(request.project.url("alerts:accept_identifiers"))
