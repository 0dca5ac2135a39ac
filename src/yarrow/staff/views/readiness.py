"""From a founded project to a live one: envelopes, proof, the list of what is missing."""

from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from yarrow.staff import queries, rules
from yarrow.staff.access import allow
from yarrow.staff.actions import founding
from yarrow.staff.forms import WordsForm, typed_in
from yarrow.staff.roles import KEEPERS
from yarrow.vault import recovery


@allow(*KEEPERS, purpose="see what is missing before the project goes live", state="add_only")
def show_readiness(request: Any) -> HttpResponse:
    """The set-up list, step by step."""
    envelope = recovery.current(request.project.id)
    context = {
        "missing": rules.missing_for_live(request.project),
        "places": queries.workers_of(request.project),
        "invitations": queries.open_invitations(request.project),
        "has_two_holders": rules.has_enough_holders(request.project),
        "has_envelope": envelope is not None,
        "is_proven": not recovery.is_one_due(filter(None, [envelope]), timezone.now()),
        "proven_at": envelope.proven_at if envelope else None,
    }
    return render(request, "staff/show_readiness.html", context)


@allow(*KEEPERS, purpose="print the two recovery envelopes", state="unlocked", step_up=True)
def print_envelopes(request: Any) -> HttpResponse:
    """New words, shown once as two sheets to print. Sending the form again makes others and voids these."""
    if request.method == "POST":
        words = founding.make_envelope(project=request.project, by=request.actor, at=timezone.now())
        return show_sheets(request, words)
    return render(request, "staff/print_envelopes.html", {"exists": recovery.current(request.project.id)})


@allow(*KEEPERS, purpose="replace the recovery envelopes of a live project", state="unlocked", step_up=True)
def renew_envelopes(request: Any) -> HttpResponse:
    """The old words make way for new ones."""
    form = WordsForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            words = founding.renew_envelope(
                project=request.project,
                words=form.cleaned_data["words"],
                by=request.actor,
                at=timezone.now(),
            )
            return show_sheets(request, words)
    return render(request, "staff/renew_envelopes.html", {"form": form})


def show_sheets(request: Any, words: list[str]) -> HttpResponse:
    """Two sheets, one per trustee: numbered words and the same words as a QR code."""
    code = segno.make(" ".join(words), error="m").svg_inline(omitsize=True, dark="#000", light="#fff")
    context = {
        "words": words,
        "sheets": (1, 2),
        "qr": mark_safe(code),  # noqa: S308 - drawn by segno from dictionary words
        "today": timezone.now().astimezone(request.project.zone).date(),
    }
    return render(request, "staff/envelope_sheets.html", context)


@allow(*KEEPERS, purpose="prove that the recovery words work", state="add_only", step_up=True)
def prove_recovery(request: Any) -> HttpResponse:
    """Type the words back from paper."""
    form = WordsForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            founding.prove_recovery(
                project=request.project,
                words=form.cleaned_data["words"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect(request.project.url("staff:show_readiness"))
    return render(request, "staff/prove_recovery.html", {"form": form})


@require_POST
@allow(*KEEPERS, purpose="open the project for recording", state="unlocked")
def go_live(request: Any) -> HttpResponse:
    """The last step of set-up."""
    founding.go_live(project=request.project, by=request.actor, at=timezone.now())
    return redirect("/")
