"""Bringing a spreadsheet: choose it, look at what will happen, bring it in, take it back."""

from codecs import BOM_UTF8
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.contacts.forms.importing import DAY_FIRST, ColumnsForm, UploadForm
from yarrow.contacts.importing import actions, pages, undoing
from yarrow.contacts.importing.uploads import too_big_sentence
from yarrow.contacts.models import ImportBatch
from yarrow.contacts.states import COMING, LOOKED
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.staff.roles import CASE
from yarrow.ui.forms import ConfirmForm
from yarrow.ui.sentences import translated


@allow(*CASE, purpose="bring a spreadsheet: choose the file")
def start_import(request: Any) -> HttpResponse:
    """Choose a file; it is read and kept sealed, nothing is added."""
    too_big = too_big_sentence(request)
    form = UploadForm(request.POST or None, request.FILES or None, too_big=too_big)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch, _reading = actions.start_import(
                **_who(request),
                name=file.name,
                content=file.read(),
                day_first=form.cleaned_data["order"] == DAY_FIRST,
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return redirect(request.project.url("contacts:show_import", batch.id))
    context = {"form": form, "imports": pages.recent(request.project)}
    return render(request, "contacts/start_import.html", context)


@allow(*CASE, purpose="see what a spreadsheet will add, or has added")
def show_import(request: Any, batch_id: UUID) -> HttpResponse:
    """An import as it stands: looked at, on its way, in, or taken back."""
    return _page(request, pages.batch_or_404(request.project, batch_id))


@require_POST
@allow(*CASE, purpose="say what a spreadsheet's columns mean")
def correct_import(request: Any, batch_id: UUID) -> HttpResponse:
    """Read the file again with other meanings."""
    batch = pages.batch_or_404(request.project, batch_id)
    mapping = pages.shown(batch, request.actor).mapping
    if mapping is None or batch.state != LOOKED:
        return redirect(request.project.url("contacts:show_import", batch.id))
    form = ColumnsForm(request.POST, mapping=mapping, day_first=batch.day_first)
    if form.is_valid():
        try:
            actions.correct_import(
                **_who(request),
                batch=batch,
                changes=form.changes(),
                day_first=form.is_day_first,
                absence_words=form.absence_choice,
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Read again. These are the figures now."))
            return redirect(request.project.url("contacts:show_import", batch.id))
    return _page(request, batch, form)


@require_POST
@allow(*CASE, purpose="bring a spreadsheet in, step by step")
def continue_import(request: Any, batch_id: UUID) -> HttpResponse:
    """Bring the next rows in."""
    batch = pages.batch_or_404(request.project, batch_id)
    return _done(request, batch, actions.continue_import)


@require_POST
@allow(*CASE, purpose="not to bring a spreadsheet in after all")
def drop_import(request: Any, batch_id: UUID) -> HttpResponse:
    """Forget the file."""
    batch = pages.batch_or_404(request.project, batch_id)
    return _done(request, batch, actions.drop_import)


@allow(*CASE, purpose="take back what a spreadsheet added")
def undo_import(request: Any, batch_id: UUID) -> HttpResponse:
    """Say what will be gone; do it after a typed word."""
    batch = pages.batch_or_404(request.project, batch_id)
    form = ConfirmForm(request.POST or None, word=_("take back"))
    if request.method == "POST" and form.is_valid():
        return _done(request, batch, undoing.undo_import)
    return render(request, "contacts/undo_import.html", {"batch": batch, "form": form})


@allow(*CASE, purpose="download the rows of a spreadsheet that were not taken")
def list_not_taken(request: Any, batch_id: UUID) -> HttpResponse:
    """Sheet, row and reason of every row not taken, as CSV."""
    batch = pages.batch_or_404(request.project, batch_id)
    text = pages.as_csv(pages.shown(batch, request.actor).not_taken)
    response = HttpResponse(BOM_UTF8 + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-not-taken.csv"'
    return response


def _who(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(request: Any, batch: ImportBatch, action: Any) -> HttpResponse:
    """Do it; what the rules refuse is said on the import's page."""
    try:
        action(**_who(request), batch=batch)
    except Refusal as refusal:
        messages.error(request, translated(refusal.message))
    return redirect(request.project.url("contacts:show_import", batch.id))


def _page(request: Any, batch: ImportBatch, form: ColumnsForm | None = None) -> HttpResponse:
    shown = pages.shown(batch, request.actor)
    if form is None and shown.mapping is not None and batch.state == LOOKED:
        form = ColumnsForm(mapping=shown.mapping, day_first=batch.day_first)
    context = {
        "batch": batch,
        "shown": shown,
        "form": form,
        "is_looked": batch.state == LOOKED,
        "is_coming": batch.state == COMING,
    }
    return render(request, "contacts/show_import.html", context)
