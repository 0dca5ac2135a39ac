"""The project's forms: listed, brought in, made, looked at, put into use and out of it."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.measures import (
    actions,
    bringing,
    catalogue,
    forms,
    importing,
    making,
    ours,
    queries,
    rules,
    showing,
)
from yarrow.measures.models import FormVersion
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.ui.forms import Form
from yarrow.ui.sentences import translated
from yarrow.vault import uploads


@require_safe
@allow(*rules.ASKERS, purpose="see the project's forms, and the measures it may use")
def list_forms(request: Any) -> HttpResponse:
    """Forms in use and not yet, then every measure with what may be done with it."""
    return render(request, "measures/list_forms.html", showing.forms_page(request.actor, request.project))


@allow(*rules.KEEPERS, purpose="bring in a form as a FHIR Questionnaire")
def bring_form(request: Any) -> HttpResponse:
    """Looked at first: every defect at once, or how its wording compares; kept only when somebody says so."""
    bring = bringing.Bringing(
        request.project, request.POST or None, request.FILES, uploads.was_too_big(request)
    )
    if request.method == "POST" and bring.reads() and "keep" in request.POST:
        with bring.form.saying_refusals():
            version = actions.keep_form(brought=bring.brought, **_told(request))
            messages.success(request, _("Kept. Look through it, then put it into use."))
            return redirect(request.project.url("measures:show_version", version.id))
    return render(request, "measures/bring_form.html", bring.context())


@allow(*rules.KEEPERS, purpose="write a form of the project's own")
def make_form(request: Any) -> HttpResponse:
    """A title, and a question on each line."""
    form = forms.MakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            language = request.project.languages[0] if request.project.languages else "en"
            raw = making.questionnaire_of(**form.cleaned_data, language=language)
            version = actions.keep_form(brought=importing.bring(json.dumps(raw), None), **_told(request))
            return redirect(request.project.url("measures:show_version", version.id))
    return render(request, "measures/make_form.html", {"form": form})


@require_POST
@allow(*rules.KEEPERS, purpose="begin with a form that comes with Yarrow")
def take_up_form(request: Any, form_code: str) -> HttpResponse:
    """Kept like any other form, and put into use later."""
    version = actions.keep_form(brought=importing.bring(ours.text_of(form_code), None), **_told(request))
    return redirect(request.project.url("measures:show_version", version.id))


@require_POST
@allow(*rules.KEEPERS, purpose="begin with an answer sheet beside a measure on paper")
def take_up_sheet(request: Any, pack_id: str) -> HttpResponse:
    """Numbers and topics, for answers that were given on a paper the project may use."""
    pack = catalogue.pack_of(pack_id)
    language = request.project.languages[0] if request.project.languages else "en"
    raw = making.answer_sheet_of(pack, language)
    try:
        version = actions.keep_form(brought=importing.bring(json.dumps(raw), pack), **_told(request))
    except Refusal as refusal:
        messages.error(request, translated(refusal.message))
        return redirect(request.project.url("measures:list_forms"))
    return redirect(request.project.url("measures:show_version", version.id))


@require_safe
@allow(*rules.ASKERS, purpose="look through a version of a form")
def show_version(request: Any, version_id: UUID) -> HttpResponse:
    """Its questions as they are asked, how the wording compares, which answers ask for a safe response."""
    version = queries.version_in(request.project, version_id)
    return _page(request, version, forms.ReasonForm(listed="withdraw_reasons"))


@require_POST
@allow(*rules.KEEPERS, purpose="put a version of a form into use")
def publish_version(request: Any, version_id: UUID) -> HttpResponse:
    """The one that was in use goes out of it."""
    version = queries.version_in(request.project, version_id)
    return _done(request, version, actions.publish_version, _("In use now."))


@require_POST
@allow(*rules.KEEPERS, purpose="take a version of a form out of use")
def withdraw_version(request: Any, version_id: UUID) -> HttpResponse:
    """Nothing more begins with it; answers stay."""
    version = queries.version_in(request.project, version_id)
    form = forms.ReasonForm(request.POST, listed="withdraw_reasons")
    if not form.is_valid():
        return _page(request, version, form)
    return _done(request, version, actions.withdraw_version, _("Out of use."), **form.cleaned_data)


@require_POST
@allow(*rules.KEEPERS, purpose="say whether devices keep a form to ask it without a signal")
def carry_form(request: Any, version_id: UUID) -> HttpResponse:
    """The form, whichever version is in use; a device has it from its next look at the shift sheet on."""
    form, is_carried = (
        queries.version_in(request.project, version_id).form,
        request.POST.get("carried") == "1",
    )
    try:
        actions.carry_form(form=form, is_carried=is_carried, **_told(request))
    except Refusal as refusal:
        messages.error(request, translated(refusal.message))
    return redirect(request.project.url("measures:show_version", version_id))


@allow(*rules.KEEPERS, purpose="say which answers ask for a safe response")
def mark_dangers(request: Any, version_id: UUID) -> HttpResponse:
    """Makes a new version of the same words."""
    version = queries.version_in(request.project, version_id)
    if request.method == "POST":
        made = actions.mark_dangers(version=version, dangers=showing.marked(request.POST), **_told(request))
        messages.success(request, _("Kept as version %s. Put it into use.") % made.n)
        return redirect(request.project.url("measures:show_version", made.id))
    context = {"version": version, "questions": showing.questions_to_mark(version), "form": Form()}
    return render(request, "measures/mark_dangers.html", context)


@require_safe
@allow(*rules.KEEPERS, purpose="take a version of a form elsewhere, as a FHIR Questionnaire")
def export_version(request: Any, version_id: UUID) -> HttpResponse:
    """The words of a form that may be shown here; nothing about anybody."""
    version = queries.version_in(request.project, version_id)
    response = HttpResponse(showing.questionnaire_text(version), content_type="application/fhir+json")
    response["Content-Disposition"] = f'attachment; filename="questionnaire-{version.n}.json"'
    return response


def _told(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(
    request: Any, version: FormVersion, act: Callable[..., Any], said: str, **more: Any
) -> HttpResponse:
    try:
        act(version=version, **more, **_told(request))
    except Refusal as refusal:
        messages.error(request, translated(refusal.message))
    else:
        messages.success(request, said)
    return redirect(request.project.url("measures:show_version", version.id))


def _page(request: Any, version: FormVersion, withdraw: Form) -> HttpResponse:
    context = showing.version_page(request.actor, version)
    return render(request, "measures/show_version.html", {**context, "withdraw": withdraw, "form": withdraw})
