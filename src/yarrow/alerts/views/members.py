"""Members: the list, one of them, vouching, a new code, putting out."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.alerts import actions, doors, lists, member_queries, member_showing, rules
from yarrow.alerts.actions import Vouched
from yarrow.alerts.errors import Conflict, Known
from yarrow.alerts.forms.members import MemberForm, VouchForm, WhyForm, initial
from yarrow.contacts import queries as contacts
from yarrow.safety.regions import region_of
from yarrow.staff.access import allow


@require_safe
@allow(*rules.VOUCHERS, purpose="see who is a member of alerts, a page at a time")
def list_members(request: Any) -> HttpResponse:
    """The latest first, by name; what members changed by themselves is taken in first."""
    actions.take_in(**_told(request))
    is_out = "out" in request.GET
    number = _page(request)
    rows, has_more = member_queries.page_of(member_queries.members_of(request.project, is_out=is_out), number)
    query = "?out=1&page=" if is_out else "?page="
    context = {
        "lines": member_showing.listed(request.actor, rows, request.project.id),
        "counts": member_queries.counts(request.project),
        "is_out": is_out,
        "previous_url": f"{query}{number - 1}" if number > 1 else "",
        "next_url": f"{query}{number + 1}" if has_more else "",
    }
    return render(request, "alerts/list_members.html", context)


@sensitive_post_parameters()
@allow(*rules.VOUCHERS, purpose="vouch for a member of alerts")
def vouch_for_member(request: Any) -> HttpResponse:
    """Who they are and what reaches them; then the code, once."""
    first = lists.lines()[0]
    begin = {"language": settings.LANGUAGE_CODE, "phone_line": first, "email_line": first}
    form = VouchForm(request.POST or None, initial=begin, **_of(request.project))
    known = None
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            entry_id = form.cleaned_data["entry_id"]
            try:
                return _code(request, actions.vouch_for(entry_id=entry_id, **form.said(), **_told(request)))
            except Known as refusal:
                known = refusal.member
                raise
    context = {"form": form, "known": known, "title": _("Vouch for a member")}
    return render(request, "alerts/write_member.html", context)


@require_safe
@allow(*rules.VOUCHERS, purpose="open a member of alerts: who they are, what reaches them")
def show_member(request: Any, member_id: UUID) -> HttpResponse:
    """Opened here and in the list, and on no other page."""
    actions.take_in(**_told(request))
    row = member_queries.member_in(request.project, member_id)
    context = {
        "shown": member_showing.shown(request.actor, row, _today(request)),
        "may_put_out": rules.can_put_out(request.actor),
    }
    return render(request, "alerts/show_member.html", context)


@sensitive_post_parameters()
@allow(*rules.VOUCHERS, purpose="change what is known of a member of alerts")
def change_member(request: Any, member_id: UUID) -> HttpResponse:
    """What reaches them, and about what."""
    row = member_queries.member_in(request.project, member_id)
    shown = member_showing.shown(request.actor, row, _today(request))
    begin = {**initial(shown.name, shown.standing, row), "version": row.version}
    form = MemberForm(request.POST or None, initial=begin, **_of(request.project))
    known = None
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            try:
                said = {"version": form.version_seen, **form.said(shown.standing), **_told(request)}
                actions.change_member(member=row, **said)
                messages.success(request, _("Saved."))
                return _to(request, row)
            except Known as refusal:
                known = refusal.member
                raise
            except Conflict:
                form.show_version(row.version)
                raise
    context = {"form": form, "known": known, "title": _("Change a member"), "member": row}
    return render(request, "alerts/write_member.html", context)


@require_POST
@allow(*rules.VOUCHERS, purpose="give a member of alerts a new code for their phrase")
def renew_code(request: Any, member_id: UUID) -> HttpResponse:
    """It is shown once; the phrase of before is good until the code is used."""
    row = member_queries.member_in(request.project, member_id)
    return _code(request, actions.new_code(member=row, **_told(request)))


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="put a member of alerts out")
def put_out_member(request: Any, member_id: UUID) -> HttpResponse:
    """Nothing reaches them from then on."""
    row = member_queries.member_in(request.project, member_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.put_out(member=row, why=form.cleaned_data["why"], **_told(request))
            messages.success(request, _("They are put out. Nothing reaches them any more."))
            return _to(request, row)
    return render(request, "alerts/put_out_member.html", {"form": form, "member": row})


@require_POST
@allow(*rules.KEEPERS, purpose="take a member of alerts in again")
def take_member_in(request: Any, member_id: UUID) -> HttpResponse:
    """As before; for their own page they need a new code."""
    row = member_queries.member_in(request.project, member_id)
    actions.take_back_in(member=row, **_told(request))
    messages.success(request, _("They are a member again. For their own page, give them a new code."))
    return _to(request, row)


def _of(project: Any) -> dict[str, Any]:
    """What a form has to know of the project."""
    return {"zones": contacts.zones(project), "region": region_of(project.time_zone)}


def _code(request: Any, vouched: Vouched) -> HttpResponse:
    """The code, shown once and kept nowhere."""
    door = doors.of(request.project, timezone.now())
    address = request.build_absolute_uri(reverse("members:enter", args=[door.token]))
    context = {"member": vouched.member, "code": vouched.code, "address": address}
    return render(request, "alerts/show_code.html", context)


def _told(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _to(request: Any, row: Any) -> HttpResponse:
    return redirect(request.project.url("alerts:show_member", row.pk))


def _today(request: Any) -> Any:
    return timezone.now().astimezone(request.project.zone).date()


def _page(request: Any) -> int:
    said = request.GET.get("page", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1
