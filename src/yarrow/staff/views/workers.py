"""Looking after the workers of a project: invite, grant, change role, leave."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yarrow.staff import queries, rules
from yarrow.staff.access import allow
from yarrow.staff.actions import joining, keys, leaving, starting_over
from yarrow.staff.forms import GrantForm, InviteForm, LeaveForm, RoleForm, WordsForm, typed_in
from yarrow.staff.models import Invitation, Membership
from yarrow.staff.roles import ADVISER, KEEPERS


@allow(*KEEPERS, purpose="see who works here and who holds which key", state="add_only")
def list_workers(request: Any) -> HttpResponse:
    """Workers, open invitations, holders of each key, leavers."""
    context = {
        "places": queries.workers_of(request.project),
        "invitations": queries.open_invitations(request.project),
        "keys": queries.holder_lines(request.project),
        "leavers": queries.leavers_of(request.project),
        "can_export": rules.can_export(request.actor),
        "can_rekey": request.actor.role in rules.REKEYERS,
    }
    return render(request, "staff/list_workers.html", context)


@allow(*KEEPERS, purpose="invite a worker", state="add_only", step_up=True)
def invite_worker(request: Any) -> HttpResponse:
    """Make an invitation; the link is shown once, on the answer to this form."""
    form = InviteForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            made = joining.invite_worker(
                project=request.project, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            return show_link(request, *made)
    return render(request, "staff/invite_worker.html", {"form": form})


@require_POST
@allow(*KEEPERS, purpose="make a new link for an invitation", state="add_only", step_up=True)
def renew_invitation(request: Any, invitation_id: UUID) -> HttpResponse:
    """A new link; the old one stops working."""
    made = joining.renew_invitation(
        project=request.project, invitation_id=invitation_id, by=request.actor, at=timezone.now()
    )
    return show_link(request, *made)


def show_link(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The link, once: nobody can show it again, only make a new one."""
    link = request.build_absolute_uri(reverse("entrance:accept_invitation", args=[token]))
    return render(request, "staff/show_link.html", {"invitation": invitation, "link": link})


@require_POST
@allow(*KEEPERS, purpose="withdraw an invitation", state="add_only")
def withdraw_invitation(request: Any, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    joining.withdraw_invitation(
        project=request.project, invitation_id=invitation_id, by=request.actor, at=timezone.now()
    )
    return redirect(request.project.url("staff:list_workers"))


@allow(*KEEPERS, purpose="see a worker's role and keys", state="add_only")
def show_worker(request: Any, membership_id: UUID) -> HttpResponse:
    """One worker: role, keys held, what can be done."""
    place = _place(request, membership_id)
    context = {
        "place": place,
        "keys": queries.key_lines(place, request.actor),
        "can_leave": rules.can_leave(place),
        "can_start_over": rules.can_start_over(place),
        "is_me": place.worker_id == request.user.id,
    }
    return render(request, "staff/show_worker.html", context)


@allow(ADVISER, purpose="see who may read reports, and hand the key to them on", state="add_only")
def hand_on_keys(request: Any) -> HttpResponse:
    """Those whose role may hold it, and who does."""
    return render(request, "staff/hand_on_keys.html", {"places": queries.may_read_reports(request.project)})


@allow(*KEEPERS, ADVISER, purpose="grant keys to a worker", state="unlocked", step_up=True)
def grant_keys(request: Any, membership_id: UUID) -> HttpResponse:
    """Hand on the keys that the role comes with."""
    place = _place(request, membership_id)
    lines = queries.key_lines(place, request.actor)
    form = GrantForm(typed_in(request), names=[line.name for line in lines if line.can_grant])
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            keys.grant_keys(
                project=request.project,
                membership=place,
                names=form.cleaned_data["compartments"],
                by=request.actor,
                at=timezone.now(),
            )
            if request.actor.role == ADVISER:
                return redirect(request.project.url("staff:hand_on_keys"))
            return redirect(request.project.url("staff:show_worker", place.id))
    return render(request, "staff/grant_keys.html", {"form": form, "place": place, "keys": lines})


@allow(*KEEPERS, purpose="change a worker's role", state="unlocked", step_up=True)
def change_role(request: Any, membership_id: UUID) -> HttpResponse:
    """Another role: keys are taken away and granted with it."""
    place = _place(request, membership_id)
    form = RoleForm(typed_in(request), initial={"role": place.role})
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            leaving.change_role(
                project=request.project,
                membership=place,
                role=form.cleaned_data["role"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect(request.project.url("staff:show_worker", place.id))
    return render(request, "staff/change_role.html", {"form": form, "place": place})


@allow(*KEEPERS, purpose="end a worker's place here", state="add_only", step_up=True)
def remove_worker(request: Any, membership_id: UUID) -> HttpResponse:
    """A worker leaves; takes their typed name."""
    place = _place(request, membership_id)
    form = LeaveForm(typed_in(request), membership=place)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            leaving.remove_worker(
                project=request.project, membership=place, by=request.actor, at=timezone.now()
            )
            return redirect(request.project.url("staff:list_workers"))
    return render(request, "staff/remove_worker.html", {"form": form, "place": place})


@allow(
    *KEEPERS,
    purpose="let a worker begin again who lost their second factor or passphrase",
    state="add_only",
    step_up=True,
)
def start_over(request: Any, membership_id: UUID) -> HttpResponse:
    """Takes their typed name; the answer shows the link, once."""
    place = _place(request, membership_id)
    form = LeaveForm(typed_in(request), membership=place)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            made = starting_over.start_over(
                project=request.project, membership=place, by=request.actor, at=timezone.now()
            )
            return show_link(request, *made)
    return render(request, "staff/start_over.html", {"form": form, "place": place})


@allow(purpose="see that keys are on their way", state="signed_in")
def wait_for_keys(request: Any) -> HttpResponse:
    """What a worker sees until an unlocked holder grants them their keys."""
    if request.membership.is_active:
        return redirect("/")
    context = {"keys": queries.key_lines(request.membership, request.actor)}
    return render(request, "staff/wait_for_keys.html", context)


@allow(purpose="take up keys with a recovery envelope", state="signed_in", step_up=True)
def use_envelope(request: Any) -> HttpResponse:
    """The words from paper, for the worker's own place."""
    form = WordsForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            keys.use_envelope(
                project=request.project,
                membership=request.membership,
                words=form.cleaned_data["words"],
                by=request.actor,
                at=timezone.now(),
            )
            return redirect("/")
    return render(request, "staff/use_envelope.html", {"form": form})


def _place(request: Any, membership_id: UUID) -> Membership:
    """A place of this project; another project's looks like none."""
    place = queries.place_in(request.project, membership_id)
    if place is None:
        raise Http404(_("There is no such page."))
    return place
