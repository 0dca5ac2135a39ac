"""Taking everything of a project along."""

from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.staff import rules
from yarrow.staff.access import allow
from yarrow.staff.actions.exporting import export_project as export
from yarrow.staff.forms import ExportForm, typed_in
from yarrow.vault import fence


@allow(*rules.EXPORTERS, purpose="take everything of a project along", step_up=True)
def export_project(request: Any) -> HttpResponseBase:
    """Asks why and what to open; the answer is the file, sent while it is made."""
    form = ExportForm(typed_in(request), held=sorted(request.membership.held))
    if request.method == "POST" and form.is_valid():
        try:
            parts = export(project=request.project, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            response = StreamingHttpResponse(
                fence.along(request.project.id, parts), content_type="application/zip"
            )
            response["Content-Disposition"] = 'attachment; filename="records.zip"'
            return response
    return render(request, "staff/export_project.html", {"form": form})
