"""The keys of a project: since when they are in force, and making new ones."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yarrow.staff import queries, rules
from yarrow.staff.access import allow
from yarrow.staff.actions import rekeying
from yarrow.staff.forms import RekeyForm, typed_in
from yarrow.staff.roles import ALL_COMPARTMENTS, COMPARTMENT_LABELS
from yarrow.vault.keyring import KeyringBusy

_LINGERS = lazy(
    "The new key is in force. The keyring was being read: its old bytes go when the server stops next."
)


@allow(*rules.REKEYERS, purpose="see since when each key is in force", state="add_only")
def list_keys(request: Any) -> HttpResponse:
    """Every key with its day, who left since, and what is still under an older one."""
    lines = queries.key_states(request.project, request.membership)
    return render(request, "staff/list_keys.html", {"keys": lines})


@allow(*rules.REKEYERS, purpose="make a new key for a compartment", state="unlocked", step_up=True)
def rekey_compartment(request: Any, compartment: str) -> HttpResponse:
    """Make a new key, or go on where making one was interrupted."""
    if compartment not in ALL_COMPARTMENTS:
        raise Http404(_("There is no such page."))
    line = queries.key_state(request.project, request.membership, compartment)
    goes_on = "yes" if line.state.n_behind else ""
    form = RekeyForm(typed_in(request), initial={"instead_of": line.state.key_id, "goes_on": goes_on})
    if request.method == "POST" and form.is_valid():
        told = {"project": request.project, "name": compartment, "by": request.actor, "at": timezone.now()}
        with form.saying_refusals():
            try:
                if form.cleaned_data["goes_on"]:
                    rekeying.finish_rekey(**told)
                else:
                    rekeying.rekey(instead_of=form.cleaned_data["instead_of"], **told)
            except KeyringBusy:
                messages.info(request, _LINGERS)
            return redirect(request.project.url("staff:list_keys"))
    context = {"form": form, "key": line, "label": COMPARTMENT_LABELS[compartment]}
    return render(request, "staff/rekey_compartment.html", context)
