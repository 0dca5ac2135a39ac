"""Orders: writing one down, moving it, its appointments, light contact afterwards."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from yarrow.justice import actions, choosing, lists, rules, showing
from yarrow.justice.forms import orders as forms
from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.staff.access import allow

SETTLING: dict[str, Any] = {"keep": forms.KeepForm, "miss": forms.MissForm, "move": forms.MoveForm}
MOVES = ("begin", "complete", "breach", "end", "reopen")


@require_safe
@allow(*rules.KEEPERS, purpose="see a person's orders and time in prison")
@pages.on_person
def show_justice(request: Any, person: Person) -> HttpResponse:
    """The latest first."""
    found = showing.of_person(request.actor, person, pages.today_of(request), request.open_reason)
    return render(request, "justice/show_justice.html", {"person": person, "found": found})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down an order of a court or the police")
@pages.on_person
def add_order(request: Any, person: Person) -> HttpResponse:
    """What it is, who gave it, its number."""
    agencies = choosing.agencies(request.project, *rules.ORDERING)
    form = forms.OrderForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            row = actions.add_order(person=person, **form.said(), **_act(request))
            return _to_order(request, person, row.pk)
    return render(request, "justice/add_order.html", {"person": person, "form": form})


@require_safe
@allow(*rules.KEEPERS, purpose="see one order with its appointments")
@pages.on_person
def show_order(request: Any, person: Person, order_id: UUID) -> HttpResponse:
    """How it stands, what can be done, how it came here."""
    found = showing.whole(request.actor, showing.order_in(person, order_id), request.open_reason)
    return render(request, "justice/show_order.html", {"person": person, "found": found})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="put right what is written about an order")
@pages.on_person
def change_order(request: Any, person: Person, order_id: UUID) -> HttpResponse:
    """Everything but its kind and its first day."""
    order = showing.order_in(person, order_id)
    initial = request.POST or showing.said_of(request.actor, order, request.open_reason)
    agencies = choosing.agencies(request.project, *rules.ORDERING, kept=initial.get("agency", ""))
    form = forms.ChangeOrderForm(request.POST or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, order_id, actions.change_order, order=order, **form.said())
    return render(request, "justice/change_order.html", {"person": person, "order": order, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down what happened to an order")
@pages.on_person
def move_order(request: Any, person: Person, order_id: UUID, act: str) -> HttpResponse:
    """A day and a few words."""
    if act not in MOVES:
        raise Http404
    order = showing.order_in(person, order_id)
    form = forms.MoveOrderForm(request.POST or None, initial={"happened_on": pages.today_of(request)})
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            said = form.cleaned_data
            return _done(request, person, order_id, actions.move_order, order=order, act=act, **said)
    context = {"person": person, "order": order, "form": form, "title": lists.label("order_acts", act)}
    return render(request, "justice/move_order.html", context)


@require_POST
@allow(*rules.KEEPERS, purpose="write down whether somebody wants light contact after an order")
@pages.on_person
def agree_light_contact(request: Any, person: Person, order_id: UUID) -> HttpResponse:
    """One press."""
    order, light = showing.order_in(person, order_id), request.POST.get("light", "")
    return _done(request, person, order_id, actions.agree_light_contact, order=order, light=light)


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="plan an appointment of an order")
@pages.on_person
def plan_appointment(request: Any, person: Person, order_id: UUID) -> HttpResponse:
    """A day; one that was is fine."""
    order = showing.order_in(person, order_id)
    form = forms.AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(
                request, person, order_id, actions.plan_appointment, order=order, **form.cleaned_data
            )
    return render(request, "justice/plan_appointment.html", {"person": person, "order": order, "form": form})


@sensitive_post_parameters()
@allow(*rules.KEEPERS, purpose="write down whether an appointment of an order was kept")
@pages.on_person
def settle_appointment(request: Any, person: Person, appointment_id: UUID, came: str) -> HttpResponse:
    """They came, perhaps as which contact; they did not, and why; another day."""
    row = showing.appointment_in(person, appointment_id)
    told: dict[str, Any] = {"appointment": row, "act": came}
    if came == "put_back" and request.method == "POST":
        return _done(request, person, row.order_id, actions.settle_appointment, **told)
    if came not in SETTLING:
        raise Http404
    offered = {"contacts": choosing.contacts_near(row)} if came == "keep" else {}
    form = SETTLING[came](request.POST or None, **offered)
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, row.order_id, actions.settle_appointment, **told, **form.said())
    title = lists.label("appointment_acts", came)
    context = {"person": person, "order": row.order, "row": row, "form": form, "title": title}
    return render(request, "justice/settle_appointment.html", context)


@allow(*rules.KEEPERS, purpose="say which contact an appointment of an order was")
@pages.on_person
def mark_contact(request: Any, person: Person, appointment_id: UUID) -> HttpResponse:
    """One of about that day, or none."""
    row = showing.appointment_in(person, appointment_id)
    form = forms.ContactForm(request.POST or None, contacts=choosing.contacts_near(row))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            return _done(request, person, row.order_id, actions.mark_contact, appointment=row, **form.said())
    context = {"person": person, "order": row.order, "row": row, "form": form}
    return render(request, "justice/mark_contact.html", context)


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(
    request: Any, person: Person, order_id: UUID, act: Callable[..., Any], /, **said: Any
) -> HttpResponse:
    act(**said, **_act(request))
    return _to_order(request, person, order_id)


def _to_order(request: Any, person: Person, order_id: UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request.project.url("justice:show_order", person.id, order_id))
