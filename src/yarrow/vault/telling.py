"""How each model's rows are told to the person they are about: a heading, words for every field, what is left out.

Each room says it in its `export.py`. A model whose room said nothing is told all the same, under the names of its
fields: better clumsy than left out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from yarrow.vault.privacy import declaration

Words = str | Promise
# Parts of a copy, in the order in which a person reads them.
PARTS: dict[str, Words] = {
    "who": _("Who you are to us"),
    "reach": _("How we reach you"),
    "did": _("What we did"),
    "consents": _("What you agreed to"),
    "opened": _("Who opened your record"),
    "more": _("What else we hold"),
}
INNER: Words = _("A number that only the computer uses. It says nothing about you.")


@dataclass(frozen=True)
class Shut:
    """Rows of which no sealed field leaves, whoever asks with which key.

    of     (project id, rows) → the ids of those rows, asked for each batch as it leaves; `why`: in a sentence
    """

    of: Callable[[UUID, list[Any]], Collection[Any]]
    why: Words


@dataclass(frozen=True)
class Telling:
    """The words for one model.

    fields    name → heading, in the order in which they are read
    left_out  name → why the copy leaves it out
    values    name → the words for each stored value in a project; values without are shown as they stand
    spoken    name → what a row's opened value says in words, where no list of words does
    files     sealed files that leave → the end of their names ("jpg"); others stay, and `left_out` says why
    kept_back sealed fields that leave in no file, whoever asks with which key; `left_out` says why
    stays     why such rows don't leave when a project takes everything along; "" when they do
    shut      rows that leave without what is sealed in them; None: there are none
    """

    part: str
    label: Words
    fields: Mapping[str, Words] = field(default_factory=dict)
    left_out: Mapping[str, Words] = field(default_factory=dict)
    values: Mapping[str, Callable[[Any], Mapping[Any, Words]]] = field(default_factory=dict)
    spoken: Mapping[str, Callable[[Any, Any], str]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    kept_back: frozenset[str] = frozenset()
    stays: Words = ""
    shut: Shut | None = None


_told: dict[type[models.Model], Telling] = {}
_acts: dict[str, Words] = {}


def tell(model: type[models.Model], telling: Telling) -> None:
    """Say how a model's rows are told; each room does so as it starts."""
    _told[model] = telling


def tell_acts(acts: Mapping[str, Words]) -> None:
    """Say what acts of the trail are called where a person may read it; each room does so as it starts."""
    _acts.update(acts)


def tell_all(told: Mapping[Any, Telling], acts: Mapping[str, Words]) -> None:
    """Everything that a room says; called once as it starts."""
    tell_acts(acts)
    for model, telling in told.items():
        tell(model, telling)


def listed(choices: Callable[[Any], Iterable[tuple[Any, Words]]]) -> Callable[[Any], Any]:
    """A room's `coded`: name of a list → the words for each of its codes, of any project."""
    return lambda name: lambda _project: dict(choices(name))


def act_in_words(act: str) -> str:
    """What was done; an act whose room said nothing, in plain letters."""
    return str(_acts.get(act, "")) or act.rpartition(".")[2].replace("_", " ")


# Fields that stand on the trail without their table.
SHORT = (gettext_noop("note"),)


def field_in_words(name: str) -> str:
    """A field of the trail ("contacts.contact.identity.met_at") under the heading that a copy gives it; only what it is
    about, where copies leave it out."""
    *whose, field = name.split(".")
    if len(whose) < 2:
        return gettext(field.replace("_", " "))
    told = of(apps.get_model(whose[0], whose[1]))
    if field in told.left_out and field not in told.fields:
        return str(told.label).lower()
    heading = told.fields.get(field, field.replace("_", " "))
    return f"{told.label}: {heading}".lower()


def of(model: type[models.Model]) -> Telling:
    """How rows of `model` are told: every field stands in `fields` or in `left_out`."""
    plainly, told = _plainly(model), _told.get(model)
    if told is None:
        return plainly
    said = {*told.fields, *told.left_out}
    return replace(
        told,
        fields={**told.fields, **{name: w for name, w in plainly.fields.items() if name not in said}},
        left_out={**told.left_out, **{name: w for name, w in plainly.left_out.items() if name not in said}},
    )


def is_whole(model: type[models.Model]) -> bool:
    """Whether every declared field of a model is told, or left out with a reason."""
    declared, told = declaration(model), of(model)
    names = (*declared.plain, *declared.personal, *declared.sealed) if declared else ()
    return all(name in told.fields or told.left_out.get(name) for name in names)


def _plainly(model: type[models.Model]) -> Telling:
    declared = declaration(model)
    told = (*declared.sealed, *declared.personal, *declared.plain) if declared else ()
    names = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    inner = {
        field.name: INNER
        for field in model._meta.concrete_fields
        if field.primary_key or field.is_relation or field.name == "project_id"
    }
    return Telling(
        part="more",
        label=str(model._meta.verbose_name_plural).capitalize(),
        fields={name: names[name].capitalize() for name in told if name not in inner},
        left_out=inner,
    )
