"""Agreements on policing, and what went against them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.agencies.queries import agency_in
from yarrow.community import actions, figures, forms, lists, queries, rules, showing
from yarrow.community.models import AgreementPoint, PolicingAgreement
from yarrow.community.views.pages import back_to, done, form_page, page_of, to, today_of
from yarrow.staff.access import allow

OF_AGREEMENT = ("title", "parties", "starts_on", "review_on", "ended_on", "answer_days", "version")


@require_safe
@allow(*rules.READERS, purpose="see which agreements on policing there are", state="add_only")
def list_agreements(request: Any) -> HttpResponse:
    """Those that stand first."""
    context = {
        "rows": list(queries.agreements_of(request.project)),
        "can_keep": rules.can_keep(request.actor),
        "can_take": rules.can_take(request.actor),
    }
    return render(request, "community/list_agreements.html", {**context, "today": today_of(request)})


@require_safe
@allow(*rules.TAKERS, purpose="see an agreement, who leads, and what went against it")
def show_agreement(request: Any, agreement_id: UUID) -> HttpResponse:
    """Points, leads, and what was reported; the leads are opened here."""
    row = queries.row_in(PolicingAgreement, request.project, agreement_id)
    today = today_of(request)
    context = page_of(request, queries.breaches_of(row))
    context |= {
        "agreement": row,
        "leads": showing.leads_of(request.actor, row),
        "points": queries.points_of(row),
        "lines": [showing.breach_line(one, today) for one in context["rows"]],
        "can_keep": rules.can_keep(request.actor),
        "form": forms.PointForm(),
        "is_due": row.ended_on is None and row.review_on <= today,
    }
    return render(request, "community/show_agreement.html", context)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down an agreement on policing")
def add_agreement(request: Any) -> HttpResponse:
    """What was agreed, point by point."""
    agencies = queries.agency_choices(request.project)
    form = forms.AgreementForm(request.POST or None, agencies=agencies, is_new=True)
    if request.method == "POST" and form.is_valid() and (made := _kept(request, form, actions.add_agreement)):
        return to(request, "show_agreement", made.id)
    back = back_to(request, "list_agreements", _("Agreements on policing"))
    return form_page(request, form, _("Add an agreement on policing"), back)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="change an agreement on policing, and who leads")
def change_agreement(request: Any, agreement_id: UUID) -> HttpResponse:
    """All but its points."""
    row = queries.row_in(PolicingAgreement, request.project, agreement_id)
    initial = {name: getattr(row, name) for name in OF_AGREEMENT} | {"agency": str(row.agency_id or "")}
    if request.method != "POST":
        initial |= showing.leads_of(request.actor, row)
    agencies = queries.agency_choices(request.project, row.agency)
    form = forms.AgreementForm(request.POST or None, agencies=agencies, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _kept(request, form, actions.change_agreement, agreement=row, version=form.version_seen):
            return to(request, "show_agreement", row.id)
        form.show_version(row.version)
    back = back_to(request, "show_agreement", row.title, row.id)
    return form_page(request, form, _("Change an agreement"), back)


@require_POST
@allow(*rules.KEEPERS, purpose="add a point to an agreement")
def add_point(request: Any, agreement_id: UUID) -> HttpResponse:
    """One more; its words never change."""
    row = queries.row_in(PolicingAgreement, request.project, agreement_id)
    form = forms.PointForm(request.POST)
    if form.is_valid() and done(request, form, actions.add_point, agreement=row):
        return to(request, "show_agreement", row.id)
    return form_page(
        request, form, _("A further point"), back_to(request, "show_agreement", row.title, row.id)
    )


@require_POST
@allow(*rules.KEEPERS, purpose="say that a point of an agreement no longer holds")
def end_point(request: Any, point_id: UUID) -> HttpResponse:
    """What went against it while it held stays."""
    point = queries.row_in(AgreementPoint, request.project, point_id)
    actions.end_point(project=request.project, by=request.actor, at=timezone.now(), point=point)
    return to(request, "show_agreement", point.agreement_id)


@sensitive_post_parameters()
@allow(*rules.TAKERS, purpose="write down what went against an agreement on policing")
def report_breach(request: Any, agreement_id: UUID) -> HttpResponse:
    """Against a point, or a complaint about policing."""
    row = queries.row_in(PolicingAgreement, request.project, agreement_id)
    points = queries.points_of(row, standing=True)
    form = forms.BreachForm(request.POST or None, points=points, initial={"kind": lists.BREACH})
    if request.method == "POST" and form.is_valid():
        made = done(request, form, actions.report_breach, agreement=row)
        if made:
            return to(request, "show_breach", made.id)
    back = back_to(request, "show_agreement", row.title, row.id)
    return form_page(request, form, _("Write down what happened"), back)


@require_safe
@allow(*rules.TAKERS, purpose="open what went against an agreement, and what was answered")
def show_breach(request: Any, breach_id: UUID) -> HttpResponse:
    """Opened here and on no other page."""
    row = queries.breach_in(request.project, breach_id)
    shown = showing.breach_shown(request.actor, row, today_of(request))
    context = {"shown": shown, "can_keep": rules.can_keep(request.actor)}
    return render(request, "community/show_breach.html", context)


@allow(*rules.KEEPERS, purpose="write down that something was raised with a lead")
def raise_breach(request: Any, breach_id: UUID) -> HttpResponse:
    """From now on an answer is owed."""
    initial = {"raised_on": today_of(request)}
    return _move(request, breach_id, forms.RaiseForm, actions.raise_breach, _("Raised with a lead"), initial)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down what was answered")
def answer_breach(request: Any, breach_id: UUID) -> HttpResponse:
    """Sealed, as what happened is."""
    initial = {"answered_on": today_of(request)}
    return _move(
        request, breach_id, forms.AnswerForm, actions.answer_breach, _("What they answered"), initial
    )


@allow(*rules.KEEPERS, purpose="write down what came of a breach")
def close_breach(request: Any, breach_id: UUID) -> HttpResponse:
    """The end of it."""
    initial = {"closed_on": today_of(request)}
    return _move(request, breach_id, forms.CloseForm, actions.close_breach, _("What came of it"), initial)


@require_safe
@allow(*rules.READERS, purpose="see how policing changes, in true figures", state="add_only")
def show_policing_trend(request: Any) -> HttpResponse:
    """Breaches and complaints about policing, by month and by quarter."""
    found = figures.of_policing(request.project, today_of(request))
    context = {"found": found, "title": _("How policing changes"), "back": "community:list_agreements"}
    return render(request, "community/show_trend.html", context)


def _kept(request: Any, form: forms.AgreementForm, act: Any, **said: Any) -> Any:
    """With the agency itself in place of its id."""
    key = form.cleaned_data["agency"]
    form.cleaned_data["agency"] = agency_in(request.project, key) if key else None
    return done(request, form, act, **said)


def _move(
    request: Any, breach_id: UUID, kind: Any, act: Any, title: str, initial: dict[str, Any]
) -> HttpResponse:
    row = queries.breach_in(request.project, breach_id)
    form = kind(request.POST or None, initial={**initial, "version": row.version})
    if request.method == "POST" and form.is_valid():
        if done(request, form, act, breach=row, version=form.version_seen):
            return to(request, "show_breach", row.id)
        form.show_version(row.version)
    return form_page(request, form, title, back_to(request, "show_breach", _("What happened"), row.id))
