"""Devices that may leave sealed entries: added from their own browser, revoked in one step."""

import base64
import binascii
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.desk import queries
from yarrow.desk.forms import DeviceForm
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.staff.roles import KEEPERS
from yarrow.vault import devices


@require_safe
@allow(*KEEPERS, purpose="which devices may leave sealed entries", state="add_only")
def list_devices(request: Any) -> HttpResponse:
    """The devices of the project, and the form that adds the one at hand."""
    lines = queries.device_lines(request.project)
    return render(request, "desk/list_devices.html", {"lines": lines, "form": DeviceForm()})


@require_POST
@allow(*KEEPERS, purpose="let the device at hand leave sealed entries")
def add_device(request: Any) -> HttpResponse:
    """JSON in (name, public_key), JSON out: the device's id and the points it seals to."""
    form = DeviceForm.from_json(request)
    if not form.is_valid():
        return JsonResponse({"error": _("Give the device a name.")}, status=400)
    sent = form.cleaned_data
    try:
        point = base64.b64decode(sent["public_key"], validate=True)
        device = devices.add_device(
            request.project.id, name=sent["name"], public_key=point, by=request.actor, at=timezone.now()
        )
    except binascii.Error:
        return JsonResponse({"error": _("This browser sent no usable key.")}, status=400)
    except Refusal as refusal:
        return JsonResponse({"error": refusal.message}, status=refusal.status)
    keys = queries.intake_keys(request.project)
    return JsonResponse({"device": str(device.id), "project": str(request.project.id), "keys": keys})


@require_POST
@allow(*KEEPERS, purpose="shut a device out", state="add_only")
def revoke_device(request: Any, device_id: UUID) -> HttpResponse:
    """Nothing is taken from this device from now on."""
    device = queries.device_in(request.project, device_id)
    if device is None:
        raise Http404
    devices.revoke_device(device, by=request.actor, at=timezone.now())
    messages.success(request, _("“%(name)s” is shut out. What it left before stays.") % {"name": device.name})
    return redirect(request.project.url("desk:list_devices"))
