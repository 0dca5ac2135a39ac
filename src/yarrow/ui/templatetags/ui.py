"""Template tags of every page: `{% load ui %}`."""

from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yarrow.ui import days, phones
from yarrow.ui.addresses import address
from yarrow.ui.sentences import translated
from yarrow.ui.tables import figure_text

register = template.Library()
register.filter("figure", figure_text)
register.filter("translated", translated)
register.filter("numbers_linked", phones.numbers_linked)
for _filter in days.FILTERS:
    register.filter(_filter.__name__, _filter, expects_localtime=True)
THEMES = ("day", "night")


def _project(context: Context) -> Any:
    project = context.get("project")
    return project if project else getattr(context.get("request"), "project", None)


@register.simple_tag(takes_context=True)
def here(context: Context, name: str, *args: object, **kwargs: object) -> str:
    """The address of `name` within the project of this page, its code put first."""
    code = _project(context).code
    if kwargs:
        return reverse(name, kwargs={"project": code, **kwargs})
    return address(name, code, *args)


@register.simple_tag(takes_context=True)
def today(context: Context) -> date:
    """The day it is where the project is."""
    return timezone.localdate(timezone=getattr(_project(context), "zone", None))


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """` data-theme="night"` when the session has chosen, or on a page that says `after_dark`.

    Nothing otherwise: the device decides.
    """
    session = getattr(context.get("request"), "session", None)
    theme = session.get("theme") if session is not None else None
    if not theme and context.get("after_dark"):
        theme = "night"
    return format_html(' data-theme="{}"', theme) if theme in THEMES else mark_safe("")


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """Everything wrong with `form`, each line leading to its field; takes the focus."""
    at_fields = [(anchor(form[name]), error) for name in form.fields for error in form.errors.get(name, ())]
    return {"whole": form.non_field_errors(), "at_fields": at_fields, "any": bool(form.errors)}


def anchor(field: BoundField) -> str:
    """The id of the first control of `field`, for a link that puts the focus there."""
    own = field.field.widget.attrs.get("id") or field.auto_id or ""
    return f"{own}_0" if field.use_fieldset else own


@register.simple_tag
def field(bound: BoundField, *, size: str = "", label: str = "") -> SafeString:
    """The whole group of one field: label or legend, hint, error, control.

    `size`: s, m or l for a label set as a heading; `label` replaces the field's own for this page.
    """
    context = {"field": bound, "size": size, "label": label}
    return mark_safe(bound.form.renderer.render(bound.template_name, context))  # noqa: S308 - drawn by a template that escapes


@register.inclusion_tag("ui/components/button.html")
def button(words: str, **options: str) -> dict[str, object]:
    """A submit button, or a link that looks like one when `href` is given.

    `kind`: "" (the one main thing), "secondary", "warning", "plain"; also `name`, `value`, `small`.
    """
    return {"words": words, **options}


@register.filter
def has_error(attrs: dict[str, object]) -> bool:
    """Whether Django marked a control's answer as refused."""
    return attrs.get("aria-invalid") == "true"


@register.inclusion_tag("ui/forms/hidden.html", takes_context=True)
def hidden(context: Context, form: BaseForm) -> dict[str, object]:
    """What every `<form method="post">` begins with: the forgery token and the hidden fields."""
    return {"form": form, "csrf_token": context.get("csrf_token")}
