"""The list of reports, what waits to be unsealed, and one report."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from yarrow.contacts.queries.arranged import zones
from yarrow.safety import lists, queries, rules, showing
from yarrow.safety.views.matching import compare, say_found
from yarrow.safety.views.pages import page_of, to
from yarrow.staff.access import allow
from yarrow.staff.queries import holder_names
from yarrow.staff.roles import ADVISER
from yarrow.vault import compartments, inbox


@require_safe
@allow(
    *rules.TAKERS,
    purpose="take a report; see reports by what they are about, no word of them",
    state="add_only",
)
def list_reports(request: Any) -> HttpResponse:
    """What waits to be unsealed, then the latest first. Who holds no key to reports takes them, and sees none."""
    is_keeper = request.actor.role in rules.KEEPERS
    if not rules.can_read(request.actor, request.project):
        readers = holder_names(compartments.holders_of(request.project.id, "incident"))
        return render(request, "safety/take_reports.html", {"readers": readers, "is_keeper": is_keeper})
    wanted = wanted_of(request)
    context = page_of(request, queries.reports_of(request.project, wanted))
    context |= {
        "lines": [showing.line(row, row.level) for row in context["rows"]],
        "is_keeper": is_keeper,
        "waiting": queries.waiting(request.project),
        "is_adviser": request.actor.role == ADVISER,
        "wanted": wanted,
        "is_narrowed": wanted != queries.Wanted(),
        "kinds": lists.choices("kinds"),
        "levels": lists.choices("levels"),
        "zones": zones(request.project),
        "months": queries.months_of(request.project),
    }
    return render(request, "safety/list_reports.html", context)


@require_POST
@allow(*rules.READERS, purpose="unseal reports that wait")
def open_reports(request: Any) -> HttpResponse:
    """Everything that waits for this reader's keys goes through its action."""
    rules.check_may_read(request.actor, request.project)
    done = inbox.open_waiting(request.project.id, by=request.actor, at=timezone.now())
    if done.n_opened:
        words = ngettext(
            "%d thing is in the records now.", "%d things are in the records now.", done.n_opened
        )
        messages.success(request, words % done.n_opened)
    if done.n_need_a_look:
        words = ngettext("%d of them needs a look.", "%d of them need a look.", done.n_need_a_look)
        messages.warning(request, words % done.n_need_a_look)
    if done.n_opened:
        say_found(request, compare(request))
    if not done.n_opened and not done.n_need_a_look:
        messages.info(request, _("Nothing waited that you can open."))
    return to(request, "list_reports")


@require_safe
@allow(*rules.READERS, purpose="open a report as far as whoever reported it agreed")
def show_report(request: Any, report_id: UUID) -> HttpResponse:
    """What was told, how far it goes, what was answered."""
    rules.check_may_read(request.actor, request.project)
    shown = showing.report_shown(request.actor, queries.whole(request.project, report_id))
    return render(request, "safety/show_report.html", {"shown": shown})


def wanted_of(request: Any) -> queries.Wanted:
    """What the address asks the list for; what can't be asked is left out."""
    asked = request.GET
    return queries.Wanted(
        is_new=asked.get("state") == "new",
        kind=_known(asked.get("kind", ""), lists.labels("kinds")),
        level=_known(asked.get("level", ""), lists.labels("levels")),
        zone=asked.get("zone", "").replace("\x00", "")[:40],
        month=_month(asked.get("month", "")),
    )


def _known(code: str, of: Any) -> str:
    return code if code in of else ""


def _month(said: str) -> date | None:
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        return None
