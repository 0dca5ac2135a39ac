"""Releases: the list, looking, publishing, withdrawing, fetching."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.evaluation import actions, queries, rules
from yarrow.evaluation.errors import NotHere
from yarrow.evaluation.outputs import OUTPUTS
from yarrow.evaluation.release_forms import WithdrawForm
from yarrow.evaluation.return_paper import paper_of
from yarrow.evaluation.views.proposing import today_of
from yarrow.methods.refusals import Refusal
from yarrow.staff.access import allow
from yarrow.staff.forms import typed_in
from yarrow.surveys import extract as surveys


@require_safe
@allow(*rules.COUNTERS, purpose="see what left the project and what is proposed", state="add_only")
def list_releases(request: Any) -> HttpResponse:
    """Every release with its state."""
    context = {
        "lines": queries.releases_of(request.project),
        "surveys": surveys.over(request.project, today_of(request)),
    }
    return render(request, "evaluation/list_releases.html", context)


@require_safe
@allow(*rules.COUNTERS, purpose="read a release as it leaves", state="add_only")
def show_release(request: Any, release_id: UUID) -> HttpResponse:
    """The paper as a page, with what can be done with it."""
    release = queries.release_or_none_such(request.project, release_id)
    context = {
        "release": release,
        "paper": paper_of(request.project, release),
        "can_publish": rules.can_publish(request.actor),
        "formats": [name for name in OUTPUTS if name != "json"],
    }
    return render(request, "evaluation/show_release.html", context)


@allow(*rules.PUBLISHERS, purpose="let a release leave the project", state="add_only", step_up=True)
def publish_release(request: Any, release_id: UUID) -> HttpResponse:
    """Look once more, then publish."""
    release = queries.release_or_none_such(request.project, release_id)
    if request.method == "POST":
        actions.publish_release(project=request.project, by=request.actor, at=timezone.now(), release=release)
        messages.success(request, _("The release is published. It can be fetched below."))
        return redirect(request.project.url("evaluation:show_release", release.id))
    context = {"release": release, "paper": paper_of(request.project, release)}
    return render(request, "evaluation/publish_release.html", context)


@allow(*rules.PUBLISHERS, purpose="withdraw a published release", state="add_only", step_up=True)
def withdraw_release(request: Any, release_id: UUID) -> HttpResponse:
    """Take a release back, with a reason."""
    release = queries.release_or_none_such(request.project, release_id)
    form = WithdrawForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_release(
                project=request.project,
                by=request.actor,
                at=timezone.now(),
                release=release,
                reason=form.cleaned_data["reason"],
            )
            return redirect(request.project.url("evaluation:show_release", release.id))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return render(request, "evaluation/withdraw_release.html", {"form": form, "release": release})


@require_POST
@allow(*rules.COUNTERS, purpose="drop a proposed release", state="add_only")
def drop_release(request: Any, release_id: UUID) -> HttpResponse:
    """Drop a proposal; it never leaves."""
    release = queries.release_or_none_such(request.project, release_id)
    actions.drop_release(project=request.project, by=request.actor, at=timezone.now(), release=release)
    messages.success(request, _("The proposal is dropped. Nothing of it left."))
    return redirect(request.project.url("evaluation:list_releases"))


@require_safe
@allow(*rules.COUNTERS, purpose="fetch a published release as a file", state="add_only")
def fetch_release(request: Any, release_id: UUID, kind: str) -> HttpResponse:
    """The same paper as CSV, workbook, PDF or JSON; only what is published leaves."""
    release = queries.release_or_none_such(request.project, release_id)
    if kind not in OUTPUTS or not release.is_published:
        raise NotHere()
    written, content_type = OUTPUTS[kind]
    paper = paper_of(request.project, release)
    answer = HttpResponse(written(paper), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.file_name}.{kind}"'
    return answer
