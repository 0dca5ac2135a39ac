"""Sign-ins of the invented project, for whoever tries it out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yarrow.demo import loading
from yarrow.demo.sign_ins import code_now, one_per_role, seconds_left
from yarrow.staff.access import allow
from yarrow.ui import views as looks


@require_safe
@allow(purpose="sign-ins of the invented project; served in the demo only", state="open")
def list_sign_ins(request: Any) -> HttpResponse:
    """One card per role with the code of this moment, and how long they hold."""
    left = seconds_left(timezone.now())
    projects = [(scale, [(one, code_now(one)) for one in one_per_role(scale)]) for scale in loading.loaded()]
    return render(request, "demo/list_sign_ins.html", {"projects": projects, "left": left})


@require_safe
@allow(purpose="every component of a page; served in the demo only", state="open")
def show_style(request: Any) -> HttpResponse:
    """How pages look, with invented words."""
    return looks.show_style(request)
