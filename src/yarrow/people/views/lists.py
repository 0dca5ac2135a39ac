"""The project's own settings list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.people import actions, lists, queries, rules
from yarrow.people.forms_of_rows import SettingKindForm
from yarrow.staff.access import allow


@allow(*rules.LIST_KEEPERS, purpose="keep the project's own settings list")
def list_settings(request: Any) -> HttpResponse:
    """The shared list, the project's additions, and one more."""
    form = SettingKindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["label"]
        with form.saying_refusals():
            actions.add_setting_kind(
                label=label, project=request.project, by=request.actor, at=timezone.now()
            )
            messages.success(request, _("Added to the list."))
            return redirect(request.project.url("people:list_settings"))
    context = {
        "form": form,
        "own": queries.setting_kinds(request.project),
        "version": lists.settings_version(),
        "shared": [words for _code, words in lists.choices("setting")],
    }
    return render(request, "people/list_settings.html", context)


@require_POST
@allow(*rules.LIST_KEEPERS, purpose="no longer offer one of the project's own settings")
def retire_setting_kind(request: Any, kind_id: int) -> HttpResponse:
    """Records that have it keep it."""
    kind = queries.setting_kind_in(request.project, kind_id)
    actions.retire_setting_kind(kind=kind, project=request.project, by=request.actor, at=timezone.now())
    messages.success(request, _("No longer offered. Records that have it keep it."))
    return redirect(request.project.url("people:list_settings"))
