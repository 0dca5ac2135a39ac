"""Pages that a supported person reads: an easy wording beside the usual one, and reading aloud. `{% load easy %}`.

    {% easy_switch %}{% aloud %}
    {% wording %}{% translate "The usual sentence." %}{% easy %}{% translate "Short words." %}{% endwording %}
    {% worker %}<p>{% translate "For the worker beside them." %}</p>{% endworker %}

A page that a device keeps (`keeps_both` in its context) holds both wordings; its script shows one of them.

Which wording is shown travels with the page (`easy=1` in the address or the form) and is kept nowhere: a phone that
somebody else picks up begins with the usual one. `tests/house/test_easy.py` lists these pages and what must be on them.
"""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from yarrow.ui.languages import ENGLISH
from yarrow.ui.sentences import EASY, WORDING

register = template.Library()


def is_easy(request: Any) -> bool:
    """Whether this page is in easy words: as asked for, or as the form before it unless its button turned it."""
    if getattr(request, "method", "") == "POST":
        return (EASY in request.POST) != (WORDING in request.POST)
    return EASY in (getattr(request, "GET", {}) or {})


def wants_easy(context: Context) -> bool:
    """Whether this page is in easy words: as its view says (`is_easy`), else as it was asked for."""
    return bool(context["is_easy"]) if "is_easy" in context else is_easy(context.get("request"))


def asked_easy(request: Any) -> str:
    """What an address that a view leads on to ends with: `?easy=1`, or nothing."""
    return f"?{EASY}=1" if is_easy(request) else ""


class Wording(template.Node):
    """Either of two wordings."""

    def __init__(self, usual: NodeList, easy: NodeList) -> None:
        self.usual, self.easy = usual, easy

    def render(self, context: Context) -> str:
        """The one that was asked for; the usual one where nobody has put the easy one into this language yet."""
        if context.get("keeps_both"):
            return self._both(context)
        return self._said_easily(context) if wants_easy(context) else self.usual.render(context)

    def _said_easily(self, context: Context) -> str:
        said = self.easy.render(context)
        if get_language() == ENGLISH:
            return said
        with override(ENGLISH):
            is_translated = said != self.easy.render(context)
        return said if is_translated else self.usual.render(context)

    def _both(self, context: Context) -> SafeString:
        both = self.usual.render(context), self._said_easily(context)
        return format_html("<span data-usual>{}</span><span data-easy hidden>{}</span>", *both)


class ForWorker(template.Node):
    """What stands on the page for the worker beside the person: it is not read aloud."""

    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: Context) -> SafeString:
        """The same, marked for the device that reads."""
        return format_html("<div data-not-aloud>{}</div>", self.inside.render(context))


@register.tag
def wording(parser: Parser, _token: Token) -> Wording:
    """`{% wording %}…{% easy %}…{% endwording %}`: both wordings have to be there."""
    usual = parser.parse(("easy",))
    parser.delete_first_token()
    easy = parser.parse(("endwording",))
    parser.delete_first_token()
    return Wording(usual, easy)


@register.tag
def worker(parser: Parser, _token: Token) -> ForWorker:
    """`{% worker %}…{% endworker %}`: for the worker alone, so it may be said in a worker's words."""
    inside = parser.parse(("endworker",))
    parser.delete_first_token()
    return ForWorker(inside)


@register.inclusion_tag("ui/components/easy_switch.html", takes_context=True)
def easy_switch(context: Context) -> dict[str, Any]:
    """A link to the same page in the other wording; on a page that a device keeps, a button for its script."""
    if context.get("keeps_both"):
        return {"is_kept": True}
    request = context["request"]
    asked = request.GET.copy()
    easy = wants_easy(context)
    asked.pop(EASY, None)
    if not easy:
        asked[EASY] = "1"
    # Without its path, so that a link that leads nowhere looks like any other.
    return {"address": f"?{asked.urlencode()}", "is_easy": easy}


@register.inclusion_tag("ui/components/easy_field.html", takes_context=True)
def easy_field(context: Context) -> dict[str, Any]:
    """In a form: the next page is in the wording of this one."""
    return {"is_easy": wants_easy(context)}


@register.simple_tag(takes_context=True)
def easy_query(context: Context) -> str:
    """`?easy=1` for a link to the next page, or nothing."""
    return f"?{EASY}=1" if wants_easy(context) else ""


@register.simple_tag(takes_context=True)
def other_wording(context: Context) -> str:
    """What the button says that turns a form to the other wording, keeping what was typed."""
    return _("Usual words") if wants_easy(context) else _("Easy words")


@register.inclusion_tag("ui/components/turn_wording.html", takes_context=True)
def turn_wording(context: Context, look: str = "govuk-button govuk-button--secondary") -> dict[str, Any]:
    """In a form, after its main button: which wording it is in, and the button that turns it (`Form.is_sent`)."""
    return {"is_easy": wants_easy(context), "words": other_wording(context), "look": look}


@register.simple_tag(takes_context=True, name="wants_easy")
def wants_easy_tag(context: Context) -> bool:
    """`{% wants_easy as it_is %}`: for what stands on the page only in easy words."""
    return wants_easy(context)


@register.inclusion_tag("ui/components/aloud.html")
def aloud(look: str = "govuk-button govuk-button--secondary govuk-button--small") -> dict[str, Any]:
    """A button that has the device read the page; without scripts, or without a way to speak, there is none."""
    return {"look": look}
