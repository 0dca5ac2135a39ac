"""Feeds: which there are, what each brought, bringing a file, and the directory as a file for others."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yarrow.agencies import actions, forms, giving, hsds, lists, queries, rules
from yarrow.agencies.models import Feed
from yarrow.agencies.views.directory import saved
from yarrow.staff.access import allow
from yarrow.vault import uploads


@require_safe
@allow(*rules.KEEPERS, purpose="see which directories of others are read here")
def list_feeds(request: Any) -> HttpResponse:
    """By name, with how much each has and when it was last read."""
    return render(request, "agencies/list_feeds.html", {"feeds": queries.feeds_of(request.project)})


@allow(*rules.KEEPERS, purpose="add a directory that somebody else publishes")
def add_feed(request: Any) -> HttpResponse:
    """Its name, where its data is, its licence."""
    form = forms.FeedForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        made = saved(request, form, actions.add_feed, **form.cleaned_data)
        if made:
            return redirect(request.project.url("agencies:show_feed", made.id))
    return render(request, "agencies/add_feed.html", {"form": form})


@require_safe
@allow(*rules.KEEPERS, purpose="see one feed and its last readings")
def show_feed(request: Any, feed_id: UUID) -> HttpResponse:
    """What it is, and what each reading brought."""
    feed = queries.feed_in(request.project, feed_id)
    return _feed_page(request, feed, forms.FileForm(initial={"is_whole": True}))


@allow(*rules.KEEPERS, purpose="change a feed's address, or read it no more")
def change_feed(request: Any, feed_id: UUID) -> HttpResponse:
    """Address, licence, whether it is read still."""
    feed = queries.feed_in(request.project, feed_id)
    initial = {name: getattr(feed, name) for name in ("address", "licence", "is_ended")}
    form = forms.FeedForm(request.POST or None, is_new=False, initial=initial)
    is_told = request.method == "POST" and form.is_valid()
    if is_told and saved(request, form, actions.change_feed, feed=feed, **form.cleaned_data):
        return redirect(request.project.url("agencies:show_feed", feed.id))
    return render(request, "agencies/add_feed.html", {"form": form, "feed": feed})


@allow(*rules.KEEPERS, purpose="bring a file of a feed")
def bring_file(request: Any, feed_id: UUID) -> HttpResponse:
    """Read at once; the page that follows says what became of every row."""
    feed = queries.feed_in(request.project, feed_id)
    is_too_big = uploads.was_too_big(request)
    form = forms.FileForm(request.POST or None, request.FILES or None, is_too_big=is_too_big)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("is_whole", "believes_gone")}
        with form.saying_refusals():
            document = hsds.document_of(form.cleaned_data["file"].read())
            rows = hsds.services_in(document)
            # One page of several is not everything, whatever was ticked.
            said["is_whole"] = said["is_whole"] and not hsds.has_more(document)
            act = {"project": request.project, "by": request.actor, "at": timezone.now()}
            run = actions.take_services(feed=feed, rows=rows, **said, **act)
            messages.success(request, _("Read. This is what became of every row."))
            return redirect(request.project.url("agencies:show_run", feed.id, run.id))
    return _feed_page(request, feed, form)


@require_safe
@allow(*rules.KEEPERS, purpose="see what a reading of a feed brought, and what was not taken and why")
def show_run(request: Any, feed_id: UUID, run_id: UUID) -> HttpResponse:
    """Read = new + changed + unchanged + not taken."""
    feed = queries.feed_in(request.project, feed_id)
    run = queries.run_in(feed, run_id)
    refused = [(row, lists.label("reasons", row.reason)) for row in queries.not_taken_of(run)]
    context = {"feed": feed, "run": run, "refused": refused, "failed": failed_of(run.failed)}
    return render(request, "agencies/show_run.html", context)


@require_safe
@allow(*rules.KEEPERS, purpose="take the project's own directory along, as Open Referral UK")
def give_directory(request: Any) -> HttpResponse:
    """What may be given to others: no address, nothing that was noted."""
    answer = JsonResponse(
        giving.page_of(request.project), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="services.json"'
    return answer


def failed_of(code: str) -> str:
    """Why a reading did not go well, in words; "" where it did."""
    return lists.label("failures", code) if code else ""


def _feed_page(request: Any, feed: Feed, form: forms.FileForm) -> HttpResponse:
    runs = [(run, failed_of(run.failed)) for run in queries.runs_of(feed)]
    return render(request, "agencies/show_feed.html", {"feed": feed, "runs": runs, "form": form})
