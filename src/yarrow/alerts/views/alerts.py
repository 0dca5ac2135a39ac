"""Alerts: those in force, drafting one, its words and risks, one page of it, the sheet to print."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from yarrow.alerts import alert_rules, offering, risks, showing, sources
from yarrow.alerts.actions import drafting
from yarrow.alerts.forms.alerts import KEPT, WORDS, DraftForm, StartForm
from yarrow.alerts.states import PUBLISHED
from yarrow.alerts.whole import Whole, whole
from yarrow.contacts import queries as contacts
from yarrow.staff.access import allow
from yarrow.ui.languages import LANGUAGES


@require_safe
@allow(*alert_rules.SEERS, purpose="read the alerts in force, and see what is under way")
def list_alerts(request: Any) -> HttpResponse:
    """To be read aloud at the van, too."""
    return render(
        request,
        "alerts/list_alerts.html",
        showing.list_page(request.actor, request.project, timezone.now()),
    )


@require_safe
@allow(*alert_rules.SEERS, purpose="print the alerts in force")
def print_alerts(request: Any) -> HttpResponse:
    """One sheet without the project's name: each warning and the day it is over; none that is to be recalled."""
    now = timezone.now()
    today = now.astimezone(request.project.zone).date()
    lines = showing.live_lines(request.project, sources.live(request.project, today), today)
    live = [one for one in lines if not one.is_taken_back]
    return render(request, "alerts/print_alerts.html", {"live": live, "today": today})


@allow(*alert_rules.WRITERS, purpose="draft an alert from reports whose reporters agreed to warn others")
def start_alert(request: Any) -> HttpResponse:
    """Which reports, in which languages. The draft is made of codes alone."""
    alert_rules.check_may_write(request.actor, request.project)
    chosen: set[UUID] = set()
    with suppress(ValueError):
        chosen = sources.beside(request.project, UUID(request.GET.get("report", "")))
    begin = {"reports": [str(each) for each in chosen], "languages": [get_language()]}
    offered = offering.offered(request.project, chosen)
    languages = [(one.code, one.name) for one in LANGUAGES]
    form = StartForm(request.POST or None, initial=begin, reports=offered, languages=languages)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = form.cleaned_data
            ids = [UUID(each) for each in said["reports"]]
            told = {"report_ids": ids, "languages": said["languages"], "entry_id": said["entry_id"]}
            alert = drafting.draft_alert(**told, **act(request))
            return redirect(request.project.url("alerts:change_draft", alert.pk))
    return render(request, "alerts/start_alert.html", {"form": form, "offered": offered})


@require_safe
@allow(*alert_rules.WRITERS, purpose="see an alert: its words, its risks, who decided, whom it reached")
def show_alert(request: Any, alert_id: UUID) -> HttpResponse:
    """What a second person looks at before it goes out."""
    alert_rules.check_may_write(request.actor, request.project)
    context = showing.alert_page(request.actor, whole(request.project, alert_id), timezone.now())
    return render(request, "alerts/show_alert.html", context)


@sensitive_post_parameters()
@allow(*alert_rules.WRITERS, purpose="write the words of an alert, and say why risky ones stay")
def change_draft(request: Any, alert_id: UUID) -> HttpResponse:
    """Saved first, then read for what is risky; the page comes back until nothing is left to answer."""
    alert_rules.check_may_write(request.actor, request.project)
    found = whole(request.project, alert_id)
    text = found.text
    looked = risks.look(request.actor, text, found.reports, timezone.now(), "alerts.change_draft")
    form = _draft_form(request, found, looked)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            drafting.change_draft(text=text, **form.wanted(), **act(request))
            messages.success(request, _("Saved, and read for what is risky."))
            return redirect(request.project.url("alerts:show_alert", alert_id))
    context = {"alert": text.alert, "text": text, "form": form}
    context["risks"] = [(showing.RiskShown(risk), box) for risk, box in form.risk_lines]
    return render(request, "alerts/change_draft.html", context)


def _draft_form(request: Any, found: Whole, looked: risks.Looked) -> DraftForm:
    text = found.text
    begin: dict[str, Any] = {f"{WORDS}{tag}": words for tag, words in looked.words.items()}
    begin |= {f"{KEPT}{key}": why for key, why in looked.kept.items()}
    begin |= {"zones": [str(zone.pk) for zone in found.zones], "settings": text.alert.settings}
    return DraftForm(
        request.POST or None,
        initial=begin | {"version": text.version},
        languages=[(tag, showing.name_of(tag)) for tag in text.languages],
        zones=contacts.zones(request.project),
        risks=looked.risks,
        has_audience=text.alert.state != PUBLISHED,
    )


def act(request: Any) -> dict[str, Any]:
    """Who does it, where, now."""
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
