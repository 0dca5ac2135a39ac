"""What each role holds in this project."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.staff import queries
from yarrow.staff.access import allow
from yarrow.staff.actions.narrowing import narrow_role as narrow
from yarrow.staff.forms import NarrowForm, typed_in
from yarrow.staff.roles import COMPARTMENTS, KEEPERS, role_label


@allow(*KEEPERS, purpose="see which role holds which key", state="add_only")
def list_roles(request: Any) -> HttpResponse:
    """The table of roles and keys as it is here."""
    return render(request, "staff/list_roles.html", {"roles": queries.role_lines(request.project)})


@allow("manager", purpose="withhold a key from a role", state="add_only", step_up=True)
def narrow_role(request: Any, role: str) -> HttpResponse:
    """A project may give a role less than the table says, never more."""
    if not COMPARTMENTS.get(role):
        raise Http404(_("There is no such page."))
    held_back = request.project.narrowed.get(role, [])
    form = NarrowForm(typed_in(request), role=role, withheld=held_back)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            narrow(
                project=request.project,
                role=role,
                withheld=form.cleaned_data["withheld"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect(request.project.url("staff:list_roles"))
    return render(request, "staff/narrow_role.html", {"form": form, "label": role_label(role)})
