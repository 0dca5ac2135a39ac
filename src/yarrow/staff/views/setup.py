"""First-run set-up: code, project, first key holder."""

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yarrow.staff import setup_code
from yarrow.staff.access import allow
from yarrow.staff.actions import founding
from yarrow.staff.forms import HolderForm, ProjectForm, SetupCodeForm, typed_in
from yarrow.staff.views.entrance import sign_in
from yarrow.vault import passphrases
from yarrow.vault.actors import Actor

SESSION_KEY = "setup"


@allow(purpose="begin a project with the code from the console", state="open")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Step 1. Opens only while a printed code waits."""
    _check_open()
    form = SetupCodeForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="setup"):
            form.add_error("code", _("Too many tries. Wait a minute, then try again."))
            return render(request, "setup/enter_code.html", {"form": form}, status=429)
        with form.saying_refusals():
            setup_code.check(form.cleaned_data["code"])
            request.session[SESSION_KEY] = {"code": form.cleaned_data["code"]}
            return redirect("setup:describe_project")
    return render(request, "setup/enter_code.html", {"form": form})


@allow(purpose="name the new project", state="open")
def describe_project(request: HttpRequest) -> HttpResponse:
    """Step 2: name, code, time zone, languages."""
    if not _has_code(request):
        return redirect("setup:enter_code")
    form = ProjectForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = {**request.session[SESSION_KEY], "project": form.cleaned_data}
        return redirect("setup:make_first_holder")
    return render(request, "setup/describe_project.html", {"form": form})


@sensitive_post_parameters()
@allow(purpose="make the first key holder of a new project", state="open")
def make_first_holder(request: Any) -> HttpResponse:
    """Step 3: the first key holder; everything is made at once here, or nothing."""
    if not _has_code(request) or "project" not in request.session[SESSION_KEY]:
        return redirect("setup:enter_code")
    if request.user.is_authenticated:
        return _found_with_account(request)
    form = HolderForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        with form.saying_refusals():
            founding.found_with_new_worker(
                new=_new_project(request),
                name=typed["name"],
                email=typed["email"],
                passphrase=typed["passphrase"],
                code=request.session[SESSION_KEY]["code"],
                by=Actor.system("set-up"),
                at=timezone.now(),
            )
            del request.session[SESSION_KEY]
            return sign_in(request, typed["email"], typed["passphrase"])
    context = {"form": form, "proposal": passphrases.generate()}
    return render(request, "setup/make_first_holder.html", context)


def _found_with_account(request: Any) -> HttpResponse:
    """A worker of another project here begins this one with the account and key they have."""
    if request.method == "POST":
        project = founding.begin_project(
            new=_new_project(request),
            founder=request.user,
            role="manager",
            by=Actor(id=request.user.id, role="manager"),
            at=timezone.now(),
            code=request.session[SESSION_KEY]["code"],
        )
        del request.session[SESSION_KEY]
        return redirect(project.url("staff:show_readiness"))
    return render(request, "setup/found_with_account.html", {})


def _new_project(request: HttpRequest) -> founding.NewProject:
    return founding.NewProject(**request.session[SESSION_KEY]["project"])


def _has_code(request: HttpRequest) -> bool:
    _check_open()
    return SESSION_KEY in request.session


def _check_open() -> None:
    if not setup_code.is_waiting():
        raise Http404(_("There is no such page."))
