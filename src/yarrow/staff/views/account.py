"""A worker's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yarrow.staff import queries
from yarrow.staff.access import allow
from yarrow.staff.actions import accounts
from yarrow.staff.forms import ChangePassphraseForm, typed_in
from yarrow.vault import passphrases


@allow(purpose="see one's own account", state="add_only")
def show_account(request: Any) -> HttpResponse:
    """Name, address, projects, and the ways to change what protects them."""
    return render(request, "entrance/show_account.html", {"places": queries.places_of(request.user)})


@sensitive_post_parameters()
@allow(purpose="change one's own passphrase", state="add_only", step_up=True)
def change_passphrase(request: Any) -> HttpResponse:
    """A new passphrase for the same key; every other session ends."""
    form = ChangePassphraseForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            accounts.change_passphrase(
                worker=request.user,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["passphrase"],
                keep_session=request.session.session_key,
                by=request.actor,
                at=timezone.now(),
            )
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your passphrase is changed. Your other sessions have ended."))
            return redirect("entrance:show_account")
    context = {"form": form, "proposal": passphrases.generate()}
    return render(request, "entrance/change_passphrase.html", context)
