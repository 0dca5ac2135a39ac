"""Asks every page of one project for the other's objects: in the address, the query and every field of every form."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey

from tests.attacks.forms import Form, Page
from tests.attacks.town import Address, addresses
from tests.worlds import World
from yarrow.vault import policies
from yarrow.vault.belonging import to_project

# What would end the session that asks.
NOT_ASKED = {"staff:remove_worker"}


def rows_of(project_id: UUID) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of a project, table by table; asked from inside it."""
    return {
        model._meta.label: [
            tuple(map(str, row)) for row in _rows(model, project_id).order_by("pk").values_list()
        ]
        for model in apps.get_models(include_auto_created=True)
        if policies.is_fenced(model)
    }


def strays(project_id: UUID) -> list[str]:
    """Columns of a project's rows that name a row which is not the project's."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields if policies.is_fenced(model) else ():
            parent: Any = field.related_model
            if not isinstance(field, ForeignKey) or not policies.is_fenced(parent):
                continue
            named = set(_rows(model, project_id).order_by().values_list(field.attname, flat=True)) - {None}
            if named - set(_rows(parent, project_id).order_by().values_list("pk", flat=True)):
                found.append(f"{model._meta.label}.{field.name}")
    return found


def _rows(model: Any, project_id: UUID) -> Any:
    return model._base_manager.filter(**{to_project(model): project_id})


def ask_all(
    world: World,
    ours: dict[tuple[str, str], Any],
    theirs: dict[tuple[str, str], Any],
    role: str,
    only: str = "",
) -> tuple[str, int]:
    """What was answered to requests with one or more of their ids among ours; and how many forms were sent.

    AssertionError when the session did not stay unlocked from the first request to the last.
    """
    client = world.client(role, raise_request_exception=False)
    swaps = {str(ours[key]): str(theirs[key]) for key in ours if str(ours[key]) != str(theirs[key])}
    said, n_sent = [], 0
    for each in addresses():
        if each.name in NOT_ASKED or not each.name.startswith(only):
            continue
        for key in _taken(each):
            # One of theirs beside the rest of ours.
            said.append(client.get(each.of(world, {**ours, key: theirs[key]})).content)
        url = each.of(world, ours)
        for form in _forms(client.get(url)):
            sent = {name: _swapped(value, swaps) for name, value in form.filled(lambda name: name).items()}
            sent |= {
                each.name: swaps[option] for each in form.fields for option in each.options if option in swaps
            }
            ask = client.post if form.method == "post" else client.get
            said.append(ask(form.action.partition("?")[0] or url, sent).content)
            n_sent += 1
    # Whoever is locked out half-way has tried nothing.
    assert client.get(world.project.url("people:list_people")).status_code == 200
    return b"".join(said).decode(errors="replace"), n_sent


def _taken(each: Address) -> Iterator[tuple[str, str]]:
    room = each.name.partition(":")[0]
    return ((room, name) for name, _converter in each.takes)


def _forms(page: Any) -> list[Form]:
    is_page = page.status_code == 200 and page.headers.get("Content-Type", "").startswith("text/html")
    forms = Page(page.content.decode()).forms if is_page else []
    # The form that locks the session names the page it came from: it is not one of the project.
    return [form for form in forms if form.action.startswith("/p/") or not form.action]


def _swapped(value: Any, swaps: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [swaps.get(each, each) for each in value]
    return swaps.get(value, value)
