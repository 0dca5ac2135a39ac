"""The inbox: what was written while no key was at hand, opened by the next worker who holds one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yarrow.contacts.queries import contact_under
from yarrow.desk import answers, queries
from yarrow.desk.actions import settle_again
from yarrow.desk.forms import CorrectForm, DismissForm
from yarrow.safety import inbox_openers as reports
from yarrow.safety import matching
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry


@require_safe
@allow(*WORKERS, purpose="what waits to be opened", state="add_only")
def list_entries(request: Any) -> HttpResponse:
    """How many entries wait, and which need a look; nothing of what they say."""
    context = {
        "waiting": queries.waiting_lines(request.project, request.actor),
        "looks": queries.look_lines(request.project, request.actor),
    }
    return render(request, "desk/list_entries.html", context)


@require_POST
@allow(*WORKERS, purpose="open what waits")
def open_entries(request: Any) -> HttpResponse:
    """Run every waiting entry that this worker can open through its action."""
    done = inbox.open_waiting(request.project.id, by=request.actor, at=timezone.now())
    matching.compare_waiting(project=request.project, by=request.actor, at=timezone.now())
    if done.n_opened:
        words = ngettext(
            "%d entry is in the records now.", "%d entries are in the records now.", done.n_opened
        )
        messages.success(request, words % done.n_opened)
    if done.n_left:
        words = ngettext("%d entry waits for another key.", "%d entries wait for another key.", done.n_left)
        messages.info(request, words % done.n_left)
    if done.n_need_a_look:
        words = ngettext("%d entry needs a look.", "%d entries need a look.", done.n_need_a_look)
        messages.warning(request, words % done.n_need_a_look)
    after = "desk:list_entries" if done.n_need_a_look else "desk:show_today"
    return redirect(request.project.url(after))


@require_safe
@allow(*WORKERS, purpose="read an entry that could not be taken")
def look_at_entry(request: Any, number: int) -> HttpResponse:
    """What the entry says, why it was not taken, and what can be done."""
    return _page(request, _entry(request, number))


@require_POST
@allow(*WORKERS, purpose="record an entry after a look")
def settle_entry(request: Any, number: int) -> HttpResponse:
    """The entry as corrected goes through its action again; what was typed stays when it is refused."""
    entry = _entry(request, number)
    if request.POST.get("another_name"):
        return _page(request, entry, find=request.POST["another_name"])
    payload = queries.payload_of(entry, request.actor)
    form = None if entry.kind in reports.KINDS else CorrectForm.of(payload, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, entry, form)
    said = answers.answer_all(form.payload(), request.POST, request.project) if form else payload
    if not settle_again(
        project=request.project, by=request.actor, at=timezone.now(), entry=entry, payload=said
    ):
        return _page(request, entry, form)
    messages.success(request, _("It is in the records now."))
    return redirect(request.project.url("desk:list_entries"))


@require_POST
@allow(*WORKERS, purpose="say that an entry needs no record", state="unlocked")
def dismiss_entry(request: Any, number: int) -> HttpResponse:
    """Nothing is recorded; the reason is on the trail."""
    entry, form = _entry(request, number), DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, dismiss=form)
    inbox.dismiss(entry, by=request.actor, at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("Nothing was recorded from this entry."))
    return redirect(request.project.url("desk:list_entries"))


def _entry(request: Any, number: int) -> InboxEntry:
    entry = queries.entry_in(request.project, number)
    if entry is None:
        raise Http404
    request.actor.key.secret_of(request.project.id, entry.compartment.name, str(entry.compartment_id))
    return entry


def _page(
    request: Any,
    entry: InboxEntry,
    form: CorrectForm | None = None,
    *,
    dismiss: DismissForm | None = None,
    find: str = "",
) -> HttpResponse:
    look = inbox.look_at(entry, by=request.actor, at=timezone.now())
    question = None
    is_report = entry.kind in reports.KINDS
    if look.content is not None and not is_report:
        payload = look.content["payload"]
        form = form or CorrectForm.of(payload)
        question = answers.question_of(entry, look.content, request.project, request.actor, find)
    context = {"entry": entry, "look": look, "form": form, "question": question, "is_report": is_report}
    context["dismiss"] = dismiss or DismissForm()
    if entry.state == InboxEntry.State.CONFLICT:
        context["stands"] = contact_under(request.project, entry.entry_id)
    context["written_at"] = answers.written_at(look.content) if look.content else None
    return render(request, "desk/look_at_entry.html", context)
