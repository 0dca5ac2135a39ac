"""Names, settings and ways to reach of a person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yarrow.people import actions, pages, queries
from yarrow.people.errors import ChangedMeanwhile
from yarrow.people.forms_of_rows import ChangeWayForm, EndSettingForm, NameForm, SettingForm, WayForm
from yarrow.people.models import Alias, Person, PersonSetting, WayToReach
from yarrow.people.sheets import WAY_FIELDS
from yarrow.staff.access import allow
from yarrow.staff.roles import WORKERS
from yarrow.ui.forms import Form
from yarrow.vault.opening import reading


def saved(
    request: Any, person: Person, form: Form, act: Callable[..., Any], /, **kwargs: Any
) -> HttpResponse | None:
    """Do `act` with what the form says; the redirect to the person, or None with the refusal at its field."""
    with form.saying_refusals():
        act(**kwargs, project=request.project, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(request.project.url("people:show_person", person.id))
    return None


def asked(
    request: Any, person: Person, form: Form, act: Callable[..., Any], template: str, /, **kwargs: Any
) -> HttpResponse:
    """The page of a form about a person: back to the person once `act` took what it says, else the form."""
    if request.method == "POST" and form.is_valid():
        done = saved(request, person, form, act, **kwargs, **form.cleaned_data)
        if done:
            return done
    return render(request, template, {"form": form, "person": person})


@sensitive_post_parameters()
@allow(*WORKERS, purpose="add another name of a person")
@pages.on_person
def add_alias(request: Any, person: Person) -> HttpResponse:
    """Another name, or a number in another system."""
    form = NameForm(request.POST or None)
    return asked(request, person, form, actions.add_alias, "people/add_alias.html", person=person)


@require_POST
@allow(*WORKERS, purpose="mark a name as no longer used")
@pages.on_person
def end_alias(request: Any, person: Person, alias_id: UUID) -> HttpResponse:
    """No longer used; still found."""
    alias = queries.row_of(Alias, person, alias_id)
    actions.end_alias(alias=alias, project=request.project, by=request.actor, at=timezone.now())
    messages.success(request, _("Marked as no longer used. Searching still finds it."))
    return redirect(request.project.url("people:show_person", person.id))


@sensitive_post_parameters()
@allow(*WORKERS, purpose="add a setting of a person")
@pages.on_person
def add_setting(request: Any, person: Person) -> HttpResponse:
    """A setting, since when, and the person's own word."""
    form = SettingForm(request.POST or None, project=request.project)
    return asked(request, person, form, actions.add_setting, "people/add_setting.html", person=person)


@allow(*WORKERS, purpose="end a setting of a person")
@pages.on_person
def end_setting(request: Any, person: Person, setting_id: UUID) -> HttpResponse:
    """The last day of a setting."""
    setting = queries.row_of(PersonSetting, person, setting_id)
    form = EndSettingForm(request.POST or None)
    return asked(request, person, form, actions.end_setting, "people/end_setting.html", setting=setting)


@sensitive_post_parameters()
@allow(*WORKERS, purpose="add a way to reach a person")
@pages.on_person
def add_way_to_reach(request: Any, person: Person) -> HttpResponse:
    """A way to reach, its safe times, and what must never be done."""
    form = WayForm(request.POST or None)
    return asked(
        request, person, form, actions.add_way_to_reach, "people/add_way_to_reach.html", person=person
    )


@sensitive_post_parameters()
@allow(*WORKERS, purpose="change a way to reach a person")
@pages.on_person
def change_way_to_reach(request: Any, person: Person, way_id: UUID) -> HttpResponse:
    """The same form, filled in."""
    way = queries.row_of(WayToReach, person, way_id)
    form = ChangeWayForm(request.POST or None, initial=None if request.POST else opened_way(request, way))
    context: dict[str, Any] = {"form": form, "person": person, "way": way}
    if request.method == "POST" and form.is_valid():
        said = {field: form.cleaned_data[field] for field in WAY_FIELDS}
        try:
            done = saved_way(request, person, way, form, said)
        except ChangedMeanwhile as meanwhile:
            now = opened_way(request, queries.row_of(WayToReach, person, way_id))
            again = ChangeWayForm(initial={**now, **said})
            context |= {"form": again, "meanwhile": meanwhile.message, "now": pages.way_in_words(now)}
            return render(request, "people/change_way_to_reach.html", context, status=meanwhile.status)
        if done:
            return done
    return render(request, "people/change_way_to_reach.html", context)


def saved_way(
    request: Any, person: Person, way: WayToReach, form: ChangeWayForm, said: dict[str, Any]
) -> HttpResponse | None:
    """Write the way anew unless someone else did meanwhile (ChangedMeanwhile)."""
    text = form.cleaned_data.get("version") or ""
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if version != way.version:
        raise ChangedMeanwhile()
    return saved(request, person, form, actions.change_way_to_reach, way=way, version=version, **said)


def opened_way(request: Any, way: WayToReach) -> dict[str, Any]:
    """Initial data of the form: the way as it is now."""
    act, reason = "people.open_to_change", request.open_reason
    with reading(request.actor, way.project_id, act=act, reason=reason) as page:
        opened = {field: page.open(way, f"identity.{field}") for field in WAY_FIELDS}
    return {**{field: value.value for field, value in opened.items()}, "version": way.version}


@require_POST
@allow(*WORKERS, purpose="end a way to reach a person")
@pages.on_person
def end_way_to_reach(request: Any, person: Person, way_id: UUID) -> HttpResponse:
    """Not to be used any more."""
    way = queries.row_of(WayToReach, person, way_id)
    actions.end_way_to_reach(way=way, project=request.project, by=request.actor, at=timezone.now())
    messages.success(request, _("Ended. Nobody is asked to use it any more."))
    return redirect(request.project.url("people:show_person", person.id))
